//! What must hold of every message that a kernel sends.

use core::fmt::Debug;

use netlink_runtime::payload::{AttributeSet, Decode};
use netlink_runtime::wire::Writer;

use crate::tree::{names, tree};

/// Decodes a message's body and proves that nothing in it is unknown at any depth, that the
/// printed view names each attribute that came, and that encoding the view gives the same
/// attributes again. Returns the view.
pub(crate) fn agree<'a, T: Decode<'a> + AttributeSet + Debug>(body: &'a [u8]) -> T {
    let view = T::decode(body).unwrap_or_else(|error| panic!("{error}: {body:02x?}"));
    let came = tree(body, T::SCHEMA);

    let printed = format!("{view:?}");
    for name in names(&came) {
        assert!(printed.contains(&format!("{name}: ")), "{name} is not in {printed}");
    }

    let mut writer = Writer::new();
    view.encode(&mut writer);
    assert_eq!(writer.take_fault(), None, "{printed}");
    assert_eq!(tree(writer.bytes(), T::SCHEMA), came, "{printed}");
    view
}
