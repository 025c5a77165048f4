//! Traffic control that few kernels have: what `tc` sets, and what it shows, is what we read.

use netlink_families::tc::Tcmsg;
use netlink_runtime::Netlink;
use serde_json::Value;

use crate::{index, inside, ip, tool};

#[path = "tc/classes.rs"]
mod classes;
#[path = "tc/filters.rs"]
mod filters;
#[path = "tc/qdiscs.rs"]
mod qdiscs;

/// A handle and a link, inside. The link is removed at the end.
struct Ground {
    netlink: Netlink,
    index: i32,
}

impl Ground {
    fn new() -> Option<Self> {
        inside().then(|| {
            ip("link add traffic type dummy");
            ip("link set traffic up");
            Self { netlink: Netlink::new(), index: index("traffic") as i32 }
        })
    }

    /// The header of a request about the link.
    fn header(&self, parent: u32) -> Tcmsg {
        Tcmsg { ifindex: self.index, parent, ..Tcmsg::default() }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        tool::run("ip link del traffic");
    }
}

/// What `tc` prints, given these words.
fn tc(words: &str) -> String {
    tool::output(&format!("tc {words}")).expect("tc is installed")
}

/// Proves that `shown` has all values of `read`, near enough where they are fractions.
fn assert_shown(read: &Value, shown: &Value) {
    match (read, shown) {
        (Value::Object(read), Value::Object(shown)) => {
            for (key, value) in read {
                let other = shown.get(key).unwrap_or_else(|| panic!("{key} is not in {shown:?}"));
                assert_shown(value, other);
            }
        }
        (Value::Number(read), Value::Number(shown)) if read.is_f64() || shown.is_f64() => {
            let (read, shown) = (read.as_f64().unwrap(), shown.as_f64().unwrap());
            assert!((read - shown).abs() < 1e-6, "{read} is not {shown}");
        }
        _ => assert_eq!(read, shown),
    }
}
