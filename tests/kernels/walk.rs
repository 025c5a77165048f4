//! That what the other tests rely on, the walk through messages, finds what it should.

use netlink_families::rt_link::LinkAttrs;
use netlink_families::wireguard::Wgdevice;

use crate::whole;

/// An attribute of a payload of whole words.
fn attribute(id: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(4 + payload.len()).expect("short");
    [&length.to_ne_bytes()[..], &id.to_ne_bytes(), payload].concat()
}

/// The gaps of a WireGuard device with this peer.
fn gaps(peer: &[u8]) -> Vec<String> {
    let body = attribute(8, &attribute(0, peer));
    whole::gaps(&Wgdevice::default(), &body)
}

#[test]
fn an_unknown_attribute_deep_inside_is_a_gap() {
    let known = attribute(10, &1u32.to_ne_bytes());
    assert_eq!(gaps(&known), [""; 0]);
    let unknown = [known, attribute(99, &[1, 2, 3, 4])].concat();
    assert_eq!(gaps(&unknown), [".peers[0]: wgpeer has no attribute 99: [01, 02, 03, 04]"]);
}

#[test]
fn a_wrong_length_and_a_repetition_are_gaps() {
    let long = attribute(10, &[1, 0, 0, 0, 9, 9, 9, 9]);
    let expected = "[4] bytes are expected, not [01, 00, 00, 00, 09, 09, 09, 09]";
    assert_eq!(gaps(&long), [format!(".peers[0].protocol-version: {expected}")]);
    let twice = attribute(10, &1u32.to_ne_bytes()).repeat(2);
    assert_eq!(gaps(&twice), [".peers[0].protocol-version: comes again"]);
    let padded_twice = attribute(0, &[]).repeat(2);
    assert_eq!(gaps(&padded_twice), [""; 0]);
    assert_eq!(gaps(&[9, 0, 10, 0]).len(), 1, "more than is there");
}

#[test]
fn a_bit_without_a_name_is_a_gap() {
    let flags = attribute(3, &0x11u32.to_ne_bytes());
    assert_eq!(gaps(&flags), [".peers[0].flags: wgpeer-flags has no name for 0x10"]);
}

#[test]
fn settings_of_an_unknown_kind_are_a_gap() {
    let link = |kind: &[u8]| {
        let settings = attribute(2, &attribute(1, &7u32.to_ne_bytes()));
        let info = attribute(18, &[attribute(1, kind), settings].concat());
        whole::gaps(&LinkAttrs::default(), &info)
    };
    assert_eq!(link(b"vrf\0"), [""; 0]);
    let [gap] = &link(b"xyz\0")[..] else { panic!() };
    let expected = ".linkinfo.data: linkinfo-data-msg has no format `xyz`: [08, 00, 01";
    assert!(gap.starts_with(expected), "{gap}");
}
