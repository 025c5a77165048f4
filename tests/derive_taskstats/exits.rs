//! Accounts of tasks that end, told to the socket that asked for them.

use core::time::Duration;
use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus};

use netlink_runtime::{Event, Events, Netlink, SocketOptions};

use crate::messages::{Accounts, Did, Exits, Listen, Process, Task};
use crate::namespace::skip;
use crate::permitted;

/// Long enough that what is not there by then will not come.
const PATIENCE: Duration = Duration::from_secs(10);

/// A socket that is told of all tasks that end, or `None` and why there can be none.
fn listening() -> Option<(Events<Exits>, String)> {
    let namespace = |of: &str| fs::read_link(format!("/proc/{of}/ns/net"));
    // Who may not look at the first process is taken to be where it is.
    if namespace("1").is_ok_and(|first| first != namespace("self").unwrap()) {
        skip("only the first network namespace is told of tasks that end");
        return None;
    }
    let cpus = fs::read_to_string("/sys/devices/system/cpu/possible").expect("there are CPUs");
    let cpus = cpus.trim().to_owned();
    let netlink = Netlink::with_options(SocketOptions::new().receive_buffer(4 << 20));
    let mut exits = netlink.events::<Exits>(&[]).unwrap();
    let register = Listen { register_cpumask: Some(&cpus), ..Listen::default() };
    permitted(exits.request(&register))?;
    Some((exits, cpus))
}

/// The next message that is of interest; other processes of the machine end too.
fn heard<T>(exits: &mut Events<Exits>, mut of: impl FnMut(Accounts) -> Option<T>) -> T {
    loop {
        match exits.next_within(PATIENCE).unwrap().expect("it is told") {
            Event::Message(Exits::Ended(accounts)) => {
                if let Some(found) = of(accounts) {
                    return found;
                }
            }
            other => panic!("{other:?}"),
        }
    }
}

/// What is told of a task.
fn task(exits: &mut Events<Exits>, pid: u32) -> Task {
    heard(exits, |accounts| accounts.aggr_pid.filter(|task| task.pid == pid))
}

/// Runs a program to its end; its process id and status.
fn run(command: &mut Command) -> (u32, ExitStatus) {
    let mut child = command.spawn().expect("it starts");
    (child.id(), child.wait().expect("it is our child"))
}

#[test]
fn a_task_that_ends_is_told_with_its_status_user_and_name() {
    let Some((mut exits, _)) = listening() else { return };
    let (pid, status) = run(Command::new("sh").args(["-c", "exit 7"]).uid(65534).gid(65533));
    assert_eq!(status.code(), Some(7));
    let Task { pid: told, stats } = task(&mut exits, pid);
    assert_eq!((told, stats.ac_pid, stats.ac_ppid), (pid, pid, std::process::id()));
    assert_eq!((stats.ac_exitcode, stats.command()), (7 << 8, &b"sh"[..]));
    assert_eq!((stats.ac_uid, stats.ac_gid), (65534, 65533));
    assert_eq!(stats.ac_flag & (Did::SIG | Did::FORK), Did::empty());
}

#[test]
fn a_task_that_a_signal_ends_is_told_with_the_signal() {
    let Some((mut exits, _)) = listening() else { return };
    let (pid, _) = run(Command::new("sh").args(["-c", "kill -KILL $$"]));
    let stats = task(&mut exits, pid).stats;
    assert_eq!((stats.ac_exitcode, stats.ac_flag.contains(Did::SIG)), (9, true));
}

/// What the next test runs; the harness makes a thread for it.
#[test]
fn a_thread_is_made_for_each_test() {
    assert!(std::thread::current().name().is_some());
}

#[test]
fn a_process_of_several_tasks_is_told_as_a_whole_with_its_last() {
    let Some((mut exits, _)) = listening() else { return };
    let test = std::env::current_exe().expect("the test has a path");
    let name = "exits::a_thread_is_made_for_each_test";
    let (tgid, status) = run(Command::new(test).args(["--exact", name, "--test-threads=2"]));
    assert!(status.success());
    let mut tasks = 0;
    let process: Process = heard(&mut exits, |accounts| {
        tasks += usize::from(accounts.aggr_pid.is_some_and(|task| task.stats.ac_tgid == tgid));
        accounts.aggr_tgid.filter(|process| process.tgid == tgid)
    });
    assert!(tasks >= 2, "{tasks}");
    assert!(process.stats.ac_etime > 0, "{process:?}");
}

#[test]
fn a_socket_that_listens_no_more_is_told_nothing() {
    let Some((mut exits, cpus)) = listening() else { return };
    let (before, _) = run(&mut Command::new("true"));
    let deregister = Listen { deregister_cpumask: Some(&cpus), ..Listen::default() };
    exits.request(&deregister).unwrap();
    // What ended before is told still, although the acknowledgement came after it.
    assert_eq!(task(&mut exits, before).stats.command(), b"true");
    while exits.next_within(Duration::ZERO).unwrap().is_some() {}
    run(&mut Command::new("true"));
    assert!(exits.next_within(Duration::ZERO).unwrap().is_none());
}

#[test]
fn cpus_that_are_none_are_refused() {
    let Some((mut exits, _)) = listening() else { return };
    let wrong = Listen { register_cpumask: Some("many"), ..Listen::default() };
    let error = exits.request(&wrong).unwrap_err();
    assert_eq!(error.errno(), Some(netlink_runtime::Errno::EINVAL), "{error}");
    let (pid, _) = run(&mut Command::new("true"));
    assert_eq!(task(&mut exits, pid).stats.ac_exitcode, 0);
}
