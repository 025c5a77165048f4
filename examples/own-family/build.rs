//! Compiles the spec to Rust.

fn main() {
    netlink_codegen::Config::new().spec("specs/controller.yaml").compile();
}
