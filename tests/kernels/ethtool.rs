//! What is asked of the family `ethtool`, about simulated devices.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use netlink_families::ethtool::{
    Bitset, BitsetBit, BitsetBits, ChannelsGet, ChannelsGetDump, ChannelsSet, CoalesceGet,
    CoalesceGetDump, CoalesceSet, DebugGetDump, EeeGetDump, FeaturesGetDump, FecGet, FecGetDump,
    FecSet, Header, HeaderFlags, LinkinfoGetDump, LinkmodesGetDump, LinkstateGetDump, MmGetDump,
    ModuleGetDump, MseGetDump, PauseGet, PauseGetDump, PauseSet, PhcVclocksGetDump, PhyGetDump,
    PlcaGetCfgDump, PlcaGetStatusDump, PrivflagsGetDump, PseGetDump, RingsGet, RingsGetDump,
    RingsSet, RssGetDump, StatsGet, StatsGroup, StrsetGetDump, TcpDataSplit, TsconfigGetDump,
    TsinfoGetDump, TunnelInfoGet, UdpTunnelType, WolGetDump,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::{Errno, Netlink};

use crate::netdevsim::Netdevsim;
use crate::{inside, ip, whole};

/// A handle, a device of two ports and the first one's interface, inside.
fn device(id: u8) -> Option<(Netlink, Netdevsim, String)> {
    inside().then(|| {
        let device = Netdevsim::new(id, 2);
        let interface = device.interfaces[0].clone();
        (Netlink::new(), device, interface)
    })
}

fn header(interface: &str) -> Header<'_> {
    Header { dev_name: Some(BStr::new(interface)), ..Header::default() }
}

/// A request about the device of this header.
macro_rules! about {
    ($request:ident, $header:expr $(, $field:ident: $value:expr)* $(,)?) => {
        $request {
            header: Some(Nested::from(&$header)),
            $($field: $value,)*
            ..$request::default()
        }
    };
}

/// The names of the bits that are on.
fn on(set: Option<Nested<'_, Bitset<'_>>>) -> Vec<String> {
    let bits = set.expect("a set of bits").get().unwrap().bits.expect("bits").get().unwrap();
    let bits = bits.bit.to_vec().unwrap();
    let name = |bit: &BitsetBit<'_>| bit.name.expect("a name").to_string();
    bits.iter().map(name).collect()
}

#[test]
fn all_that_can_be_dumped_is_known_wholly() {
    let Some((mut netlink, _device, _)) = device(1) else { return };
    ip("link add veth0 type veth peer name veth1");
    macro_rules! count {
        ($($request:ident)*) => {
            [$((stringify!($request), whole::dumped(&mut netlink, &$request::default()).len())),*]
        };
    }
    let some = count! {
        StrsetGetDump LinkinfoGetDump LinkmodesGetDump LinkstateGetDump FeaturesGetDump
        RingsGetDump ChannelsGetDump CoalesceGetDump PauseGetDump TsinfoGetDump FecGetDump
        PhcVclocksGetDump ModuleGetDump
    };
    for (request, objects) in some {
        assert!(objects >= 2, "{request}");
    }
    // No device has any of these.
    let none = count! {
        DebugGetDump WolGetDump PrivflagsGetDump EeeGetDump PseGetDump RssGetDump PlcaGetCfgDump
        PlcaGetStatusDump MmGetDump PhyGetDump TsconfigGetDump MseGetDump
    };
    for (request, objects) in none {
        assert_eq!(objects, 0, "{request}");
    }
    ip("link del veth0");
}

#[test]
fn rings_come_back_as_they_were_set_and_have_the_drivers_limits() {
    let Some((mut netlink, device, interface)) = device(2) else { return };
    device.debug("ports/0/ethtool/ring/rx_max_pending", "1000");
    let header = header(&interface);
    let set = about!(RingsSet, header,
        rx: Some(300),
        tx: Some(200),
        rx_mini: Some(5),
        rx_jumbo: Some(6),
        hds_thresh: Some(77),
        tcp_data_split: Some(TcpDataSplit::Enabled),
    );
    netlink.request(&set).unwrap();
    let got = whole::asked(&mut netlink, &about!(RingsGet, header));
    let rings = got.get().unwrap();
    assert_eq!((rings.rx, rings.tx, rings.rx_max), (Some(300), Some(200), Some(1000)));
    assert_eq!((rings.rx_mini, rings.rx_jumbo), (Some(5), Some(6)));
    assert_eq!(rings.hds_thresh, Some(77));
    assert_eq!(rings.tcp_data_split, Some(TcpDataSplit::Enabled));

    let error = netlink.request(&about!(RingsSet, header, rx: Some(1001))).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL));
    assert_eq!(error.kernel().unwrap().path().unwrap().to_string(), "rings.rx", "{error}");
}

#[test]
fn coalescing_comes_back_as_it_was_set() {
    let Some((mut netlink, _device, interface)) = device(3) else { return };
    let header = header(&interface);
    let set = about!(CoalesceSet, header,
        rx_usecs: Some(11),
        tx_max_frames: Some(12),
        use_adaptive_rx: Some(1),
        rate_sample_interval: Some(13),
    );
    netlink.request(&set).unwrap();
    let got = whole::asked(&mut netlink, &about!(CoalesceGet, header));
    let got = got.get().unwrap();
    assert_eq!((got.rx_usecs, got.tx_max_frames), (Some(11), Some(12)), "{got:?}");
    assert_eq!((got.use_adaptive_rx, got.rate_sample_interval), (Some(1), Some(13)));
}

#[test]
fn pause_frames_are_set_and_counted() {
    let Some((mut netlink, device, interface)) = device(4) else { return };
    device.debug("ports/0/ethtool/pause/report_stats_rx", "1");
    device.debug("ports/0/ethtool/pause/report_stats_tx", "1");
    let header = header(&interface);
    netlink.request(&about!(PauseSet, header, rx: Some(1), tx: Some(0))).unwrap();
    let header = Header { flags: Some(HeaderFlags::STATS), ..header };
    let got = whole::asked(&mut netlink, &about!(PauseGet, header));
    let got = got.get().unwrap();
    assert_eq!((got.autoneg, got.rx, got.tx), (Some(0), Some(1), Some(0)), "{got:?}");
    let stats = got.stats.unwrap().get().unwrap();
    // What the driver makes up.
    assert_eq!((stats.rx_frames, stats.tx_frames), (Some(1), Some(2)), "{stats:?}");
}

#[test]
fn modes_of_error_correction_come_back_as_they_were_set() {
    let Some((mut netlink, _device, interface)) = device(5) else { return };
    let mut header = header(&interface);
    let bit = |name| BitsetBit { name: Some(BStr::new(name)), value: true, ..Default::default() };
    let bits = [bit("RS")];
    let bits = BitsetBits { bit: List::new(&bits), ..BitsetBits::default() };
    let modes = Bitset { nomask: true, bits: Some(Nested::from(&bits)), ..Bitset::default() };
    netlink
        .request(&about!(FecSet, header, modes: Some(Nested::from(&modes)), auto: Some(0)))
        .unwrap();
    header.flags = Some(HeaderFlags::STATS);
    let got = whole::asked(&mut netlink, &about!(FecGet, header));
    let got = got.get().unwrap();
    assert_eq!(on(got.modes), ["RS"], "{got:?}");
    let stats = got.stats.unwrap().get().unwrap();
    // What the driver makes up.
    assert_eq!(stats.corrected.and_then(|counters| counters.get(0)), Some(123), "{stats:?}");
    let bins = stats.hist.to_vec().unwrap();
    let bounds = bins.iter().map(|bin| (bin.bin_low.unwrap(), bin.bin_high.unwrap()));
    assert_eq!(bounds.collect::<Vec<_>>(), [(0, 0), (1, 3), (4, 7)]);
    let lanes: Vec<_> = bins[0].bin_val_per_lane.unwrap().iter().collect();
    assert_eq!((bins[0].bin_val, &lanes[..]), (Some(445), &[125, 120, 100, 100][..]));
    header.flags = Some(HeaderFlags::COMPACT_BITSETS);
    let compact = whole::asked(&mut netlink, &about!(FecGet, header));
    let modes = compact.get().unwrap().modes.unwrap().get().unwrap();
    // `ETHTOOL_LINK_MODE_FEC_RS_BIT` is 50.
    assert_eq!(modes.value.unwrap()[6], 1 << 2, "{modes:?}");
}

#[test]
fn channels_are_the_queues_of_the_interface() {
    let Some((mut netlink, _device, interface)) = device(6) else { return };
    let header = header(&interface);
    let got = whole::asked(&mut netlink, &about!(ChannelsGet, header));
    let got = got.get().unwrap();
    let queues = |interface: &str| {
        let names = fs::read_dir(format!("/sys/class/net/{interface}/queues")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("tx-")).count() as u32
    };
    assert_eq!(got.combined_max, Some(queues(&interface)), "{got:?}");
    netlink.request(&about!(ChannelsSet, header, combined_count: Some(1))).unwrap();
    assert_eq!(queues(&interface), 1);
    let got = whole::asked(&mut netlink, &about!(ChannelsGet, header));
    assert_eq!(got.get().unwrap().combined_count, Some(1), "{got:?}");
}

#[test]
fn ports_of_tunnels_are_those_of_the_link() {
    let Some((mut netlink, _device, interface)) = device(7) else { return };
    ip(&format!("link add vx type vxlan id 5 dstport 4790 dev {interface}"));
    ip(&format!("link set {interface} up"));
    ip("link set vx up");
    let header = header(&interface);
    // The device is told of ports by and by.
    let told = |netlink: &mut Netlink| {
        let got = whole::asked(netlink, &about!(TunnelInfoGet, header));
        let udp = got.get().unwrap().udp_ports.unwrap().get().unwrap();
        let tables = udp.table.to_vec().unwrap();
        assert_eq!(on(tables[0].types), ["vxlan"]);
        let entries = tables[0].entry.to_vec().unwrap();
        entries.iter().map(|entry| (entry.port.unwrap(), entry.r#type)).collect::<Vec<_>>()
    };
    let mut tries = 0..500;
    while told(&mut netlink).is_empty() && tries.next().is_some() {
        sleep(Duration::from_millis(10));
    }
    assert_eq!(told(&mut netlink), [(4790, Some(UdpTunnelType::Vxlan))]);
    ip("link del vx");
}

#[test]
fn statistics_come_in_the_groups_that_were_asked_for() {
    let Some((mut netlink, _device, interface)) = device(9) else { return };
    let bits = ["eth-phy", "eth-mac", "eth-ctrl", "rmon"].map(|name| BitsetBit {
        name: Some(BStr::new(name)),
        value: true,
        ..Default::default()
    });
    let bits = BitsetBits { bit: List::new(&bits), ..BitsetBits::default() };
    let groups = Bitset { nomask: true, bits: Some(Nested::from(&bits)), ..Bitset::default() };
    let header = header(&interface);
    let get = about!(StatsGet, header, groups: Some(Nested::from(&groups)));
    let got = whole::asked(&mut netlink, &get);
    let came = got.get().unwrap().grp.to_vec().unwrap();
    let ids: Vec<_> = came.iter().map(|group| group.id.unwrap()).collect();
    let expected = [StatsGroup::EthPhy, StatsGroup::EthMac, StatsGroup::EthCtrl, StatsGroup::Rmon];
    assert_eq!(ids, expected, "{came:?}");
}
