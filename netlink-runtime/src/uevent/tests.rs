//! Events as the kernel and udev write them.

use bstr::BStr;

use super::{Action, Source, Uevent};

/// What Linux 6.18 sent for a bridge.
const BRIDGE: &[u8] = b"add@/devices/virtual/net/br0\0ACTION=add\0\
    DEVPATH=/devices/virtual/net/br0\0SUBSYSTEM=net\0DEVTYPE=bridge\0INTERFACE=br0\0IFINDEX=2\0\
    SEQNUM=83614\0";

/// As udev writes it, a header of 40 bytes in front.
fn udev(magic: u32, start: u32, properties: &[u8]) -> Vec<u8> {
    let length = properties.len() as u32;
    let numbers = [40u32, start, length, 0, 0, 0, 0].map(u32::to_ne_bytes).concat();
    [b"libudev\0", &magic.to_be_bytes()[..], &numbers, properties].concat()
}

fn refused(datagram: &[u8]) -> String {
    Uevent::parse(datagram).unwrap_err().to_string()
}

#[test]
fn an_event_of_the_kernel_has_an_action_a_path_and_properties() {
    let uevent = Uevent::parse(BRIDGE).unwrap();
    assert_eq!((uevent.source, uevent.action), (Source::Kernel, Action::Add));
    assert_eq!(uevent.path, "/devices/virtual/net/br0");
    assert_eq!(uevent.subsystem(), Some(BStr::new("net")));
    assert_eq!(uevent.device_type(), Some(BStr::new("bridge")));
    assert_eq!((uevent.device_name(), uevent.sequence()), (None, Some(83614)));
    assert_eq!(uevent.properties().count(), 7);
    let last = uevent.properties().last().unwrap();
    assert_eq!(last, (BStr::new("SEQNUM"), BStr::new("83614")));
    let printed = format!("{uevent:?}");
    assert!(printed.starts_with("add@/devices/virtual/net/br0 {\"ACTION\": \"add\","), "{printed}");
}

#[test]
fn an_action_that_nobody_knows_and_values_of_any_bytes_survive() {
    let uevent = Uevent::parse(b"explode@/x\0A=b=c\0EMPTY=\0BYTES=\xff").unwrap();
    assert_eq!(uevent.action, Action::Other("explode".into()));
    assert_eq!(uevent.action.to_string(), "explode");
    assert_eq!(uevent.get("A"), Some(BStr::new("b=c")));
    assert_eq!(uevent.get("EMPTY"), Some(BStr::new("")));
    assert_eq!(uevent.get("BYTES"), Some(BStr::new(b"\xff")));
    assert_eq!((uevent.get("B"), uevent.sequence()), (None, None));
}

#[test]
fn what_is_no_event_is_refused_in_words() {
    let start = "a uevent starts with the action, `@` and a path";
    for bytes in [&b""[..], b"\0", b"add", b"ACTION=add\0DEVPATH=/x\0"] {
        assert_eq!(refused(bytes), start, "{bytes:?}");
    }
    assert_eq!(refused(b"@/x\0"), "a uevent without an action or a path");
    assert_eq!(refused(b"add@\0"), "a uevent without an action or a path");
    assert_eq!(refused(b"add@/x\0A=1\0B\0"), "the property \"B\" has no key and value");
    assert_eq!(refused(b"add@/x\0=1\0"), "the property \"=1\" has no key and value");
}

#[test]
fn an_event_of_udev_has_its_action_and_path_among_the_properties() {
    let bytes = udev(0xfeed_cafe, 40, b"ACTION=remove\0DEVPATH=/x\0TAGS=:a:\0");
    let uevent = Uevent::parse(&bytes).unwrap();
    assert_eq!((uevent.source, uevent.action), (Source::Udev, Action::Remove));
    assert_eq!((uevent.path, uevent.get("TAGS")), (BStr::new("/x"), Some(BStr::new(":a:"))));
}

#[test]
fn a_message_of_udev_that_is_not_whole_or_of_another_format_is_refused() {
    let properties = b"ACTION=add\0DEVPATH=/x\0";
    let good = udev(0xfeed_cafe, 40, properties);
    let unknown = "a message of an udev whose format nobody knows";
    assert_eq!(refused(&udev(0xfeed_cafd, 40, properties)), unknown);
    let beyond = "udev's properties lie beyond its message";
    for bytes in [udev(0xfeed_cafe, 41, properties), udev(0xfeed_cafe, u32::MAX, properties)] {
        assert_eq!(refused(&bytes), beyond);
    }
    assert_eq!(refused(&good[..good.len() - 1]), beyond);
    assert_eq!(refused(&good[..20]), "20 bytes where at least 24 are needed");
    assert_eq!(refused(&udev(0xfeed_cafe, 40, b"ACTION=add\0")), "udev's message lacks DEVPATH");
}

#[test]
fn every_action_has_a_name_that_is_read_back() {
    for name in ["add", "remove", "change", "move", "online", "offline", "bind", "unbind"] {
        let action = Action::from(BStr::new(name));
        assert!(!matches!(action, Action::Other(_)), "{name}");
        assert_eq!(action.to_string(), name);
    }
}
