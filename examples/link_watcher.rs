//! Tells which network interfaces can carry packets, and then when one starts or ceases to.
//!
//! `cargo run --example link_watcher` needs no privileges. Its tests need no netlink at all, since
//! they play the kernel themselves: `cargo test --example link_watcher`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use netlink_families::rt_link::{GetlinkDump, IfinfoFlags, Ifinfomsg, LinkAttrs, Notification};
use netlink_runtime::bstr::BString;
use netlink_runtime::{Change, Error, Mirror, Netlink, WithHeader};

fn main() -> Result<(), Error> {
    let mut watcher = Watcher::new(&Netlink::new())?;
    loop {
        if let Some(line) = watcher.next_within(Duration::MAX)? {
            println!("{line}");
        }
    }
}

/// What is known of the interfaces. It works with any handle, that of a fake kernel too.
struct Watcher {
    mirror: Mirror<Notification<'static>, GetlinkDump<'static>>,
    links: BTreeMap<i32, Link>,
    /// Those that were not seen again since all were asked for anew.
    doubtful: BTreeSet<i32>,
    lines: VecDeque<String>,
}

#[derive(PartialEq)]
struct Link {
    name: BString,
    running: bool,
}

impl Watcher {
    fn new(netlink: &Netlink) -> Result<Self, Error> {
        let mirror = netlink.mirror(&["rtnlgrp-link"], GetlinkDump::default())?;
        let (links, doubtful, lines) = (BTreeMap::new(), BTreeSet::new(), VecDeque::new());
        Ok(Self { mirror, links, doubtful, lines })
    }

    /// The next line, if there is one within that time.
    fn next_within(&mut self, limit: Duration) -> Result<Option<String>, Error> {
        while self.lines.is_empty() {
            match self.mirror.next_within(limit)? {
                None => return Ok(None),
                Some(Change::Reset) => self.doubtful = self.links.keys().copied().collect(),
                Some(Change::Object(link) | Change::Message(Notification::NewlinkNtf(link))) => {
                    let (index, link) = seen(&link);
                    self.doubtful.remove(&index);
                    self.lines.extend(told(self.links.get(&index), &link));
                    self.links.insert(index, link);
                }
                Some(Change::Message(Notification::DellinkNtf(link))) => {
                    let gone = self.links.remove(&link.header.ifi_index);
                    self.lines.extend(gone.map(|link| format!("{} is gone", link.name)));
                }
                Some(Change::Synced) => {
                    let gone = core::mem::take(&mut self.doubtful).into_iter();
                    let gone = gone.filter_map(|index| self.links.remove(&index));
                    self.lines.extend(gone.map(|link| format!("{} is gone", link.name)));
                }
                Some(_) => {}
            }
        }
        Ok(self.lines.pop_front())
    }
}

/// What matters of an interface, by its index.
fn seen(link: &WithHeader<Ifinfomsg, LinkAttrs<'_>>) -> (i32, Link) {
    let name = link.ifname.unwrap_or_default().into();
    let running = link.header.ifi_flags.contains(IfinfoFlags::RUNNING);
    (link.header.ifi_index, Link { name, running })
}

/// The line about an interface that was known as `old`.
fn told(old: Option<&Link>, new: &Link) -> Option<String> {
    let state = if new.running { "up" } else { "down" };
    match old {
        Some(old) if old == new => None,
        Some(old) if old.name != new.name => {
            Some(format!("{} is now {}, {state}", old.name, new.name))
        }
        _ => Some(format!("{} is {state}", new.name)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use netlink_runtime::Errno;
    use netlink_runtime::bstr::BStr;
    use netlink_runtime::testing::{FakeKernel, Fault};

    use super::*;

    /// A kernel that has interfaces: index, name, whether it runs.
    #[derive(Clone, Default)]
    struct Machine {
        kernel: FakeKernel,
        links: Arc<Mutex<BTreeMap<i32, (&'static str, bool)>>>,
    }

    fn link(index: i32, name: &str, running: bool) -> WithHeader<Ifinfomsg, LinkAttrs<'_>> {
        let mut header = Ifinfomsg::of(index);
        header.ifi_flags.set(IfinfoFlags::RUNNING, running);
        let attributes = LinkAttrs { ifname: Some(BStr::new(name)), ..LinkAttrs::default() };
        WithHeader { header, attributes }
    }

    impl Machine {
        fn new() -> Self {
            let machine = Self::default();
            let links = Arc::clone(&machine.links);
            machine.kernel.on_dump::<GetlinkDump<'_>>(move |_, answer| {
                let links = links.lock().unwrap();
                links.iter().try_for_each(|(&index, &(name, running))| {
                    answer.send(&link(index, name, running))
                })
            });
            machine.set(1, "lo", true);
            machine
        }

        /// Makes or changes an interface, and tells it.
        fn set(&self, index: i32, name: &'static str, running: bool) {
            self.links.lock().unwrap().insert(index, (name, running));
            self.tell(&Notification::NewlinkNtf(link(index, name, running)));
        }

        fn remove(&self, index: i32) {
            self.links.lock().unwrap().remove(&index);
            self.tell(&Notification::DellinkNtf(link(index, "", false)));
        }

        fn tell(&self, message: &Notification<'_>) {
            self.kernel.notify::<Notification<'_>>("rtnlgrp-link", message).unwrap();
        }

        fn watcher(&self) -> Watcher {
            Watcher::new(&self.kernel.netlink()).unwrap()
        }
    }

    /// The lines that there are by now.
    fn lines(watcher: &mut Watcher) -> Vec<String> {
        let next = || watcher.next_within(Duration::ZERO).unwrap();
        core::iter::from_fn(next).collect()
    }

    #[test]
    fn each_change_of_state_is_one_line_and_other_changes_are_none() {
        let machine = Machine::new();
        let mut watcher = machine.watcher();
        assert_eq!(lines(&mut watcher), ["lo is up"]);
        machine.set(2, "eth0", false);
        machine.set(2, "eth0", true);
        machine.set(2, "eth0", true);
        machine.set(2, "wan", true);
        machine.remove(2);
        let told = ["eth0 is down", "eth0 is up", "eth0 is now wan, up", "wan is gone"];
        assert_eq!(lines(&mut watcher), told);
    }

    #[test]
    fn what_was_missed_in_an_overrun_is_made_up_for() {
        let machine = Machine::new();
        machine.set(2, "eth0", true);
        machine.set(3, "eth1", true);
        let mut watcher = machine.watcher();
        assert_eq!(lines(&mut watcher).len(), 3);
        for _ in 0..2 {
            machine.kernel.fail_next_notification(Fault::Silence);
        }
        machine.set(2, "eth0", false);
        machine.remove(3);
        assert!(lines(&mut watcher).is_empty());
        machine.kernel.fail_next_notification(Fault::Overrun);
        machine.set(4, "eth2", true);
        // The first dump is interrupted, and repeated.
        machine.kernel.fail_next(Fault::InterruptedDump);
        assert_eq!(lines(&mut watcher), ["eth0 is down", "eth2 is up", "eth1 is gone"]);
    }

    #[test]
    fn what_the_kernel_refuses_is_told_and_can_be_tried_again() {
        let machine = Machine::new();
        machine.kernel.fail_next(Fault::Refuse(Errno::ENOMEM.into()));
        let mut watcher = machine.watcher();
        let error = watcher.next_within(Duration::ZERO).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::ENOMEM));
        assert_eq!(lines(&mut watcher), ["lo is up"]);
    }
}
