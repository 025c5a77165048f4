//! Settings of a pair of virtual devices, compared with what `ethtool` prints.

use netlink_families::ethtool::{
    Bitset, BitsetBit, BitsetBits, ChannelsGet, ChannelsSet, FeaturesGet, FeaturesGetDump,
    FeaturesSet, Header, HeaderFlags, LinkinfoGet, LinkmodesGet, LinkstateGet, LinkstateGetDump,
    Notification, Port, Stringset, StringsetEnum, Stringsets, StrsetGet, TsinfoGet,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::{Errno, Netlink};
use serde_json::Value;

use crate::heard::heard;
use crate::namespace::in_namespace;
use crate::{tool, whole};

/// Makes two devices, `one` of them with four queues each way, and runs a test, unless `ip` or
/// `ethtool` is not installed.
fn with_pair(body: impl FnOnce(&mut Netlink)) {
    let commands = [
        "ethtool --version",
        "ip link add one numrxqueues 4 numtxqueues 4 type veth peer name two",
        "ip link set one up",
        "ip link set two up",
    ];
    if commands.iter().all(|command| tool::output(command).is_some()) {
        body(&mut Netlink::new());
    }
}

fn one() -> Header<'static> {
    Header { dev_name: Some(BStr::new("one")), ..Header::default() }
}

/// The names of the bits in a list, those that are set or the others. A list without a mask has
/// only those that are set.
fn listed(bitset: Option<Nested<'_, Bitset<'_>>>, set: bool) -> Vec<String> {
    let bitset = bitset.unwrap().get().unwrap();
    let bits = bitset.bits.map(|bits| bits.get().unwrap()).unwrap_or_default();
    let bits = bits.bit.iter().map(|bit| bit.unwrap());
    let bits = bits.filter(|bit| (bitset.nomask || bit.value) == set);
    bits.map(|bit| bit.name.unwrap().to_string()).collect()
}

fn names(bitset: Option<Nested<'_, Bitset<'_>>>) -> Vec<String> {
    listed(bitset, true)
}

/// What `ethtool` says of a feature, by its name; it has other names for some and groups of them.
fn told<'v>(features: &'v Value, name: &str, what: &str) -> Option<&'v Value> {
    features[0].get(name)?.get(what)
}

#[test]
fn features_are_those_that_ethtool_shows() {
    in_namespace(|| {
        with_pair(|netlink| {
            let header = one();
            let header = Some(Nested::from(&header));
            let features = whole::asked(netlink, &FeaturesGet { header, ..FeaturesGet::default() });
            let features = features.get().unwrap();
            let (hw, wanted) = (names(features.hw), names(features.wanted));
            let (active, fixed) = (names(features.active), names(features.nochange));
            let text = tool::output("ethtool --json -k one").unwrap();
            let theirs: Value = serde_json::from_str(&text).unwrap();
            let mut compared = 0;
            for name in &all_features(netlink) {
                if told(&theirs, name, "active").is_some_and(|value| !value.is_null()) {
                    let changes = hw.contains(name) && !fixed.contains(name);
                    let ours = [active.contains(name), !changes, wanted.contains(name)];
                    let expected = ["active", "fixed", "requested"]
                        .map(|what| told(&theirs, name, what).unwrap().as_bool().unwrap());
                    assert_eq!(ours, expected, "{name}");
                    compared += 1;
                }
            }
            assert!(compared > 30, "only {compared} names are the same");
            let dump = whole::dumped(netlink, &FeaturesGetDump::default());
            assert_eq!(dump.len(), 3, "lo and the pair");
        });
    });
}

/// The names of all features in the order of their bits.
fn all_features(netlink: &mut Netlink) -> Vec<String> {
    let set = [Stringset { id: Some(StringsetEnum::Features), ..Stringset::default() }];
    let sets = Stringsets { stringset: List::new(&set), ..Stringsets::default() };
    // Without a device the names are those of the kernel.
    let (stringsets, none) = (Some(Nested::from(&sets)), Header::default());
    let header = Some(Nested::from(&none));
    let reply = whole::asked(netlink, &StrsetGet { header, stringsets, ..StrsetGet::default() });
    let reply = reply.get().unwrap();
    let sets = reply.stringsets.unwrap().get().unwrap().stringset.to_vec().unwrap();
    let [set] = sets[..] else { panic!("{reply:?}") };
    let lists = set.strings.to_vec().unwrap();
    let strings = lists[0].string.to_vec().unwrap();
    assert_eq!(set.count, Some(strings.len() as u32));
    assert!(strings.iter().zip(0..).all(|(one, at)| one.index == Some(at)), "{set:?}");
    strings.iter().map(|one| one.value.unwrap().to_string()).collect()
}

#[test]
fn a_compact_bitset_has_the_bits_whose_names_the_other_form_lists() {
    in_namespace(|| {
        with_pair(|netlink| {
            let all = all_features(netlink);
            let header = Header { flags: Some(HeaderFlags::COMPACT_BITSETS), ..one() };
            let request =
                FeaturesGet { header: Some(Nested::from(&header)), ..FeaturesGet::default() };
            let compact = whole::asked(netlink, &request);
            let bits = compact.get().unwrap().active.unwrap().get().unwrap();
            assert_eq!(bits.size, Some(all.len() as u32));
            let value = bits.value.expect("a bitmap");
            // Words of 32 bits in the byte order of the machine.
            let set = |at: usize| {
                let word = value[at / 32 * 4..][..4].try_into().unwrap();
                u32::from_ne_bytes(word) >> (at % 32) & 1 == 1
            };
            let active: Vec<_> =
                all.iter().enumerate().filter(|(at, _)| set(*at)).map(|(_, name)| name).collect();
            let header = one();
            let request =
                FeaturesGet { header: Some(Nested::from(&header)), ..FeaturesGet::default() };
            let listed = whole::asked(netlink, &request);
            assert_eq!(active, names(listed.get().unwrap().active).iter().collect::<Vec<_>>());
            assert!(active.len() > 10, "{active:?}");
        });
    });
}

#[test]
fn a_feature_that_is_switched_off_is_off_and_told_to_who_listens() {
    in_namespace(|| {
        with_pair(|netlink| {
            let mut events = netlink.events::<Notification>(&["monitor"]).unwrap();
            let name = "tx-checksum-ip-generic";
            let bit = [BitsetBit { name: Some(BStr::new(name)), ..BitsetBit::default() }];
            let bits = BitsetBits { bit: List::new(&bit), ..BitsetBits::default() };
            let wanted = Bitset { bits: Some(Nested::from(&bits)), ..Bitset::default() };
            let (header, wanted) = (one(), Some(Nested::from(&wanted)));
            let header = Some(Nested::from(&header));
            let set = FeaturesSet { header, wanted, ..FeaturesSet::default() };
            // The answer holds what has changed, and what has not come out as wanted.
            let reply = whole::asked(netlink, &set);
            let reply = reply.get().unwrap();
            assert!(listed(reply.active, false).contains(&name.to_owned()), "{reply:?}");
            assert!(!listed(reply.wanted, false).contains(&name.to_owned()), "{reply:?}");

            let text = tool::output("ethtool --json -k one").unwrap();
            let theirs: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(told(&theirs, name, "active"), Some(&Value::Bool(false)));
            let Notification::FeaturesNtf(now) = heard(&mut events) else { panic!("features") };
            whole::check(&now);
            assert!(!names(now.active).contains(&name.to_owned()), "{now:?}");
        });
    });
}

#[test]
fn channels_are_those_that_were_set() {
    in_namespace(|| {
        with_pair(|netlink| {
            let header = one();
            let header = Some(Nested::from(&header));
            let get = ChannelsGet { header, ..ChannelsGet::default() };
            let channels = whole::asked(netlink, &get);
            let channels = channels.get().unwrap();
            assert_eq!((channels.rx_max, channels.tx_max), (Some(4), Some(4)));
            assert_eq!((channels.rx_count, channels.tx_count), (Some(4), Some(4)));

            let (rx_count, tx_count) = (Some(2), Some(3));
            let set = ChannelsSet { header, rx_count, tx_count, ..ChannelsSet::default() };
            netlink.request(&set).unwrap();
            let text = tool::output("ethtool -l one").unwrap();
            let (_, now) = text.split_once("Current").unwrap();
            assert!(now.contains("RX:\t\t2") && now.contains("TX:\t\t3"), "{text}");
            let channels = whole::asked(netlink, &get);
            assert_eq!(channels.get().unwrap().rx_count, Some(2));

            let error = netlink.request(&ChannelsSet { rx_count: Some(5), ..set }).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
            let path = error.kernel().unwrap().path().unwrap().to_string();
            assert_eq!(path, "channels.rx-count", "{error}");
        });
    });
}

#[test]
fn the_state_of_a_link_follows_its_peer() {
    in_namespace(|| {
        with_pair(|netlink| {
            let header = one();
            let header = Some(Nested::from(&header));
            let get = LinkstateGet { header, ..LinkstateGet::default() };
            let link =
                |netlink: &mut Netlink| whole::asked(netlink, &get).get().unwrap().link.unwrap();
            assert_eq!(link(netlink), 1);
            tool::output("ip link set two down").unwrap();
            assert_eq!(link(netlink), 0);
            let dump = whole::dumped(netlink, &LinkstateGetDump::default());
            let found = dump.iter().map(|state| {
                let state = state.get().unwrap();
                let header = state.header.unwrap().get().unwrap();
                (header.dev_name.unwrap().to_string(), state.link.unwrap())
            });
            let mut found: Vec<_> = found.collect();
            found.sort_unstable();
            let expected = [("lo", 0), ("one", 0), ("two", 0)];
            assert_eq!(found, expected.map(|(name, link)| (name.to_owned(), link)));
        });
    });
}

#[test]
fn speed_port_and_time_stamps_are_those_that_ethtool_shows() {
    in_namespace(|| {
        with_pair(|netlink| {
            let header = one();
            let header = Some(Nested::from(&header));
            let text = tool::output("ethtool one").unwrap();
            let modes = whole::asked(netlink, &LinkmodesGet { header, ..LinkmodesGet::default() });
            let modes = modes.get().unwrap();
            assert!(text.contains(&format!("Speed: {}Mb/s", modes.speed.unwrap())), "{text}");
            let duplex = modes.duplex.unwrap().to_string();
            assert!(text.to_lowercase().contains(&format!("duplex: {duplex}")), "{text}");
            let info = whole::asked(netlink, &LinkinfoGet { header, ..LinkinfoGet::default() });
            let info = info.get().unwrap();
            assert_eq!((info.port, info.phyaddr), (Some(Port::Tp), Some(0)), "{text}");

            let stamps = whole::asked(netlink, &TsinfoGet { header, ..TsinfoGet::default() });
            let ours = names(stamps.get().unwrap().timestamping);
            let text = tool::output("ethtool -T one").unwrap();
            let theirs: Vec<_> =
                text.lines().filter_map(|line| line.strip_prefix('\t')).map(str::trim).collect();
            assert_eq!(ours, theirs, "{text}");
            assert!(!ours.is_empty());
        });
    });
}
