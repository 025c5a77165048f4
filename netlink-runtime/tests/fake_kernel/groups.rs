//! Notifications, to those who joined.

use core::time::Duration;

use netlink_runtime::testing::{FakeKernel, Fault};
use netlink_runtime::wire::flags;
use netlink_runtime::{Change, Error, Event, Events, Netlink, Request};

use super::demo::{Entry, EntryTold, Header, ListDevices, SwapDevice, Told, device, with_devices};

const AT_ONCE: Duration = Duration::ZERO;

fn kernel() -> FakeKernel {
    let kernel = with_devices(2);
    kernel.generic_family("demo", 40, &[("devices", 50), ("others", 51)]);
    kernel
}

fn listener(netlink: &Netlink) -> Events<Told<'static>> {
    netlink.events(&["devices"]).unwrap()
}

/// The index of the device that is told next; `None` is an overrun.
fn next(events: &mut Events<Told<'static>>) -> Option<u32> {
    match events.next_within(AT_ONCE).unwrap().expect("something is queued") {
        Event::Message(Told::Changed(device)) => Some(device.index),
        Event::Overrun => None,
        other => panic!("{other:?}"),
    }
}

fn is_idle(events: &mut Events<Told<'static>>) -> bool {
    events.next_within(AT_ONCE).unwrap().is_none()
}

#[test]
fn only_those_who_joined_hear_it_until_they_leave() {
    let kernel = kernel();
    let mut events = listener(&kernel.netlink());
    let mut other = kernel.netlink().events::<Told<'static>>(&["others"]).unwrap();
    let tell = |index| kernel.notify::<Told<'_>>("devices", &Told::Changed(device(index, "x")));
    assert_eq!(tell(1).unwrap(), 1, "one listens");
    assert_eq!(next(&mut events), Some(1));
    assert!(is_idle(&mut events) && is_idle(&mut other));
    kernel.notify::<Told<'_>>(51, &Told::Gone(device(9, "y"))).unwrap();
    let gone = other.next_within(AT_ONCE).unwrap();
    assert_eq!(gone, Some(Event::Message(Told::Gone(device(9, "y")))));
    events.leave("devices").unwrap();
    assert_eq!(tell(2).unwrap(), 0);
    assert!(is_idle(&mut events));
    drop(events);
    assert_eq!(tell(3).unwrap(), 0);
}

#[test]
fn a_group_that_is_not_there_is_told_by_both_sides() {
    let kernel = kernel();
    let error = kernel.netlink().events::<Told<'static>>(&["none"]).unwrap_err();
    assert_eq!(error.to_string(), "demo has no multicast group \"none\"");
    let error = kernel.notify::<Told<'_>>("none", &Told::Gone(device(9, "y"))).unwrap_err();
    assert_eq!(error.to_string(), "demo has no multicast group \"none\"");
    let error = kernel.notify::<Told<'_>>(50, &Told::Gone(device(9, "a\0b"))).unwrap_err();
    assert!(matches!(error, Error::Encode(_)), "{error}");
}

#[test]
fn protocols_of_their_own_have_groups_by_number_also_above_32() {
    let kernel = FakeKernel::new();
    for group in [1, 32, 33, 70] {
        let mut events = kernel.netlink().events::<EntryTold<'static>>(&[]).unwrap();
        events.join(group).unwrap();
        let entry = Entry { header: Header { index: group, ..Header::default() }, text: None };
        for told in [group, group + 1] {
            kernel.notify::<EntryTold<'_>>(told, &EntryTold::New(entry.clone())).unwrap();
        }
        let told = events.next_within(AT_ONCE).unwrap();
        assert_eq!(told, Some(Event::Message(EntryTold::New(entry))));
        assert!(events.next_within(AT_ONCE).unwrap().is_none());
    }
}

/// A kernel in which swapping a device is told to the group.
fn telling() -> FakeKernel {
    let kernel = kernel();
    kernel.on::<SwapDevice>(|request, answer| {
        answer.notify::<Told<'_>>("devices", &Told::Changed(device(request.index, "new")))
    });
    kernel
}

#[test]
fn what_a_request_changes_is_told_to_others_and_on_demand_to_the_asker() {
    let kernel = telling();
    let mut netlink = kernel.netlink();
    let mut events = listener(&netlink);
    let request = SwapDevice { index: 4 };
    assert!(netlink.request_optional(&request).unwrap().is_none());
    assert_eq!(next(&mut events), Some(4));
    let echo = request.with_flags(flags::ECHO);
    assert_eq!(netlink.request_optional(&echo).unwrap(), Some(device(4, "new")));
    assert_eq!(next(&mut events), Some(4));
    assert!(is_idle(&mut events));
}

#[test]
fn a_notification_has_the_sequence_number_and_the_port_of_who_caused_it() {
    let kernel = telling();
    let mut netlink = kernel.netlink();
    let mut notices = netlink.notices(16u16).unwrap();
    notices.join::<Told<'static>>("devices").unwrap();
    netlink.request_optional(&SwapDevice { index: 4 }).unwrap();
    let port = netlink.socket(16u16).unwrap().port();
    let Some(Event::Message(notice)) = notices.next_within(AT_ONCE).unwrap() else {
        panic!("it is told");
    };
    // The first request asked for the family.
    assert_eq!((notice.header().sequence, notice.header().port), (2, port));
    assert_eq!(notice.payload()[..4], [2, 2, 0, 0], "the command and the version");
    kernel.notify::<Told<'_>>("devices", &Told::Changed(device(1, "x"))).unwrap();
    let Some(Event::Message(notice)) = notices.next_within(AT_ONCE).unwrap() else {
        panic!("it is told");
    };
    assert_eq!((notice.header().sequence, notice.header().port), (0, 0), "nobody caused it");
}

#[test]
fn a_listener_with_a_small_buffer_overruns_and_hears_all_that_is_new() {
    let kernel = kernel();
    let small = Netlink::with_options(kernel.options().receive_buffer(4000));
    let mut events = listener(&small);
    for index in 0..50 {
        kernel.notify::<Told<'_>>("devices", &Told::Changed(device(index, "x"))).unwrap();
    }
    let mut heard = Vec::new();
    while let Some(index) = next(&mut events) {
        heard.push(index);
    }
    assert!((5..20).contains(&heard.len()), "then comes the overrun: {heard:?}");
    assert!(heard.iter().copied().eq(0..heard.len() as u32), "the first ones: {heard:?}");
    assert!(is_idle(&mut events));
    kernel.notify::<Told<'_>>("devices", &Told::Changed(device(99, "x"))).unwrap();
    assert_eq!(next(&mut events), Some(99));
}

#[test]
fn notifications_fail_on_demand() {
    let kernel = kernel();
    let mut events = listener(&kernel.netlink());
    let tell = |index| {
        kernel.notify::<Told<'_>>("devices", &Told::Changed(device(index, "x"))).unwrap();
    };
    kernel.fail_next_notification(Fault::Overrun);
    tell(1);
    tell(2);
    assert_eq!((next(&mut events), next(&mut events)), (Some(2), None), "the overrun comes last");
    kernel.fail_next_notification(Fault::Silence);
    tell(3);
    tell(4);
    assert_eq!(next(&mut events), Some(4));
    kernel.fail_next_notification(Fault::Garbage(vec![0xff; 30]));
    tell(5);
    tell(6);
    assert!(matches!(events.next_within(AT_ONCE), Err(Error::Decode { .. })));
    assert_eq!(next(&mut events), Some(6));
    kernel.fail_next_notification(Fault::Truncated);
    tell(7);
    tell(8);
    assert!(matches!(events.next_within(AT_ONCE), Err(Error::Truncated { .. })));
    assert_eq!(next(&mut events), Some(8));
    kernel.fail_next_notification(Fault::Stranger(vec![1]));
    tell(9);
    assert_eq!((next(&mut events), events.foreign_messages()), (Some(9), 1));
    kernel.fail_next_notification(Fault::Slow(Duration::from_millis(300)));
    tell(10);
    assert!(is_idle(&mut events));
    assert_eq!(events.next().unwrap(), Event::Message(Told::Changed(device(10, "x"))));
    assert_eq!(kernel.pending_faults(), 0);
}

#[test]
fn one_thread_waits_for_what_another_tells() {
    let kernel = kernel();
    let mut events = listener(&Netlink::with_options(
        netlink_runtime::SocketOptions::new().fake_kernel(&kernel),
    ));
    let waiting = std::thread::spawn(move || format!("{:?}", events.next().unwrap()));
    kernel.notify::<Told<'_>>("devices", &Told::Changed(device(1, "late"))).unwrap();
    assert!(waiting.join().unwrap().contains("late"));
}

#[test]
fn a_mirror_is_rebuilt_when_its_listener_overruns() {
    let kernel = kernel();
    let netlink = kernel.netlink();
    let mut mirror =
        netlink.mirror::<Told<'static>, _>(&["devices"], ListDevices::default()).unwrap();
    let mut seen = |limit: Duration| {
        let mut seen = String::new();
        while let Some(change) = mirror.next_within(limit).unwrap() {
            seen.push(match change {
                Change::Reset => 'r',
                Change::Object(_) => 'o',
                Change::Message(_) => 'm',
                Change::Synced => 's',
                _ => '?',
            });
        }
        seen
    };
    assert_eq!(seen(AT_ONCE), "roos");
    kernel.notify::<Told<'_>>("devices", &Told::Changed(device(1, "x"))).unwrap();
    assert_eq!(seen(AT_ONCE), "ms");
    kernel.fail_next_notification(Fault::Overrun);
    kernel.notify::<Told<'_>>("devices", &Told::Changed(device(1, "x"))).unwrap();
    kernel.fail_next(Fault::InterruptedDump);
    assert_eq!(seen(AT_ONCE), "rooroos", "it is asked for twice, since the first was interrupted");
}
