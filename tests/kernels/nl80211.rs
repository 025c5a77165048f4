//! What is asked of the family `nl80211`, about two simulated radios.

use std::fs;

use netlink_families::nl80211::{
    Commands, GetInterface, GetInterfaceDump, GetProtocolFeatures, GetWiphy, GetWiphyDump, Iftype,
    ProtocolFeatures,
};
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;

use crate::{inside, ip, whole};

/// A handle, inside.
fn handle() -> Option<Netlink> {
    inside().then(Netlink::new)
}

/// The text of a file in sysfs.
fn text(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}")).trim().to_owned()
}

#[test]
fn a_radio_in_many_messages_is_known_wholly() {
    let Some(mut netlink) = handle() else { return };
    let request = GetWiphyDump { split_wiphy_dump: true, ..GetWiphyDump::default() };
    let messages = whole::dumped(&mut netlink, &request);
    let messages = messages.iter().map(|message| message.get().unwrap());
    let (mut frequencies, mut commands, mut frames) = (Vec::new(), Vec::new(), 0);
    for one in messages.filter(|message| message.wiphy == Some(0)) {
        assert_eq!(one.wiphy_name, Some(BStr::new("phy0")), "{one:?}");
        let band = one.wiphy_bands.and_then(|bands| bands.get().unwrap()._2ghz);
        if let Some(list) = band.and_then(|band| band.get().unwrap().freqs) {
            frequencies.extend(list.iter().map(|one| one.unwrap().freq.unwrap()));
        }
        commands.extend(one.supported_commands.map(|list| list.to_vec().unwrap()));
        let stations = one.tx_frame_types.and_then(|types| types.get().unwrap().station);
        frames += stations.map_or(0, |types| types.get().unwrap().frame_type.iter().count());
    }
    let expected: Vec<u32> = (2412..=2472).step_by(5).chain([2484]).collect();
    assert_eq!(frequencies, expected);
    let commands = commands.concat();
    assert!(commands.contains(&Commands::NewInterface), "{commands:?}");
    assert_eq!(frames, 16, "a station may send all kinds of management frames");
}

#[test]
fn radios_are_those_in_sysfs() {
    let Some(mut netlink) = handle() else { return };
    let radios = whole::dumped(&mut netlink, &GetWiphyDump::default());
    assert_eq!(radios.len(), 2, "{radios:?}");
    for radio in &radios {
        let radio = radio.get().unwrap();
        let name = radio.wiphy_name.unwrap().to_string();
        let directory = format!("/sys/class/ieee80211/{name}");
        assert_eq!(text(&format!("{directory}/index")), radio.wiphy.unwrap().to_string());
        let wiphy = radio.wiphy;
        let one = whole::asked(&mut netlink, &GetWiphy { wiphy, ..GetWiphy::default() });
        assert_eq!(one.get().unwrap().wiphy_name, radio.wiphy_name);
    }
}

#[test]
fn interfaces_are_those_in_sysfs() {
    let Some(mut netlink) = handle() else { return };
    ip("link set wlan0 up");
    let interfaces = whole::dumped(&mut netlink, &GetInterfaceDump::default());
    assert_eq!(interfaces.len(), 2, "{interfaces:?}");
    for interface in &interfaces {
        let interface = interface.get().unwrap();
        let name = interface.ifname.unwrap();
        let directory = format!("/sys/class/net/{name}");
        let index = interface.ifindex;
        assert_eq!(text(&format!("{directory}/ifindex")), index.unwrap().to_string());
        assert_eq!(text(&format!("{directory}/address")), interface.mac.unwrap().to_string());
        let radio = text(&format!("{directory}/phy80211/index"));
        assert_eq!(radio, interface.wiphy.unwrap().to_string());
        assert_eq!(interface.iftype, Some(Iftype::Station));
        let request = GetInterface { ifindex: index, ..GetInterface::default() };
        let one = whole::asked(&mut netlink, &request);
        assert_eq!(one.get().unwrap().wdev, interface.wdev, "{one:?}");
    }
}

#[test]
fn the_family_can_split_its_dumps() {
    let Some(mut netlink) = handle() else { return };
    let got = whole::asked(&mut netlink, &GetProtocolFeatures::default());
    let features = got.get().unwrap().protocol_features;
    assert_eq!(features, Some(ProtocolFeatures::SPLIT_WIPHY_DUMP));
}
