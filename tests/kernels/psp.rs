//! What is asked of the family `psp`, about simulated devices.

use netlink_families::psp::{
    DevGet, DevGetDump, DevSet, GetStats, GetStatsDump, KeyRotate, VersionFlags,
};
use netlink_runtime::Netlink;

use crate::netdevsim::Netdevsim;
use crate::{index, inside, whole};

/// A handle, a device and the index of its interface, inside.
fn device(id: u8) -> Option<(Netlink, Netdevsim, u32)> {
    inside().then(|| {
        let device = Netdevsim::new(id, 1);
        let ifindex = index(&device.interfaces[0]);
        (Netlink::new(), device, ifindex)
    })
}

#[test]
fn the_versions_of_a_device_come_back_as_they_were_set() {
    let Some((mut netlink, _device, ifindex)) = device(1) else { return };
    let all = whole::dumped(&mut netlink, &DevGetDump::default());
    let [one] = &all[..] else { panic!("{all:?}") };
    let one = one.get().unwrap();
    assert_eq!(one.ifindex, Some(ifindex), "{one:?}");
    let known = one.psp_versions_cap.unwrap();
    assert!(known.contains(VersionFlags::HDR0_AES_GCM128), "{one:?}");
    for enabled in [VersionFlags::HDR0_AES_GCM128, known] {
        let psp_versions_ena = Some(enabled);
        netlink.request(&DevSet { id: one.id, psp_versions_ena, ..DevSet::default() }).unwrap();
        let got = whole::asked(&mut netlink, &DevGet { id: one.id, ..DevGet::default() });
        assert_eq!(got.get().unwrap().psp_versions_ena, Some(enabled), "{got:?}");
    }
}

#[test]
fn rotations_of_the_key_are_counted() {
    let Some((mut netlink, _device, _)) = device(2) else { return };
    let stats = whole::dumped(&mut netlink, &GetStatsDump::default());
    let [before] = &stats[..] else { panic!("{stats:?}") };
    let before = before.get().unwrap();
    let id = before.dev_id;
    let rotated = whole::asked(&mut netlink, &KeyRotate { id, ..KeyRotate::default() });
    assert_eq!(rotated.get().unwrap().id, id);
    let after = whole::asked(&mut netlink, &GetStats { dev_id: id, ..GetStats::default() });
    let after = after.get().unwrap();
    let rotations = before.key_rotations.unwrap() + 1;
    assert_eq!(after.key_rotations, Some(rotations), "{after:?}");
    assert_eq!((after.rx_packets, after.tx_error), (Some(0), Some(0)), "{after:?}");
}
