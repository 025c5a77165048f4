//! `hello_server` and `hello_client`: two processes that speak to each other.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// Starts both with these arguments, the client first, and checks what each tells of the other.
pub(crate) fn greet(examples: &Path, arguments: &[&str]) {
    let start = |name| {
        let mut command = Command::new(examples.join(name));
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("`cargo build --examples` made it")
    };
    let mut children = [start("hello_client"), start("hello_server")];
    let number = children[0].id();
    wait(&mut children);
    let [client, server] = children.map(|child| {
        let output = child.wait_with_output().expect("it was started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    });
    let (head, answer) = server.split_once('\n').expect("two lines");
    let port = head.strip_prefix("greeting group 1 from port ").expect("a head");
    let greeted = format!("greeted by port {port}: Greeting {{ text: \"hello, who is there?\"");
    assert!(client.starts_with(&greeted), "{client}");
    assert_eq!(answer, format!("process {number} answers: a client\n"));
}

/// Waits until all have ended, or one has failed, for which the others would wait forever.
fn wait(children: &mut [Child]) {
    loop {
        let ends: Vec<_> = children.iter_mut().map(|child| child.try_wait().unwrap()).collect();
        if ends.iter().all(Option::is_some) {
            return;
        }
        if ends.iter().flatten().any(|status| !status.success()) {
            return children.iter_mut().for_each(|child| child.kill().unwrap_or_default());
        }
        thread::sleep(Duration::from_millis(10));
    }
}
