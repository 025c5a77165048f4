//! What is asked of the family `ovs_vport`.

use netlink_families::ovs_vport::{
    Del, Get, GetDump, New, OvsHeader, Set, VportOptions, VportType, VxlanExtension,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Array, Nested};
use netlink_runtime::{Errno, Netlink};

use crate::ovs::{datapath, ifindex};
use crate::{inside, ip, whole};

/// A handle and a datapath of this name, inside.
fn switch(name: &str) -> Option<(Netlink, OvsHeader)> {
    inside().then(|| {
        let mut netlink = Netlink::new();
        let dp_ifindex = datapath(&mut netlink, name, 0);
        (netlink, OvsHeader { dp_ifindex })
    })
}

fn named(header: OvsHeader, name: &str) -> Get<'_> {
    Get { header, name: Some(BStr::new(name)), ..Get::default() }
}

/// A port of this kind; the kernel wants a list of netlink ports, 0 is none.
fn new<'a>(header: OvsHeader, name: &'a str, kind: VportType) -> New<'a> {
    let (name, upcall_pid) = (Some(BStr::new(name)), Some(Array::new(&[0])));
    New { header, name, r#type: Some(kind), upcall_pid, ..New::default() }
}

#[test]
fn ports_of_each_kind_are_the_same_by_name_by_number_and_in_the_dump() {
    let Some((mut netlink, header)) = switch("kinds") else { return };
    ip("link add left type veth peer name right");
    for port in [new(header, "left", VportType::Netdev), new(header, "inner", VportType::Internal)]
    {
        netlink.request(&port).unwrap();
    }
    let numbered = New { port_no: Some(9), ..new(header, "nine", VportType::Internal) };
    netlink.request(&numbered).unwrap();

    let mut dump = whole::dumped(&mut netlink, &GetDump { header, ..GetDump::default() });
    dump.sort_by_key(|port| port.get().unwrap().port_no);
    let expected = [
        ("kinds", 0, VportType::Internal),
        ("left", 1, VportType::Netdev),
        ("inner", 2, VportType::Internal),
        ("nine", 9, VportType::Internal),
    ];
    assert_eq!(dump.len(), expected.len(), "{dump:?}");
    for (port, (name, number, kind)) in dump.iter().zip(expected) {
        let view = port.get().unwrap();
        assert_eq!(view.header, header);
        assert_eq!((view.port_no, view.r#type), (Some(number), Some(kind)));
        assert_eq!((view.name, view.ifindex), (Some(BStr::new(name)), Some(ifindex(name))));
        assert!(view.stats.is_some() && view.upcall_stats.is_some(), "{view:?}");

        let by_name = whole::asked(&mut netlink, &named(OvsHeader::default(), name));
        assert_eq!(format!("{by_name:?}"), format!("{port:?}"));
        let by_number = Get { header, port_no: Some(number), ..Get::default() };
        let by_number = whole::asked(&mut netlink, &by_number);
        assert_eq!(format!("{by_number:?}"), format!("{port:?}"));
    }
}

#[test]
fn the_netlink_port_for_packets_without_a_flow_is_the_one_that_was_set() {
    let Some((mut netlink, header)) = switch("upcalls") else { return };
    let upcall_pid = Some(Array::new(&[11]));
    let port = New { upcall_pid, ..new(header, "asking", VportType::Internal) };
    netlink.request(&port).unwrap();
    let port = whole::asked(&mut netlink, &named(header, "asking"));
    let port = port.get().unwrap();
    assert_eq!(port.upcall_pid.unwrap().iter().collect::<Vec<_>>(), [11]);

    let upcall_pid = Some(Array::new(&[14]));
    let set = Set { header, port_no: port.port_no, upcall_pid, ..Set::default() };
    netlink.request(&set).unwrap();
    let port = whole::asked(&mut netlink, &named(header, "asking"));
    assert_eq!(port.get().unwrap().upcall_pid.unwrap().iter().collect::<Vec<_>>(), [14]);
}

/// The kernel of series 7.3 has no tunnel ports.
#[test]
fn options_of_a_tunnel_port_are_those_that_were_set() {
    let Some((mut netlink, header)) = switch("tunnels") else { return };
    let extension = VxlanExtension { gbp: true, ..VxlanExtension::default() };
    let options = VportOptions {
        dst_port: Some(4789),
        extension: Some(Nested::from(&extension)),
        ..VportOptions::default()
    };
    let port = New { options: Some(Nested::from(&options)), ..new(header, "vx", VportType::Vxlan) };
    if let Err(error) = netlink.request(&port) {
        return assert_eq!(error.errno(), Some(Errno::EAFNOSUPPORT), "{error}");
    }
    let port = whole::asked(&mut netlink, &named(header, "vx"));
    let port = port.get().unwrap();
    assert_eq!(port.r#type, Some(VportType::Vxlan));
    let told = port.options.unwrap().get().unwrap();
    assert_eq!(told.dst_port, Some(4789));
    assert!(told.extension.unwrap().get().unwrap().gbp, "{port:?}");
}

#[test]
fn a_port_that_is_gone_is_not_found() {
    let Some((mut netlink, header)) = switch("less") else { return };
    netlink.request(&new(header, "away", VportType::Internal)).unwrap();
    let name = Some(BStr::new("away"));
    netlink.request(&Del { header, name, ..Del::default() }).unwrap();
    let error = netlink.request(&named(header, "away")).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENODEV), "{error}");
    let left = whole::dumped(&mut netlink, &GetDump { header, ..GetDump::default() });
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_port_without_a_kind_and_a_number_that_is_taken_are_refused() {
    let Some((mut netlink, header)) = switch("errors") else { return };
    let kindless = New { r#type: None, ..new(header, "odd", VportType::Unspec) };
    let error = netlink.request(&kindless).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
    let taken = New { port_no: Some(1), ..new(header, "even", VportType::Internal) };
    netlink.request(&taken).unwrap();
    let error = netlink.request(&taken).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EBUSY), "{error}");
}
