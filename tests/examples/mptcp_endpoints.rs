//! `mptcp_endpoints`, in a network namespace of its own.

use netlink_runtime::Netlink;

use super::{printed, run};
use crate::namespace::{in_namespace, skip};
use crate::tool;

fn has_mptcp() -> bool {
    let found = Netlink::new().generic_family("mptcp_pm").map(|_| ());
    found.as_ref().err().into_iter().for_each(|error| skip(&error.to_string()));
    found.is_ok()
}

#[test]
fn it_adds_two_endpoints_and_leaves_the_one_that_ip_shows() {
    in_namespace(|| {
        if !has_mptcp() {
            return;
        }
        let first = "  id 1 192.0.2.1 signal | backup\n";
        let second = "  id 2 192.0.2.2 signal | backup\n";
        let expected = format!("added:\n{first}{second}deleted the first:\n{second}");
        assert_eq!(printed("mptcp_endpoints", &[]), expected);
        if let Some(theirs) = tool::output("ip mptcp endpoint show") {
            assert_eq!(theirs.trim(), "192.0.2.2 id 2 signal backup");
        }
    });
}

#[test]
fn run_twice_it_says_which_request_was_refused() {
    in_namespace(|| {
        if !has_mptcp() {
            return;
        }
        printed("mptcp_endpoints", &[]);
        let output = run("mptcp_endpoints", &[]);
        assert_eq!(output.status.code(), Some(1));
        let errors = String::from_utf8(output.stderr).unwrap();
        let text = "mptcp_endpoints: mptcp_pm add-addr: the kernel refused";
        assert!(errors.starts_with(text), "{errors}");
    });
}
