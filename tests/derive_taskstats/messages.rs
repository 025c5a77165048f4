//! `TASKSTATS` whole, written by hand: `linux/taskstats.h` and `linux/cgroupstats.h`.

use netlink_runtime::{NetlinkMessage, NetlinkStruct};

/// `TASKSTATS_CMD_GET`: one of the two.
#[derive(NetlinkMessage, Default)]
#[netlink(family = "TASKSTATS", version = 1, cmd = 1, reply = Accounts, reply_cmd = 2)]
pub(crate) struct Get {
    #[netlink(id = 1)]
    pub(crate) pid: Option<u32>,
    #[netlink(id = 2)]
    pub(crate) tgid: Option<u32>,
}

/// The same command, which is not answered then: the socket begins or stops to be told of the
/// tasks that end on these CPUs, `0-3,8` say.
#[derive(NetlinkMessage, Default)]
#[netlink(family = "TASKSTATS", version = 1, cmd = 1)]
pub(crate) struct Listen<'a> {
    #[netlink(id = 3)]
    pub(crate) register_cpumask: Option<&'a str>,
    #[netlink(id = 4)]
    pub(crate) deregister_cpumask: Option<&'a str>,
}

/// `CGROUPSTATS_CMD_GET`
#[derive(NetlinkMessage)]
#[netlink(family = "TASKSTATS", version = 1, cmd = 4, reply = Counts, reply_cmd = 5)]
pub(crate) struct GetCgroup {
    /// A descriptor of the group's directory, cgroup version 1.
    #[netlink(id = 1)]
    pub(crate) fd: i32,
}

/// The requests.
#[derive(NetlinkMessage)]
#[netlink(family = "TASKSTATS", requests, notifications = Exits)]
#[allow(dead_code, reason = "the family's tables are what is looked at")]
pub(crate) enum Requests {
    Get(Get),
    GetCgroup(GetCgroup),
}

/// What a socket is told that listens.
#[derive(NetlinkMessage, Debug)]
#[netlink(family = "TASKSTATS")]
pub(crate) enum Exits {
    /// `TASKSTATS_CMD_NEW`
    #[netlink(cmd = 2)]
    Ended(Accounts),
}

/// `TASKSTATS_CMD_NEW`
#[derive(NetlinkMessage, Debug)]
pub(crate) struct Accounts {
    #[netlink(id = 4)]
    pub(crate) aggr_pid: Option<Task>,
    /// Of a process that ended, if it had several tasks.
    #[netlink(id = 5)]
    pub(crate) aggr_tgid: Option<Process>,
    #[netlink(id = 6, pad)]
    _null: (),
}

#[derive(NetlinkMessage, Debug)]
pub(crate) struct Task {
    #[netlink(id = 1)]
    pub(crate) pid: u32,
    #[netlink(id = 3)]
    pub(crate) stats: Taskstats,
}

#[derive(NetlinkMessage, Debug)]
pub(crate) struct Process {
    #[netlink(id = 2)]
    pub(crate) tgid: u32,
    #[netlink(id = 3)]
    pub(crate) stats: Taskstats,
}

/// `CGROUPSTATS_CMD_NEW`
#[derive(NetlinkMessage)]
pub(crate) struct Counts {
    #[netlink(id = 1)]
    pub(crate) cgroup_stats: Cgroupstats,
}

netlink_runtime::flags! {
    /// What a task did, of `linux/acct.h`.
    pub(crate) struct Did: u8 {
        /// Forked and ran no other program.
        const FORK = 1;
        /// Used the rights of root.
        const SU = 2;
        /// Left a core dump.
        const CORE = 8;
        /// A signal ended it.
        const SIG = 16;
        /// No task of its process was left.
        const GROUP = 32;
    }
}

/// `struct taskstats` of version 13; later ones append to it.
#[derive(NetlinkStruct, Clone, Copy, Debug)]
pub(crate) struct Taskstats {
    pub(crate) version: u16,
    #[netlink(pad)]
    _pad: [u8; 2],
    pub(crate) ac_exitcode: u32,
    pub(crate) ac_flag: Did,
    pub(crate) ac_nice: i8,
    #[netlink(pad)]
    _pad2: [u8; 6],
    pub(crate) cpu_count: u64,
    pub(crate) cpu_delay_total: u64,
    pub(crate) blkio_count: u64,
    pub(crate) blkio_delay_total: u64,
    pub(crate) swapin_count: u64,
    pub(crate) swapin_delay_total: u64,
    pub(crate) cpu_run_real_total: u64,
    pub(crate) cpu_run_virtual_total: u64,
    pub(crate) ac_comm: [u8; 32],
    pub(crate) ac_sched: u8,
    #[netlink(pad)]
    _pad3: [u8; 7],
    pub(crate) ac_uid: u32,
    pub(crate) ac_gid: u32,
    pub(crate) ac_pid: u32,
    pub(crate) ac_ppid: u32,
    pub(crate) ac_btime: u32,
    #[netlink(pad)]
    _pad4: [u8; 4],
    pub(crate) ac_etime: u64,
    pub(crate) ac_utime: u64,
    pub(crate) ac_stime: u64,
    pub(crate) ac_minflt: u64,
    pub(crate) ac_majflt: u64,
    pub(crate) coremem: u64,
    pub(crate) virtmem: u64,
    pub(crate) hiwater_rss: u64,
    pub(crate) hiwater_vm: u64,
    pub(crate) read_char: u64,
    pub(crate) write_char: u64,
    pub(crate) read_syscalls: u64,
    pub(crate) write_syscalls: u64,
    pub(crate) read_bytes: u64,
    pub(crate) write_bytes: u64,
    pub(crate) cancelled_write_bytes: u64,
    pub(crate) nvcsw: u64,
    pub(crate) nivcsw: u64,
    pub(crate) ac_utimescaled: u64,
    pub(crate) ac_stimescaled: u64,
    pub(crate) cpu_scaled_run_real_total: u64,
    pub(crate) freepages_count: u64,
    pub(crate) freepages_delay_total: u64,
    pub(crate) thrashing_count: u64,
    pub(crate) thrashing_delay_total: u64,
    #[netlink(rename = "ac-btime64")]
    pub(crate) ac_btime64: u64,
    pub(crate) compact_count: u64,
    pub(crate) compact_delay_total: u64,
    pub(crate) ac_tgid: u32,
    #[netlink(pad)]
    _pad5: [u8; 4],
    pub(crate) ac_tgetime: u64,
    pub(crate) ac_exe_dev: u64,
    pub(crate) ac_exe_inode: u64,
    pub(crate) wpcopy_count: u64,
    pub(crate) wpcopy_delay_total: u64,
}

impl Taskstats {
    /// The name of the task.
    pub(crate) fn command(&self) -> &[u8] {
        self.ac_comm.split(|&byte| byte == 0).next().unwrap_or_default()
    }
}

/// `struct cgroupstats`: how many tasks are in which state.
#[derive(NetlinkStruct, Clone, Copy, Debug)]
pub(crate) struct Cgroupstats {
    pub(crate) nr_sleeping: u64,
    pub(crate) nr_running: u64,
    pub(crate) nr_stopped: u64,
    pub(crate) nr_uninterruptible: u64,
    pub(crate) nr_io_wait: u64,
}
