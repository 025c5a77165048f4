//! What the running kernel lacks, in kernels that have it.
//!
//! The kernels are run by `uml.sh` of the directory that `NETLINK_TEST_KERNELS` names; inside, this
//! test binary runs again, with the tests of one module. There they are root, alone, and free to
//! change whatever they like. Outside they return at once, see [`inside`].

#[path = "support/heard.rs"]
mod heard;
#[path = "support/hello.rs"]
mod hello;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;
#[path = "support/tool.rs"]
mod tool;
#[path = "support/whole.rs"]
mod whole;

#[path = "kernels/binder.rs"]
mod binder;
#[path = "kernels/devlink.rs"]
mod devlink;
#[path = "kernels/ethtool.rs"]
mod ethtool;
#[path = "kernels/fou.rs"]
mod fou;
#[path = "kernels/greeting.rs"]
mod greeting;
#[path = "kernels/handshake.rs"]
mod handshake;
#[path = "kernels/listener.rs"]
mod listener;
#[path = "kernels/lockd.rs"]
mod lockd;
#[path = "kernels/net_shaper.rs"]
mod net_shaper;
#[path = "kernels/netdevsim.rs"]
mod netdevsim;
#[path = "kernels/nfsd.rs"]
mod nfsd;
#[path = "kernels/nl80211.rs"]
mod nl80211;
#[path = "kernels/nltest.rs"]
mod nltest;
#[path = "kernels/ovpn.rs"]
mod ovpn;
#[path = "kernels/ovs.rs"]
mod ovs;
#[path = "kernels/ovs_datapath.rs"]
mod ovs_datapath;
#[path = "kernels/ovs_flow.rs"]
mod ovs_flow;
#[path = "kernels/ovs_packet.rs"]
mod ovs_packet;
#[path = "kernels/ovs_vport.rs"]
mod ovs_vport;
#[path = "kernels/probe.rs"]
mod probe;
#[path = "kernels/psp.rs"]
mod psp;
#[path = "kernels/routes.rs"]
mod routes;
#[path = "kernels/rpc.rs"]
mod rpc;
#[path = "kernels/rt_link.rs"]
mod rt_link;
#[path = "kernels/sunrpc.rs"]
mod sunrpc;
#[path = "kernels/tc.rs"]
mod tc;
#[path = "kernels/team.rs"]
mod team;
#[path = "kernels/walk.rs"]
mod walk;
#[path = "kernels/wireguard.rs"]
mod wireguard;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether this is one of those kernels, all of which are user mode linux.
fn inside() -> bool {
    fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| text.contains("User Mode Linux"))
}

/// Runs `ip` with this command, inside.
fn ip(command: &str) {
    tool::output(&format!("ip {command}"));
}

/// The index of a link, inside.
fn index(name: &str) -> u32 {
    let path = format!("/sys/class/net/{name}/ifindex");
    fs::read_to_string(path).expect("the link is there").trim().parse().expect("a number")
}

/// Runs the tests of a module inside the kernel of a series. None may be skipped there.
fn passes_inside(series: &str, module: &str) {
    let Some(kernels) = env::var_os("NETLINK_TEST_KERNELS") else {
        return namespace::skip("NETLINK_TEST_KERNELS is not set");
    };
    let output = Command::new(Path::new(&kernels).join("uml.sh"))
        .env("NLU_SERIES", series)
        .args(["run", "-H"])
        .arg(env::current_exe().expect("the test binary has a path"))
        .args([&format!("{module}::"), "--nocapture", "--test-threads=1"])
        .output()
        .expect("uml.sh can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(!text.contains("skipped: "), "{text}");
    assert!(text.contains("test result: ok.") && !text.contains(" 0 passed"), "{text}");
    println!("{text}");
}

#[test]
fn the_family_made_for_tests_in_7_3() {
    passes_inside("7.3", "nltest");
}

#[test]
fn the_family_made_for_tests_in_6_12() {
    passes_inside("6.12", "nltest");
}

#[test]
fn binder_in_7_3() {
    passes_inside("7.3", "binder");
}

#[test]
fn devlink_in_7_3() {
    passes_inside("7.3", "devlink");
}

#[test]
fn devlink_in_6_12() {
    passes_inside("6.12", "devlink");
}

#[test]
fn ethtool_in_7_3() {
    passes_inside("7.3", "ethtool");
}

#[test]
fn fou_in_7_3() {
    passes_inside("7.3", "fou");
}

#[test]
fn fou_in_6_12() {
    passes_inside("6.12", "fou");
}

#[test]
fn handshake_in_7_3() {
    passes_inside("7.3", "handshake");
}

#[test]
fn lockd_in_7_3() {
    passes_inside("7.3", "lockd");
}

#[test]
fn net_shaper_in_7_3() {
    passes_inside("7.3", "net_shaper");
}

#[test]
fn nfsd_in_7_3() {
    passes_inside("7.3", "nfsd");
}

#[test]
fn nl80211_in_7_3() {
    passes_inside("7.3", "nl80211");
}

#[test]
fn nl80211_in_6_12() {
    passes_inside("6.12", "nl80211");
}

#[test]
fn ovpn_in_7_3() {
    passes_inside("7.3", "ovpn");
}

#[test]
fn ovs_datapath_in_7_3() {
    passes_inside("7.3", "ovs_datapath");
}

#[test]
fn ovs_datapath_in_6_12() {
    passes_inside("6.12", "ovs_datapath");
}

#[test]
fn ovs_flow_in_7_3() {
    passes_inside("7.3", "ovs_flow");
}

#[test]
fn ovs_flow_in_6_12() {
    passes_inside("6.12", "ovs_flow");
}

#[test]
fn ovs_packet_in_7_3() {
    passes_inside("7.3", "ovs_packet");
}

#[test]
fn ovs_packet_in_6_12() {
    passes_inside("6.12", "ovs_packet");
}

#[test]
fn ovs_vport_in_7_3() {
    passes_inside("7.3", "ovs_vport");
}

#[test]
fn ovs_vport_in_6_12() {
    passes_inside("6.12", "ovs_vport");
}

#[test]
fn probing_in_7_3() {
    passes_inside("7.3", "probe");
}

#[test]
fn probing_in_6_12() {
    passes_inside("6.12", "probe");
}

#[test]
fn psp_in_7_3() {
    passes_inside("7.3", "psp");
}

#[test]
fn two_processes_over_a_protocol_of_their_own_in_7_3() {
    passes_inside("7.3", "greeting");
}

#[test]
fn two_processes_over_a_protocol_of_their_own_in_6_12() {
    passes_inside("6.12", "greeting");
}

#[test]
fn tunnels_of_routes_in_7_3() {
    passes_inside("7.3", "routes");
}

#[test]
fn tunnels_of_routes_in_6_12() {
    passes_inside("6.12", "routes");
}

#[test]
fn rt_link_in_7_3() {
    passes_inside("7.3", "rt_link");
}

#[test]
fn rt_link_in_6_12() {
    passes_inside("6.12", "rt_link");
}

#[test]
fn sunrpc_in_7_3() {
    passes_inside("7.3", "sunrpc");
}

#[test]
fn tc_in_7_3() {
    passes_inside("7.3", "tc");
}

#[test]
fn team_in_7_3() {
    passes_inside("7.3", "team");
}

#[test]
fn team_in_6_12() {
    passes_inside("6.12", "team");
}

#[test]
fn wireguard_in_7_3() {
    passes_inside("7.3", "wireguard");
}

#[test]
fn wireguard_in_6_12() {
    passes_inside("6.12", "wireguard");
}
