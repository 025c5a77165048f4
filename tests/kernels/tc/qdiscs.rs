//! Queueing disciplines.

use netlink_families::tc::{GetqdiscDump, OptionsMsg, TcaStatsAppMsg};
use serde_json::{Value, json};

use super::{Ground, assert_shown, tc};
use crate::whole;

/// `PSCHED_TICKS_PER_SEC`: 64 nanoseconds are a tick.
const TICK: f64 = 64e-9;

/// A probability, of which 2^32 is the whole.
fn share(value: u32) -> f64 {
    f64::from(value) / f64::from(u32::MAX)
}

/// Our reading of the options in the words of `tc -j`.
fn read(options: &OptionsMsg<'_>) -> Value {
    match options {
        OptionsMsg::FqCodel(fq) => json!({
            "limit": fq.limit, "flows": fq.flows, "quantum": fq.quantum, "target": fq.target,
            "interval": fq.interval, "memory_limit": fq.memory_limit,
            "drop_batch": fq.drop_batch_size,
        }),
        OptionsMsg::Netem(netem) => {
            let (corr, rate) = (netem.corr.unwrap(), netem.rate.unwrap());
            let (reorder, corrupt) = (netem.reorder.unwrap(), netem.corrupt.unwrap());
            json!({
                "limit": netem.header.limit,
                "gap": netem.header.gap,
                "delay": {
                    "delay": netem.latency64.unwrap() as f64 / 1e9,
                    "jitter": f64::from(netem.header.jitter) * TICK,
                    "correlation": share(corr.delay_corr),
                },
                "loss-random": {
                    "loss": share(netem.header.loss), "correlation": share(corr.loss_corr),
                },
                "duplicate": { "duplicate": share(netem.header.duplicate) },
                "reorder": {
                    "reorder": share(reorder.probability),
                    "correlation": share(reorder.correlation),
                },
                "corrupt": { "corrupt": share(corrupt.probability) },
                "rate": { "rate": rate.rate, "packetoverhead": rate.packet_overhead },
            })
        }
        OptionsMsg::Prio(prio) => json!({ "bands": prio.bands, "priomap": prio.priomap }),
        OptionsMsg::Sfq(sfq) => json!({
            "limit": sfq.v0.limit, "quantum": sfq.v0.quantum, "depth": sfq.depth,
            "divisor": sfq.v0.divisor, "perturb": sfq.v0.perturb_period,
        }),
        OptionsMsg::Red(red) => {
            let parms = red.parms.unwrap();
            json!({
                "limit": parms.limit, "min": parms.qth_min, "max": parms.qth_max,
                "ecn": red.flags.unwrap().value & 1 != 0,
            })
        }
        OptionsMsg::Cake(cake) => json!({
            "bandwidth": cake.base_rate64, "rtt": cake.rtt, "overhead": cake.overhead,
            "mpu": cake.mpu, "nat": cake.nat == Some(1), "split_gso": cake.split_gso == Some(1),
        }),
        OptionsMsg::Tbf(tbf) => {
            let parms = tbf.parms.unwrap();
            let burst = f64::from(parms.buffer) * TICK * f64::from(parms.rate.rate);
            json!({ "rate": parms.rate.rate, "burst": burst })
        }
        OptionsMsg::Ets(ets) => {
            let quanta = ets.quanta.unwrap().get().unwrap().quanta_band.to_vec().unwrap();
            let map = ets.priomap.unwrap().get().unwrap().priomap_band.to_vec().unwrap();
            json!({ "bands": ets.nbands, "strict": ets.nstrict, "quanta": quanta, "priomap": map })
        }
        OptionsMsg::Fq(fq) => json!({
            "limit": fq.plimit, "flow_limit": fq.flow_plimit, "quantum": fq.quantum,
            "maxrate": fq.flow_max_rate, "ce_threshold": fq.ce_threshold,
            "horizon": fq.horizon, "buckets": 1 << fq.buckets_log.unwrap(),
        }),
        OptionsMsg::Htb(htb) => json!({
            "r2q": htb.init.unwrap().rate2quantum, "direct_qlen": htb.direct_qlen,
            "default": format!("{:#x}", htb.init.unwrap().defcls),
        }),
        other => panic!("{other:?}"),
    }
}

const QDISCS: &[&str] = &[
    "fq_codel limit 500 flows 64 quantum 1000 target 3ms interval 80ms noecn",
    "netem limit 500 delay 10ms 2ms 5% loss 1% 20% duplicate 2% corrupt 3% reorder 25% 50% gap 5 \
     rate 1mbit 20",
    "prio bands 4 priomap 0 1 2 3 0 1 2 3 0 1 2 3 0 1 2 3",
    "sfq perturb 10 quantum 3000 limit 100 divisor 512",
    "red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn bandwidth 10mbit",
    "cake bandwidth 10mbit rtt 50ms overhead 18 mpu 64 nat diffserv8 split-gso",
    "tbf rate 1mbit burst 10k limit 30000 peakrate 2mbit mtu 1500",
    "ets bands 4 strict 2 quanta 3000 2000 priomap 0 1 2 3",
    "fq limit 500 flow_limit 50 quantum 2000 maxrate 8mbit ce_threshold 5ms",
    "htb default 0x10 r2q 20",
];

#[test]
fn the_options_of_disciplines_are_those_that_tc_shows() {
    let Some(mut ground) = Ground::new() else { return };
    for qdisc in QDISCS {
        tc(&format!("qdisc add dev traffic root handle 5: {qdisc}"));
        let shown: Value =
            serde_json::from_str(&tc("-j -s qdisc show dev traffic root")).expect("JSON");
        let all = whole::dumped(&mut ground.netlink, &GetqdiscDump::default());
        let mut all = all.iter().map(|one| one.get().unwrap());
        let ours = all.find(|one| one.header.handle == 0x5_0000).expect("it was added");
        let kind = ours.kind.unwrap().to_string();
        assert_eq!(shown[0]["kind"], kind);
        let options = ours.options.unwrap().get(ours.kind).unwrap();
        assert_shown(&read(&options), &shown[0]["options"]);
        tc("qdisc del dev traffic root");
    }
}

#[test]
fn counters_are_of_the_kind() {
    let Some(mut ground) = Ground::new() else { return };
    tc("qdisc add dev traffic root handle 5: netem duplicate 100%");
    ip_packets();
    let all = whole::dumped(&mut ground.netlink, &GetqdiscDump::default());
    let mut all = all.iter().map(|one| one.get().unwrap());
    let ours = all.find(|one| one.header.handle == 0x5_0000).expect("it was added");
    let counters = ours.xstats.unwrap().get(ours.kind).unwrap();
    let TcaStatsAppMsg::Netem(counters) = counters else { panic!("{ours:?}") };
    assert!(counters.duplicated > 0, "{counters:?}");
    assert_eq!((counters.dropped, counters.allocation_errors), (0, 0));
    let counted = ours.stats2.unwrap().get().unwrap().basic.unwrap();
    assert_eq!(u64::from(counted.packets), 2 * counters.duplicated);
}

/// Sends some packets out of the link.
fn ip_packets() {
    crate::ip("address add 192.0.2.1/24 dev traffic");
    let socket = std::net::UdpSocket::bind("192.0.2.1:0").expect("the address is there");
    for _ in 0..5 {
        socket.send_to(b"packet", "192.0.2.2:9").expect("the link takes all");
    }
}

/// Kinds that come without options, or with such as no other test reads.
const MORE: &[&str] = &[
    "root bfifo",
    "root pfifo",
    "root pfifo_fast",
    "root drr",
    "root hfsc default 1",
    "root noqueue",
    "root dualpi2",
    "clsact",
    "ingress",
    "root netem loss gemodel 1% 10% 70% 0.1% slot 1ms 2ms",
    "root netem loss state 1% 10% 70% 0.1% 2% delay 10ms 20ms distribution normal",
    "root sfq redflowlimit 100000 min 8000 max 60000 probability 0.10 ecn headdrop",
];

#[test]
fn every_attribute_of_disciplines_is_known() {
    let Some(mut ground) = Ground::new() else { return };
    for qdisc in MORE {
        tc(&format!("qdisc add dev traffic {qdisc}"));
        let mut words = qdisc.split(' ');
        let (place, kind) = (words.next().unwrap(), words.next());
        let all = whole::dumped(&mut ground.netlink, &GetqdiscDump::default());
        let mut kinds = all.iter().map(|one| one.get().unwrap().kind.unwrap().to_string());
        assert!(kinds.any(|one| one == kind.unwrap_or(place)), "{qdisc}: {all:?}");
        if kind != Some("noqueue") {
            tc(&format!("qdisc del dev traffic {place}"));
        }
    }
}
