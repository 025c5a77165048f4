use netlink_runtime::payload::{List, Nested, SubMessage};
use netlink_runtime::{MessageSet, Netlink, NetlinkEnum, NetlinkMessage, NetlinkStruct, Owned};

#[derive(Clone, NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Reply<'_>)]
struct Get<'a> {
    name: &'a str,
}

#[derive(Clone, NetlinkMessage)]
struct Reply<'a> {
    #[netlink(id = 0)]
    name: &'a str,
}

#[derive(Clone, NetlinkMessage)]
#[netlink(sub_message)]
enum Data {
    Any(u32),
}

#[derive(Clone, Copy, NetlinkEnum)]
enum Mode {
    On,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Header {
    text: &'static str,
}

#[derive(NetlinkMessage)]
enum Events<'a> {
    #[netlink(cmd = 1)]
    Reply(Reply<'a>),
}

/// Right by itself: what it uses is told where it is wrong.
#[derive(NetlinkMessage)]
struct User<'a> {
    #[netlink(header)]
    header: Header,
    #[netlink(id = 1)]
    nest: Option<Nested<'a, Reply<'a>>>,
    #[netlink(id = 2, multi)]
    list: List<'a, Get<'a>>,
    #[netlink(id = 3, be)]
    mode: Mode,
    #[netlink(id = 4)]
    kind: String,
    #[netlink(id = 5, selector = kind)]
    data: Option<SubMessage<'a, Data>>,
}

fn main() {
    let mut netlink = Netlink::new();
    let reply = netlink.request(&Get { name: "lo" }).unwrap();
    let _ = reply.name;
    let kept: Owned<Reply<'static>> = Owned::new(&[]).unwrap();
    let _ = kept.get().unwrap().name;
    let _ = Events::decode(1, 0, &[]).unwrap().command();
}
