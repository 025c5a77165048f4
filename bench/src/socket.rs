//! Work over a socket, by our sockets and by bare reads and writes.

use netlink_families::rt_route::{GetrouteDump, Rtmsg};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Encode;
use netlink_runtime::wire::{MessageHeader, Messages, Writer, flags, kinds};
use netlink_runtime::{Netlink, Socket};

use crate::fields::Three;
use crate::raw::{Raw, request};
use crate::structs::{GetFamily, GetRoutes};
use crate::{Done, Outcome, set_up};

/// `NETLINK_ROUTE` and `NETLINK_GENERIC`
const ROUTE: u16 = 0;
const GENERIC: u16 = 16;

/// How many routes a send of the raw socket adds.
const BATCH: u32 = 100;

/// Dumps all IPv4 routes and reads three values of each; the raw way reads nothing.
pub(crate) fn dump(how: &str) -> Outcome<Done> {
    let header = Rtmsg { rtm_family: 2, ..Rtmsg::default() };
    let (mut netlink, mut done) = (Netlink::new(), Done::default());
    match how {
        "derived" => {
            let mut routes = netlink.dump(&GetRoutes { header })?;
            while let Some(route) = routes.next()? {
                done.add(route.three());
            }
        }
        "view" => {
            let mut routes = netlink.dump(&GetrouteDump { header, ..GetrouteDump::default() })?;
            while let Some(route) = routes.next()? {
                done.add(route.three());
            }
        }
        "raw" => {
            let request = request(26, flags::DUMP, &payload(&header));
            Raw::open(ROUTE)?.dump(&request, |datagram| done.sum += datagram.len() as u64)?;
        }
        _ => return Err(crate::USAGE.into()),
    }
    Ok(done)
}

/// Asks so many times for the family that all others are found by.
pub(crate) fn getfamily(how: &str, count: u32) -> Outcome<Done> {
    let (request_of, mut done) = (GetFamily { name: BStr::new(b"nlctrl") }, Done::default());
    match how {
        "derived" => {
            let mut socket = Socket::open(GENERIC)?;
            for _ in 0..count {
                done.add(socket.request(&request_of)?.three());
            }
        }
        "raw" => {
            let bytes = request(GENERIC, 0, &[&[3, 2, 0, 0], &payload(&request_of)[..]].concat());
            let mut raw = Raw::open(GENERIC)?;
            for _ in 0..count {
                raw.send(&bytes)?;
                done.add(raw.receive()?.len() as u64);
            }
        }
        _ => return Err(crate::USAGE.into()),
    }
    Ok(done)
}

/// Adds so many routes to `lo`, each acknowledged: one by one, or with the raw socket many in a
/// send.
pub(crate) fn insert(how: &str, count: u32) -> Outcome<Done> {
    let mut done = Done::default();
    match how {
        "derived" => {
            let mut netlink = Netlink::new();
            for number in 0..count {
                netlink.request(&set_up::route(number, 1, None))?;
                done.add(0);
            }
        }
        "raw" => insert_raw(count, &mut done)?,
        _ => return Err(crate::USAGE.into()),
    }
    Ok(done)
}

fn insert_raw(count: u32, done: &mut Done) -> Outcome<()> {
    let (mut raw, mut writer) = (Raw::open(ROUTE)?, Writer::new());
    let flags = flags::REQUEST | flags::ACK | flags::CREATE | flags::EXCLUSIVE;
    let header = MessageHeader { kind: 24, flags, ..MessageHeader::default() };
    for first in (0..count).step_by(BATCH as usize) {
        writer.clear();
        let batch = first..count.min(first + BATCH);
        let mut waiting = batch.len();
        for number in batch {
            let message = writer.begin_message(header);
            set_up::route(number, 1, None).encode(&mut writer);
            writer.end_message(message);
        }
        raw.send(writer.bytes())?;
        while waiting > 0 {
            for answer in Messages::new(raw.receive()?) {
                let answer = answer?;
                if answer.header.kind != kinds::ERROR || answer.payload.get(..4) != Some(&[0; 4]) {
                    return Err("a route is refused".into());
                }
                waiting -= 1;
                done.add(0);
            }
        }
    }
    Ok(())
}

/// A request's bytes behind its netlink headers.
fn payload(request: &impl Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    request.encode(&mut writer);
    writer.take_bytes()
}
