//! `conntrack_list`: what it prints is what `conntrack` says, of connections that were made with
//! packets and of some that never were.

use std::net::{TcpListener, TcpStream, UdpSocket};

use super::ip::set_up;
use super::printed;
use crate::namespace::{in_namespace, skip};
use crate::tool;

/// Rules that make the kernel track what comes in.
const RULES: [&str; 3] = [
    "nft add table inet test",
    "nft add chain inet test in { type filter hook input priority 0 ; }",
    "nft add rule inet test in ct state established counter",
];

/// Connections that `conntrack` makes by itself.
const MADE: [&str; 3] = [
    "-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 --state SYN_SENT -t 500 -m 7",
    "-p udp -s 2001:db8::1 -d 2001:db8::2 --sport 5 --dport 53 -t 60",
    "-p icmp -s 10.0.0.3 -d 10.0.0.4 --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 40",
];

/// Brings `lo` up and has it tracked; whether that can be done.
fn track() -> bool {
    let can = |command: &&str| {
        let Some(output) = tool::run(command) else { return false };
        if !output.status.success() {
            skip(&format!("{command}: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        output.status.success()
    };
    set_up(&["link set lo up"]) && RULES.iter().all(can) && can(&"conntrack -C")
}

/// What stands between two words of a text.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inner, _)| inner)
}

/// The text of the element with this name, or `""`.
fn element<'t>(xml: &'t str, name: &str) -> &'t str {
    between(xml, &format!("<{name}>"), &format!("</{name}>")).unwrap_or_default()
}

/// One direction of a connection as the example tells it. The XML leaves out the types and
/// ids of ICMP.
fn tuple(xml: &str, direction: &str) -> String {
    let xml = between(xml, &format!("<meta direction=\"{direction}\">"), "</meta>");
    let xml = xml.expect("each connection has two directions");
    let protocol = between(xml, "<layer4 protonum=\"", "\"").expect("a protocol");
    let port = |name| match element(xml, name) {
        "" => String::new(),
        port => format!(" port {port}"),
    };
    let (from, to) = (element(xml, "src"), element(xml, "dst"));
    format!("protocol {protocol} from {from}{} to {to}{}", port("sport"), port("dport"))
}

/// The line that is expected of a connection, and the seconds that it has left.
fn expected(flow: &str) -> (String, u32) {
    let mut status = vec!["confirmed"];
    if flow.contains("<assured/>") {
        status.insert(0, "assured");
    }
    if !flow.contains("<unreplied/>") {
        status.insert(0, "seen-reply");
    }
    let (original, reply) = (tuple(flow, "original"), tuple(flow, "reply"));
    let mut line = format!("{original} reply {reply} status {}", status.join(" | "));
    if flow.contains("<state>") {
        line += &format!(" state {}", element(flow, "state").to_lowercase().replace('_', "-"));
    }
    line += &format!(" mark {} id {}", element(flow, "mark"), element(flow, "id"));
    (line, element(flow, "timeout").parse().expect("seconds"))
}

/// What `conntrack` says, in the order of the lines.
fn theirs() -> Vec<(String, u32)> {
    let xml = tool::output("conntrack -L -o xml,extended").expect("conntrack was there");
    let flows = xml.split("<flow>").skip(1);
    let mut flows: Vec<_> = flows.map(expected).collect();
    flows.sort();
    flows
}

/// The same, of our lines.
fn ours(text: &str) -> Vec<(String, u32)> {
    let lines = text.lines().map(|line| {
        let (line, timeout) = line.rsplit_once(" timeout ").expect("seconds");
        let line = line.replace(" type 8 id 77", "").replace(" type 0 id 77", "");
        (line, timeout.parse().expect("seconds"))
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

#[test]
fn connections_are_printed_as_conntrack_knows_them() {
    in_namespace(|| {
        if !track() {
            return;
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connection = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.send_to(b"x", socket.local_addr().unwrap()).unwrap();
        for made in MADE {
            tool::output(&format!("conntrack -I {made}")).expect("conntrack was there");
        }
        let text = printed("conntrack_list", &[]);
        let (ours, theirs) = (ours(&text), theirs());
        assert_eq!(ours.len(), 2 + MADE.len(), "{text}");
        for (our, their) in ours.iter().zip(&theirs) {
            assert_eq!(our.0, their.0);
            assert!(our.1.abs_diff(their.1) <= 10, "{our:?} is not {their:?}");
        }
        assert_eq!(ours.len(), theirs.len());
        let port = connection.local_addr().unwrap().port();
        assert!(text.contains(&format!("protocol 6 from 127.0.0.1 port {port} to ")), "{text}");
        assert!(text.contains(" status seen-reply | assured | confirmed state established "));
    });
}

#[test]
fn what_was_asked_for_is_what_is_printed() {
    in_namespace(|| {
        if !track() {
            return;
        }
        for made in MADE {
            tool::output(&format!("conntrack -I {made}")).expect("conntrack was there");
        }
        let text = printed("conntrack_list", &[]);
        for line in [
            "protocol 6 from 10.0.0.1 port 1000 to 10.0.0.2 port 80 \
             reply protocol 6 from 10.0.0.2 port 80 to 10.0.0.1 port 1000 \
             status confirmed state syn-sent mark 7 id ",
            "protocol 17 from 2001:db8::1 port 5 to 2001:db8::2 port 53 reply protocol 17 ",
            "protocol 1 from 10.0.0.3 to 10.0.0.4 type 8 id 77 \
             reply protocol 1 from 10.0.0.4 to 10.0.0.3 type 0 id 77 status confirmed mark 0 ",
        ] {
            assert!(text.contains(line), "{line:?} is not in {text}");
        }
    });
}
