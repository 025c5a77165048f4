//! Programs that know the same as our families.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Output};

use crate::namespace::skip;

/// What a program prints, or `None` and a line that says why if it is not installed.
///
/// Panics if the program fails: then the test has set up something wrong.
pub(crate) fn output(command: &str) -> Option<String> {
    let output = run(command)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {errors}");
    Some(String::from_utf8(output.stdout).expect("text"))
}

/// Runs a program, which may fail.
pub(crate) fn run(command: &str) -> Option<Output> {
    let mut words = command.split_whitespace();
    let program = words.next().expect("a program");
    match Command::new(program).args(words).env("PATH", path()).env("LC_ALL", "C").output() {
        Ok(output) => Some(output),
        Err(error) => {
            skip(&format!("{program}: {error}"));
            None
        }
    }
}

/// The places of programs, with those for root.
fn path() -> OsString {
    let mut path = env::var_os("PATH").unwrap_or_default();
    path.push(":/usr/sbin:/sbin");
    path
}
