//! What a process has used so far: the accounting of the `TASKSTATS` family, whose messages are
//! structs written by hand.
//!
//! `cargo run --example taskstats [-- PID]` tells of itself, or as root of any process.

use std::process::ExitCode;

use netlink_runtime::{Error, Netlink, NetlinkMessage, NetlinkStruct};

/// `TASKSTATS_CMD_GET`: asks for the accounting of a process.
#[derive(NetlinkMessage)]
#[netlink(family = "TASKSTATS", version = 1, cmd = 1, reply = Answer)]
struct Get {
    /// `TASKSTATS_CMD_ATTR_PID`
    #[netlink(id = 1)]
    pid: u32,
}

/// `TASKSTATS_CMD_NEW`
#[derive(NetlinkMessage)]
struct Answer {
    /// `TASKSTATS_TYPE_AGGR_PID`
    #[netlink(id = 4)]
    process: Process,
}

/// A process and its accounting.
#[derive(NetlinkMessage)]
struct Process {
    /// `TASKSTATS_TYPE_PID`
    #[netlink(id = 1)]
    pid: u32,
    /// `TASKSTATS_TYPE_STATS`
    #[netlink(id = 3)]
    stats: Taskstats,
}

/// The start of `struct taskstats`; what newer kernels append is ignored.
#[derive(Clone, Copy, NetlinkStruct)]
struct Taskstats {
    version: u16,
    #[netlink(pad)]
    _pad: [u8; 2],
    exit_code: u32,
    flag: u8,
    nice: u8,
    #[netlink(pad)]
    _pad2: [u8; 6],
    /// Count and nanoseconds of waiting for a CPU, for block I/O and for swapping in.
    delays: [u64; 6],
    /// Nanoseconds on a CPU, by the wall clock and by the scheduler.
    cpu_run: [u64; 2],
    command: [u8; 32],
    scheduling: u8,
    #[netlink(pad)]
    _pad3: [u8; 7],
    user: u32,
    group: u32,
    pid: u32,
    parent: u32,
    begun: u32,
    #[netlink(pad)]
    _pad4: [u8; 4],
    /// Microseconds since the start, in user mode and in the kernel.
    elapsed: u64,
    user_time: u64,
    system_time: u64,
    minor_faults: u64,
    major_faults: u64,
}

fn main() -> ExitCode {
    let own = std::process::id();
    let pid = std::env::args().nth(1).map_or(Ok(own), |text| text.parse());
    let Ok(pid) = pid else {
        eprintln!("usage: taskstats [PID]");
        return ExitCode::from(2);
    };
    match Netlink::new().request(&Get { pid }) {
        Ok(answer) => print(&answer.process),
        Err(error) => return fail(&error),
    }
    ExitCode::SUCCESS
}

fn print(Process { pid, stats }: &Process) {
    let command = stats.command.split(|&byte| byte == 0).next().unwrap_or_default();
    println!("{pid} {} (parent {})", command.escape_ascii(), stats.parent);
    println!("  taskstats version {}, nice {}", stats.version, stats.nice as i8);
    println!("  user {} µs, system {} µs", stats.user_time, stats.system_time);
    println!("  page faults: {} minor, {} major", stats.minor_faults, stats.major_faults);
}

fn fail(error: &Error) -> ExitCode {
    eprintln!("taskstats: {error}");
    ExitCode::FAILURE
}
