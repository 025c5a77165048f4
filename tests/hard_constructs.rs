//! The constructs of the schema that are hardest to get right, each against bytes that the
//! project did not make: of the running kernel, of `ip` and `tc`, or worked out by hand from the
//! C headers where neither can give them.

#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;
#[path = "support/tree.rs"]
#[allow(dead_code, reason = "names are not asked for here")]
mod tree;

#[path = "hard_constructs/bytes.rs"]
mod bytes;
#[path = "hard_constructs/generic.rs"]
mod generic;
#[path = "hard_constructs/nftables.rs"]
mod nftables;
#[path = "hard_constructs/routes.rs"]
mod routes;
#[path = "hard_constructs/rtnetlink.rs"]
mod rtnetlink;
#[path = "hard_constructs/traffic.rs"]
mod traffic;
