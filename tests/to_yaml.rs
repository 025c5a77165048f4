//! `Family::to_yaml` writes a spec from which the compiler makes the same tables again.

#[path = "to_yaml/derived.rs"]
mod derived;
#[path = "to_yaml/statics.rs"]
mod statics;

use netlink_codegen::compile;
use netlink_codegen::diagnostic::Source;
use netlink_families as families;
use netlink_runtime::schema::Family;
use statics::{Statics, statics};

/// The tables that the compiler makes of a spec.
fn compiled(name: &str, text: &str) -> Statics {
    let source = Source::new(name, text.to_owned());
    let compiled = compile(source, &"netlink_runtime".parse().unwrap());
    statics(compiled.unwrap_or_else(|errors| panic!("{errors}\n{text}")).items)
}

fn spec(name: &str) -> String {
    let path = |file: &str| format!("{}/specs/{file}.yaml", env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| std::fs::read_to_string(path(file)).ok();
    read(name).or_else(|| read(&name.replace('_', "-"))).unwrap_or_else(|| panic!("{}", path(name)))
}

/// What is in the first tables and not, or otherwise, in the second.
fn missing(name: &str, from: &Statics, within: &Statics) -> Vec<String> {
    let differs = from.iter().filter(|(table, text)| within.get(*table) != Some(text));
    differs
        .map(|(table, text)| format!("{name} {table}: {text}\n{:?}", within.get(table)))
        .collect()
}

/// The tables are the same, but for definitions that the family leads nowhere to.
fn same(name: &str, family: &Family) {
    let text = family.to_yaml();
    let again = compiled(&format!("{name} from its tables"), &text);
    let original = compiled(name, &spec(name));
    let lost = missing(name, &again, &original);
    assert!(lost.is_empty(), "{}\n{text}", lost.join("\n"));
    let (tables, definitions): (Vec<_>, Vec<_>) = missing(name, &original, &again)
        .into_iter()
        .partition(|missing| !missing.contains(": Enum =") && !missing.contains(": Struct ="));
    assert!(tables.is_empty(), "{}\n{text}", tables.join("\n"));
    let count = original.len();
    assert!(definitions.len() * 5 < count, "{} of {count}: {definitions:#?}", definitions.len());
}

macro_rules! every {
    ($($family:ident)*) => {$( same(stringify!($family), &families::$family::FAMILY); )*};
}

#[test]
fn every_family_of_generic_netlink_is_written_and_compiled_to_the_same_tables() {
    every! {
        binder dev_energymodel devlink dpll drm_ras ethtool fou handshake lockd mptcp_pm net_shaper
        netdev nfsd nl80211 nlctrl ovpn ovs_datapath ovs_flow ovs_packet ovs_vport psp sunrpc
        taskstats tcp_metrics team thermal wireguard
    }
}

#[test]
fn the_families_with_sub_messages_and_fixed_headers_are_too() {
    every! { conntrack inet_diag nftables rt_addr rt_link rt_neigh rt_route rt_rule tc unix_diag }
}
