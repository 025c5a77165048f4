use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Vlan {}

#[derive(NetlinkMessage)]
#[netlink(sub_message)]
enum Data<'a> {
    Unnamed(Vlan),
    #[netlink(format = "vlan")]
    Vlan(Vlan),
    #[netlink(format = "vlan")]
    Again(Vlan),
    #[netlink(format = "two")]
    Two(Vlan, Vlan),
    #[netlink(format = "fields")]
    Fields { vlan: Vlan },
    #[netlink(format = "optional")]
    Optional(Option<Vlan>),
    #[netlink(format = "flag")]
    Flag(bool),
    #[netlink(format = "size")]
    Size(usize),
    #[netlink(other)]
    Other(&'a str),
    #[netlink(other, format = "more")]
    More(&'a [u8]),
}

#[derive(NetlinkMessage)]
#[netlink(sub_message)]
enum Generic<T> {
    #[netlink(format = "any")]
    Any(T),
}

fn main() {}
