use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Vlan {}

#[derive(NetlinkMessage)]
#[netlink(sub_message, family = "demo")]
enum Addressed {
    #[netlink(cmd = 1)]
    Vlan(Vlan),
    #[netlink(format = 5)]
    Number(Vlan),
    #[netlink(fromat = "bridge")]
    Slip(Vlan),
    #[netlink(format = "x", id = 1)]
    Identified(Vlan),
}

#[derive(NetlinkMessage)]
#[netlink(submessage)]
enum Slip {
    #[netlink(format = "vlan")]
    Vlan(Vlan),
}

#[derive(NetlinkMessage)]
#[netlink(sub_message)]
struct NoEnum {}

fn main() {}
