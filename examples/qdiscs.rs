//! Lists the queueing disciplines: interface, kind, counters, and for some kinds their options.
//! With a rate in bytes a second, first shapes the loopback interface to it.
//!
//! `cargo run --example qdiscs` needs no privileges. Shaping needs root: `cargo build --example
//! qdiscs && unshare -n target/debug/examples/qdiscs 125000` leaves the machine's own alone.

use netlink_families::tc::{
    Attrs, GetqdiscDump, GnetStatsQueue, HtbAttrs, Newqdisc, OptionsMsg, TbfAttrs, TcRatespec,
    TcTbfQopt, Tcmsg,
};
use netlink_runtime::payload::{DecodeError, SubMessage};
use netlink_runtime::wire::flags::{CREATE, REPLACE};
use netlink_runtime::{Error, Netlink, Request};

fn main() -> Result<(), Error> {
    let mut netlink = Netlink::new();
    if let Some(rate) = std::env::args().nth(1) {
        shape(&mut netlink, rate.parse().expect("a number"))?;
    }
    let mut qdiscs = netlink.dump(&GetqdiscDump::default())?;
    while let Some(qdisc) = qdiscs.next()? {
        let Tcmsg { ifindex, handle, parent, .. } = qdisc.header;
        print!("{ifindex}: {} {handle:x} on {parent:x}", qdisc.kind.unwrap_or_default());
        let stats = qdisc.stats2.map(|stats| stats.get()).transpose()?.unwrap_or_default();
        let (basic, queue) = (stats.basic.unwrap_or_default(), stats.queue.unwrap_or_default());
        let GnetStatsQueue { qlen, backlog, drops, overlimits, .. } = queue;
        print!(" bytes {} packets {} drops {drops}", basic.bytes, basic.packets);
        println!(" overlimits {overlimits} backlog {backlog} qlen {qlen}{}", options(&qdisc)?);
    }
    Ok(())
}

/// Puts a tbf with bursts of 16 KiB and a queue of 64 KiB on `lo`, whose index is 1 everywhere.
fn shape(netlink: &mut Netlink, rate: u32) -> Result<(), Error> {
    let header = Tcmsg { handle: 0x10000, parent: u32::MAX, ..Tcmsg::of(1) };
    // Link layer 1 is Ethernet, for which the kernel needs no table of packet times.
    let rate = TcRatespec { rate, linklayer: 1, ..TcRatespec::default() };
    let parms = Some(TcTbfQopt { rate, limit: 65_536, ..TcTbfQopt::default() });
    let tbf = OptionsMsg::Tbf(TbfAttrs { parms, burst: Some(16_384), ..TbfAttrs::default() });
    let options = Some(SubMessage::from(&tbf));
    let request = Newqdisc { header, options, ..Newqdisc::default() };
    netlink.request(&request.with_flags(CREATE | REPLACE))
}

/// The options of a queueing discipline.
fn options(qdisc: &Attrs<'_>) -> Result<String, DecodeError> {
    Ok(match qdisc.options.map(|options| options.get(qdisc.kind)).transpose()? {
        Some(OptionsMsg::Tbf(TbfAttrs { parms: Some(tbf), .. })) => {
            let (rate, limit, ticks) = (tbf.rate.rate, tbf.limit, tbf.buffer);
            format!(" rate {rate} limit {limit} buffer {ticks} ticks")
        }
        Some(OptionsMsg::Htb(HtbAttrs { init: Some(htb), .. })) => {
            format!(" r2q {} default {:x}", htb.rate2quantum, htb.defcls)
        }
        Some(OptionsMsg::Bfifo(fifo) | OptionsMsg::Pfifo(fifo)) => format!(" limit {}", fifo.limit),
        Some(OptionsMsg::PfifoFast(prio)) => format!(" bands {}", prio.bands),
        _ => String::new(),
    })
}
