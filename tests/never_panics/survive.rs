//! What every decoder must do with any bytes.

use core::fmt::Debug;

use netlink_runtime::payload::{AttributeSet, Decode, Encode, View};
use netlink_runtime::schema::{Described, Kind};
use netlink_runtime::wire::Writer;

use crate::walk::Walk;

/// Decodes `body` as a view, walks and prints it, also as JSON, and encodes it to bytes that print the same.
pub(crate) fn survives<V>(body: &[u8])
where
    V: for<'a> View<At<'a>: AttributeSet + Walk + Debug> + AttributeSet,
{
    let kind = Kind::Nest(V::SCHEMA);
    let described = Described::new(&kind, body);
    assert!(format!("{described:?}").starts_with(V::SCHEMA.name));
    let json = serde_json::to_string(&described).expect("bytes are JSON whatever they are");
    assert!(json.starts_with('{'), "{json}");
    let view = match V::At::decode(body) {
        Ok(view) => view,
        Err(error) => {
            let text = error.to_string();
            return assert!(
                text.starts_with(V::SCHEMA.whole_name()),
                "{text} is without its place"
            );
        }
    };
    view.walk();
    let text = format!("{view:?}");
    assert!(format!("{view:#?}").starts_with(V::SCHEMA.name));
    let mut writer = Writer::new();
    view.encode(&mut writer);
    if let Some(fault) = writer.take_fault() {
        // Such text can be received and read, and must not be sent.
        assert!(fault.reason.contains("NUL byte"), "{fault:?} of {text}");
    }
    let again = V::At::decode(writer.bytes()).expect("what was encoded is well-formed");
    assert_eq!(format!("{again:?}"), text, "{body:02x?}");
}

/// Decodes `body` by an enum of messages, prints it, and encodes it to a message that is decoded
/// to the same.
macro_rules! survives_in {
    ($($set:ident)::*, $command:expr, $flags:expr, $body:expr) => {
        if let Ok(message) = $($set)::*::decode($command, $flags, $body) {
            assert_eq!(message.command(), $command);
            let text = format!("{message:?}");
            let mut writer = netlink_runtime::wire::Writer::new();
            message.encode(&mut writer);
            if writer.take_fault().is_none() {
                let again = $($set)::*::decode($command, $flags, writer.bytes());
                assert_eq!(format!("{:?}", again.expect("it is well-formed")), text);
            }
        }
    };
}
pub(crate) use survives_in;
