//! Tasks of the whole machine as they end, told to root in the first network namespace: name, user,
//! and status as for `wait`. `TASKSTATS_CMD_GET` asks for them; its messages are written by hand.

use netlink_runtime::{Error, Event, Netlink, NetlinkMessage, NetlinkStruct};

#[derive(NetlinkMessage)]
#[netlink(family = "TASKSTATS", version = 1, cmd = 1)]
struct Register<'a> {
    #[netlink(id = 3)]
    cpus: &'a str,
}

#[derive(NetlinkMessage)]
#[netlink(family = "TASKSTATS")]
enum Exits {
    #[netlink(cmd = 2)]
    Ended(Ended),
}

#[derive(NetlinkMessage)]
struct Ended {
    #[netlink(id = 4)]
    task: Task,
}

#[derive(NetlinkMessage)]
struct Task {
    #[netlink(id = 1)]
    pid: u32,
    #[netlink(id = 3)]
    stats: Taskstats,
}

/// Of `struct taskstats` what is printed, and bytes for all between.
#[derive(Clone, Copy, NetlinkStruct)]
struct Taskstats {
    _version: [u8; 4],
    status: u32,
    _accounts: [u8; 72],
    command: [u8; 32],
    _scheduling: [u8; 8],
    user: u32,
}

fn main() -> Result<(), Error> {
    let cpus =
        std::fs::read_to_string("/sys/devices/system/cpu/possible").expect("/sys is mounted");
    let mut exits = Netlink::new().events::<Exits>(&[])?;
    exits.request(&Register { cpus: cpus.trim() })?;
    loop {
        let Event::Message(Exits::Ended(Ended { task })) = exits.next()? else {
            eprintln!("some were lost: more ended at once than fit into the queue");
            continue;
        };
        let Taskstats { status, command, user, .. } = task.stats;
        let name = command.split(|&byte| byte == 0).next().unwrap_or_default().escape_ascii();
        println!("{} {name} of user {user} ended with {status:#x}", task.pid);
    }
}
