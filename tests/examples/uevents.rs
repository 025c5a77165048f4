//! `uevents`: devices that come and go.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::{path, run};
use crate::namespace::in_namespace;
use crate::tool::output;

#[test]
fn a_device_that_is_made_is_a_line_with_its_properties() {
    in_namespace(|| {
        let mut child = Command::new(path("uevents"))
            .args(["net", "2"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example starts");
        // It may not listen yet, so devices come and go until it has told of two.
        while child.try_wait().unwrap().is_none() {
            output("ip link add br0 type bridge");
            output("ip link del br0");
        }
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let lines: Vec<_> = lines.map(Result::unwrap).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        for line in lines {
            let (action, rest) = line.split_once(' ').unwrap();
            assert!(["add", "remove"].contains(&action), "{line}");
            let known = "/devices/virtual/net/br0 SUBSYSTEM=net DEVTYPE=bridge INTERFACE=br0 ";
            assert!(rest.starts_with(known), "{line}");
        }
    });
}

#[test]
fn a_count_that_is_no_number_is_told() {
    let output = run("uevents", &["net", "many"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stderr, b"usage: uevents [SUBSYSTEM [COUNT]]\n");
}
