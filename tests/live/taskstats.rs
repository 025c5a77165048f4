//! Accounting of tasks: answers that have another attribute set than requests.

use netlink_families::taskstats::Get;
use netlink_runtime::Netlink;

use crate::namespace::skip;

#[test]
fn the_accounts_of_this_process_are_its_own() {
    let mut netlink = Netlink::new();
    let pid = Some(std::process::id());
    let answer = match netlink.request(&Get { pid, ..Get::default() }) {
        Ok(answer) => answer,
        Err(error) if error.errno().is_some_and(|errno| errno.is_permission_denied()) => {
            return skip(&error.to_string());
        }
        Err(error) => panic!("{error}"),
    };
    let process = answer.aggr_pid.expect("asked by pid").get().unwrap();
    assert_eq!((process.pid, answer.aggr_tgid.is_none()), (pid, true));
    let stats = process.stats.expect("there are accounts");
    let comm = std::fs::read("/proc/self/comm").unwrap();
    let name = comm.trim_ascii_end();
    assert_eq!(&stats.ac_comm[..name.len()], name);
    assert_eq!(stats.ac_pid, std::process::id());
}
