netlink_runtime::netlink_family!(mod demo = "../../../../tests/ui/yaml/wrong_spec.yaml");

fn main() {}
