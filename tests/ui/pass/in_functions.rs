#![deny(warnings)]

use netlink_runtime::payload::Decode;

fn read<T>(bytes: &[u8]) -> Option<u32> {
    #[derive(netlink_runtime::NetlinkMessage)]
    struct Message {
        #[netlink(id = 1)]
        value: Option<u32>,
        #[netlink(id = 2)]
        inner: Option<Inner>,
    }

    #[derive(netlink_runtime::NetlinkMessage)]
    struct Inner {}

    let message = Message::decode(bytes).ok()?;
    message.inner.is_none().then_some(message.value?)
}

fn main() {
    let (length, id) = (8u16.to_ne_bytes(), 1u16.to_ne_bytes());
    let bytes = [&length[..], &id, &7u32.to_ne_bytes()].concat();
    assert_eq!(read::<u8>(&bytes), Some(7));
}
