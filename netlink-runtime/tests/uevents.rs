//! Events of kernel objects, from the running kernel and from somebody who pretends.

mod common;

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use common::{PATIENCE, ip, namespace};
use netlink_runtime::bstr::BStr;
use netlink_runtime::socket::{Destination, Event};
use netlink_runtime::uevent::{Action, Source, Uevent, Uevents};
use netlink_runtime::{Closer, Error, SocketOptions, protocols};

/// The next event, which comes soon.
fn next(uevents: &mut Uevents) -> Uevent<'_> {
    match uevents.next_within(PATIENCE).unwrap() {
        Some(Event::Message(uevent)) => uevent,
        other => panic!("{other:?}"),
    }
}

/// Has the kernel tell of /dev/null; `None` if this process may not.
fn trigger(action: &str) -> Option<()> {
    let written = fs::write("/sys/class/mem/null/uevent", action);
    written.map_err(|error| println!("skipped: /sys cannot be written: {error}")).ok()
}

#[test]
fn a_device_that_changes_is_told_with_its_properties() {
    let mut uevents = Uevents::open().unwrap().subsystem("mem").action(Action::Change);
    let Some(()) = trigger("change 01234567-89ab-cdef-0123-456789abcdef KEY=value") else {
        return;
    };
    // Others may trigger events at the same time.
    let uevent = loop {
        let uevent = next(&mut uevents);
        if uevent.get("SYNTH_UUID") == Some(BStr::new("01234567-89ab-cdef-0123-456789abcdef")) {
            break format!("{uevent:?}");
        }
    };
    assert!(uevent.starts_with("change@/devices/virtual/mem/null {"), "{uevent}");
    for property in
        ["\"SUBSYSTEM\": \"mem\"", "\"DEVNAME\": \"null\"", "\"SYNTH_ARG_KEY\": \"value\""]
    {
        assert!(uevent.contains(property), "{uevent}");
    }
}

#[test]
fn only_the_subsystems_and_actions_named_are_heard() {
    if !namespace::is_inside_with_ip("only_the_subsystems_and_actions_named_are_heard") {
        return;
    }
    let mut all = Uevents::open().unwrap();
    let mut chosen = Uevents::open().unwrap().subsystem("mem").subsystem("net");
    chosen = chosen.action(Action::Remove);
    ip("link add br0 type bridge");
    ip("link del br0");
    let uevent = next(&mut chosen);
    assert_eq!((uevent.action, uevent.subsystem()), (Action::Remove, Some(BStr::new("net"))));
    assert_eq!(uevent.get("INTERFACE"), Some(BStr::new("br0")));
    let last = uevent.sequence().unwrap();
    while next(&mut all).sequence().unwrap() < last {}
    assert_eq!(chosen.foreign_messages(), 0);
}

#[test]
fn an_overrun_is_told_behind_what_was_queued_and_hearing_goes_on() {
    if !namespace::is_inside_with_ip(
        "an_overrun_is_told_behind_what_was_queued_and_hearing_goes_on",
    ) {
        return;
    }
    let options = SocketOptions::new().receive_buffer(1);
    let mut uevents = Uevents::with_options(&options, Source::Kernel).unwrap();
    for index in 0..10 {
        ip(&format!("link add br{index} type bridge"));
    }
    let mut heard = 0;
    loop {
        match uevents.next_within(PATIENCE).unwrap().unwrap() {
            Event::Message(_) => heard += 1,
            Event::Overrun => break,
            other => panic!("{other:?}"),
        }
    }
    assert!((1..30).contains(&heard), "{heard}");
    ip("link add last type bridge");
    assert_eq!(next(&mut uevents).get("INTERFACE"), Some(BStr::new("last")));
}

/// Sends bytes to a group of uevents, and to a port.
fn pretend(bytes: &[u8], to: Destination) -> Result<(), Error> {
    let mut socket = SocketOptions::new().open_peer(protocols::KOBJECT_UEVENT)?;
    socket.send_bytes(16, bytes, to).map(drop)
}

#[test]
fn what_a_process_sends_is_no_event_of_the_kernel() {
    if !namespace::is_inside_with_ip("what_a_process_sends_is_no_event_of_the_kernel") {
        return;
    }
    let mut uevents = Uevents::open().unwrap();
    pretend(b"add@/false\0", Destination::group(1)).unwrap();
    ip("link add br0 type bridge");
    assert_eq!(next(&mut uevents).path, "/devices/virtual/net/br0");
    assert_eq!(uevents.foreign_messages(), 1);
}

/// Udev's message for an object, as libudev 252 reads it.
fn udev(properties: &[u8]) -> Vec<u8> {
    let length = u32::try_from(properties.len()).unwrap();
    let numbers = [40, 40, length, 0, 0, 0, 0].map(u32::to_ne_bytes).concat();
    [b"libudev\0", &0xfeed_cafe_u32.to_be_bytes()[..], &numbers, properties].concat()
}

#[test]
fn an_event_of_udev_comes_from_root_and_by_the_second_group() {
    if !namespace::is_inside("an_event_of_udev_comes_from_root_and_by_the_second_group") {
        return;
    }
    let port = 4711;
    let mut uevents =
        Uevents::with_options(&SocketOptions::new().port(port), Source::Udev).unwrap();
    let sender = SocketOptions::new().peer(port).open_peer(protocols::KOBJECT_UEVENT).unwrap();
    // Not a netlink message: the standard library sends what it is given.
    let raw = UnixDatagram::from(OwnedFd::from(sender));
    raw.send(b"add@/x\0garbage").unwrap();
    raw.send(&udev(b"ACTION=bind\0DEVPATH=/x\0SUBSYSTEM=usb\0")).unwrap();
    let error = uevents.next_within(PATIENCE).map(drop).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    let uevent = next(&mut uevents);
    assert_eq!((uevent.source, uevent.action), (Source::Udev, Action::Bind));
    assert_eq!((uevent.path, uevent.subsystem()), (BStr::new("/x"), Some(BStr::new("usb"))));
    assert_eq!(uevents.last_sender().credentials.unwrap().user, 0);
}

#[test]
fn a_closer_ends_the_hearing() {
    let closer = Closer::new().unwrap();
    let options = SocketOptions::new().closer(&closer);
    let mut uevents = Uevents::with_options(&options, Source::Udev).unwrap();
    let hearing = std::thread::spawn(move || uevents.next().map(drop).unwrap_err());
    closer.close();
    assert_eq!(hearing.join().unwrap().to_string(), "the socket was closed");
}

#[test]
fn nothing_to_hear_is_no_event() {
    let uevents = Uevents::open().unwrap();
    assert!(uevents.subsystem("no-such").next_within(Duration::ZERO).unwrap().is_none());
}
