//! Open vSwitch datapaths with ports and packets, for the tests of its families.

use std::fmt::Write;
use std::fs;
use std::net::Ipv4Addr;
use std::process::Command;

use netlink_families::ovs_flow::{
    ActionAttrs, KeyAttrs, OvsFragType, OvsKeyEthernet, OvsKeyIpv4, OvsKeyTcp,
};
use netlink_families::{ovs_datapath, ovs_vport};
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Array, Encode};
use netlink_runtime::wire;

/// Makes a datapath whose packets without a flow go to a netlink port, or nowhere; gives its
/// number.
pub(crate) fn datapath(netlink: &mut Netlink, name: &str, upcall: u32) -> u32 {
    let user_features =
        ovs_datapath::UserFeatures::UNALIGNED | ovs_datapath::UserFeatures::VPORT_PIDS;
    let request = ovs_datapath::New {
        name: Some(BStr::new(name)),
        upcall_pid: Some(upcall),
        user_features: Some(user_features),
        ..ovs_datapath::New::default()
    };
    netlink.request(&request).unwrap();
    ifindex(name)
}

/// Gives a datapath a port that is a device of the host, and gives its number in the datapath.
pub(crate) fn port(netlink: &mut Netlink, datapath: u32, name: &str, upcall: u32) -> u32 {
    let header = ovs_vport::OvsHeader { dp_ifindex: datapath };
    let (name, upcalls) = (Some(BStr::new(name)), [upcall]);
    let request = ovs_vport::New {
        header,
        name,
        r#type: Some(ovs_vport::VportType::Internal),
        upcall_pid: Some(Array::new(&upcalls)),
        ..ovs_vport::New::default()
    };
    netlink.request(&request).unwrap();
    let get = ovs_vport::Get { header, name, ..ovs_vport::Get::default() };
    netlink.request(&get).unwrap().port_no.expect("a port has a number")
}

/// The number of a device, as the kernel's files say.
pub(crate) fn ifindex(name: &str) -> u32 {
    let text = fs::read_to_string(format!("/sys/class/net/{name}/ifindex"));
    text.expect("the device is there").trim().parse().expect("a number")
}

/// A TCP packet without data from 192.0.2.1, port 1000, to 192.0.2.2, port 80.
#[rustfmt::skip]
pub(crate) const FRAME: [u8; 54] = [
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0,
    0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0xf6, 0xcf, 192, 0, 2, 1, 192, 0, 2, 2,
    3, 232, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x02, 16, 0, 0, 0, 0, 0,
];

/// What a datapath finds in that packet if it comes in by this port.
pub(crate) fn frame_key(in_port: u32) -> KeyAttrs<'static> {
    let ethernet = OvsKeyEthernet { eth_src: [2, 0, 0, 0, 0, 1], eth_dst: [2, 0, 0, 0, 0, 2] };
    let ipv4 = OvsKeyIpv4 {
        ipv4_src: Ipv4Addr::new(192, 0, 2, 1),
        ipv4_dst: Ipv4Addr::new(192, 0, 2, 2),
        ipv4_proto: 6,
        ipv4_tos: 0,
        ipv4_ttl: 64,
        ipv4_frag: OvsFragType::None,
    };
    KeyAttrs {
        in_port: Some(in_port),
        ethernet: Some(ethernet),
        ethertype: Some(0x0800),
        ipv4: Some(ipv4),
        tcp: Some(OvsKeyTcp { tcp_src: 1000, tcp_dst: 80 }),
        // SYN.
        tcp_flags: Some(2),
        ..KeyAttrs::default()
    }
}

/// Sends the packet out of a device of the host, which must be up.
pub(crate) fn send_frame(device: &str) {
    let program = "import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
s.bind((sys.argv[1], 0))
s.send(bytes.fromhex(sys.argv[2]))";
    let mut frame = String::new();
    FRAME.iter().for_each(|byte| write!(frame, "{byte:02x}").expect("a string takes all"));
    let status = Command::new("python3").args(["-c", program, device, &frame]).status();
    assert!(status.expect("python3 is installed").success());
}

/// Actions in this order: what several structs of one action each are written as.
pub(crate) fn in_order(actions: &[ActionAttrs<'_>]) -> Vec<u8> {
    let mut writer = wire::Writer::new();
    actions.iter().for_each(|action| action.encode(&mut writer));
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}
