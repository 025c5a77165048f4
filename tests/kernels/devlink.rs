//! What is asked of the family `devlink`, about simulated devices.

use netlink_families::devlink::{
    EswitchGet, EswitchMode, EswitchSet, GetDump, HealthReporterDumpGetDump, HealthReporterGetDump,
    HealthReporterRecover, InfoGet, InfoGetDump, LinecardGetDump, ParamCmode, ParamGet,
    ParamGetDump, ParamSet, PortGetDump, PortParamGetDump, RateGet, RateGetDump, RateNew, RateType,
    RegionDel, RegionGet, RegionGetDump, RegionNew, RegionReadDump, Reload, ReloadAction,
    ReloadActionFlags, ResourceDump, ResourceDumpDump, SbGetDump, SbPoolGetDump, SbPortPoolGetDump,
    SbTcPoolBindGetDump, SelftestsGetDump, TrapAction, TrapGet, TrapGetDump, TrapGroupGetDump,
    TrapPolicerGetDump, TrapSet, VarAttrType,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;
use netlink_runtime::wire::Attributes;
use netlink_runtime::{Errno, Netlink};
use serde_json::Value;

use crate::netdevsim::Netdevsim;
use crate::{inside, tool, whole};

/// A handle, a device of two ports, and its name, inside.
fn device(id: u8) -> Option<(Netlink, Netdevsim, String)> {
    inside().then(|| {
        let device = Netdevsim::new(id, 2);
        let name = device.name();
        (Netlink::new(), device, name)
    })
}

/// What `devlink` of iproute2 says.
fn theirs(command: &str) -> Value {
    let text = tool::output(&format!("devlink -j {command}")).expect("devlink is installed");
    serde_json::from_str(&text).expect("JSON")
}

const BUS: &str = "netdevsim";

/// A request about this device.
macro_rules! about {
    ($request:ident, $name:expr $(, $field:ident: $value:expr)* $(,)?) => {
        $request {
            bus_name: Some(BStr::new(BUS)),
            dev_name: Some(BStr::new(&$name)),
            $($field: $value,)*
            ..$request::default()
        }
    };
}

#[test]
fn all_that_can_be_dumped_is_known_wholly() {
    let Some((mut netlink, _device, _)) = device(1) else { return };
    macro_rules! count {
        ($($request:ident)*) => {
            [$((stringify!($request), whole::dumped(&mut netlink, &$request::default()).len())),*]
        };
    }
    let some = count! {
        GetDump InfoGetDump PortGetDump ParamGetDump RegionGetDump
        HealthReporterGetDump TrapGetDump TrapGroupGetDump TrapPolicerGetDump
    };
    for (request, objects) in some {
        assert!(objects > 0, "{request}");
    }
    // The simulation has nothing of these.
    let none = count! {
        PortParamGetDump SbGetDump SbPoolGetDump SbPortPoolGetDump SbTcPoolBindGetDump
        LinecardGetDump SelftestsGetDump RateGetDump
    };
    for (request, objects) in none {
        assert_eq!(objects, 0, "{request}");
    }
}

#[test]
fn ports_and_versions_are_those_that_devlink_shows() {
    let Some((mut netlink, device, name)) = device(2) else { return };
    let shown = &theirs("port")["port"];
    let ports = whole::dumped(&mut netlink, &PortGetDump::default());
    assert_eq!(ports.len(), 2);
    for (port, interface) in ports.iter().zip(&device.interfaces) {
        let port = port.get().unwrap();
        let theirs = &shown[format!("{BUS}/{name}/{}", port.port_index.unwrap())];
        assert_eq!(port.port_netdev_name, Some(BStr::new(interface)), "{port:?}");
        assert_eq!(theirs["netdev"], **interface, "{theirs}");
        assert_eq!(theirs["flavour"], "physical");
        assert!(format!("{port:?}").contains("port-flavour: physical"), "{port:?}");
        assert_eq!(theirs["port"], port.port_number.unwrap());
        assert_eq!(theirs["splittable"], port.port_splittable == Some(1));
    }
    let info = whole::asked(&mut netlink, &about!(InfoGet, name));
    let info = info.get().unwrap();
    let version = info.info_version_running.to_vec().unwrap()[0];
    let theirs = &theirs("dev info")["info"][format!("{BUS}/{name}")];
    assert_eq!(theirs["driver"], info.info_driver_name.unwrap().to_string());
    let running = &theirs["versions"]["running"][version.info_version_name.unwrap().to_string()];
    assert_eq!(*running, version.info_version_value.unwrap().to_string());
}

#[test]
fn a_parameter_comes_back_as_it_was_set() {
    let Some((mut netlink, _device, name)) = device(3) else { return };
    let param_name = Some(BStr::new("max_macs"));
    let value = 17u32.to_ne_bytes();
    let set = about!(ParamSet, name,
        param_name: param_name,
        param_type: Some(VarAttrType::U32),
        param_value_data: Some(&value),
        param_value_cmode: Some(ParamCmode::Driverinit),
    );
    netlink.request(&set).unwrap();
    let got = whole::asked(&mut netlink, &about!(ParamGet, name, param_name: param_name));
    let param = got.get().unwrap().param.unwrap().get().unwrap();
    assert_eq!((param.param_name, param.param_type), (param_name, Some(VarAttrType::U32)));
    let values = param.param_values_list.unwrap().get().unwrap().param_value.to_vec().unwrap();
    assert_eq!(values.len(), 1, "{param:?}");
    assert_eq!(values[0].param_value_cmode, Some(ParamCmode::Driverinit));
    assert_eq!(values[0].param_value_data, Some(&value[..]));
    let theirs = theirs(&format!("dev param show {BUS}/{name} name max_macs"));
    let theirs = &theirs["param"][format!("{BUS}/{name}")][0]["values"][0];
    assert_eq!((&theirs["cmode"], &theirs["value"]), (&"driverinit".into(), &17.into()));
}

#[test]
fn resources_are_divided_as_devlink_shows() {
    let Some((mut netlink, _device, name)) = device(4) else { return };
    let got = whole::asked(&mut netlink, &about!(ResourceDump, name));
    let list = got.get().unwrap().resource_list.unwrap().get().unwrap();
    let theirs = theirs(&format!("resource show {BUS}/{name}"));
    let theirs = theirs["resources"][format!("{BUS}/{name}")].as_array().unwrap();
    let ours = list.resource.to_vec().unwrap();
    assert_eq!(ours.len(), theirs.len());
    let mut inner = 0;
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert_eq!(theirs["name"], ours.resource_name.unwrap().to_string());
        let Some(list) = ours.resource_list else { continue };
        let parts = list.get().unwrap().resource.to_vec().unwrap();
        for (ours, theirs) in parts.iter().zip(theirs["resources"].as_array().unwrap()) {
            assert_eq!(theirs["name"], ours.resource_name.unwrap().to_string());
            assert_eq!(theirs["occ"], ours.resource_occ.unwrap());
            inner += 1;
        }
    }
    assert_eq!(inner, 4, "{list:?}");
}

/// Older kernels tell those of one device only.
#[test]
fn resources_of_all_devices_and_ports_are_known_wholly_where_they_are_dumped() {
    let Some((mut netlink, _device, _)) = device(10) else { return };
    let request = ResourceDumpDump::default();
    let refused = netlink.dump(&request).unwrap().next().err().and_then(|error| error.errno());
    if refused != Some(Errno::EOPNOTSUPP) {
        assert_eq!(whole::dumped(&mut netlink, &request).len(), 3);
    }
}

#[test]
fn a_snapshot_of_a_region_is_read_whole_and_removed() {
    let Some((mut netlink, _device, name)) = device(5) else { return };
    let (region, id) = (Some(BStr::new("dummy")), Some(7));
    let new = about!(RegionNew, name, region_name: region, region_snapshot_id: id);
    netlink.request_optional(&new).unwrap();
    let get = about!(RegionGet, name, region_name: region);
    let snapshots = |netlink: &mut Netlink| -> Vec<_> {
        let got = whole::asked(netlink, &get);
        let got = got.get().unwrap();
        assert_eq!(got.region_size, Some(32768));
        let list = got.region_snapshots.map(|list| list.get().unwrap().region_snapshot);
        let list = list.unwrap_or_default().to_vec().unwrap();
        list.iter().map(|one| one.region_snapshot_id).collect()
    };
    assert_eq!(snapshots(&mut netlink), [id]);
    let read = about!(RegionReadDump, name, region_name: region, region_snapshot_id: id);
    let mut bytes: Vec<u8> = Vec::new();
    for message in whole::dumped(&mut netlink, &read) {
        let message = message.get().unwrap();
        let Some(chunks) = message.region_chunks else { continue };
        let chunks = chunks.get().unwrap();
        for chunk in chunks.region_chunk.iter() {
            let chunk = chunk.unwrap();
            assert_eq!(chunk.region_chunk_addr, Some(bytes.len() as u64));
            bytes.extend(chunk.region_chunk_data.unwrap());
        }
    }
    assert_eq!(bytes.len(), 32768);
    let removed = about!(RegionDel, name, region_name: region, region_snapshot_id: id);
    netlink.request(&removed).unwrap();
    assert_eq!(snapshots(&mut netlink), []);
}

#[test]
fn a_health_reporter_tells_a_tree_in_order() {
    let Some((mut netlink, _device, name)) = device(6) else { return };
    let reporter = Some(BStr::new("dummy"));
    let dump = about!(HealthReporterDumpGetDump, name, health_reporter_name: reporter);
    let messages: Vec<_> = netlink.dump(&dump).unwrap().owned().map(Result::unwrap).collect();
    let mut names = Vec::new();
    for message in &messages {
        let view = message.get().unwrap();
        let gaps = whole::gaps(&view, message.bytes());
        assert!(gaps.iter().all(|gap| gap.ends_with("comes again")), "{gaps:?}");
        let Some(Nested::Wire(bytes)) = view.fmsg else { panic!("{message:?}") };
        for attribute in Attributes::new(bytes) {
            let attribute = attribute.unwrap();
            // `DEVLINK_ATTR_FMSG_OBJ_NAME`
            if attribute.id() == 111 {
                names.push(String::from_utf8(attribute.payload().to_vec()).unwrap());
            }
        }
    }
    assert_eq!(names[..3], ["test_bool\0", "test_u8\0", "test_u32\0"]);
    netlink.request(&about!(HealthReporterRecover, name, health_reporter_name: reporter)).unwrap();
}

#[test]
fn the_action_of_a_trap_comes_back_as_it_was_set() {
    let Some((mut netlink, _device, name)) = device(7) else { return };
    let trap_name = Some(BStr::new("blackhole_route"));
    for action in [TrapAction::Trap, TrapAction::Drop] {
        let set = about!(TrapSet, name, trap_name: trap_name, trap_action: Some(action));
        netlink.request(&set).unwrap();
        let got = whole::asked(&mut netlink, &about!(TrapGet, name, trap_name: trap_name));
        let got = got.get().unwrap();
        assert_eq!((got.trap_action, got.trap_name), (Some(action), trap_name));
        assert_eq!(got.trap_group_name, Some(BStr::new("l3_drops")));
        assert!(got.stats.is_some(), "{got:?}");
    }
}

#[test]
fn rates_of_virtual_functions_and_of_nodes_are_told() {
    let Some((mut netlink, device, name)) = device(8) else { return };
    device.write("sriov_numvfs", "2");
    let mode = Some(EswitchMode::Switchdev);
    netlink.request(&about!(EswitchSet, name, eswitch_mode: mode)).unwrap();
    let got = whole::asked(&mut netlink, &about!(EswitchGet, name));
    assert_eq!(got.get().unwrap().eswitch_mode, mode);

    let node = Some(BStr::new("group"));
    let new = about!(RateNew, name,
        rate_node_name: node,
        rate_tx_share: Some(125_000),
        rate_tx_max: Some(1_250_000),
    );
    netlink.request(&new).unwrap();
    let got = whole::asked(&mut netlink, &about!(RateGet, name, rate_node_name: node));
    let got = got.get().unwrap();
    assert_eq!((got.rate_type, got.rate_node_name), (Some(RateType::Node), node));
    assert_eq!((got.rate_tx_share, got.rate_tx_max), (Some(125_000), Some(1_250_000)));

    let rates = whole::dumped(&mut netlink, &RateGetDump::default());
    let kinds: Vec<_> = rates.iter().map(|rate| rate.get().unwrap().rate_type).collect();
    let leaf = Some(RateType::Leaf);
    assert_eq!(kinds.iter().filter(|kind| **kind == leaf).count(), 2, "{rates:?}");
    let ports = whole::dumped(&mut netlink, &PortGetDump::default());
    assert_eq!(ports.len(), 4, "{ports:?}");
    device.write("sriov_numvfs", "0");
}

#[test]
fn a_reload_tells_what_it_did() {
    let Some((mut netlink, _device, name)) = device(9) else { return };
    let action = Some(ReloadAction::DriverReinit);
    let got = whole::asked(&mut netlink, &about!(Reload, name, reload_action: action));
    let performed = got.get().unwrap().reload_actions_performed.unwrap();
    assert_eq!(performed.value, ReloadActionFlags::DRIVER_REINIT, "{got:?}");
}
