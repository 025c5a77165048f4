//! `families`: all of them, and the policy of one.

use super::{printed, run};
use crate::tool;

#[test]
fn the_families_are_those_that_genl_lists() {
    let ours = printed("families", &[]);
    let ours = ours.lines().filter(|line| !line.starts_with(' '));
    let ours: Vec<_> = ours.map(|line| line.split_once(':').unwrap().0).collect();
    assert!(ours.contains(&"nlctrl"), "{ours:?}");
    let Some(theirs) = tool::output("genl ctrl list") else { return };
    let theirs: Vec<_> = theirs.lines().filter_map(|line| line.strip_prefix("Name: ")).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn the_controller_is_printed_with_its_operations_and_its_group() {
    let text = printed("families", &[]);
    let (head, rest) = text.split_once('\n').unwrap();
    assert_eq!(head, "nlctrl: id 0x10 version 2 header 0 maxattr 0");
    let rest: Vec<_> = rest.lines().take_while(|line| line.starts_with(' ')).collect();
    assert_eq!(rest[0], "  operation 0x3: cmd-cap-do | cmd-cap-dump | cmd-cap-haspol");
    assert_eq!(rest.last(), Some(&"  group 0x10: notify"));
}

#[test]
fn the_policy_of_a_family_is_printed_rule_by_rule() {
    let text = printed("families", &["netdev"]);
    assert!(text.contains("operation 0x1: do policy 0, dump "), "{text}");
    assert!(text.contains("policy 0 attribute 1: u32, from 1, to 4294967295\n"), "{text}");
}

#[test]
fn a_family_that_is_not_there_is_an_error() {
    let output = run("families", &["no-such-family"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).unwrap();
    let text = "families: nlctrl getpolicy: the kernel refused: No such file or directory (ENOENT)";
    assert!(errors.starts_with(text), "{errors}");
}
