netlink_runtime::netlink_family!(mod demo = "specs/no_such_file.yaml");

fn main() {}
