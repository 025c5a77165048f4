//! Lists the TCP sockets of this network namespace with their state, queues, addresses and user.
//!
//! `cargo run --example sockets` needs no root.

use std::net::{IpAddr, SocketAddr};

use netlink_families::inet_diag::{GetDump, Msg, ReqV2, TcpStateFlags};
use netlink_runtime::{Error, Netlink};

const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;
const TCP: u8 = 6;

fn main() -> Result<(), Error> {
    let mut netlink = Netlink::new();
    for family in [AF_INET, AF_INET6] {
        // Sockets that are bound and neither listen nor connect would be told too.
        let states = TcpStateFlags::all() - TcpStateFlags::BOUND_INACTIVE;
        let header = ReqV2 { family, protocol: TCP, states, ..ReqV2::default() };
        let mut sockets = netlink.dump(&GetDump { header, ..GetDump::default() })?;
        while let Some(socket) = sockets.next()? {
            let Msg { state, rqueue, wqueue, id, uid, .. } = socket.header;
            let (own, peer) =
                (address(family, &id.src, id.sport), address(family, &id.dst, id.dport));
            println!("{state} {rqueue} {wqueue} {own} {peer} uid {uid}");
        }
    }
    Ok(())
}

/// An address of IPv4 fills the first four of the bytes.
fn address(family: u8, bytes: &[u8; 16], port: u16) -> SocketAddr {
    let ip = match bytes {
        [a, b, c, d, ..] if family == AF_INET => IpAddr::from([*a, *b, *c, *d]),
        _ => IpAddr::from(*bytes),
    };
    SocketAddr::new(ip, port)
}
