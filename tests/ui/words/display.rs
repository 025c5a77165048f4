use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Told {
    #[netlink(id = 1, display = hexx)]
    slip: u32,
    #[netlink(id = 2, display = "hex")]
    text: u32,
    #[netlink(id = 3, display = octal)]
    unknown: u32,
    #[netlink(id = 4, display = hex)]
    flag: bool,
    #[netlink(id = 5, display)]
    nothing: u32,
}

#[derive(NetlinkMessage)]
struct ByTheCompiler {
    #[netlink(id = 1, display = hex)]
    name: String,
    #[netlink(id = 2, display = mac, indexed)]
    list: Vec<u32>,
}

fn main() {}
