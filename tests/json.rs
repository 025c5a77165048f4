//! Messages as JSON by their tables: of specs and of structs, whole ones and malformed ones, beside
//! what `ip -json` says of the same.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "json/derived.rs"]
mod derived;
#[path = "json/live.rs"]
mod live;
#[path = "json/mapping.rs"]
mod mapping;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "json/secrets.rs"]
mod secrets;
#[path = "support/tool.rs"]
mod tool;

use netlink_runtime::schema::Described;
use netlink_runtime::wire::Writer;
use serde_json::Value;

/// What is read of the JSON.
fn json(described: &Described<'_>) -> Value {
    let text = serde_json::to_string(described).expect("it can be written");
    serde_json::from_str(&text).expect("it is JSON")
}

/// The bytes of attributes.
fn attributes(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.take_bytes()
}
