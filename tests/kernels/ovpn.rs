//! What is asked of the family `ovpn`.

use std::net::{Ipv4Addr, UdpSocket};
use std::os::fd::AsRawFd;

use netlink_families::ovpn::{
    CipherAlg, KeyDel, KeyGet, KeyNew, KeySlot, KeySwap, Keyconf, KeyconfDelInput, KeyconfGet,
    KeyconfSwapInput, Keydir, Peer, PeerDel, PeerDelInput, PeerGet, PeerGetDump, PeerNew,
    PeerNewInput, PeerSet, PeerSetInput,
};
use netlink_families::rt_link::{
    GetlinkDump, LinkinfoAttrs, LinkinfoDataMsg as Data, LinkinfoOvpnAttrs, Newlink, OvpnMode,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;
use netlink_runtime::wire::flags;
use netlink_runtime::{Errno, Netlink, Request};

use crate::{index, inside, ip, whole};

/// Where the peer is, outside and inside of the tunnel.
const REMOTE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const WITHIN: Ipv4Addr = Ipv4Addr::new(10, 8, 0, 2);

/// A handle, the index of a new device and a socket that peers use, inside.
fn device() -> Option<(Netlink, Option<u32>, UdpSocket)> {
    inside().then(|| {
        let mut netlink = Netlink::new();
        let mode = Some(OvpnMode::Mp);
        let settings = Data::Ovpn(LinkinfoOvpnAttrs { mode, ..LinkinfoOvpnAttrs::default() });
        let info = LinkinfoAttrs { data: Some((&settings).into()), ..LinkinfoAttrs::default() };
        let (ifname, linkinfo) = (Some(BStr::new("tunnel")), Some(Nested::from(&info)));
        let new = Newlink { ifname, linkinfo, ..Newlink::default() };
        netlink.request(&new.with_flags(flags::CREATE | flags::EXCLUSIVE)).unwrap();
        let links = whole::dumped(&mut netlink, &GetlinkDump::default());
        let mut links = links.iter().map(|link| link.get().unwrap());
        let link = links.find(|link| link.ifname == ifname).expect("it was made");
        whole::assert_within(&info, &link.linkinfo.unwrap().get().unwrap());
        let ifindex = Some(index("tunnel"));
        let socket = UdpSocket::bind("127.0.0.1:0").expect("lo is up");
        (netlink, ifindex, socket)
    })
}

fn add(netlink: &mut Netlink, ifindex: Option<u32>, socket: &UdpSocket) {
    let peer = PeerNewInput {
        id: Some(3),
        remote_ipv4: Some(REMOTE),
        remote_port: Some(1194),
        socket: Some(socket.as_raw_fd() as u32),
        vpn_ipv4: Some(WITHIN),
        keepalive_interval: Some(10),
        keepalive_timeout: Some(60),
        ..PeerNewInput::default()
    };
    let peer = Some(Nested::from(&peer));
    netlink.request(&PeerNew { ifindex, peer, ..PeerNew::default() }).unwrap();
}

#[test]
fn a_peer_comes_back_as_it_was_added_and_changed() {
    let Some((mut netlink, ifindex, socket)) = device() else { return };
    add(&mut netlink, ifindex, &socket);
    let check = |peer: &Peer<'_>, keepalive| {
        assert_eq!((peer.id, peer.remote_ipv4), (Some(3), Some(REMOTE)), "{peer:?}");
        assert_eq!((peer.remote_port, peer.vpn_ipv4), (Some(1194), Some(WITHIN)), "{peer:?}");
        assert_eq!((peer.keepalive_interval, peer.keepalive_timeout), keepalive);
        let port = socket.local_addr().unwrap().port();
        assert_eq!((peer.local_port, peer.vpn_rx_bytes), (Some(port), Some(0)), "{peer:?}");
    };
    let all = whole::dumped(&mut netlink, &PeerGetDump { ifindex, ..PeerGetDump::default() });
    assert_eq!(all.len(), 1, "{all:?}");
    check(&all[0].get().unwrap().peer.unwrap().get().unwrap(), (Some(10), Some(60)));

    let change = PeerSetInput {
        id: Some(3),
        keepalive_interval: Some(20),
        keepalive_timeout: Some(120),
        ..PeerSetInput::default()
    };
    let peer = Some(Nested::from(&change));
    netlink.request(&PeerSet { ifindex, peer, ..PeerSet::default() }).unwrap();
    let which = Peer { id: Some(3), ..Peer::default() };
    let peer = Some(Nested::from(&which));
    let get = PeerGet { ifindex, peer, ..PeerGet::default() };
    let got = whole::asked(&mut netlink, &get);
    check(&got.get().unwrap().peer.unwrap().get().unwrap(), (Some(20), Some(120)));

    let which = PeerDelInput { id: Some(3), ..PeerDelInput::default() };
    let peer = Some(Nested::from(&which));
    netlink.request(&PeerDel { ifindex, peer, ..PeerDel::default() }).unwrap();
    assert_eq!(netlink.request(&get).unwrap_err().errno(), Some(Errno::ENOENT));
    ip("link del tunnel");
}

#[test]
fn keys_are_told_without_their_bytes_swapped_and_deleted() {
    let Some((mut netlink, ifindex, socket)) = device() else { return };
    add(&mut netlink, ifindex, &socket);
    let key = [7; 32];
    let dir = Keydir { cipher_key: Some(&key), nonce_tail: Some([1; 8]), ..Keydir::default() };
    let conf = Keyconf {
        peer_id: Some(3),
        slot: Some(KeySlot::Primary),
        key_id: Some(5),
        cipher_alg: Some(CipherAlg::Chacha20Poly1305),
        encrypt_dir: Some(Nested::from(&dir)),
        decrypt_dir: Some(Nested::from(&dir)),
        ..Keyconf::default()
    };
    let keyconf = Some(Nested::from(&conf));
    netlink.request(&KeyNew { ifindex, keyconf, ..KeyNew::default() }).unwrap();
    let get = |netlink: &mut Netlink, slot| {
        let which = KeyconfGet { peer_id: Some(3), slot: Some(slot), ..KeyconfGet::default() };
        let keyconf = Some(Nested::from(&which));
        netlink.request(&KeyGet { ifindex, keyconf, ..KeyGet::default() }).map(|reply| {
            whole::check(&reply);
            let key = reply.keyconf.unwrap().get().unwrap();
            (key.key_id, key.cipher_alg)
        })
    };
    let expected = (Some(5), Some(CipherAlg::Chacha20Poly1305));
    assert_eq!(get(&mut netlink, KeySlot::Primary).unwrap(), expected);

    let which = KeyconfSwapInput { peer_id: Some(3), ..KeyconfSwapInput::default() };
    let keyconf = Some(Nested::from(&which));
    netlink.request(&KeySwap { ifindex, keyconf, ..KeySwap::default() }).unwrap();
    assert_eq!(get(&mut netlink, KeySlot::Secondary).unwrap(), expected);
    let slot = Some(KeySlot::Secondary);
    let which = KeyconfDelInput { peer_id: Some(3), slot, ..KeyconfDelInput::default() };
    let keyconf = Some(Nested::from(&which));
    netlink.request(&KeyDel { ifindex, keyconf, ..KeyDel::default() }).unwrap();
    let gone = get(&mut netlink, KeySlot::Secondary).unwrap_err();
    assert_eq!(gone.errno(), Some(Errno::ENOENT), "{gone}");
    ip("link del tunnel");
}
