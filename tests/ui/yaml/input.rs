netlink_runtime::netlink_family!("specs/demo.yaml");
netlink_runtime::netlink_family!(mod demo);
netlink_runtime::netlink_family!(mod demo = 7);
netlink_runtime::netlink_family!(mod demo = "specs/demo.yaml", runtime = nl);

fn main() {}
