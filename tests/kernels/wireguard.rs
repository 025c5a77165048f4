//! What is asked of the family `wireguard`.

use std::net::{IpAddr, Ipv4Addr};

use netlink_families::wireguard::{
    GetDeviceDump, SetDevice, Wgallowedip, Wgdevice, WgdeviceFlags, Wgpeer, WgpeerFlags,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::List;
use netlink_runtime::{Errno, Netlink, Owned};

use crate::{inside, ip, whole};

/// The device of these tests. They are alone in their kernel, one after another.
fn name() -> Option<&'static BStr> {
    Some(BStr::new("wg0"))
}

/// A handle and a new device, inside.
fn device() -> Option<Netlink> {
    inside().then(|| {
        ip("link add wg0 type wireguard");
        Netlink::new()
    })
}

fn got(netlink: &mut Netlink) -> Vec<Owned<Wgdevice<'static>>> {
    whole::dumped(netlink, &GetDeviceDump { ifname: name(), ..GetDeviceDump::default() })
}

fn allowed(address: [u8; 4], length: u8) -> Wgallowedip<'static> {
    let (family, ipaddr) = (Some(2), Some(IpAddr::from(address)));
    Wgallowedip { family, ipaddr, cidr_mask: Some(length), ..Wgallowedip::default() }
}

/// A key that is one already: with the bits set that Curve25519 wants set.
const PRIVATE: [u8; 32] = {
    let mut key = [7; 32];
    (key[0], key[31]) = (8, 71);
    key
};

#[test]
fn keys_peers_and_allowed_addresses_come_back_as_they_were_set() {
    let Some(mut netlink) = device() else { return };
    let six = "2001:db8::".parse().ok();
    let v6 =
        Wgallowedip { family: Some(10), ipaddr: six, cidr_mask: Some(32), ..allowed([0; 4], 0) };
    let (some, other) = ([allowed([10, 0, 0, 0], 8), v6], [allowed([192, 0, 2, 1], 32)]);
    let endpoint = "203.0.113.5:51820".parse().ok();
    let peers = [
        Wgpeer {
            public_key: Some([1; 32]),
            preshared_key: Some([2; 32]),
            endpoint,
            persistent_keepalive_interval: Some(25),
            allowedips: Some(List::from(&some)),
            ..Wgpeer::default()
        },
        Wgpeer {
            public_key: Some([3; 32]),
            allowedips: Some(List::from(&other)),
            ..Wgpeer::default()
        },
    ];
    let (listen_port, fwmark) = (Some(5555), Some(0x1234));
    let set = SetDevice {
        ifname: name(),
        private_key: Some(PRIVATE),
        listen_port,
        fwmark,
        peers: Some(List::from(&peers)),
        ..SetDevice::default()
    };
    netlink.request(&set).unwrap();

    let messages = got(&mut netlink);
    let [device] = &messages[..] else { panic!("{messages:?}") };
    let device = device.get().unwrap();
    assert_eq!((device.ifname, device.private_key), (name(), Some(PRIVATE)), "{device:?}");
    assert_eq!((device.listen_port, device.fwmark), (listen_port, fwmark));
    assert!(device.public_key.is_some_and(|key| key != PRIVATE && key != [0; 32]), "{device:?}");
    let came = device.peers.unwrap().to_vec().unwrap();
    assert_eq!(came.len(), 2, "{device:?}");
    for sent in &peers {
        let peer = came.iter().find(|peer| peer.public_key == sent.public_key).unwrap();
        let back = Wgpeer {
            preshared_key: peer.preshared_key.filter(|key| *key != [0; 32]),
            persistent_keepalive_interval: peer.persistent_keepalive_interval.filter(|s| *s != 0),
            last_handshake_time: None,
            rx_bytes: None,
            tx_bytes: None,
            protocol_version: None,
            ..*peer
        };
        whole::assert_same(&back, sent);
        assert_eq!((peer.rx_bytes, peer.protocol_version), (Some(0), Some(1)), "{peer:?}");
        assert_eq!(peer.last_handshake_time.map(|time| time.sec), Some(0));
    }
    ip("link del wg0");
}

#[test]
fn flags_remove_a_peer_and_replace_addresses() {
    let Some(mut netlink) = device() else { return };
    let set = |netlink: &mut Netlink, flags, peers: &[Wgpeer<'_>]| {
        let peers = Some(List::from(peers));
        netlink
            .request(&SetDevice { ifname: name(), flags, peers, ..SetDevice::default() })
            .unwrap();
    };
    let peer = |key, flags, list| Wgpeer {
        public_key: Some([key; 32]),
        flags,
        allowedips: Some(List::from(list)),
        ..Wgpeer::default()
    };
    let [old, new] = [[allowed([10, 0, 0, 0], 8)], [allowed([172, 16, 0, 0], 12)]];
    let none: [Wgallowedip<'_>; 0] = [];
    set(&mut netlink, None, &[peer(1, None, &old[..]), peer(2, None, &none[..])]);
    let (remove, replace) = (WgpeerFlags::REMOVE_ME, WgpeerFlags::REPLACE_ALLOWEDIPS);
    let peers = [peer(1, Some(replace), &new[..]), peer(2, Some(remove), &none[..])];
    set(&mut netlink, None, &peers);
    let left = |netlink: &mut Netlink| -> Vec<_> {
        let messages = got(netlink);
        let peers = messages[0].get().unwrap().peers.map(|list| list.to_vec().unwrap());
        let address = |peer: Wgpeer<'_>| {
            let list = peer.allowedips.unwrap().to_vec().unwrap();
            (peer.public_key.unwrap()[0], list[0].ipaddr.unwrap(), list.len())
        };
        peers.unwrap_or_default().into_iter().map(address).collect()
    };
    assert_eq!(left(&mut netlink), [(1, IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 1)]);
    set(&mut netlink, Some(WgdeviceFlags::REPLACE_PEERS), &[peer(4, None, &old[..])]);
    assert_eq!(left(&mut netlink), [(4, IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 1)]);
    ip("link del wg0");
}

#[test]
fn a_device_of_many_peers_arrives_in_several_messages_and_whole() {
    let Some(mut netlink) = device() else { return };
    for key in 1..=250u8 {
        let list = [allowed([10, key, 0, 0], 16), allowed([11, key, 0, 0], 16)];
        let (public_key, allowedips) = (Some([key; 32]), Some(List::from(&list)));
        let peers = [Wgpeer { public_key, allowedips, ..Wgpeer::default() }];
        let peers = Some(List::from(&peers));
        netlink.request(&SetDevice { ifname: name(), peers, ..SetDevice::default() }).unwrap();
    }
    let messages = got(&mut netlink);
    assert!(messages.len() > 1, "{} message", messages.len());
    let mut addresses = Vec::new();
    for message in &messages {
        for peer in message.get().unwrap().peers.unwrap().iter() {
            let peer = peer.unwrap();
            let key = peer.public_key.unwrap()[0];
            let list = peer.allowedips.map(|list| list.to_vec().unwrap()).unwrap_or_default();
            addresses.extend(list.iter().map(|one| (key, one.ipaddr.unwrap())));
        }
    }
    addresses.sort();
    let second = |key, first| (key, IpAddr::V4(Ipv4Addr::new(first, key, 0, 0)));
    let expected: Vec<_> = (1..=250).flat_map(|key| [second(key, 10), second(key, 11)]).collect();
    assert_eq!(addresses, expected);
    ip("link del wg0");
}

#[test]
fn what_is_no_wireguard_device_is_refused() {
    let Some(mut netlink) = device() else { return };
    let ifname = Some(BStr::new("lo"));
    let mut dump = netlink.dump(&GetDeviceDump { ifname, ..GetDeviceDump::default() }).unwrap();
    assert_eq!(dump.next().unwrap_err().errno(), Some(Errno::EOPNOTSUPP));
    drop(dump);
    ip("link del wg0");
}
