//! Packet filters that `nft` makes: all that the kernel tells of them is known and the same that
//! `nft` lists.

#[path = "nftables/nft.rs"]
mod nft;

use netlink_families::nftables::{
    CtTimeoutData, GetchainDump, Getgen, GetobjDump, GetruleDump, GetsetDump, GetsetelemDump,
    GettableDump, Nfgenmsg, Notification, ObjAttrs, ObjData, RuleAttrs,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::{Netlink, WithHeader};

use crate::heard::heard;
use crate::namespace::in_namespace;
use crate::{tool, whole};

/// Runs a test where the rules are.
fn with_rules(body: impl FnOnce(&mut Netlink)) {
    if nft::set_up() {
        body(&mut Netlink::new());
    }
}

/// What `nft` calls an address family.
fn family(header: Nfgenmsg) -> &'static str {
    match header.nfgen_family {
        1 => "inet",
        2 => "ip",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ip6",
        other => panic!("family {other}"),
    }
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort_unstable();
    lines
}

#[test]
fn tables_are_those_that_nft_lists() {
    in_namespace(|| {
        with_rules(|netlink| {
            let tables = whole::dumped(netlink, &GettableDump::default());
            let ours = sorted(tables.iter().map(|table| {
                let table = table.get().unwrap();
                let (family, name) = (family(table.header), table.name.unwrap());
                format!("family {family} name {name} handle {} ", table.handle.unwrap())
            }));
            let names = ["family", "name", "handle"];
            assert_eq!(ours, nft::listed("table", |table| nft::members(table, &names)));
            assert!(ours.len() >= 5, "{ours:?}");
        });
    });
}

#[test]
fn chains_are_those_that_nft_lists() {
    in_namespace(|| {
        with_rules(|netlink| {
            let chains = whole::dumped(netlink, &GetchainDump::default());
            let ours = sorted(chains.iter().map(|chain| {
                let chain = chain.get().unwrap();
                let (table, name) = (chain.table.unwrap(), chain.name.unwrap());
                let mut line =
                    format!("family {} table {table} name {name} ", family(chain.header));
                line.push_str(&format!("handle {} ", chain.handle.unwrap()));
                if let Some(hook) = chain.hook {
                    let priority = hook.get().unwrap().priority.unwrap();
                    let policy = ["drop", "accept"][chain.policy.unwrap() as usize];
                    let kind = chain.r#type.unwrap();
                    line.push_str(&format!("type {kind} prio {priority} policy {policy} "));
                }
                line
            }));
            let names = ["family", "table", "name", "handle", "type", "prio", "policy"];
            assert_eq!(ours, nft::listed("chain", |chain| nft::members(chain, &names)));
            assert!(ours.len() >= 8, "{ours:?}");
        });
    });
}

/// The kinds of a rule's expressions behind its names and handle.
fn rule_line(rule: &WithHeader<Nfgenmsg, RuleAttrs<'_>>) -> String {
    let (table, chain) = (rule.table.unwrap(), rule.chain.unwrap());
    let family = family(rule.header);
    let mut line = format!("{family} {table} {chain} {}", rule.handle.unwrap());
    for expression in rule.expressions.unwrap().get().unwrap().elem {
        line.push_str(&format!(" {}", expression.unwrap().name.unwrap()));
    }
    line
}

#[test]
fn rules_consist_of_the_expressions_that_nft_sends() {
    in_namespace(|| {
        with_rules(|netlink| {
            let rules = whole::dumped(netlink, &GetruleDump::default());
            let ours = sorted(rules.iter().map(|rule| rule_line(&rule.get().unwrap())));
            assert_eq!(ours, nft::rules());
            assert!(ours.len() >= 40, "{ours:?}");
        });
    });
}

#[test]
fn sets_and_their_elements_are_those_that_nft_lists() {
    in_namespace(|| {
        with_rules(|netlink| {
            let sets = whole::dumped(netlink, &GetsetDump::default());
            let mut ours = Vec::new();
            for set in &sets {
                let set = set.get().unwrap();
                let request = GetsetelemDump {
                    header: set.header,
                    table: set.table,
                    set: set.name,
                    ..GetsetelemDump::default()
                };
                let place =
                    format!("{} {} {}", family(set.header), set.table.unwrap(), set.name.unwrap());
                for part in whole::dumped(netlink, &request) {
                    let Some(elements) = part.get().unwrap().elements else { continue };
                    for element in elements.get().unwrap().elem {
                        let key = element.unwrap().key.unwrap().get().unwrap().value.unwrap();
                        let word = |word: &[u8]| {
                            let mut bytes = [0; 4];
                            bytes[..word.len()].copy_from_slice(word);
                            format!(" {:08x}", u32::from_ne_bytes(bytes))
                        };
                        let words: String = key.chunks(4).map(word).collect();
                        ours.push(format!("{place}{words}"));
                    }
                }
            }
            ours.sort_unstable();
            assert_eq!(ours, nft::elements());
            assert!(ours.len() >= 12, "{ours:?}");
        });
    });
}

/// An object in the words of `nft`.
fn object_line(object: &ObjAttrs<'_>) -> String {
    let (name, handle) = (object.name.unwrap(), object.handle.unwrap());
    let state = match object.data.unwrap().get(object.r#type).unwrap() {
        ObjData::Counter(it) => {
            format!("packets {} bytes {}", it.packets.unwrap(), it.bytes.unwrap())
        }
        ObjData::Quota(it) => format!("bytes {} used {}", it.bytes.unwrap(), it.consumed.unwrap()),
        ObjData::Limit(it) => format!("rate {} burst {}", it.rate.unwrap(), it.burst.unwrap()),
        ObjData::CtHelper(it) => format!("type {}", it.name.unwrap()),
        ObjData::CtTimeout(it) => {
            let CtTimeoutData::Tcp(tcp) = it.data.unwrap().get(it.l4proto).unwrap() else {
                panic!("{object:?}")
            };
            format!("policy {{\"established\":{}}}", tcp.established.unwrap())
        }
        ObjData::CtExpect(it) => {
            let (timeout, size) = (it.timeout.unwrap(), it.size.unwrap());
            format!("dport {} timeout {timeout} size {size}", it.dport.unwrap())
        }
        ObjData::Synproxy(it) => format!("mss {} wscale {}", it.mss.unwrap(), it.wscale.unwrap()),
        other => panic!("{other:?}"),
    };
    format!("name {name} handle {handle} {state} ")
}

#[test]
fn objects_have_the_state_that_nft_lists() {
    in_namespace(|| {
        with_rules(|netlink| {
            let objects = whole::dumped(netlink, &GetobjDump::default());
            let ours = sorted(objects.iter().map(|object| object_line(&object.get().unwrap())));
            let members = [
                ("counter", &["name", "handle", "packets", "bytes"][..]),
                ("quota", &["name", "handle", "bytes", "used"]),
                ("limit", &["name", "handle", "rate", "burst"]),
                ("ct helper", &["name", "handle", "type"]),
                ("ct timeout", &["name", "handle", "policy"]),
                ("ct expectation", &["name", "handle", "dport", "timeout", "size"]),
                ("synproxy", &["name", "handle", "mss", "wscale"]),
            ];
            let theirs = members
                .into_iter()
                .flat_map(|(kind, names)| nft::listed(kind, |one| nft::members(one, names)));
            assert_eq!(ours, sorted(theirs));
            assert!(ours.len() >= 5, "{ours:?}");
        });
    });
}

#[test]
fn the_generation_moves_on_with_each_change() {
    in_namespace(|| {
        with_rules(|netlink| {
            let generation = |netlink: &mut Netlink| {
                let reply = whole::asked(netlink, &Getgen::default());
                let reply = reply.get().unwrap();
                assert!(reply.proc_name.is_some(), "{reply:?}");
                reply.id.unwrap()
            };
            let before = generation(netlink);
            tool::output("nft add table ip one-more").expect("nft is installed");
            assert_eq!(generation(netlink), before + 1);
        });
    });
}

#[test]
fn a_table_that_comes_is_told_with_the_generation_it_came_in() {
    in_namespace(|| {
        let netlink = Netlink::new();
        let mut events = netlink.events::<Notification>(&["mgmt"]).unwrap();
        if tool::run("nft add table inet told").is_none() {
            return;
        }
        let Notification::NewtableNtf(table) = heard(&mut events) else { panic!("a table") };
        whole::check(&table);
        assert_eq!((family(table.header), table.name), ("inet", Some(BStr::new("told"))));
        let Notification::NewgenNtf(generation) = heard(&mut events) else { panic!("its end") };
        whole::check(&generation);
        assert_eq!(generation.proc_name, Some(BStr::new("nft")));
    });
}
