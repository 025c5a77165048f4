//! Routes: next hops that begin with their own length, and tunnels whose kind is a number.

use std::net::Ipv4Addr;

use netlink_families::rt_route::{
    EncapIlaAttrs, EncapIoam6Attrs, EncapIpAttrs, EncapMplsAttrs, EncapMsg, EncapRplAttrs,
    EncapSeg6Counters, EncapSeg6Flavors, EncapSeg6LocalAttrs, EncapType, EncapXfrmAttrs,
    IlaCsumMode, IlaIdentType, Ioam6Mode, Ioam6TraceHdr, Newroute, RouteAttrs, Rtnexthop,
    RtnhFlags, Seg6Flavor, Seg6LocalAction,
};
use netlink_runtime::payload::{Array, AttributeSet, Decode, Nested, Records, SubMessage};
use netlink_runtime::schema::locate;
use netlink_runtime::{Request, WithHeader};

use crate::bytes::{captured, encoded};
use crate::tree::tree;

/// `nexthop via 192.0.2.2 weight 3`, another in a tunnel, and one of another family.
const NEXT_HOPS: &str = include_str!("captured/ip_nexthops.hex");

/// Proves that a request of ours has the same attributes behind its header as what was captured.
fn same_request(ours: &Newroute<'_>, theirs: &[u8]) {
    let set = Newroute::SCHEMA;
    assert_eq!(tree(&encoded(ours)[12..], set), tree(&theirs[12..], set));
}

#[test]
fn next_hops_are_headers_with_a_length_and_attributes_of_their_own() {
    let Some(body) = captured(NEXT_HOPS) else { return };
    let request = Newroute::decode(&body).unwrap();
    let hops = request.multipath.unwrap().to_vec().unwrap();
    let headers: Vec<_> =
        hops.iter().map(|hop| (hop.header.rtnh_len, hop.header.rtnh_hops)).collect();
    assert_eq!(headers, [(16, 2), (48, 0), (32, 0)]);
    assert_eq!(hops[0].gateway, Some([192, 0, 2, 2].into()));
    let EncapMsg::Ip(tunnel) = hops[1].encap.unwrap().get(hops[1].encap_type).unwrap() else {
        panic!("{hops:?}");
    };
    assert_eq!((tunnel.id, tunnel.dst), (Some(8), Some(Ipv4Addr::new(198, 51, 100, 3))));
    assert_eq!(hops[2].header.rtnh_flags, RtnhFlags::ONLINK);
    let printed = format!("{request:?}");
    let hop = "rtnh-hops: 2, rtnh-ifindex: 0 }, gateway: 192.0.2.2 }, ";
    assert!(printed.contains(hop), "{printed}");
    assert!(printed.contains("encap: encap-ip-attrs { id: 8, dst: 198.51.100.3 }"), "{printed}");
}

#[test]
fn next_hops_are_sent_as_ip_sends_them_and_as_they_came() {
    let Some(body) = captured(NEXT_HOPS) else { return };
    let theirs = Newroute::decode(&body).unwrap();
    same_request(&theirs, &body);

    let tunnel = EncapIpAttrs {
        id: Some(8),
        dst: Some(Ipv4Addr::new(198, 51, 100, 3)),
        ..EncapIpAttrs::default()
    };
    let tunnel = EncapMsg::Ip(tunnel);
    let via = [&10_u16.to_ne_bytes()[..], &[0x20, 1, 0xd, 0xb8], &[0; 11], &[5]].concat();
    let hop = |rtnh_hops, rtnh_ifindex, rtnh_flags| Rtnexthop {
        rtnh_hops,
        rtnh_ifindex,
        rtnh_flags,
        ..Rtnexthop::default()
    };
    let none = RtnhFlags::empty();
    let hops = [
        WithHeader {
            header: hop(2, 0, none),
            attributes: RouteAttrs { gateway: Some([192, 0, 2, 2].into()), ..Default::default() },
        },
        WithHeader {
            header: hop(0, 3, none),
            attributes: RouteAttrs {
                gateway: Some([192, 0, 2, 3].into()),
                encap: Some(SubMessage::from(&tunnel)),
                ..Default::default()
            },
        },
        WithHeader {
            header: hop(0, 3, RtnhFlags::ONLINK),
            attributes: RouteAttrs { via: Some(&via), ..Default::default() },
        },
    ];
    let multipath = Some(Records::new(&hops));
    let ours = Newroute { dst: theirs.dst, multipath, ..Newroute::default() };
    same_request(&ours, &body);
}

#[test]
fn an_offset_into_a_next_hop_is_the_path_of_its_attribute() {
    let Some(body) = captured(NEXT_HOPS) else { return };
    let layout = &Newroute::OPERATION.layout;
    let path = |offset| locate(&body, layout, offset).unwrap().to_string();
    // From the start of the body: 12 bytes of header, 8 of `dst`, 4 of `multipath`.
    assert_eq!(path(24), "route-attrs.multipath[0]");
    assert_eq!(path(32), "route-attrs.multipath[0].gateway");
    assert_eq!(path(52), "route-attrs.multipath[1].encap.id");
    assert_eq!(path(96), "route-attrs.multipath[2].via");
}

/// Proves that a captured request has a tunnel of that kind, and that ours is written the same;
/// the kind follows from what it has.
fn same_tunnel(text: &str, kind: EncapType, ours: &EncapMsg<'_>) {
    let Some(body) = captured(text) else { return };
    let theirs = Newroute::decode(&body).unwrap();
    assert_eq!(theirs.encap_type, Some(kind));
    let read = theirs.encap.unwrap().get(theirs.encap_type).unwrap();
    assert_eq!(format!("{read:?}"), format!("{ours:?}"));
    let encap = Some(SubMessage::from(ours));
    same_request(&Newroute { encap, encap_type: None, ..theirs }, &body);
}

#[test]
fn the_kind_of_a_tunnel_says_its_attributes() {
    let labels = [100 << 12, 200 << 12 | 1 << 8];
    let mpls =
        EncapMplsAttrs { dst: Some(Array::new(&labels)), ttl: Some(3), ..Default::default() };
    same_tunnel(include_str!("captured/ip_encap_mpls.hex"), EncapType::Mpls, &EncapMsg::Mpls(mpls));

    let trace = Ioam6TraceHdr { namespace_id: 1, remlen: 3, r#type: 0x8000_0000, nodelen: 0 };
    let ioam6 = EncapIoam6Attrs {
        mode: Some(Ioam6Mode::Encap),
        dst: Some("2001:db8::9".parse().unwrap()),
        trace: Some(trace),
        freq_k: Some(1),
        freq_n: Some(5),
        ..Default::default()
    };
    let ioam6 = EncapMsg::Ioam6(ioam6);
    same_tunnel(include_str!("captured/ip_encap_ioam6.hex"), EncapType::Ioam6, &ioam6);

    let ila = EncapIlaAttrs {
        locator: Some(0x0001_0002_0003_0004),
        csum_mode: Some(IlaCsumMode::AdjustTransport),
        ident_type: Some(IlaIdentType::Luid),
        ..Default::default()
    };
    same_tunnel(include_str!("captured/ip_encap_ila.hex"), EncapType::Ila, &EncapMsg::Ila(ila));

    let address = [&[0x20, 1, 0xd, 0xb8][..], &[0; 11], &[7]].concat();
    let srh = [&[0, 2, 3, 1, 0, 0, 0, 0], &*address].concat();
    let rpl = EncapRplAttrs { srh: Some(&srh), ..Default::default() };
    same_tunnel(include_str!("captured/ip_encap_rpl.hex"), EncapType::Rpl, &EncapMsg::Rpl(rpl));

    let xfrm = EncapXfrmAttrs { if_id: Some(7), link: Some(3), ..Default::default() };
    same_tunnel(include_str!("captured/ip_encap_xfrm.hex"), EncapType::Xfrm, &EncapMsg::Xfrm(xfrm));

    let counters = EncapSeg6Counters {
        packets: Some(0),
        bytes: Some(0),
        errors: Some(0),
        ..Default::default()
    };
    let operation = Some(Seg6Flavor::PSP);
    let flavors = EncapSeg6Flavors { operation, ..Default::default() };
    let local = EncapSeg6LocalAttrs {
        action: Some(Seg6LocalAction::EndDt6),
        table: Some(254),
        counters: Some(Nested::from(&counters)),
        flavors: Some(Nested::from(&flavors)),
        ..Default::default()
    };
    let local = EncapMsg::Seg6Local(local);
    same_tunnel(include_str!("captured/ip_encap_seg6_local.hex"), EncapType::Seg6Local, &local);
}
