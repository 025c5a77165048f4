//! Thermal zones and cooling devices, compared with those in the kernel's files. A virtual machine
//! has none.

use std::fs;

use netlink_families::thermal::{CdevGetDump, ThresholdGet, TzGetIdDump, TzGetTemp};
use netlink_runtime::{Errno, Netlink};

use crate::namespace::skip;
use crate::whole;

/// The numbers of what has names like this in the kernel's files.
fn numbers(start: &str) -> Vec<u32> {
    let files = fs::read_dir("/sys/class/thermal").into_iter().flatten();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut numbers: Vec<u32> =
        names.filter_map(|name| name.strip_prefix(start)?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}

/// Runs a test, unless the kernel has no thermal framework.
fn with_thermal(body: impl FnOnce(&mut Netlink)) {
    let mut netlink = Netlink::new();
    match netlink.generic_family("thermal") {
        Err(error) => skip(&error.to_string()),
        Ok(_) => body(&mut netlink),
    }
}

#[test]
fn zones_are_those_in_the_files() {
    with_thermal(|netlink| {
        let zones = whole::dumped(netlink, &TzGetIdDump::default());
        let mut ours = Vec::new();
        for zone in &zones {
            ours.extend(zone.get().unwrap().tz.unwrap().get().unwrap().tz_id.to_vec().unwrap());
        }
        ours.sort_unstable();
        assert_eq!(ours, numbers("thermal_zone"));
        assert_eq!(zones.len(), 1, "one message has all: {zones:?}");
        for zone in ours {
            let request = TzGetTemp { tz_id: Some(zone), ..TzGetTemp::default() };
            assert_eq!(netlink.request(&request).unwrap().tz_id, Some(zone));
        }
    });
}

#[test]
fn cooling_devices_are_those_in_the_files() {
    with_thermal(|netlink| {
        let devices = whole::dumped(netlink, &CdevGetDump::default());
        let mut ours = Vec::new();
        for one in &devices {
            ours.extend(one.get().unwrap().cdev.unwrap().get().unwrap().cdev_id.to_vec().unwrap());
        }
        ours.sort_unstable();
        assert_eq!(ours, numbers("cooling_device"));
        assert_eq!(devices.len(), 1, "one message has all: {devices:?}");
    });
}

#[test]
fn a_zone_that_is_not_there_is_refused() {
    with_thermal(|netlink| {
        let tz_id = Some(1 << 30);
        let error = netlink.request(&TzGetTemp { tz_id, ..TzGetTemp::default() }).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
        let request = ThresholdGet { tz_id, ..ThresholdGet::default() };
        let error = netlink.request(&request).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
        assert_eq!(error.operation().unwrap().to_string(), "thermal threshold-get");
    });
}
