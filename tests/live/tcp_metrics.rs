//! What TCP remembers of its peers, compared with what `ip tcp_metrics` shows.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;
use std::{fs, thread};

use netlink_families::tcp_metrics::{Del, Get, GetDump, TcpMetrics};
use netlink_runtime::{Errno, Netlink};
use serde_json::Value;

use crate::namespace::in_namespace;
use crate::{tool, whole};

const PEER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// A connection to an address of this host, whose route the kernel makes a little after the
/// address.
fn connected(address: SocketAddr) -> TcpStream {
    for _ in 0..100 {
        match TcpStream::connect(address) {
            Err(error) if error.kind() == ErrorKind::NetworkUnreachable => {
                thread::sleep(Duration::from_millis(20));
            }
            connected => return connected.unwrap(),
        }
    }
    panic!("no route to {address}");
}

/// Runs a test after connections to three addresses of this host, which it remembers; unless
/// `ip` is not installed.
fn with_connections(body: impl FnOnce(&mut Netlink)) {
    let commands = [
        "ip link set lo up",
        "ip address add 192.0.2.1/24 dev lo",
        "ip address add 2001:db8::1/64 dev lo nodad",
    ];
    if !commands.iter().all(|command| tool::output(command).is_some()) {
        return;
    }
    fs::write("/proc/sys/net/ipv4/tcp_no_metrics_save", "0").unwrap();
    for address in ["192.0.2.1", "2001:db8::1", "127.0.0.1"] {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let mut client = connected(listener.local_addr().unwrap());
        let (mut server, mut bytes) = (listener.accept().unwrap().0, Vec::new());
        client.write_all(&[7; 1000]).unwrap();
        drop(client);
        server.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, [7; 1000]);
    }
    body(&mut Netlink::new());
}

/// Peer, local address, congestion window and round-trip time in microseconds.
type Entry = (IpAddr, IpAddr, Option<u64>, Option<u64>);

fn ours(entry: &TcpMetrics<'_>) -> Entry {
    let peer = entry.addr_ipv4.map(IpAddr::from).or(entry.addr_ipv6.map(IpAddr::from));
    let local = entry.saddr_ipv4.map(IpAddr::from).or(entry.saddr_ipv6.map(IpAddr::from));
    let values = entry.vals.map(|values| values.get().unwrap()).unwrap_or_default();
    // The kernel counts round trips in eighths.
    let rtt = values.rtt_us.map(|rtt| u64::from(rtt) / 8);
    (peer.unwrap(), local.unwrap(), values.cwnd.map(u64::from), rtt)
}

fn theirs() -> Vec<Entry> {
    let text = tool::output("ip -json tcp_metrics show").expect("ip was there a moment ago");
    let all: Value = serde_json::from_str(&text).unwrap();
    let entry = |one: &Value| {
        let address = |name: &str| one[name].as_str().unwrap().parse().unwrap();
        let rtt = one["rtt"].as_f64().map(|seconds| (seconds * 1e6).round() as u64);
        (address("dst"), address("source"), one["cwnd"].as_u64(), rtt)
    };
    all.as_array().unwrap().iter().map(entry).collect()
}

#[test]
fn entries_are_those_that_ip_shows() {
    in_namespace(|| {
        with_connections(|netlink| {
            let dump = whole::dumped(netlink, &GetDump::default());
            let mut ours: Vec<_> = dump.iter().map(|entry| ours(&entry.get().unwrap())).collect();
            let mut theirs = theirs();
            ours.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
            assert_eq!(ours.len(), 3);
            assert!(dump.iter().all(|entry| entry.get().unwrap().age.is_some()), "{dump:?}");
        });
    });
}

#[test]
fn an_entry_is_found_by_its_peer_and_forgotten() {
    in_namespace(|| {
        with_connections(|netlink| {
            let addr_ipv4 = Some(PEER);
            let get = Get { addr_ipv4, ..Get::default() };
            let entry = whole::asked(netlink, &get);
            let entry = entry.get().unwrap();
            assert_eq!((entry.addr_ipv4, entry.saddr_ipv4), (addr_ipv4, addr_ipv4));
            assert!(ours(&entry).2.is_some_and(|window| window > 0), "{entry:?}");

            netlink.request(&Del { addr_ipv4, ..Del::default() }).unwrap();
            let error = netlink.request(&get).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::ESRCH), "{error}");
            assert_eq!(theirs().len(), 2);
            netlink.request(&Del::default()).unwrap();
            assert_eq!(whole::dumped(netlink, &GetDump::default()).len(), 0);
        });
    });
}
