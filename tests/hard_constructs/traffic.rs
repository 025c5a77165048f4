//! Traffic control: structs and attributes in one payload, selectors outside, flexible arrays.

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Array, Decode, List, Native, Nested, Packed};
use netlink_runtime::wire::Attributes;
use netlink_runtime::{Netlink, WithHeader};

use crate::bytes::{attribute, both_ways, captured, encoded, nest, same_attributes};
use crate::namespace::in_namespace;
use crate::tool;
use netlink_families::tc::{
    ActOptionsMsg, Attrs, ClassOptionsMsg, EtsAttrs, GettclassDump, NetemAttrs, NetemLossAttrs,
    Newqdisc, Newtfilter, OptionsMsg, TcNetemGemodel, TcNetemQopt, TcPeditKey, TcPeditSel,
    TcU32Key, TcU32Sel, TcaStatsAppMsg, Tcmsg, U32Attrs,
};

/// `tcmsg`, which attributes follow.
const HEADER: usize = 20;

/// The payload of an attribute of the top level.
fn payload(body: &[u8], id: u16) -> &[u8] {
    let mut attributes = Attributes::new(&body[HEADER..]).map(|one| one.expect("well-formed"));
    attributes.find(|one| one.id() == id).expect("the attribute is there").payload()
}

/// `TCA_STATS_APP` by hand from `struct tc_red_xstats`, four u32.
#[test]
fn c01_tc_stats_app_is_chosen_by_the_kind_in_the_enclosing_set() {
    let numbers: Vec<u8> = [1_u32, 2, 3, 4].iter().flat_map(|n| n.to_ne_bytes()).collect();
    let message = |kind: &[u8]| [attribute(1, kind), nest(7, &[attribute(4, &numbers)])].concat();
    let bytes = message(b"red\0");
    let attrs: Attrs<'_> = both_ways(&bytes);
    let app = attrs.stats2.unwrap().get().unwrap().app.unwrap();
    let TcaStatsAppMsg::Red(red) = app.get(attrs.kind).unwrap() else { panic!("{attrs:?}") };
    assert_eq!((red.early, red.pdrop, red.other, red.marked), (1, 2, 3, 4));
    assert!(format!("{attrs:?}").contains("early: 1"), "{attrs:?}");

    let bytes = message(b"no-such-kind\0");
    let attrs: Attrs<'_> = both_ways(&bytes);
    let app = attrs.stats2.unwrap().get().unwrap().app.unwrap();
    let TcaStatsAppMsg::Other(kept) = app.get(attrs.kind).unwrap() else { panic!("{attrs:?}") };
    assert_eq!(kept, numbers);
}

#[test]
fn c01_tc_stats_of_a_class_that_the_kernel_sends_are_chosen_by_its_kind() {
    in_namespace(|| {
        let commands = [
            "tc qdisc add dev lo root handle 1: htb default 1",
            "tc class add dev lo parent 1: classid 1:1 htb rate 1mbit",
        ];
        if commands.iter().any(|command| tool::output(command).is_none()) {
            return;
        }
        let header = Tcmsg::of(1);
        let mut netlink = Netlink::new();
        let mut dump = netlink.dump(&GettclassDump { header, ..Default::default() }).unwrap();
        let class = dump.next().unwrap().expect("one class");
        assert_eq!(class.kind, Some(BStr::new("htb")));
        let app = class.stats2.unwrap().get().unwrap().app.unwrap();
        let TcaStatsAppMsg::Htb(counters) = app.get(class.kind).unwrap() else { panic!() };
        assert!(counters.lends == 0 && counters.tokens > 0, "{counters:?}");
        let ClassOptionsMsg::Htb(options) = class.options.unwrap().get(class.kind).unwrap() else {
            panic!("{class:?}")
        };
        assert_eq!(options.parms.unwrap().rate.rate, 125_000);
    });
}

#[test]
fn c02_tc_netem_options_are_a_struct_and_then_attributes_with_loss_in_both() {
    let Some(body) = captured(include_str!("captured/tc_netem.hex")) else { return };
    let request = Newqdisc::decode(&body).unwrap();
    assert_eq!((request.header.ifindex, request.header.parent), (1, u32::MAX));
    let OptionsMsg::Netem(netem) = request.options.unwrap().get(request.kind).unwrap() else {
        panic!("{request:?}")
    };
    assert_eq!((netem.header.limit, netem.header.loss), (100, 0));
    let ge = netem.loss.unwrap().get().unwrap().ge.unwrap();

    let loss = NetemLossAttrs { ge: Some(TcNetemGemodel { ..ge }), ..NetemLossAttrs::default() };
    let attributes = NetemAttrs { loss: Some(Nested::from(&loss)), ..NetemAttrs::default() };
    let header = TcNetemQopt { latency: 156_250, limit: 100, ..TcNetemQopt::default() };
    let options = OptionsMsg::Netem(WithHeader { header, attributes });
    let ours = Newqdisc {
        header: request.header,
        kind: Some(BStr::new("netem")),
        options: Some((&options).into()),
        ..Newqdisc::default()
    };
    let ours = encoded(&ours);
    assert_eq!(payload(&ours, 2), payload(&body, 2));
    assert_eq!(payload(&ours, 1), b"netem\0");
}

#[test]
fn c13_tc_ets_quanta_hold_the_set_that_they_are_in() {
    let Some(body) = captured(include_str!("captured/tc_ets.hex")) else { return };
    let request = Newqdisc::decode(&body).unwrap();
    let OptionsMsg::Ets(ets) = request.options.unwrap().get(request.kind).unwrap() else {
        panic!("{request:?}")
    };
    assert_eq!((ets.nbands, ets.nstrict), (Some(3), Some(1)));
    assert_eq!(ets.quanta.unwrap().get().unwrap().quanta_band.to_vec().unwrap(), [3000, 1000]);

    let quanta_band = List::new(&[3000, 1000]);
    let quanta = EtsAttrs { quanta_band, ..EtsAttrs::default() };
    let quanta = Some(Nested::from(&quanta));
    let ours = EtsAttrs { nbands: Some(3), nstrict: Some(1), quanta, ..EtsAttrs::default() };
    assert_eq!(encoded(&ours), payload(&body, 2));
}

#[test]
fn c14_tc_u32_keys_behind_the_selector_are_not_lost() {
    let Some(body) = captured(include_str!("captured/tc_u32.hex")) else { return };
    let request = Newtfilter::decode(&body).unwrap();
    let OptionsMsg::U32(u32) = request.options.unwrap().get(request.kind).unwrap() else {
        panic!("{request:?}")
    };
    let (selector, keys) = u32.sel.unwrap().split_at(16);
    let selector = <TcU32Sel as Decode>::decode(selector).unwrap();
    assert_eq!((selector.flags, selector.nkeys), (1, 2));
    let keys = <Array<'_, TcU32Key, Native> as Decode<'_, Packed>>::decode(keys).unwrap();
    let keys: Vec<_> = keys.iter().map(|key| (key.mask, key.val, key.off)).collect();
    assert_eq!(keys, [(0xffff_ffff, 0xc000_0201, 16), (0x00ff_0000, 0x0006_0000, 8)]);

    let key = |mask, val, off| TcU32Key { mask, val, off, ..TcU32Key::default() };
    let keys = [key(u32::MAX, 0xc000_0201, 16), key(0x00ff_0000, 0x0006_0000, 8)];
    let mut sel = encoded::<Native>(&TcU32Sel { flags: 1, nkeys: 2, ..TcU32Sel::default() });
    sel.extend(keys.iter().flat_map(encoded::<Native>));
    let ours = U32Attrs { classid: Some(0x1_0001), sel: Some(&sel), ..U32Attrs::default() };
    same_attributes(&ours, payload(&body, 2));
}

#[test]
fn c14_tc_pedit_keys_behind_the_selector_are_not_lost() {
    let Some(body) = captured(include_str!("captured/tc_pedit.hex")) else { return };
    let request = Newtfilter::decode(&body).unwrap();
    let OptionsMsg::Matchall(matchall) = request.options.unwrap().get(request.kind).unwrap() else {
        panic!("{request:?}")
    };
    let actions = matchall.act.unwrap().to_vec().unwrap();
    let [action] = actions[..] else { panic!("{actions:?}") };
    let ActOptionsMsg::Pedit(pedit) = action.options.unwrap().get(action.kind).unwrap() else {
        panic!("{action:?}")
    };
    let (head, keys) = pedit.parms.unwrap().split_at(24);
    assert_eq!(<TcPeditSel as Decode>::decode(head).unwrap().nkeys, 1);
    // The third 32-bit word of an IPv4 header begins with the TTL.
    let key = <TcPeditKey as Decode>::decode(keys).unwrap();
    assert_eq!((keys.len(), key.off), (24, 8));
    assert_eq!((key.mask.to_ne_bytes(), key.val.to_ne_bytes()), ([0, 255, 255, 255], [5, 0, 0, 0]));
}
