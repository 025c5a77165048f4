//! `watch_tokio` and `watch_smol`, in a network namespace of its own.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::ip::set_up;
use super::path;
use crate::namespace::in_namespace;

/// Runs an example, makes a link when it is in sync, and returns all that it prints.
fn watched(name: &str) -> Vec<String> {
    let mut command = Command::new(path(name));
    let mut child = command.arg("1").stdout(Stdio::piped()).spawn().expect("the example starts");
    let output = child.stdout.take().expect("it is piped");
    let mut lines = Vec::new();
    for line in BufReader::new(output).lines().map(|line| line.expect("text")) {
        if line == "in sync" && lines.len() < 3 {
            assert!(set_up(&["link add br0 type bridge"]), "asked for before");
        }
        lines.push(line);
    }
    assert!(child.wait().expect("it ends").success(), "{lines:?}");
    lines
}

fn tells_of_the_links_and_then_of_a_new_one(name: &str) {
    if !set_up(&["-V"]) {
        return;
    }
    assert_eq!(watched(name), ["all links:", "  lo", "in sync", "now br0"]);
}

#[test]
fn over_tokio_it_tells_of_the_links_and_then_of_a_new_one() {
    in_namespace(|| tells_of_the_links_and_then_of_a_new_one("watch_tokio"));
}

#[test]
fn over_smol_it_tells_of_the_links_and_then_of_a_new_one() {
    in_namespace(|| tells_of_the_links_and_then_of_a_new_one("watch_smol"));
}
