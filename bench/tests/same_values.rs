//! Each way of doing the same work reads and writes the same, or the figures would say nothing.

#[path = "../../tests/support/namespace.rs"]
mod namespace;

use std::process::{Command, Output};

use namespace::{in_namespace, skip};

fn run(arguments: &[&str]) -> Output {
    let program = Command::new(env!("CARGO_BIN_EXE_netlink-bench")).args(arguments).output();
    program.expect("Cargo built the program")
}

/// What the program prints of its work without the time: messages and the sum of their values.
fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    text.split(" seconds=").next().expect("the front").to_owned()
}

#[test]
fn dumps_have_the_sizes_that_peers_were_measured_with_and_are_read_the_same_in_all_ways() {
    in_namespace(|| {
        let folder = std::env::temp_dir().join(format!("netlink-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let captured = run(&["capture", folder.to_str().expect("text")]);
        let errors = String::from_utf8_lossy(&captured.stderr);
        if errors.contains("EOPNOTSUPP") {
            return skip(&format!("bridges cannot be made: {}", errors.trim()));
        }
        let captured = String::from_utf8(captured.stdout).expect("text");
        let lines: Vec<_> = captured.lines().collect();
        let [route, link, family] = lines[..] else { panic!("{captured}{errors}") };
        assert!(route.starts_with("route messages=100") && route.ends_with(" bytes=67"), "{route}");
        assert!(link.starts_with("link messages=201 "), "{link}");
        assert!(family.starts_with("family messages="), "{family}");
        for what in ["route", "link", "family"] {
            let file = folder.join(what);
            let file = file.to_str().expect("text");
            let derived = done(&["decode", what, "derived", file, "1"]);
            assert!(!derived.contains("messages=0 ") && !derived.contains("sum=0"), "{derived}");
            for how in ["view", "all"] {
                assert_eq!(done(&["decode", what, how, file, "1"]), derived, "{what}, {how}");
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    });
}

#[test]
fn requests_have_the_sizes_that_peers_were_measured_with_and_both_ways_write_the_same() {
    for (what, length) in [("route", 68), ("wireguard", 812)] {
        let derived = done(&["encode", what, "derived", "1"]);
        assert_eq!(done(&["encode", what, "generated", "1"]), derived);
        let twice = done(&["encode", what, "derived", "2"]);
        assert_eq!(sum(&twice) - sum(&derived), length, "{what}");
    }
}

fn sum(text: &str) -> u64 {
    text.split_once("sum=").expect("a sum").1.parse().expect("a number")
}

#[test]
fn dumps_over_a_socket_tell_the_same_of_routes_in_both_ways() {
    in_namespace(|| {
        done(&["routes", "5"]);
        let derived = done(&["dump", "derived"]);
        assert_eq!(done(&["dump", "view"]), derived);
        // Beside the five there are those that `lo` has.
        let (front, _) = derived.split_once(" sum=").expect("a sum");
        let count: u64 = front.trim_start_matches("messages=").parse().expect("a number");
        assert!(count >= 8, "{derived}");
        assert!(sum(&done(&["dump", "raw"])) > count * 44, "a header, and two attributes at least");
    });
}
