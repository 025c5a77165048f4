//! A child that has stopped, so that what `/proc` tells of it stays as it is.

use std::fs;
use std::process::{Child, Command};

use crate::namespace::skip;

/// A shell of niceness 5 that has stopped itself; killed when dropped.
pub(crate) struct Stopped(Child);

impl Stopped {
    /// Starts one, or says why it cannot.
    pub(crate) fn start() -> Option<Self> {
        let shell = "echo begun > /dev/null; kill -STOP $$";
        let Ok(child) = Command::new("nice").args(["-n", "5", "sh", "-c", shell]).spawn() else {
            skip("no `nice`");
            return None;
        };
        let child = Self(child);
        while !child.read("status").contains("\nState:\tT") {
            std::thread::yield_now();
        }
        Some(child)
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// The path of a file about it.
    pub(crate) fn path(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.id())
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("it is there until it is waited for")
    }

    /// The first number of a line of `status`.
    pub(crate) fn status(&self, name: &str) -> u32 {
        let text = self.read("status");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(":\t"));
        let number = line.and_then(|line| line.split('\t').next());
        number.and_then(|number| number.parse().ok()).expect("a number")
    }

    /// A number of `stat`, counted from 1 on as in proc(5).
    pub(crate) fn stat(&self, field: usize) -> u64 {
        let text = self.read("stat");
        let (_, rest) = text.rsplit_once(") ").expect("a name in parentheses");
        rest.split(' ').nth(field - 3).and_then(|number| number.parse().ok()).expect("a number")
    }

    /// A number of `io`.
    pub(crate) fn io(&self, name: &str) -> u64 {
        let text = self.read("io");
        let number = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        number.and_then(|number| number.parse().ok()).expect("a number")
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        self.0.kill().expect("it is not waited for yet");
        self.0.wait().expect("it is our child");
    }
}
