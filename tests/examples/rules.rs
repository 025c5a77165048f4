//! `rules`, in a network namespace of its own.

use serde_json::Value;

use super::ip::{json, set_up, text};
use super::printed;
use crate::namespace::in_namespace;

/// The line that is expected of a rule that `ip` describes.
fn expected(family: &str, rule: &Value) -> String {
    let source = match rule["srclen"].as_u64() {
        Some(bits) => format!("{}/{bits}", text(rule, "src")),
        None => text(rule, "src").to_owned(),
    };
    let table: u32 = match text(rule, "table") {
        "" => 0,
        number => number.parse().expect("a number"),
    };
    let action = match text(rule, "action") {
        "" => "to-tbl",
        "6" => "blackhole",
        other => panic!("no test makes {other}"),
    };
    let in_header = if table < 256 { table } else { 252 };
    format!(
        "{family} {}: from {source} {action} {table} (in the header {in_header})",
        rule["priority"]
    )
}

fn theirs() -> Vec<String> {
    let of = |option: &str, family: &'static str| {
        let rules = json(&format!("-N {option} rule")).into_iter();
        rules.map(move |rule| expected(family, &rule)).collect::<Vec<_>>()
    };
    [of("-4", "ipv4"), of("-6", "ipv6")].concat()
}

#[test]
fn a_table_of_four_digits_survives_beside_the_header() {
    in_namespace(|| {
        let text = printed("rules", &[]);
        let line = "ipv4 100: from 192.0.2.0/24 to-tbl 1000 (in the header 252)\n";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("ipv4 32766: from all to-tbl 254 (in the header 254)\n"), "{text}");
    });
}

#[test]
fn the_rules_of_both_families_are_those_that_ip_lists() {
    in_namespace(|| {
        let commands = [
            "-6 rule add from 2001:db8::/32 lookup 70000 priority 7",
            "rule add from 198.51.100.0/24 blackhole priority 8",
        ];
        if !set_up(&commands) {
            return;
        }
        let text = printed("rules", &[]);
        // There may be rules of the families of multicast routing, which `ip` asks for apart.
        let ours: Vec<_> = text.lines().filter(|line| line.starts_with("ipv")).collect();
        assert_eq!(ours, theirs());
        let line = "ipv6 7: from 2001:db8::/32 to-tbl 70000 (in the header 252)";
        assert!(ours.contains(&line), "{ours:#?}");
        assert!(ours.contains(&"ipv4 8: from 198.51.100.0/24 blackhole 0 (in the header 0)"));
    });
}
