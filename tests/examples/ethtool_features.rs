//! `ethtool_features`: what it prints is what `ethtool -k` says, and what it switches, switches.

use super::ip::set_up;
use super::{printed, run};
use crate::namespace::in_namespace;
use crate::tool;

const EXAMPLE: &str = "ethtool_features";

/// The features whose old names `ethtool` prints, by the kernel's names.
const OLD_NAMES: [(&str, &str); 9] = [
    ("rx-checksumming", "rx-checksum"),
    ("generic-segmentation-offload", "tx-generic-segmentation"),
    ("generic-receive-offload", "rx-gro"),
    ("large-receive-offload", "rx-lro"),
    ("rx-vlan-offload", "rx-vlan-hw-parse"),
    ("tx-vlan-offload", "tx-vlan-hw-insert"),
    ("ntuple-filters", "rx-ntuple-filter"),
    ("receive-hashing", "rx-hashing"),
    ("udp-fragmentation-offload", "tx-udp-fragmentation"),
];

/// What `ethtool` calls several features together; they follow it, indented.
const GROUPS: [&str; 3] = ["tx-checksumming", "scatter-gather", "tcp-segmentation-offload"];

/// The features of a device as `ethtool` tells them, in alphabetical order; `None` if there is no
/// `ethtool`.
fn ethtool(device: &str) -> Option<Vec<String>> {
    let text = tool::output(&format!("ethtool -k {device}"))?;
    let lines = text.lines().skip(1).filter_map(|line| {
        let (name, state) = line.trim().split_once(": ")?;
        let new = OLD_NAMES.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new);
        // What was asked for in vain is not what is.
        let state = state.split(" [requested").next().unwrap_or_default();
        (!GROUPS.contains(&name)).then(|| format!("{new}: {state}"))
    });
    Some(sorted(lines.collect()))
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// What the example prints: what it says of a change, and the features in alphabetical order.
fn ours(arguments: &[&str]) -> (String, Vec<String>) {
    let text = printed(EXAMPLE, arguments);
    let lines = text.lines().map(str::to_owned);
    let (features, change): (_, Vec<_>) = lines.partition(|line| line.contains(": "));
    (change.join(", "), sorted(features))
}

fn make_pair() -> bool {
    set_up(&["link add one type veth peer name two"]) && ethtool("one").is_some()
}

#[test]
fn features_are_printed_as_ethtool_knows_them() {
    in_namespace(|| {
        if !make_pair() {
            return;
        }
        for device in ["one", "lo"] {
            let (change, features) = ours(&[device]);
            assert_eq!(features, ethtool(device).expect("ethtool was there a moment ago"));
            assert!(features.len() > 40 && change.is_empty(), "{features:#?}");
        }
        let (_, features) = ours(&["one"]);
        assert!(features.contains(&"tx-udp-segmentation: on".to_owned()), "{features:#?}");
        assert!(features.contains(&"loopback: off [fixed]".to_owned()), "{features:#?}");
    });
}

#[test]
fn a_feature_is_switched_off_and_on_and_ethtool_sees_it() {
    in_namespace(|| {
        if !make_pair() {
            return;
        }
        let feature = "tx-udp-segmentation";
        for (state, changes) in [("on", false), ("off", true), ("off", false), ("on", true)] {
            let (said, features) = ours(&["one", feature, state]);
            assert_eq!(said, if changes { "changed tx-udp-segmentation" } else { "" });
            let theirs = ethtool("one").expect("ethtool was there a moment ago");
            assert_eq!(features, theirs);
            assert!(theirs.contains(&format!("{feature}: {state}")), "{theirs:#?}");
        }
    });
}

#[test]
fn what_ethtool_switched_is_seen() {
    in_namespace(|| {
        if !make_pair() || tool::output("ethtool -K one tso off gro on").is_none() {
            return;
        }
        let (_, features) = ours(&["one"]);
        assert_eq!(features, ethtool("one").expect("ethtool was there a moment ago"));
        for line in ["rx-gro: on", "tx-tcp-segmentation: off", "tx-tcp6-segmentation: off"] {
            assert!(features.contains(&line.to_owned()), "{line} is not in {features:#?}");
        }
    });
}

#[test]
fn a_fixed_feature_is_refused_and_an_unknown_one_is_an_error_at_its_attribute() {
    in_namespace(|| {
        if !set_up(&["link add one type veth peer name two"]) {
            return;
        }
        let (said, features) = ours(&["one", "loopback", "on"]);
        assert_eq!(said, "refused loopback");
        assert!(features.contains(&"loopback: off [fixed]".to_owned()), "{features:#?}");
        let output = run(EXAMPLE, &["one", "nonsense", "on"]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(errors.contains("attribute features.wanted.bits.bit.name: "), "{errors}");
    });
}
