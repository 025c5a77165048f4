//! What is asked of the family `fou`, compared with what `ip fou` shows.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_families::fou::{Add, Del, EncapType, Fou, Get, GetDump};
use netlink_runtime::{Errno, Netlink};

use crate::{inside, ip, tool, whole};

const INET6: u8 = 10;

/// A handle, inside.
fn handle() -> Option<Netlink> {
    inside().then(|| {
        ip("link set lo up");
        Netlink::new()
    })
}

/// Generic UDP encapsulation.
fn gue(port: u16) -> Add<'static> {
    Add { port: Some(port), r#type: Some(EncapType::Gue), ..Add::default() }
}

/// A port as a line of `ip fou show`, which leaves out the zeros that stand for any.
fn line(port: &Fou<'_>) -> String {
    let mut line = format!("port {}", port.port.unwrap());
    let mut add = |more: Option<String>| more.into_iter().for_each(|more| line.push_str(&more));
    add(match port.r#type {
        Some(EncapType::Gue) => Some(" gue".to_owned()),
        _ => port.ipproto.map(|protocol| format!(" ipproto {protocol}")),
    });
    add((port.af == Some(INET6)).then(|| " -6".to_owned()));
    let local = port.local_v4.map(IpAddr::from).or(port.local_v6.map(IpAddr::from));
    let peer = port.peer_v4.map(IpAddr::from).or(port.peer_v6.map(IpAddr::from));
    let given = |address: &IpAddr| !address.is_unspecified();
    add(local.filter(given).map(|address| format!(" local {address}")));
    add(peer.filter(given).map(|address| format!(" peer {address}")));
    add(port.peer_port.filter(|port| *port != 0).map(|port| format!(" peer_port {port}")));
    add(port.ifindex.filter(|index| *index != 0).map(|_| " dev lo".to_owned()));
    line
}

/// All ports, ours and those that `ip` shows, which are the same.
fn agreed(netlink: &mut Netlink) -> Vec<String> {
    let ports = whole::dumped(netlink, &GetDump::default());
    let ours: Vec<_> = ports.iter().map(|port| line(&port.get().unwrap())).collect();
    let theirs = tool::output("ip fou show").expect("ip is installed");
    let theirs: Vec<_> = theirs.lines().map(|line| line.trim().to_owned()).collect();
    assert_eq!(ours, theirs);
    ours
}

#[test]
fn ports_that_we_open_are_those_that_ip_shows() {
    let Some(mut netlink) = handle() else { return };
    let (direct, local) = (Some(EncapType::Direct), Some(Ipv4Addr::LOCALHOST));
    let peer = Some(Ipv4Addr::new(127, 0, 0, 9));
    let plain = Add { port: Some(6001), ipproto: Some(4), r#type: direct, ..Add::default() };
    netlink.request(&plain).unwrap();
    let connected = Add {
        local_v4: local,
        peer_v4: peer,
        peer_port: Some(99),
        ifindex: Some(1),
        remcsum_nopartial: true,
        ..gue(6002)
    };
    netlink.request(&connected).unwrap();
    let six = Add { af: Some(INET6), local_v6: Some(Ipv6Addr::LOCALHOST), ..gue(6003) };
    netlink.request(&six).unwrap();

    let lines = agreed(&mut netlink);
    let expected = [
        "port 6001 ipproto 4",
        "port 6002 gue local 127.0.0.1 peer 127.0.0.9 peer_port 99 dev lo",
        "port 6003 gue -6 local ::1",
    ];
    for line in expected {
        assert!(lines.iter().any(|found| found == line), "{line}: {lines:?}");
    }

    let by_all = Get {
        port: Some(6002),
        local_v4: local,
        peer_v4: peer,
        peer_port: Some(99),
        ifindex: Some(1),
        ..Get::default()
    };
    let found = whole::asked(&mut netlink, &by_all);
    let found = found.get().unwrap();
    assert_eq!(line(&found), expected[1]);
    assert_eq!((found.af, found.remcsum_nopartial), (Some(2), true));
    let by_some = Get { port: Some(6002), ..Get::default() };
    let error = netlink.request(&by_some).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ESRCH), "{error}");
}

#[test]
fn a_port_that_ip_opens_is_found_and_closed() {
    let Some(mut netlink) = handle() else { return };
    ip("fou add port 7001 ipproto 47");
    let get = Get { port: Some(7001), ..Get::default() };
    let found = whole::asked(&mut netlink, &get);
    let found = found.get().unwrap();
    assert_eq!((found.ipproto, found.r#type), (Some(47), Some(EncapType::Direct)));

    netlink.request(&Del { port: Some(7001), ..Del::default() }).unwrap();
    let error = netlink.request(&get).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ESRCH), "{error}");
    assert!(agreed(&mut netlink).iter().all(|line| !line.contains("7001")));
}
