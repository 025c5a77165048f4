//! Connections as lines of `conntrack -L -o id`, without what another moment changes:
//! the time that is left and the number of users.

use netlink_families::conntrack::{ConntrackAttrs, CounterAttrs, NfCtStatus, TupleAttrs};
use netlink_runtime::payload::Nested;

use crate::tool;

/// What `conntrack` lists, in order of the text.
pub(super) fn theirs() -> Vec<String> {
    let list =
        |family| tool::output(&format!("conntrack -L -o id -f {family}")).expect("installed");
    let text = ["ipv4", "ipv6"].map(list).concat();
    let of_the_moment = |word: &str| word.starts_with("delta-time=") || word.starts_with("use=");
    let line = |line: &str| {
        let words = line.split_whitespace().enumerate();
        let words = words.filter(|(at, word)| *at != 2 && !of_the_moment(word));
        words.map(|(_, word)| format!("{word} ")).collect()
    };
    let mut lines: Vec<String> = text.lines().map(line).collect();
    lines.sort_unstable();
    lines
}

/// One of ours in the same words.
pub(super) fn ours(connection: &ConntrackAttrs<'_>) -> String {
    let (tuple, status) = (connection.tuple_orig.unwrap(), connection.status.unwrap());
    let mut line = match tuple.get().unwrap().tuple_proto.unwrap().get().unwrap().proto_num {
        Some(6) => "tcp 6 ".to_owned(),
        Some(17) => "udp 17 ".to_owned(),
        other => panic!("{other:?}"),
    };
    let info = connection.protoinfo.map(|info| info.get().unwrap());
    if let Some(tcp) = info.and_then(|info| info.protoinfo_tcp) {
        let state = tcp.get().unwrap().tcp_state.unwrap().to_string();
        line.push_str(&format!("{} ", state.to_uppercase().replace('-', "_")));
    }
    line.push_str(&direction(tuple, connection.counters_orig));
    if !status.contains(NfCtStatus::SEEN_REPLY) {
        line.push_str("[UNREPLIED] ");
    }
    line.push_str(&direction(connection.tuple_reply.unwrap(), connection.counters_reply));
    if status.contains(NfCtStatus::ASSURED) {
        line.push_str("[ASSURED] ");
    }
    assert!(connection.r#use.is_some_and(|users| users > 0), "{connection:?}");
    let (mark, id) = (connection.mark.unwrap(), connection.id.unwrap());
    line.push_str(&format!("mark={mark} id={id} "));
    line
}

fn direction(
    tuple: Nested<'_, TupleAttrs<'_>>,
    counters: Option<Nested<'_, CounterAttrs<'_>>>,
) -> String {
    let tuple = tuple.get().unwrap();
    let ip = tuple.tuple_ip.unwrap().get().unwrap();
    let (source, destination) = match (ip.ip_v4_src, ip.ip_v4_dst, ip.ip_v6_src, ip.ip_v6_dst) {
        (Some(source), Some(destination), None, None) => {
            (source.to_string(), destination.to_string())
        }
        (None, None, Some(source), Some(destination)) => {
            (source.to_string(), destination.to_string())
        }
        other => panic!("{other:?}"),
    };
    let ports = tuple.tuple_proto.unwrap().get().unwrap();
    let (from, to) = (ports.proto_src_port.unwrap(), ports.proto_dst_port.unwrap());
    let mut text = format!("src={source} dst={destination} sport={from} dport={to} ");
    if let Some(counters) = counters {
        let counters = counters.get().unwrap();
        let (packets, bytes) = (counters.packets.unwrap(), counters.bytes.unwrap());
        text.push_str(&format!("packets={packets} bytes={bytes} "));
    }
    text
}
