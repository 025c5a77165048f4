//! Devices, queues and NAPI instances.

use netlink_families::netdev::{
    DevGet, DevGetDump, Napi, NapiGet, NapiGetDump, NapiSet, QstatsGetDump, QstatsScope, QueueGet,
    QueueGetDump, QueueType,
};
use netlink_runtime::error::PolicyKind;
use netlink_runtime::{Errno, Netlink};

use crate::dumped::dumped;
use crate::namespace::{As, in_namespace};
use crate::tool;

/// The number of `lo` in every namespace.
const LO: u32 = 1;

#[test]
fn the_loopback_device_is_the_same_alone_and_in_the_dump() {
    let mut netlink = Netlink::new();
    let dump = dumped(&mut netlink, &DevGetDump::default());
    let devices = dump.iter().map(|dev| dev.get().unwrap());
    let expected = devices.into_iter().find(|dev| dev.ifindex == Some(LO)).expect("there is lo");
    let lo = netlink.request(&DevGet { ifindex: Some(LO), ..DevGet::default() }).unwrap();
    assert!(lo.unknown().is_empty());
    assert_eq!(format!("{lo:?}"), format!("{expected:?}"));
    assert!(lo.xdp_features.is_some(), "{lo:?}");
}

#[test]
fn the_dump_has_the_devices_that_ip_lists() {
    let Some(text) = tool::output("ip -oneline link") else { return };
    let numbers = text.lines().filter_map(|line| line.split_once(':')?.0.parse().ok());
    let mut theirs: Vec<u32> = numbers.collect();
    theirs.sort_unstable();
    let dump = dumped(&mut Netlink::new(), &DevGetDump::default());
    let ours: Vec<_> = dump.iter().map(|dev| dev.get().unwrap().ifindex.unwrap()).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn a_request_without_a_device_misses_the_attribute() {
    let error = Netlink::new().request(&DevGet::default()).unwrap_err();
    let kernel = error.kernel().expect("the kernel says so");
    assert_eq!(kernel.errno(), Errno::EINVAL);
    assert_eq!(kernel.missing().unwrap().to_string(), "dev.ifindex");
    let text = "netdev dev-get: the kernel misses attribute dev.ifindex: \
                Invalid argument (EINVAL)";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_device_number_of_0_is_refused_with_the_range_that_is_wanted() {
    let error =
        Netlink::new().request(&DevGet { ifindex: Some(0), ..DevGet::default() }).unwrap_err();
    let kernel = error.kernel().expect("the kernel says so");
    assert_eq!(kernel.errno(), Errno::ERANGE);
    assert!(kernel.errno().is_invalid());
    assert_eq!(kernel.path().unwrap().to_string(), "dev.ifindex");
    assert_eq!(kernel.missing(), None);
    let policy = kernel.policy().unwrap();
    assert_eq!(policy.kind, Some(PolicyKind::U32));
    assert_eq!((policy.min, policy.max), (Some(1), Some(u32::MAX.into())));
}

#[test]
fn a_device_that_is_not_there_is_not_found() {
    let request = DevGet { ifindex: Some(i32::MAX as u32), ..DevGet::default() };
    let error = Netlink::new().request(&request).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENODEV), "{error}");
}

/// Makes a pair of devices that are up, with two queues in each direction; gives the number of
/// the first.
fn veth() -> Option<u32> {
    let add = "ip link add one numrxqueues 2 numtxqueues 2 type veth peer name two";
    for command in [add, "ip link set one up", "ip link set two up"] {
        tool::output(command)?;
    }
    let text = tool::output("ip -oneline link show one")?;
    Some(text.split_once(':').unwrap().0.parse().unwrap())
}

#[test]
fn queues_of_a_device_are_told_one_by_one_and_in_a_dump() {
    in_namespace(As::Root, || {
        let Some(ifindex) = veth() else { return };
        let mut netlink = Netlink::new();
        let request = QueueGetDump { ifindex: Some(ifindex), ..QueueGetDump::default() };
        let dump = dumped(&mut netlink, &request);
        let queues: Vec<_> = dump.iter().map(|queue| queue.get().unwrap()).collect();
        let found: Vec<_> = queues.iter().map(|queue| (queue.r#type, queue.id)).collect();
        let (rx, tx) = (Some(QueueType::Rx), Some(QueueType::Tx));
        assert_eq!(found, [(rx, Some(0)), (rx, Some(1)), (tx, Some(0)), (tx, Some(1))]);

        for expected in queues {
            assert_eq!(expected.ifindex, Some(ifindex));
            let request = QueueGet {
                ifindex: expected.ifindex,
                r#type: expected.r#type,
                id: expected.id,
                ..QueueGet::default()
            };
            let queue = netlink.request(&request).unwrap();
            assert_eq!(format!("{queue:?}"), format!("{expected:?}"));
        }
    });
}

#[test]
fn a_queue_that_is_not_there_is_refused() {
    in_namespace(As::Root, || {
        let Some(ifindex) = veth() else { return };
        let request = QueueGet {
            ifindex: Some(ifindex),
            r#type: Some(QueueType::Rx),
            id: Some(9),
            ..QueueGet::default()
        };
        let error = Netlink::new().request(&request).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
    });
}

/// A virtual device has none, so those of the machine are looked at.
#[test]
fn napi_instances_are_told_one_by_one_and_by_the_queues_that_they_poll() {
    let mut netlink = Netlink::new();
    let dump = dumped(&mut netlink, &NapiGetDump::default());
    if dump.is_empty() {
        return crate::namespace::skip("no device of this namespace has a NAPI instance");
    }
    let instances: Vec<_> = dump.iter().map(|napi| napi.get().unwrap()).collect();
    for expected in &instances {
        let napi = netlink.request(&NapiGet { id: expected.id, ..NapiGet::default() }).unwrap();
        assert_eq!(format!("{napi:?}"), format!("{expected:?}"));
    }
    for queue in dumped(&mut netlink, &QueueGetDump::default()) {
        let queue = queue.get().unwrap();
        let polls = |napi: &&Napi<'_>| napi.id == queue.napi_id;
        if queue.napi_id.is_some() {
            let napi = instances.iter().find(polls).expect("the queue's instance is known");
            assert_eq!(napi.ifindex, queue.ifindex, "{queue:?}");
        }
    }
}

#[test]
fn changing_a_napi_instance_needs_rights_to_the_machine() {
    in_namespace(As::RootOfUserNamespace, || {
        let request = NapiSet { id: Some(1), ..NapiSet::default() };
        let error = Netlink::new().request(&request).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EPERM), "{error}");
        assert!(error.errno().unwrap().is_permission_denied());
        assert_eq!(error.operation().unwrap().to_string(), "netdev napi-set");
    });
}

#[test]
fn statistics_are_dumped_by_device_and_by_queue() {
    let mut netlink = Netlink::new();
    for scope in [None, Some(QstatsScope::QUEUE)] {
        for stats in dumped(&mut netlink, &QstatsGetDump { scope, ..QstatsGetDump::default() }) {
            let stats = stats.get().unwrap();
            assert!(stats.ifindex.is_some(), "{stats:?}");
            assert_eq!(stats.queue_type.is_some(), scope.is_some(), "{stats:?}");
            assert_eq!(stats.queue_id.is_some(), scope.is_some(), "{stats:?}");
        }
    }
}
