//! Lists the connections that the kernel tracks: protocol, state, addresses and ports both ways,
//! seconds left, and mark.
//!
//! Needs root, and something that tracks, as a rule of nftables with `ct state` does:
//! `cargo build --example conntrack_list && sudo target/debug/examples/conntrack_list`.

use std::net::IpAddr;

use netlink_families::conntrack::{ConntrackAttrs, GetDump, TupleAttrs};
use netlink_runtime::payload::{DecodeError, Nested};
use netlink_runtime::{Error, Netlink};

fn main() -> Result<(), Error> {
    let mut netlink = Netlink::new();
    let mut connections = netlink.dump(&GetDump::default())?;
    while let Some(connection) = connections.next()? {
        print!("{} reply {}", tuple(connection.tuple_orig)?, tuple(connection.tuple_reply)?);
        print!(" status {}{}", connection.status.unwrap_or_default(), state(&connection)?);
        let number = |value: Option<u32>| value.unwrap_or_default();
        let ConntrackAttrs { mark, id, timeout, .. } = *connection;
        println!(" mark {} id {} timeout {}", number(mark), number(id), number(timeout));
    }
    Ok(())
}

/// One direction: protocol, source and destination.
fn tuple(tuple: Option<Nested<'_, TupleAttrs<'_>>>) -> Result<String, DecodeError> {
    let tuple = tuple.map(|tuple| tuple.get()).transpose()?.unwrap_or_default();
    let ip = tuple.tuple_ip.map(|ip| ip.get()).transpose()?.unwrap_or_default();
    let proto = tuple.tuple_proto.map(|proto| proto.get()).transpose()?.unwrap_or_default();
    let source = ip.ip_v4_src.map(IpAddr::V4).or(ip.ip_v6_src.map(IpAddr::V6));
    let destination = ip.ip_v4_dst.map(IpAddr::V4).or(ip.ip_v6_dst.map(IpAddr::V6));
    let mut text = format!("protocol {}", proto.proto_num.unwrap_or(0));
    for (word, address, port) in
        [("from", source, proto.proto_src_port), ("to", destination, proto.proto_dst_port)]
    {
        text += &address.map(|address| format!(" {word} {address}")).unwrap_or_default();
        text += &port.map(|port| format!(" port {port}")).unwrap_or_default();
    }
    if let (Some(kind), Some(id)) = (proto.proto_icmp_type, proto.proto_icmp_id) {
        text += &format!(" type {kind} id {id}");
    }
    Ok(text)
}

/// The state of a TCP connection.
fn state(connection: &ConntrackAttrs<'_>) -> Result<String, DecodeError> {
    let info = connection.protoinfo.map(|info| info.get()).transpose()?.unwrap_or_default();
    let tcp = info.protoinfo_tcp.map(|tcp| tcp.get()).transpose()?.unwrap_or_default();
    Ok(tcp.tcp_state.map(|state| format!(" state {state}")).unwrap_or_default())
}
