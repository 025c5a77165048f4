//! `addresses`, in a network namespace of its own.

use serde_json::Value;

use super::ip::{json, set_up, text};
use super::{printed, run};
use crate::namespace::in_namespace;
use crate::tool;

/// The lines that are expected of the addresses that `ip` tells, without their flags.
fn theirs() -> Vec<String> {
    let line = |link: &Value, address: &Value| {
        let scope = match text(address, "scope") {
            "global" => "universe",
            other => other,
        };
        let (own, prefix) = (text(address, "local"), &address["prefixlen"]);
        let mut line = format!("  {}: {own}/{prefix} scope {scope}", link["ifindex"]);
        if let Some(label) = address["label"].as_str() {
            line += &format!(" label {label}");
        }
        line
    };
    let links = json("address");
    let lines = links.iter().flat_map(|link| {
        let addresses = link["addr_info"].as_array().expect("a list").iter();
        addresses.map(move |address| line(link, address))
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

/// The lines of a listing, without the flags.
fn listing(text: &str) -> Vec<String> {
    let without_flags = |line: &str| {
        let (head, rest) = line.split_once(" flags ").expect("flags");
        head.to_owned() + rest.find(" label ").map_or("", |label| &rest[label..])
    };
    let mut lines: Vec<_> = text.lines().map(without_flags).collect();
    lines.sort();
    lines
}

#[test]
fn an_address_is_added_listed_and_deleted() {
    in_namespace(|| {
        let text = printed("addresses", &[]);
        let added =
            "  1: 192.0.2.1/24 scope host flags permanent | noprefixroute label lo:example\n";
        assert_eq!(text, format!("added:\n{added}deleted:\n"));
    });
}

/// Of both families, with and without a peer, with and without a label.
#[test]
fn the_addresses_that_are_left_are_those_that_ip_lists() {
    in_namespace(|| {
        let commands = [
            "link add one type veth peer name two",
            "link set one up",
            "link set two up",
            "address add 198.51.100.1/24 dev one label one:x",
            "address add 198.51.100.2/24 dev one",
            "address add 203.0.113.1 peer 203.0.113.2/32 dev two scope link",
            "address add 2001:db8::1/64 dev two nodad",
            "address add 2001:db8::2 peer 2001:db8::3/128 dev two nodad",
        ];
        if !set_up(&commands) {
            return;
        }
        let printed = printed("addresses", &[]);
        let (_, left) = printed.split_once("deleted:\n").expect("two listings");
        let ours = listing(left);
        assert!(ours.len() >= 5, "{ours:#?}");
        assert!(left.contains(" flags secondary | permanent label one\n"), "{left}");
        assert!(
            left.contains(": 2001:db8::2/128 scope universe flags nodad | permanent\n"),
            "{left}"
        );
        assert_eq!(ours, theirs());
    });
}

#[test]
fn an_address_that_is_there_already_is_refused() {
    in_namespace(|| {
        if tool::output("ip address add 192.0.2.1/24 dev lo").is_none() {
            return;
        }
        let output = run("addresses", &[]);
        assert_eq!(output.status.code(), Some(1));
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.starts_with("addresses: rt-addr newaddr: the kernel refused"), "{errors}");
        assert!(errors.contains("(EEXIST)"), "{errors}");
    });
}
