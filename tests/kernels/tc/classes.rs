//! Classes.

use netlink_families::tc::{
    ClassOptionsMsg, GettclassDump, HfscAttrs, Newtclass, TcServiceCurve, TcaStatsAppMsg, Tcmsg,
};
use netlink_runtime::Request;
use netlink_runtime::payload::SubMessage;
use netlink_runtime::wire::flags;

use super::{Ground, tc};
use crate::whole;

#[test]
fn the_curves_of_an_hfsc_class_are_set_and_shown() {
    let Some(mut ground) = Ground::new() else { return };
    tc("qdisc add dev traffic root handle 1: hfsc");
    let curve = |m1, d, m2| Some(TcServiceCurve { m1, d, m2 });
    let sent = HfscAttrs {
        rsc: curve(250_000, 10_000, 125_000),
        fsc: curve(0, 0, 375_000),
        usc: curve(0, 0, 500_000),
        ..HfscAttrs::default()
    };
    let options = ClassOptionsMsg::Hfsc(sent);
    let header = Tcmsg { handle: 0x1_0010, ..ground.header(0x1_0000) };
    let class =
        Newtclass { header, options: Some(SubMessage::Value(&options)), ..Newtclass::default() };
    ground.netlink.request(&class.with_flags(flags::CREATE | flags::EXCLUSIVE)).unwrap();

    let shown = tc("class show dev traffic");
    let curves = "rt m1 2Mbit d 10ms m2 1Mbit ls m1 0bit d 0us m2 3Mbit ul m1 0bit d 0us m2 4Mbit";
    assert!(shown.contains(&format!("class hfsc 1:10 parent 1: {curves}")), "{shown}");

    let request = GettclassDump { header: ground.header(0), ..GettclassDump::default() };
    let classes = whole::dumped(&mut ground.netlink, &request);
    let mut classes = classes.iter().map(|class| class.get().unwrap());
    let ours = classes.find(|class| class.header.handle == 0x1_0010).expect("it was added");
    let came = ours.options.unwrap().get(ours.kind).unwrap();
    let ClassOptionsMsg::Hfsc(came) = came else { panic!("{came:?}") };
    whole::assert_same(&came, &sent);
    let counters = ours.xstats.unwrap().get(ours.kind).unwrap();
    assert!(matches!(counters, TcaStatsAppMsg::Hfsc(hfsc) if hfsc.work == 0), "{counters:?}");
}

#[test]
fn every_attribute_of_classes_is_known() {
    let Some(mut ground) = Ground::new() else { return };
    let kinds = [
        ("htb", "htb rate 1mbit ceil 2mbit burst 5k prio 3", 1),
        ("drr", "drr quantum 1000", 1),
        ("ets bands 3 strict 2 quanta 3000", "ets quantum 2000", 3),
    ];
    for (qdisc, class, count) in kinds {
        tc(&format!("qdisc add dev traffic root handle 1: {qdisc}"));
        let id = if count == 1 { "1:10" } else { "1:3" };
        let verb = if count == 1 { "add" } else { "change" };
        tc(&format!("class {verb} dev traffic parent 1: classid {id} {class}"));
        let request = GettclassDump { header: ground.header(0), ..GettclassDump::default() };
        let classes = whole::dumped(&mut ground.netlink, &request);
        assert_eq!(classes.len(), count, "{classes:?}");
        let last = classes.last().unwrap().get().unwrap();
        match last.options.unwrap().get(last.kind).unwrap() {
            ClassOptionsMsg::Htb(htb) => {
                let parms = htb.parms.unwrap();
                let rates = (parms.rate.rate, parms.ceil.rate, parms.prio);
                assert_eq!(rates, (125_000, 250_000, 3), "{last:?}");
            }
            ClassOptionsMsg::Drr(drr) => assert_eq!(drr.quantum, Some(1000)),
            ClassOptionsMsg::Ets(ets) => assert_eq!(ets.quanta_band.to_vec().unwrap(), [2000]),
            other => panic!("{other:?}"),
        }
        tc("qdisc del dev traffic root");
    }
}
