//! Work over a socket, by our sockets and by bare reads and writes.

use core::slice::Chunks;

use netlink_families::rt_route::{GetrouteDump, Rtmsg};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Encode;
use netlink_runtime::wire::{MessageHeader, Messages, Writer, flags, kinds};
use netlink_runtime::{Batch, Netlink, Socket};

use crate::fields::Three;
use crate::raw::{Raw, request};
use crate::structs::{GetFamily, GetRoutes};
use crate::{Done, Outcome, set_up};

/// `NETLINK_ROUTE` and `NETLINK_GENERIC`
const ROUTE: u16 = 0;
const GENERIC: u16 = 16;

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

/// Adds so many routes to `lo`: one by one; 100 a batch, each acknowledged; or 500 a batch, the
/// last acknowledged alone.
pub(crate) fn insert(how: &str, count: u32) -> Outcome<Done> {
    let numbers = Vec::from_iter(0..count);
    let mut raw = Raw::open(ROUTE)?;
    let mut netlink = Netlink::new();
    match how {
        "single" => {
            let mut routes = numbers.iter().map(|&number| set_up::route(number, 1, None));
            routes.try_for_each(|route| netlink.request(&route))?;
        }
        "batch" => insert_batches(&mut netlink, Batch::new(), numbers.chunks(100))?,
        "batch-last" => {
            let batch = Batch::new().acknowledge_last();
            insert_batches(&mut netlink, batch, numbers.chunks(500))?;
        }
        "raw" => insert_raw(&mut raw, flags::ACK, numbers.chunks(100))?,
        "raw-last" => insert_raw(&mut raw, 0, numbers.chunks(500))?,
        _ => return Err(crate::USAGE.into()),
    }
    Ok(Done { messages: u64::from(count), sum: 0 })
}

fn insert_batches(netlink: &mut Netlink, mut batch: Batch, chunks: Chunks<'_, u32>) -> Outcome<()> {
    for chunk in chunks {
        batch.clear();
        for &number in chunk {
            batch.push(&set_up::route(number, 1, None))?;
        }
        netlink.send_batch(&batch)?.into_result()?;
    }
    Ok(())
}

/// The same without a library; `ack` is the flag of each request but the last.
fn insert_raw(raw: &mut Raw, ack: u16, chunks: Chunks<'_, u32>) -> Outcome<()> {
    let mut writer = Writer::new();
    let flags = flags::REQUEST | flags::CREATE | flags::EXCLUSIVE;
    for chunk in chunks {
        writer.clear();
        for (index, &number) in chunk.iter().enumerate() {
            let flags = flags | if index + 1 == chunk.len() { flags::ACK } else { ack };
            let header = MessageHeader { kind: 24, flags, ..MessageHeader::default() };
            let message = writer.begin_message(header);
            set_up::route(number, 1, None).encode(&mut writer);
            writer.end_message(message);
        }
        raw.send(writer.bytes())?;
        let mut waiting = if ack == 0 { 1 } else { chunk.len() };
        while waiting > 0 {
            for answer in Messages::new(raw.receive()?) {
                let answer = answer?;
                if answer.header.kind != kinds::ERROR || answer.payload.get(..4) != Some(&[0; 4]) {
                    return Err("a route is refused".into());
                }
                waiting -= 1;
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
