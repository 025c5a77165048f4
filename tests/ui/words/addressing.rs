use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(cmd = 1)]
struct NoFamily {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo")]
struct NoCommand {}

#[derive(NetlinkMessage)]
#[netlink(reply = NoCommand, dump)]
struct ReplyOnly {}

#[derive(NetlinkMessage)]
#[netlink(protocol = route)]
struct NoType {}

#[derive(NetlinkMessage)]
#[netlink(protocol = rout, ty = 18)]
struct NoSuchProtocol {}

#[derive(NetlinkMessage)]
#[netlink(protocol = generic, ty = 18)]
struct Generic {}

#[derive(NetlinkMessage)]
#[netlink(protocol = route, cmd = 18, version = 2)]
struct Mixed {}

#[derive(NetlinkMessage)]
#[netlink(family = "a_name_that_is_too_long", cmd = 1)]
struct LongName {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, dump)]
struct DumpOfNothing {}

#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 3)]
struct ControlType {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply_cmd = 2)]
struct AnswerOfNothing {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = NoFamily, reply_ty = 2)]
struct AnswerType {}

fn main() {}
