//! Structs with type and const parameters, which are nests and answers.

use netlink_runtime::payload::{AttributeSet, Decode, Encode};
use netlink_runtime::{NetlinkMessage, Owned};

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Range<T: Encode + for<'de> Decode<'de>> {
    #[netlink(id = 1)]
    low: T,
    #[netlink(id = 2)]
    high: Option<T>,
}

#[derive(NetlinkMessage)]
#[netlink(debug)]
struct Named<'a, T, const N: usize>
where
    T: Encode + for<'de> Decode<'de>,
{
    #[netlink(id = 1)]
    name: &'a [u8],
    #[netlink(id = 2)]
    digest: [u8; N],
    #[netlink(id = 3)]
    range: Range<T>,
    #[netlink(id = 4, multi)]
    others: Vec<Range<T>>,
}

fn main() {
    let range = Range { low: 1u16, high: None };
    let named = Named { name: b"a", digest: [7; 3], range: range.clone(), others: vec![range] };
    let mut out = netlink_runtime::wire::Writer::new();
    named.encode(&mut out);
    let owned = Owned::<Named<'static, u16, 3>>::new(out.bytes()).unwrap();
    let found = owned.get().unwrap();
    assert_eq!((found.name, found.digest, found.range.low), (&b"a"[..], [7; 3], 1));
    assert_eq!(found.others, [Range { low: 1, high: None }]);
    let schema = <Named<'_, u16, 3> as AttributeSet>::SCHEMA;
    assert_eq!(schema.attribute(3).map(|row| row.name), Some("range"));
    let other = <Range<std::net::Ipv4Addr> as AttributeSet>::SCHEMA;
    assert_ne!(schema.attribute(1).map(|row| row.name), other.attribute(1).map(|row| row.name));
    let text = format!("{found:?}");
    assert!(text.contains("digest: 0x070707, range: range { low: 1 }"), "{text}");
}
