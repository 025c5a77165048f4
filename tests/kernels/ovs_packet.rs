//! What is asked of the family `ovs_packet`, and what it sends unasked.

use netlink_families::ovs_flow::{self, ActionAttrs, KeyAttrs, UserspaceAttrs};
use netlink_families::ovs_packet::{Execute, Notification, OvsHeader, Packet};
use netlink_families::ovs_vport;
use netlink_runtime::payload::{Decode, Nested};
use netlink_runtime::{Errno, Netlink, WithHeader};

use crate::listener::{Heard, Listener};
use crate::ovs::{FRAME, datapath, frame_key, in_order, port, send_frame};
use crate::{inside, ip, whole};

/// A handle, a listener, and a datapath of this name whose port 1 is up and has packets without
/// a flow sent to the listener; inside.
fn switch(name: &str) -> Option<(Netlink, Listener, u32)> {
    inside().then(|| {
        let mut netlink = Netlink::new();
        let listener = Listener::new();
        let datapath = datapath(&mut netlink, name, 0);
        let device = format!("{name}-in");
        assert_eq!(port(&mut netlink, datapath, &device, listener.port()), 1);
        // Without IPv6 the device sends nothing of its own.
        ip(&format!("link set {device} addrgenmode none"));
        ip(&format!("link set {device} up"));
        (netlink, listener, datapath)
    })
}

/// The packet that was heard of, whose key is that of the frame.
fn checked<'a>(
    heard: &'a Heard,
    packet: &WithHeader<OvsHeader, Packet<'a>>,
    datapath: u32,
) -> Packet<'a> {
    whole::check_message(&heard.body, packet);
    assert_eq!((packet.header.dp_ifindex, packet.packet), (datapath, Some(&FRAME[..])));
    let bytes = packet.key.expect("there is a key");
    let key = KeyAttrs::decode(bytes).unwrap();
    whole::check_message(bytes, &key);
    let expected = frame_key(1);
    assert_eq!((key.in_port, key.ethernet), (expected.in_port, expected.ethernet));
    assert_eq!((key.ipv4, key.ethertype), (expected.ipv4, expected.ethertype));
    assert_eq!((key.tcp, key.tcp_flags), (expected.tcp, expected.tcp_flags));
    packet.attributes
}

/// Hands to user space, with a cookie and these actions.
fn to_listener(listener: &Listener) -> UserspaceAttrs<'static> {
    UserspaceAttrs {
        pid: Some(listener.port()),
        userdata: Some(b"cookie"),
        actions: true,
        ..UserspaceAttrs::default()
    }
}

#[test]
fn a_packet_that_matches_no_flow_is_handed_over_with_its_key() {
    let Some((_, mut listener, datapath)) = switch("miss") else { return };
    send_frame("miss-in");
    let heard = listener.message();
    let Notification::Miss(packet) = heard.decode() else { panic!("{:?}", heard.body) };
    let packet = checked(&heard, &packet, datapath);
    assert_eq!((packet.userdata, packet.actions, packet.mru), (None, None, None));
}

#[test]
fn a_flow_can_hand_a_packet_over_with_a_cookie_and_its_actions() {
    let Some((mut netlink, mut listener, dp_ifindex)) = switch("act") else { return };
    let (key, userspace) = (frame_key(1), to_listener(&listener));
    let action = ActionAttrs { userspace: Some(Nested::from(&userspace)), ..Default::default() };
    let mask = KeyAttrs { in_port: Some(u32::MAX), ..KeyAttrs::default() };
    let flow = ovs_flow::New {
        header: ovs_flow::OvsHeader { dp_ifindex },
        key: Some(Nested::from(&key)),
        mask: Some(Nested::from(&mask)),
        actions: Some(Nested::from(&action)),
        ..ovs_flow::New::default()
    };
    netlink.request(&flow).unwrap();
    send_frame("act-in");
    let heard = listener.message();
    let Notification::Action(packet) = heard.decode() else { panic!("{:?}", heard.body) };
    let packet = checked(&heard, &packet, dp_ifindex);
    assert_eq!(packet.userdata, Some(&b"cookie"[..]));
    let told = ActionAttrs::decode(packet.actions.unwrap()).unwrap();
    whole::assert_same(&told, &action);
}

#[test]
fn a_packet_that_is_executed_goes_where_its_actions_say() {
    let Some((mut netlink, mut listener, dp_ifindex)) = switch("run") else { return };
    assert_eq!(port(&mut netlink, dp_ifindex, "run-out", 0), 2);
    ip("link set run-out up");
    let userspace = to_listener(&listener);
    let actions = in_order(&[
        ActionAttrs { output: Some(2), ..ActionAttrs::default() },
        ActionAttrs { userspace: Some(Nested::from(&userspace)), ..ActionAttrs::default() },
    ]);
    let frame = Some(&FRAME[..]);
    let key = in_order(&[]);
    let header = OvsHeader { dp_ifindex };
    let execute = Execute {
        header,
        packet: frame,
        key: Some(&key),
        actions: Some(&actions),
        ..Execute::default()
    };
    netlink.request(&execute).unwrap();
    let heard = listener.message();
    let Notification::Action(packet) = heard.decode() else { panic!("{:?}", heard.body) };
    assert_eq!((packet.packet, packet.userdata), (frame, Some(&b"cookie"[..])));
    whole::check_message(&heard.body, &packet);

    let header = ovs_vport::OvsHeader { dp_ifindex };
    let get = ovs_vport::Get { header, port_no: Some(2), ..ovs_vport::Get::default() };
    let port = netlink.request(&get).unwrap();
    // The host receives what the datapath puts out.
    assert_eq!(port.stats.unwrap().rx_packets, 1, "{port:?}");

    let wrong = Execute { packet: Some(&FRAME[..13]), ..execute };
    let error = netlink.request(&wrong).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ERANGE), "{error}");
}
