//! A whole family written by hand: the accounts of tasks, those that run and those that end, beside
//! what `/proc` and the kernel's headers say.

#[path = "struct_layouts/compiler.rs"]
mod compiler;
#[path = "derive_taskstats/exits.rs"]
mod exits;
#[path = "derive_taskstats/messages.rs"]
mod messages;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;
#[path = "derive_taskstats/stopped.rs"]
mod stopped;

use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process;

use netlink_runtime::payload::Encode;
use netlink_runtime::schema::{Kind, Member, Operation, Struct};
use netlink_runtime::{Errno, Error, MessageSet, Netlink};

use crate::compiler::{Compiler, Place};
use crate::messages::{Cgroupstats, Get, GetCgroup, Requests, Taskstats};
use crate::namespace::skip;
use crate::stopped::Stopped;

/// What was asked for, or why it cannot be asked here.
fn permitted<T>(answer: Result<T, Error>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(error @ Error::FamilyNotFound { .. }) => {
            skip(&error.to_string());
            None
        }
        Err(error) if error.errno() == Some(Errno::EPERM) => {
            skip(&error.to_string());
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Compares a struct with that in C, where a shorter one is allowed, and says how many members
/// were compared.
fn compare(layout: &Struct, header: &str, compiler: &Compiler) -> usize {
    let c = format!("struct {}", layout.name);
    let of = |name: &str| Place::Member(c.clone(), name.replace('-', "_"));
    let padding = |member: &&Member| matches!(member.kind, Kind::Pad);
    let members: Vec<_> = layout.members.iter().filter(|member| !padding(member)).collect();
    let places = members.iter().map(|member| of(member.name));
    let places: Vec<_> = places.chain([Place::Whole(c.clone())]).collect();
    let found = compiler.places(&[header], &places);
    let (size, found) = found.split_last().expect("one for each");
    let (_, size) = size.expect("the headers have the struct");
    assert!(layout.size <= size as usize, "{c}: {} bytes, in C {size}", layout.size);
    for (member, found) in members.iter().zip(found) {
        let place = found.map(|(offset, size)| (offset as usize, size as usize));
        assert_eq!(Some((member.offset, member.size)), place, "{c}: {}", member.name);
    }
    found.len()
}

#[test]
fn the_structs_lie_as_those_of_the_kernels_headers() {
    let Some(compiler) = Compiler::find() else { return };
    let Kind::Struct(tasks) = Taskstats::KIND else { panic!("a struct") };
    assert_eq!(compare(tasks, "linux/taskstats.h", &compiler), 53);
    let Kind::Struct(groups) = Cgroupstats::KIND else { panic!("a struct") };
    assert_eq!(compare(groups, "linux/cgroupstats.h", &compiler), 5);
}

#[test]
fn the_enums_make_the_tables_of_the_family() {
    let family = <Requests as MessageSet>::FAMILY;
    let operation = |it: &&Operation| (it.name, it.request, it.reply);
    let operations: Vec<_> = family.operations.iter().map(operation).collect();
    let asked = [("get", Some(1), Some(2)), ("get-cgroup", Some(4), Some(5))];
    assert_eq!(operations[..2], asked);
    assert_eq!(operations[2..], [("ended", None, Some(2))]);
}

#[test]
fn the_accounts_of_a_stopped_task_are_those_that_proc_tells() {
    let Some(child) = Stopped::start() else { return };
    let pid = Some(child.id());
    let Some(answer) = permitted(Netlink::new().request(&Get { pid, tgid: None })) else { return };
    assert!(answer.aggr_tgid.is_none());
    let task = answer.aggr_pid.expect("asked by pid");
    let stats = task.stats;
    assert_eq!((task.pid, stats.ac_pid, stats.ac_tgid), (child.id(), child.id(), child.id()));
    assert!(stats.version >= 12, "{}", stats.version);
    assert_eq!((stats.command(), stats.ac_nice), (&b"sh"[..], 5));
    assert_eq!(stats.ac_ppid, process::id());
    assert_eq!([stats.ac_uid, stats.ac_gid], [child.status("Uid"), child.status("Gid")]);
    let switches = ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"];
    assert_eq!([stats.nvcsw, stats.nivcsw], switches.map(|name| child.status(name).into()));
    assert_eq!([stats.ac_minflt, stats.ac_majflt], [10, 12].map(|field| child.stat(field)));
    let names = ["rchar", "wchar", "read_bytes", "write_bytes", "cancelled_write_bytes"];
    let [read, written] = [stats.read_char, stats.write_char];
    let bytes = [read, written, stats.read_bytes, stats.write_bytes, stats.cancelled_write_bytes];
    // The kernel leaves out what is less than a kilobyte here.
    assert_eq!(bytes, names.map(|name| child.io(name) & !1023));
    let program = fs::metadata(child.path("exe")).unwrap();
    assert_eq!([stats.ac_exe_dev, stats.ac_exe_inode], [program.dev(), program.ino()]);
}

#[test]
fn the_accounts_of_a_process_are_asked_for_by_its_own_id() {
    let Some(child) = Stopped::start() else { return };
    let tgid = Some(child.id());
    let Some(answer) = permitted(Netlink::new().request(&Get { pid: None, tgid })) else { return };
    assert!(answer.aggr_pid.is_none());
    let process = answer.aggr_tgid.expect("asked by process");
    assert_eq!(process.tgid, child.id());
    let switches = ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"];
    let counts = [process.stats.nvcsw, process.stats.nivcsw];
    assert_eq!(counts, switches.map(|name| child.status(name).into()));
}

#[test]
fn a_task_that_is_not_there_is_refused() {
    let mut netlink = Netlink::new();
    let pid = Some(process::id());
    if permitted(netlink.request(&Get { pid, tgid: None })).is_none() {
        return;
    }
    let error = netlink.request(&Get { pid: Some(u32::MAX), tgid: None }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ESRCH), "{error}");
}

/// A control group of its own, gone when dropped.
struct Cgroup(PathBuf);

impl Drop for Cgroup {
    fn drop(&mut self) {
        // What cannot be removed is empty and bothers nobody.
        let _ = fs::remove_dir(&self.0);
    }
}

#[test]
fn the_tasks_of_a_control_group_are_counted_by_their_state() {
    let path = PathBuf::from(format!("/sys/fs/cgroup/freezer/netlink-{}", process::id()));
    if fs::create_dir(&path).is_err() {
        return skip("no control groups of version 1 can be made here");
    }
    let group = Cgroup(path);
    let Some(child) = Stopped::start() else { return };
    fs::write(group.0.join("cgroup.procs"), child.id().to_string()).unwrap();
    let directory = File::open(&group.0).unwrap();
    let request = GetCgroup { fd: directory.as_raw_fd() };
    let Some(answer) = permitted(Netlink::new().request(&request)) else { return };
    let Cgroupstats { nr_sleeping, nr_running, nr_stopped, .. } = answer.cgroup_stats;
    assert_eq!((nr_sleeping, nr_running, nr_stopped), (0, 0, 1));
}
