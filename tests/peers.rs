//! Derived messages between processes.

use core::time::Duration;

use netlink_runtime::socket::Destination;
use netlink_runtime::{Error, NetlinkMessage, PeerSocket, protocols};

#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(protocol = usersock, ty = 16)]
struct Ask<'a> {
    #[netlink(id = 1)]
    name: &'a str,
}

#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(protocol = usersock, ty = 17)]
struct Tell {
    #[netlink(id = 1)]
    number: u32,
}

/// All that one may send the other.
#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(protocol = usersock)]
enum Message<'a> {
    #[netlink(ty = 16)]
    Ask(Ask<'a>),
    #[netlink(ty = 17)]
    Tell(Tell),
    #[netlink(other)]
    Other(u16, &'a [u8]),
}

#[derive(NetlinkMessage)]
#[netlink(family = "nlctrl", cmd = 3)]
struct Generic {}

#[test]
fn each_message_is_read_by_its_type_or_as_one_of_an_enum() {
    let mut sender = PeerSocket::open(protocols::USERSOCK).unwrap();
    let mut receiver = PeerSocket::open(protocols::USERSOCK).unwrap();
    let to = Destination::port(receiver.port());
    sender.send(&Ask { name: "lo" }, to).unwrap();
    sender.send(&Tell { number: 7 }, to).unwrap();
    sender.send_bytes(99, b"rest", to.with_sequence(5)).unwrap();
    sender.send_bytes(17, &[8, 0, 1], to).unwrap();
    let mut next = |expected: Option<Message<'_>>| {
        let message = receiver.receive_within(Duration::from_secs(10)).unwrap().unwrap();
        let read = message.get_any::<Message<'_>>();
        assert_eq!(read.as_ref().ok(), expected.as_ref(), "{read:?}");
        let tell = message.get::<Tell>();
        match expected {
            Some(Message::Tell(expected)) => assert_eq!(tell.unwrap(), Some(expected)),
            Some(_) => assert_eq!(tell.unwrap(), None),
            None => assert!(matches!(tell, Err(Error::Decode { .. })), "{tell:?}"),
        }
    };
    next(Some(Message::Ask(Ask { name: "lo" })));
    next(Some(Message::Tell(Tell { number: 7 })));
    next(Some(Message::Other(99, b"rest")));
    next(None);
    let error = sender.send(&Generic {}, to).unwrap_err();
    assert!(matches!(error, Error::WrongProtocol { protocol: 2, .. }), "{error}");
}
