//! What is secret in a spec is in no JSON.

use netlink_families::wireguard::{SetDevice, Wgdevice, Wgpeer};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Encode, List};
use netlink_runtime::{Describe, Owned};

use crate::{attributes, json};

#[test]
fn keys_of_wireguard_are_redacted_and_public_ones_are_shown() {
    let peers =
        [Wgpeer { public_key: Some([1; 32]), preshared_key: Some([2; 32]), ..Wgpeer::default() }];
    let device = SetDevice {
        ifname: Some(BStr::new("wg0")),
        private_key: Some([7; 32]),
        peers: Some(List::from(&peers)),
        ..SetDevice::default()
    };
    let body = attributes(|out| device.encode(out));
    let received = Owned::<Wgdevice<'static>>::new(&body).unwrap();
    for described in [device.described(), received.described()] {
        let found = json(&described);
        assert_eq!(found["ifname"], "wg0");
        assert_eq!(found["private-key"], "<redacted>");
        assert_eq!(found["peers"][0]["preshared-key"], "<redacted>");
        assert_eq!(found["peers"][0]["public-key"], format!("0x{}", "01".repeat(32)));
        let text = found.to_string();
        assert!(!text.contains("0707") && !text.contains("0202"), "{text}");
    }
}
