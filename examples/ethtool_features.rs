//! Prints the features of an Ethernet device, as `ethtool -k` does, and first switches one.
//!
//! `cargo run --example ethtool_features DEVICE` needs no privileges; as root it takes more
//! arguments, `tx-udp-segmentation off` say.

use netlink_families::ethtool::{Bitset, BitsetBit, BitsetBits, FeaturesGet, FeaturesSet, Header};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{DecodeError, List, Nested};
use netlink_runtime::{Error, Netlink};

fn main() -> Result<(), Error> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let mut netlink = Netlink::new();
    match &arguments[..] {
        [device] => print(&mut netlink, device),
        [device, feature, state] => {
            switch(&mut netlink, device, feature, state == "on")?;
            print(&mut netlink, device)
        }
        _ => panic!("usage: ethtool_features DEVICE [FEATURE on|off]"),
    }
}

fn print(netlink: &mut Netlink, device: &str) -> Result<(), Error> {
    let device = Header { dev_name: Some(BStr::new(device)), ..Header::default() };
    let header = Some(Nested::from(&device));
    let features = netlink.request(&FeaturesGet { header, ..FeaturesGet::default() })?;
    let (active, fixed) = (bits(features.active)?, bits(features.nochange)?);
    // This set has all features in its mask, and those that can be changed in its value.
    for BitsetBit { index, name, value: changeable, .. } in bits(features.hw)? {
        // Numbers that no feature has any more have no name.
        let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
        let is_in = |set: &[BitsetBit<'_>]| set.iter().any(|bit| bit.index == index);
        let state = if is_in(&active) { "on" } else { "off" };
        let fixed = if !changeable || is_in(&fixed) { " [fixed]" } else { "" };
        println!("{name}: {state}{fixed}");
    }
    Ok(())
}

fn switch(netlink: &mut Netlink, device: &str, feature: &str, on: bool) -> Result<(), Error> {
    let device = Header { dev_name: Some(BStr::new(device)), ..Header::default() };
    let bit = [BitsetBit { name: Some(BStr::new(feature)), value: on, ..BitsetBit::default() }];
    let list = BitsetBits { bit: List::new(&bit), ..BitsetBits::default() };
    let set = Bitset { bits: Some(Nested::from(&list)), ..Bitset::default() };
    let (header, wanted) = (Some(Nested::from(&device)), Some(Nested::from(&set)));
    let reply = netlink.request(&FeaturesSet { header, wanted, ..FeaturesSet::default() })?;
    let (changed, refused) = (bits(reply.active)?, bits(reply.wanted)?);
    changed.iter().for_each(|bit| println!("changed {}", bit.name.unwrap_or_default()));
    refused.iter().for_each(|bit| println!("refused {}", bit.name.unwrap_or_default()));
    Ok(())
}

/// The bits that a set lists.
fn bits<'a>(set: Option<Nested<'a, Bitset<'a>>>) -> Result<Vec<BitsetBit<'a>>, DecodeError> {
    let set = set.map(|set| set.get()).transpose()?.unwrap_or_default();
    let list = set.bits.map(|bits| bits.get()).transpose()?.unwrap_or_default();
    list.bit.into_iter().collect()
}
