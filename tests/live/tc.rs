//! Queueing disciplines, classes and filters that `tc` makes, compared with what it lists.

use netlink_families::tc::{
    ActOptionsMsg, ClassOptionsMsg, GetchainDump, GetqdiscDump, GettclassDump, GettfilterDump,
    OptionsMsg, Tcmsg,
};
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;
use serde_json::Value;

use crate::namespace::in_namespace;
use crate::{tool, whole};

/// `TC_H_ROOT`.
const ROOT: u32 = 0xffff_ffff;

/// `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)`.
const INGRESS: u32 = 0xffff_fff2;

/// Runs a test with disciplines on a pair of devices, 2 and 3; unless `tc` is not installed.
fn with_disciplines(body: impl FnOnce(&mut Netlink)) {
    let commands = [
        "tc -Version",
        "ip link add two index 2 type veth peer name three index 3",
        "ip link set two up",
        "ip link set three up",
        "tc qdisc add dev two root handle 1: htb default 10",
        "tc class add dev two parent 1: classid 1:10 htb rate 1mbit burst 15k",
        "tc qdisc add dev two parent 1:10 handle 10: pfifo limit 5",
        "tc qdisc add dev two clsact",
        "tc qdisc add dev three root handle 2: tbf rate 1mbit burst 10k latency 50ms",
        "tc qdisc add dev lo root handle 3: bfifo limit 1000",
        "tc filter add dev two ingress protocol ip prio 5 u32 match ip dst 192.0.2.1/32 \
         action mirred egress redirect dev three",
        "tc filter add dev two parent 1: protocol ip prio 6 u32 match ip dport 80 0xffff \
         flowid 1:10",
    ];
    if commands.iter().all(|command| tool::output(command).is_some()) {
        body(&mut Netlink::new());
    }
}

/// What `tc` lists, as JSON.
fn listed(command: &str) -> Vec<Value> {
    let text = tool::output(&format!("tc -json {command}")).expect("tc was there a moment ago");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    all.as_array().expect("a list").clone()
}

fn device(ifindex: i32) -> &'static str {
    ["lo", "two", "three"][ifindex as usize - 1]
}

/// A handle as `tc` writes it, without what is 0.
fn handle(handle: u32) -> String {
    let (major, minor) = (handle >> 16, handle & 0xffff);
    if minor == 0 { format!("{major:x}:") } else { format!("{major:x}:{minor:x}") }
}

#[test]
fn disciplines_and_their_options_are_those_that_tc_lists() {
    in_namespace(|| {
        with_disciplines(|netlink| {
            let ours: Vec<_> = whole::dumped(netlink, &GetqdiscDump::default());
            let mut lines = Vec::new();
            for one in &ours {
                let one = one.get().unwrap();
                let Tcmsg { ifindex, handle: number, parent, .. } = one.header;
                let kind = one.kind.unwrap();
                let options = one.options.map(|options| options.get(one.kind).unwrap());
                let options = match options {
                    Some(OptionsMsg::Htb(htb)) => {
                        format!("default {:#x}", htb.init.unwrap().defcls)
                    }
                    Some(OptionsMsg::Pfifo(fifo) | OptionsMsg::Bfifo(fifo)) => {
                        format!("limit {}", fifo.limit)
                    }
                    Some(OptionsMsg::Tbf(tbf)) => format!("rate {}", tbf.parms.unwrap().rate.rate),
                    Some(OptionsMsg::Clsact) | None => String::new(),
                    other => panic!("{other:?}"),
                };
                let parent = match parent {
                    ROOT => String::new(),
                    parent => handle(parent),
                };
                assert!(one.stats2.unwrap().get().unwrap().basic.is_some(), "{one:?}");
                let (device, number) = (device(ifindex), handle(number));
                lines.push(format!("{device} {kind} {number} {parent} {options}"));
            }
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let theirs = listed("qdisc show").into_iter().map(|one| {
                let options = one["options"].as_object().unwrap();
                let option = ["default", "limit", "rate"].into_iter().find_map(|name| {
                    let value = options.get(name)?;
                    Some(format!(
                        "{name} {}",
                        value.as_str().map_or(value.to_string(), str::to_owned)
                    ))
                });
                let [device, kind, number, parent] =
                    ["dev", "kind", "handle", "parent"].map(|name| text(&one[name]));
                format!("{device} {kind} {number} {parent} {}", option.unwrap_or_default())
            });
            assert_eq!(lines, theirs.collect::<Vec<_>>());
            assert_eq!(lines.len(), 5, "{lines:?}");
        });
    });
}

#[test]
fn a_class_has_the_rate_that_was_given() {
    in_namespace(|| {
        with_disciplines(|netlink| {
            let header = Tcmsg { ifindex: 2, ..Tcmsg::default() };
            let classes =
                whole::dumped(netlink, &GettclassDump { header, ..GettclassDump::default() });
            let [class] = &classes[..] else { panic!("{classes:?}") };
            let class = class.get().unwrap();
            assert_eq!(
                (handle(class.header.handle), class.kind),
                ("1:10".to_owned(), Some(BStr::new("htb")))
            );
            let ClassOptionsMsg::Htb(htb) = class.options.unwrap().get(class.kind).unwrap() else {
                panic!("{class:?}")
            };
            assert_eq!(htb.parms.unwrap().rate.rate, 125_000);
        });
    });
}

/// The filters of a hook, and the last of them, which has the key.
fn filters(netlink: &mut Netlink, parent: u32) -> usize {
    let header = Tcmsg { ifindex: 2, parent, ..Tcmsg::default() };
    whole::dumped(netlink, &GettfilterDump { header, ..GettfilterDump::default() }).len()
}

#[test]
fn filters_and_their_actions_are_those_that_tc_lists() {
    in_namespace(|| {
        with_disciplines(|netlink| {
            assert_eq!(filters(netlink, 1 << 16), listed("filter show dev two parent 1:").len());
            let header = Tcmsg { ifindex: 2, parent: INGRESS, ..Tcmsg::default() };
            let request = GettfilterDump { header, ..GettfilterDump::default() };
            let ours = whole::dumped(netlink, &request);
            let theirs = listed("filter show dev two ingress");
            assert_eq!(ours.len(), theirs.len());
            for (ours, theirs) in ours.iter().zip(&theirs) {
                let ours = ours.get().unwrap();
                let info = ours.header.info;
                assert_eq!(u64::from(info >> 16), theirs["pref"].as_u64().unwrap(), "{ours:?}");
                assert_eq!(u16::from_be(info as u16), 0x0800, "IP: {ours:?}");
                assert_eq!(ours.kind, Some(BStr::new(theirs["kind"].as_str().unwrap())));
                assert_eq!(ours.chain.map(u64::from), theirs["chain"].as_u64());
            }
            let last = ours.last().unwrap().get().unwrap();
            let OptionsMsg::U32(u32) = last.options.unwrap().get(last.kind).unwrap() else {
                panic!("{last:?}")
            };
            let actions = u32.act.unwrap().to_vec().unwrap();
            let [action] = &actions[..] else { panic!("{last:?}") };
            let ActOptionsMsg::Mirred(mirred) = action.options.unwrap().get(action.kind).unwrap()
            else {
                panic!("{action:?}")
            };
            let parms = mirred.parms.unwrap();
            // `TCA_EGRESS_REDIR` to device 3; the packet is stolen.
            assert_eq!((parms.eaction, parms.ifindex, parms.action), (1, 3, 4));
        });
    });
}

#[test]
fn chains_are_those_that_tc_lists() {
    in_namespace(|| {
        with_disciplines(|netlink| {
            tool::output("tc chain add dev two ingress chain 7").unwrap();
            let header = Tcmsg { ifindex: 2, parent: INGRESS, ..Tcmsg::default() };
            let chains = whole::dumped(netlink, &GetchainDump { header, ..Default::default() });
            let ours: Vec<_> = chains.iter().map(|one| one.get().unwrap().chain.unwrap()).collect();
            let theirs = listed("chain show dev two ingress");
            let theirs: Vec<_> =
                theirs.iter().map(|one| one["chain"].as_u64().unwrap() as u32).collect();
            assert_eq!(ours, theirs);
            assert!(ours.contains(&7), "{ours:?}");
        });
    });
}
