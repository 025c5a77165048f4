//! Sockets in other network namespaces.

mod common;

use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::process::{Child, Command};

use common::links::{GetLink, NewLink};
use common::{ip, namespace};
use netlink_runtime::{Errno, Error, Namespace, Netlink, SocketOptions, protocols};

const ALL: GetLink = GetLink { index: 0, ext_mask: Some(1), target_netnsid: None };

/// A process in a network namespace of its own, which ends with this.
struct Other(Child);

impl Other {
    fn start() -> Self {
        let other = Command::new("unshare").args(["-n", "sleep", "60"]).spawn().unwrap();
        let path = format!("/proc/{}/ns/net", other.id());
        let own = own();
        while fs::read_link(&path).unwrap() == own {
            std::thread::yield_now();
        }
        Self(other)
    }

    fn path(&self) -> String {
        format!("/proc/{}/ns/net", self.0.id())
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The namespace of this thread.
fn own() -> std::path::PathBuf {
    fs::read_link("/proc/thread-self/ns/net").unwrap()
}

fn names(netlink: &mut Netlink) -> Vec<String> {
    let links = netlink.dump(&ALL).unwrap().owned();
    links.map(|link| link.unwrap().get().unwrap().name.to_string()).collect()
}

#[test]
fn a_handle_speaks_to_the_namespace_of_a_path_a_process_or_a_descriptor() {
    if !namespace::is_inside("a_handle_speaks_to_the_namespace_of_a_path_a_process_or_a_descriptor")
    {
        return;
    }
    let (here, other) = (own(), Other::start());
    let open = || OwnedFd::from(File::open(other.path()).unwrap());
    let ways = [
        Namespace::open(other.path()).unwrap(),
        Namespace::of_process(other.0.id()).unwrap(),
        Namespace::from(open()),
    ];
    for (index, way) in ways.iter().enumerate() {
        let mut netlink = Netlink::in_namespace(way);
        let name = format!("bridge{index}");
        netlink.request(&NewLink { name: &name, kind: "bridge" }).unwrap();
        assert_eq!(names(&mut netlink).len(), 2 + index, "lo and the bridges");
        // Each protocol has a socket of its own, opened there as well.
        netlink.generic_family("nlctrl").unwrap();
        netlink.socket(protocols::USERSOCK).unwrap();
    }
    assert_eq!(names(&mut Netlink::new()), ["lo"], "nothing was made here");
    assert_eq!(own(), here, "the thread stayed");
    let current = Namespace::current().unwrap();
    assert_eq!(names(&mut Netlink::in_namespace(&current)), ["lo"]);
}

#[test]
fn a_namespace_lives_on_without_its_process() {
    if !namespace::is_inside("a_namespace_lives_on_without_its_process") {
        return;
    }
    let other = Other::start();
    let namespace = Namespace::open(other.path()).unwrap();
    let mut first = Netlink::in_namespace(&namespace);
    first.request(&NewLink { name: "bridge0", kind: "bridge" }).unwrap();
    drop(other);
    assert_eq!(names(&mut Netlink::in_namespace(&namespace)), ["lo", "bridge0"]);
}

#[test]
fn a_namespace_has_the_name_that_ip_netns_gave_it() {
    let test = "a_namespace_has_the_name_that_ip_netns_gave_it";
    if !namespace::has_ip() || !namespace::is_unshared(test, &["-n", "-m"]) {
        return;
    }
    let mounted = Command::new("mount").args(["-t", "tmpfs", "none", "/run"]).status();
    assert!(mounted.unwrap().success());
    ip("netns add blue");
    let opened = Namespace::named("blue");
    ip("netns del blue");
    let mut netlink = Netlink::in_namespace(&opened.unwrap());
    netlink.request(&NewLink { name: "bridge0", kind: "bridge" }).unwrap();
    assert_eq!(names(&mut netlink), ["lo", "bridge0"]);
    assert_eq!(names(&mut Netlink::new()), ["lo"]);
}

#[test]
fn an_error_tells_the_namespace_and_what_failed() {
    let error = Namespace::of_process(u32::MAX).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOENT));
    let sentence = "network namespace /proc/4294967295/ns/net: open failed: ";
    assert!(error.to_string().starts_with(sentence), "{error}");

    let file = Namespace::from(OwnedFd::from(File::open("/dev/null").unwrap()));
    let error = SocketOptions::new().namespace(&file).open(protocols::ROUTE).unwrap_err();
    assert!(matches!(error, Error::Namespace { call: "setns", .. }), "{error}");
    assert_eq!(error.errno(), Some(Errno::EINVAL));

    // That the kernel has no such protocol is no matter of the namespace.
    let current = SocketOptions::new().namespace(&Namespace::current().unwrap());
    match current.open(31u16).unwrap_err() {
        Error::Namespace { source, .. } => println!("skipped: {source}"),
        error => assert_eq!(error.errno(), Some(Errno::EPROTONOSUPPORT), "{error}"),
    }
}

#[test]
fn who_may_not_enter_a_namespace_is_told_so() {
    if !namespace::is_inside("who_may_not_enter_a_namespace_is_told_so") {
        return;
    }
    // In a user namespace of its own the process has no rights over the namespace it came from.
    let this = std::env::current_exe().unwrap();
    let inner = "inside_of_a_user_namespace";
    let output = Command::new("unshare")
        .args(["-U", "-r"])
        .arg(this)
        .args(["--exact", inner, "--nocapture"])
        .env("NETLINK_TEST_OUTER", std::process::id().to_string())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() && text.is_empty() {
        return println!("skipped: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(text.contains("errno EPERM"), "{text}");
}

#[test]
fn inside_of_a_user_namespace() {
    if std::env::var_os("NETLINK_TEST_OUTER").is_none() {
        return;
    }
    let outer = SocketOptions::new().namespace(&Namespace::current().unwrap());
    let error = outer.open(protocols::ROUTE).unwrap_err();
    assert!(matches!(error, Error::Namespace { call: "setns", .. }), "{error}");
    println!("errno {:?}", error.errno().unwrap());
}
