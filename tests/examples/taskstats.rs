//! `taskstats`: structs written by hand.

use netlink_runtime::Netlink;

use super::run;
use crate::namespace::skip;

#[test]
fn it_tells_of_itself_or_which_right_it_lacks() {
    if let Err(error) = Netlink::new().generic_family("TASKSTATS") {
        return skip(&error.to_string());
    }
    let output = run("taskstats", &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    if !output.status.success() {
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("(EPERM)"), "{errors}");
        return skip("taskstats needs CAP_NET_ADMIN here");
    }
    let (head, rest) = text.split_once('\n').unwrap();
    let parent = std::process::id();
    assert!(head.ends_with(&format!(" taskstats (parent {parent})")), "{head}");
    assert!(rest.contains("  taskstats version "), "{rest}");
}
