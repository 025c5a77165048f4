//! What is asked of the family `ovs_flow`.

use netlink_families::ovs_flow::{
    ActionAttrs, Del, FlowAttrs, Get, GetDump, KeyAttrs, New, OvsActionPushVlan, OvsFlowStats,
    OvsFragType, OvsHeader, OvsKeyIpv4, OvsKeyTcp, OvsUfidFlags, SampleAttrs, Set, UserspaceAttrs,
};
use netlink_runtime::payload::Nested;
use netlink_runtime::wire::Attributes;
use netlink_runtime::{Errno, Netlink};

use crate::ovs::{FRAME, datapath, frame_key, in_order, port, send_frame};
use crate::{inside, ip, whole};

/// A handle and a datapath of this name with the ports 1, which is up, and 2, inside.
fn switch(name: &str) -> Option<(Netlink, OvsHeader)> {
    inside().then(|| {
        let mut netlink = Netlink::new();
        let dp_ifindex = datapath(&mut netlink, name, 0);
        assert_eq!(port(&mut netlink, dp_ifindex, &format!("{name}-one"), 0), 1);
        assert_eq!(port(&mut netlink, dp_ifindex, &format!("{name}-two"), 0), 2);
        (netlink, OvsHeader { dp_ifindex })
    })
}

fn output(port: u32) -> ActionAttrs<'static> {
    ActionAttrs { output: Some(port), ..ActionAttrs::default() }
}

/// The flow that a message tells, and its actions as they came.
fn actions<'a>(flow: &FlowAttrs<'a>) -> &'a [u8] {
    let Some(Nested::Wire(bytes)) = flow.actions else { panic!("{flow:?}") };
    bytes
}

#[test]
fn a_flow_has_the_key_the_mask_and_the_actions_in_the_order_that_were_sent() {
    let Some((mut netlink, header)) = switch("order") else { return };
    let key = frame_key(1);
    let ones = OvsKeyIpv4 {
        ipv4_src: [255, 255, 255, 0].into(),
        ipv4_proto: 255,
        ipv4_frag: OvsFragType::Any,
        ..OvsKeyIpv4::default()
    };
    let mask = KeyAttrs {
        in_port: Some(u32::MAX),
        ethertype: Some(u16::MAX),
        ipv4: Some(ones),
        tcp: Some(OvsKeyTcp { tcp_src: 0, tcp_dst: u16::MAX }),
        ..KeyAttrs::default()
    };
    let (vlan, first) = (OvsActionPushVlan { vlan_tpid: 0x8100, vlan_tci: 0x1005 }, [output(2)]);
    let first = in_order(&first);
    let sample = SampleAttrs {
        probability: Some(u32::MAX / 2),
        actions: Some(Nested::Wire(&first)),
        ..SampleAttrs::default()
    };
    let userspace = UserspaceAttrs {
        pid: Some(77),
        userdata: Some(b"cookie"),
        actions: true,
        ..UserspaceAttrs::default()
    };
    let sent = in_order(&[
        ActionAttrs { push_vlan: Some(vlan), ..ActionAttrs::default() },
        output(2),
        ActionAttrs { pop_vlan: true, ..ActionAttrs::default() },
        ActionAttrs { sample: Some(Nested::from(&sample)), ..ActionAttrs::default() },
        ActionAttrs { userspace: Some(Nested::from(&userspace)), ..ActionAttrs::default() },
        output(0),
    ]);
    let new = New {
        header,
        key: Some(Nested::from(&key)),
        mask: Some(Nested::from(&mask)),
        actions: Some(Nested::Wire(&sent)),
        ..New::default()
    };
    netlink.request(&new).unwrap();

    let get = Get { header, key: Some(Nested::from(&key)), ..Get::default() };
    let view = netlink.request(&get).unwrap();
    let told = view.key.unwrap().get().unwrap();
    assert_eq!((told.in_port, told.ethertype), (Some(1), Some(0x0800)));
    assert_eq!((told.tcp.unwrap().tcp_dst, told.ipv4.unwrap().ipv4_proto), (80, 6));
    let told = view.mask.unwrap().get().unwrap();
    assert_eq!((told.in_port, told.ethertype), (Some(u32::MAX), Some(u16::MAX)));
    assert_eq!((told.ipv4, told.tcp), (mask.ipv4, mask.tcp));
    assert_eq!((view.stats, view.used, view.tcp_flags), (None, None, None));
    let printed = format!("{view:?}");
    for text in ["push-vlan: ", "vlan-tci: 4101", "pop-vlan", "probability: 2147483647"] {
        assert!(printed.contains(text), "{text}: {printed}");
    }
    let listed = |bytes| -> Vec<(u16, Vec<u8>)> {
        let all = Attributes::new(bytes).map(|one| one.unwrap());
        all.map(|one| (one.id(), one.payload().to_vec())).collect()
    };
    let told = listed(actions(&view));
    assert_eq!(told.iter().map(|one| one.0).collect::<Vec<_>>(), [4, 1, 5, 6, 2, 1]);
    let plain = |all: Vec<(u16, Vec<u8>)>| -> Vec<_> {
        // The kernel leaves marks of nests out.
        all.into_iter().filter(|(id, _)| ![2, 6].contains(id)).collect()
    };
    assert_eq!(plain(told), plain(listed(&sent)));

    let dump = GetDump { header, ..GetDump::default() };
    let all: Vec<_> = netlink.dump(&dump).unwrap().owned().map(Result::unwrap).collect();
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!(format!("{one:?}"), printed);
    let gaps = whole::gaps(&one.get().unwrap(), one.bytes());
    assert_eq!(gaps, [".actions.output: comes again"]);
}

#[test]
fn packets_that_match_are_counted_until_the_counters_are_cleared() {
    let Some((mut netlink, header)) = switch("count") else { return };
    ip("link set count-one up");
    let key = frame_key(1);
    let mask =
        KeyAttrs { in_port: Some(u32::MAX), ethertype: Some(u16::MAX), ..KeyAttrs::default() };
    let key = Some(Nested::from(&key));
    let drop = Some(Nested::Wire(&[]));
    let mask = Some(Nested::from(&mask));
    netlink.request(&New { header, key, mask, actions: drop, ..New::default() }).unwrap();
    send_frame("count-one");
    send_frame("count-one");

    let get = Get { header, key, ..Get::default() };
    let flow = whole::asked(&mut netlink, &get);
    let flow = flow.get().unwrap();
    let twice = OvsFlowStats { n_packets: 2, n_bytes: 2 * FRAME.len() as u64 };
    // The flag SYN.
    assert_eq!((flow.stats, flow.tcp_flags), (Some(twice), Some(2)));
    assert!(flow.used.is_some_and(|time| time > 0), "{flow:?}");
    assert!(actions(&flow).is_empty());

    let output = in_order(&[output(2)]);
    let actions = Some(Nested::Wire(&output));
    netlink.request(&Set { header, key, actions, clear: true, ..Set::default() }).unwrap();
    let flow = whole::asked(&mut netlink, &get);
    let flow = flow.get().unwrap();
    assert_eq!((flow.stats, flow.used), (None, None));
    assert_eq!(flow.actions.unwrap().get().unwrap().output, Some(2));
}

#[test]
fn a_flow_is_found_by_its_id_and_what_is_not_wanted_is_left_out() {
    let Some((mut netlink, header)) = switch("ids") else { return };
    let key = frame_key(1);
    let ufid = Some(&b"sixteen byte id."[..]);
    let (key, none) = (Some(Nested::from(&key)), Some(Nested::Wire(&[])));
    netlink.request(&New { header, key, actions: none, ufid, ..New::default() }).unwrap();

    let get = |ufid_flags| Get { header, ufid, ufid_flags, ..Get::default() };
    let flow = whole::asked(&mut netlink, &get(None));
    let flow = flow.get().unwrap();
    assert_eq!((flow.ufid, flow.key.is_some(), flow.actions.is_some()), (ufid, true, true));
    let omitted = OvsUfidFlags::OMIT_KEY | OvsUfidFlags::OMIT_MASK | OvsUfidFlags::OMIT_ACTIONS;
    let flow = whole::asked(&mut netlink, &get(Some(omitted)));
    let flow = flow.get().unwrap();
    assert_eq!((flow.ufid, flow.key.is_some(), flow.actions.is_some()), (ufid, false, false));

    netlink.request(&Del { header, ufid, ..Del::default() }).unwrap();
    let error = netlink.request(&get(None)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");
}

#[test]
fn all_flows_of_a_datapath_are_removed_by_one_request() {
    let Some((mut netlink, header)) = switch("flush") else { return };
    for in_port in 1..=2 {
        let key = frame_key(in_port);
        let (key, none) = (Some(Nested::from(&key)), Some(Nested::Wire(&[])));
        netlink.request(&New { header, key, actions: none, ..New::default() }).unwrap();
    }
    let dump = GetDump { header, ..GetDump::default() };
    assert_eq!(whole::dumped(&mut netlink, &dump).len(), 2);
    netlink.request(&Del { header, ..Del::default() }).unwrap();
    assert_eq!(whole::dumped(&mut netlink, &dump).len(), 0);
}

#[test]
fn a_flow_without_what_it_needs_and_an_unknown_one_are_refused() {
    let Some((mut netlink, header)) = switch("wrong") else { return };
    let key = frame_key(1);
    let key = Some(Nested::from(&key));
    let error = netlink.request(&New { header, key, ..New::default() }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "there are no actions: {error}");
    let unknown = output(99);
    let actions = Some(Nested::from(&unknown));
    let new = New { header, key, actions, ..New::default() };
    netlink.request(&new).unwrap();
    let error = netlink.request(&Set { header, ..Set::default() }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "there is no key: {error}");
}
