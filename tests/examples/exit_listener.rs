//! `exit_listener`: processes as they end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::path;
use crate::namespace::skip;

#[test]
fn a_process_that_ends_is_a_line_with_its_status() {
    let mut listener = Command::new(path("exit_listener"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example starts");
    // It may not listen yet, so processes end until it has told of one, or gave up.
    let mut ended = Vec::new();
    let mut told = BufReader::new(listener.stdout.take().unwrap()).lines().map(Result::unwrap);
    let (sender, lines) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || told.try_for_each(|line| sender.send(line)).is_ok());
    let found = loop {
        let mut child = Command::new("sh").args(["-c", "exit 3"]).spawn().unwrap();
        ended.push(child.id());
        child.wait().unwrap();
        let ours = |line: &String| {
            let pid = line.split(' ').next().and_then(|pid| pid.parse().ok());
            pid.is_some_and(|pid| ended.contains(&pid))
        };
        if let Some(line) = lines.try_iter().find(ours) {
            break Some(line);
        }
        if listener.try_wait().unwrap().is_some() {
            break None;
        }
    };
    let _ = listener.kill();
    listener.wait().unwrap();
    drop(lines);
    reader.join().unwrap();
    let Some(line) = found else {
        let mut errors = String::new();
        listener.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert!(errors.contains("(EPERM)") || errors.contains("FamilyNotFound"), "{errors}");
        return skip("tasks that end are told to root alone, in the first namespace");
    };
    assert!(line.contains(" sh of user "), "{line}");
    assert!(line.ends_with(" ended with 0x300"), "{line}");
}
