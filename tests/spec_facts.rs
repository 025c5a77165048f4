//! Our specs say the same as the kernel's own, apart from the differences that are wanted.
//!
//! Those are in `spec_facts/differences.txt`, a line each: `family: path: reason`. A line with a
//! difference that is no more fails too. The kernel's specs are found through
//! `NETLINK_KERNEL_SPECS`, a directory that holds `linux-7.3/`.

#[path = "spec_facts/differences.rs"]
#[allow(dead_code, reason = "shared with the test of the errata")]
mod differences;
#[path = "spec_facts/facts.rs"]
mod facts;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;

use crate::differences::{compare, matches};
use crate::facts::{Fact, Facts};

#[test]
fn our_specs_differ_from_those_of_the_kernel_only_where_wanted() {
    if let Some(theirs) = differences::kernels("linux-7.3", false) {
        differences::check(&theirs, false);
    }
}

#[test]
fn a_star_in_the_list_stands_for_any_text_and_the_rest_for_itself() {
    assert!(matches("set *.001", "set a.001") && matches("a*", "a") && matches("*a*c", "abaabc"));
    assert!(!matches("set *.001", "set a.0012") && !matches("a", "ab") && !matches("*a*b", "abc"));
}

#[test]
fn a_thing_of_one_side_only_is_one_difference_and_a_changed_part_of_a_shared_one_too() {
    let facts = |lines: &[(&str, &str)]| -> Facts {
        lines
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Fact::Text((*text).to_owned())))
            .collect()
    };
    let theirs = facts(&[("set a", ""), ("set a.1", "u8"), ("set b", ""), ("set b.1", "u8")]);
    let ours = facts(&[("set a", ""), ("set a.1", "u16"), ("set c", ""), ("set c.1", "u8")]);
    let differences: Vec<_> = compare(&theirs, &ours).into_keys().collect();
    assert_eq!(differences, ["+ set c", "- set b", "~ set a.1"]);
}
