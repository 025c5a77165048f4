//! Connections that the kernel tracks, compared with what `conntrack` lists.

#[path = "conntrack/listed.rs"]
mod listed;

use std::fs;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::thread::available_parallelism;

use netlink_families::conntrack::{
    Delete, Get, GetCtrzeroDump, GetDump, GetStatsDump, NatAttrs, NatProtoAttrs, New, NfCtStatus,
    NfCtTcpState, Nfgenmsg, Notification, ProtoinfoAttrs, ProtoinfoTcpAttrs, TupleAttrs,
    TupleIpAttrs, TupleProtoAttrs,
};
use netlink_runtime::payload::Nested;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Errno, Netlink, Request};

use crate::heard::heard;
use crate::namespace::in_namespace;
use crate::{tool, whole};

/// `AF_INET`.
const IPV4: Nfgenmsg = Nfgenmsg { nfgen_family: 2, version: 0, res_id: 0 };

/// Runs a test where connections are tracked and counted, unless `nft` and `conntrack` are not
/// installed.
fn tracking(body: impl FnOnce(&mut Netlink)) {
    let commands = [
        "conntrack --version",
        "ip link set lo up",
        "nft add table inet t",
        "nft add chain inet t c { type filter hook input priority 0 ; }",
        "nft add rule inet t c ct state new counter",
    ];
    if commands.iter().all(|command| tool::output(command).is_some()) {
        fs::write("/proc/sys/net/netfilter/nf_conntrack_acct", "1").unwrap();
        fs::write("/proc/sys/net/netfilter/nf_conntrack_timestamp", "1").unwrap();
        body(&mut Netlink::new());
    }
}

/// A TCP connection and a UDP packet of each family over `lo`.
fn traffic() -> (TcpListener, TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let server = listener.accept().unwrap().0;
    for address in ["127.0.0.1", "::1"] {
        let socket = UdpSocket::bind((address, 0)).unwrap();
        socket.send_to(b"hello", (address, 9)).unwrap();
    }
    (listener, client, server)
}

/// The connections that there are, in the words of `conntrack`.
fn agreed(netlink: &mut Netlink) -> Vec<String> {
    let connections = whole::dumped(netlink, &GetDump::default());
    let mut ours: Vec<_> =
        connections.iter().map(|one| listed::ours(&one.get().unwrap())).collect();
    ours.sort_unstable();
    assert_eq!(ours, listed::theirs());
    ours
}

#[test]
fn connections_of_real_traffic_are_those_that_conntrack_lists() {
    in_namespace(|| {
        tracking(|netlink| {
            let open = traffic();
            let connections = agreed(netlink);
            assert_eq!(connections.len(), 3, "{connections:?}");
            let text = format!("dport={} ", open.0.local_addr().unwrap().port());
            assert!(
                connections[0].starts_with("tcp 6 ESTABLISHED src=127.0.0.1"),
                "{connections:?}"
            );
            assert!(connections[0].contains(&text), "{connections:?}");

            let dump = whole::dumped(netlink, &GetDump::default());
            for one in &dump {
                let one = one.get().unwrap();
                assert!(
                    one.timestamp.unwrap().get().unwrap().start.is_some_and(|time| time > 1 << 60)
                );
                assert!(one.timeout.is_some_and(|seconds| seconds > 0), "{one:?}");
            }
        });
    });
}

#[test]
fn counters_are_set_to_zero_by_the_dump_that_tells_them() {
    in_namespace(|| {
        tracking(|netlink| {
            let _open = traffic();
            let packets = |netlink: &mut Netlink| -> u64 {
                let dump = whole::dumped(netlink, &GetCtrzeroDump::default());
                let packets = dump.iter().map(|one| {
                    one.get().unwrap().counters_orig.unwrap().get().unwrap().packets.unwrap()
                });
                packets.sum()
            };
            assert!(packets(netlink) >= 4);
            assert_eq!(packets(netlink), 0);
        });
    });
}

/// TCP from 192.0.2.1, port 1, to 192.0.2.2, port 2, and what comes back.
fn with_tuples(body: impl FnOnce(&TupleAttrs<'_>, &TupleAttrs<'_>)) {
    let ip = |from: u8, to: u8| TupleIpAttrs {
        ip_v4_src: Some([192, 0, 2, from].into()),
        ip_v4_dst: Some([192, 0, 2, to].into()),
        ..TupleIpAttrs::default()
    };
    let ports = |from, to| TupleProtoAttrs {
        proto_num: Some(6),
        proto_src_port: Some(from),
        proto_dst_port: Some(to),
        ..TupleProtoAttrs::default()
    };
    let ((ip_there, ip_back), (there, back)) = ((ip(1, 2), ip(2, 1)), (ports(1, 2), ports(2, 1)));
    let tuple = |ip, proto| TupleAttrs {
        tuple_ip: Some(Nested::Value(ip)),
        tuple_proto: Some(Nested::Value(proto)),
        ..TupleAttrs::default()
    };
    body(&tuple(&ip_there, &there), &tuple(&ip_back, &back));
}

/// Adds a connection whose source is to be rewritten to 192.0.2.9, ports 100 to 200.
fn add(netlink: &mut Netlink, there: &TupleAttrs<'_>, back: &TupleAttrs<'_>) {
    let state = Some(NfCtTcpState::Established);
    let tcp = ProtoinfoTcpAttrs { tcp_state: state, ..ProtoinfoTcpAttrs::default() };
    let protoinfo_tcp = Some(Nested::from(&tcp));
    let info = ProtoinfoAttrs { protoinfo_tcp, ..ProtoinfoAttrs::default() };
    let ports = NatProtoAttrs {
        nat_port_min: Some(100),
        nat_port_max: Some(200),
        ..NatProtoAttrs::default()
    };
    let address = Some([192, 0, 2, 9].into());
    let nat = NatAttrs {
        nat_v4_minip: address,
        nat_v4_maxip: address,
        nat_proto: Some(Nested::from(&ports)),
        ..NatAttrs::default()
    };
    let new = New {
        header: IPV4,
        tuple_orig: Some(Nested::Value(there)),
        tuple_reply: Some(Nested::Value(back)),
        status: Some(NfCtStatus::SEEN_REPLY | NfCtStatus::CONFIRMED | NfCtStatus::ASSURED),
        protoinfo: Some(Nested::from(&info)),
        nat_src: Some(Nested::from(&nat)),
        timeout: Some(1000),
        mark: Some(7),
        ..New::default()
    };
    netlink.request(&new.with_flags(CREATE | EXCLUSIVE)).unwrap();
    let error = netlink.request(&new.with_flags(CREATE | EXCLUSIVE)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EEXIST), "{error}");
}

#[test]
fn a_connection_that_we_add_is_listed_found_by_its_tuple_and_deleted() {
    in_namespace(|| {
        tracking(|netlink| {
            with_tuples(|there, back| {
                add(netlink, there, back);
                let [line] = &agreed(netlink)[..] else { panic!("one connection") };
                let start = "tcp 6 ESTABLISHED src=192.0.2.1 dst=192.0.2.2 sport=1 dport=2 ";
                assert!(line.starts_with(start) && line.contains("[ASSURED] mark=7 "), "{line}");
                assert!(line.contains(" src=192.0.2.2 dst=192.0.2.9 sport=2 "), "{line}");

                let tuple_orig = Some(Nested::Value(there));
                let get = Get { header: IPV4, tuple_orig, ..Get::default() };
                let found = whole::asked(netlink, &get);
                assert_eq!(&listed::ours(&found.get().unwrap()), line);
                assert!(found.get().unwrap().status.unwrap().contains(NfCtStatus::SRC_NAT));

                netlink.request(&Delete { header: IPV4, tuple_orig, ..Delete::default() }).unwrap();
                let error = netlink.request(&get).unwrap_err();
                assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");
            });
        });
    });
}

#[test]
fn a_connection_that_comes_and_goes_is_told_to_who_listens() {
    in_namespace(|| {
        tracking(|netlink| {
            let groups = ["conntrack-new", "conntrack-destroy"];
            let mut events = netlink.events::<Notification>(&groups).unwrap();
            with_tuples(|there, back| {
                add(netlink, there, back);
                let tuple_orig = Some(Nested::Value(there));
                netlink.request(&Delete { header: IPV4, tuple_orig, ..Delete::default() }).unwrap();
                let Notification::NewNtf(new) = heard(&mut events) else { panic!("it came") };
                whole::check(&new);
                let id = new.id;
                assert_eq!((new.mark, new.header), (Some(7), IPV4));
                let Notification::DeleteNtf(gone) = heard(&mut events) else { panic!("it went") };
                whole::check(&gone);
                assert_eq!((gone.id, gone.mark), (id, Some(7)));
            });
        });
    });
}

#[test]
fn each_cpu_has_counters() {
    in_namespace(|| {
        tracking(|netlink| {
            let stats = whole::dumped(netlink, &GetStatsDump::default());
            assert!(stats.len() >= available_parallelism().unwrap().get(), "{stats:?}");
            for one in &stats {
                let one = one.get().unwrap();
                assert!(one.found.is_some() && one.clash_resolve.is_some(), "{one:?}");
            }
        });
    });
}
