//! `link_watcher`: interfaces of the running kernel. What it does with all that can go wrong, its
//! own tests say.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::ip::set_up;
use super::path;
use crate::namespace::in_namespace;

#[test]
fn an_interface_that_comes_up_and_goes_is_told() {
    in_namespace(|| {
        let mut child = Command::new(path("link_watcher"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let mut next = || lines.next().expect("it does not end").expect("text");
        assert_eq!(next(), "lo is down");
        if set_up(&["link set lo up"]) {
            assert_eq!(next(), "lo is up");
        }
        child.kill().expect("it runs");
        child.wait().expect("it has ended");
    });
}
