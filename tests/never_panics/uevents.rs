//! The events of kernel objects.

use netlink_runtime::uevent::{Source, Uevent};
use proptest::prelude::*;

/// What an event is made of, in any order and number.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"add@/devices/x\0"[..]),
        Just(&b"ACTION=add\0"[..]),
        Just(&b"DEVPATH=/x\0"[..]),
        Just(&b"libudev\0"[..]),
        Just(&b"\xfe\xed\xca\xfe\x28\0\0\0"[..]),
        Just(&b"\x28\0\0\0\x08\0\0\0"[..]),
        Just(&b"="[..]),
        Just(&b"@"[..]),
        Just(&b"\0"[..]),
        Just(&b"\xff"[..]),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_event_of_any_bytes_is_read_to_its_end_or_refused(
        bytes in prop_oneof![pieces(), prop::collection::vec(any::<u8>(), 0..200)],
    ) {
        if let Ok(uevent) = Uevent::parse(&bytes) {
            // Each property takes two bytes at least.
            prop_assert!(uevent.properties().count() <= bytes.len() / 2);
            prop_assert!(uevent.properties().all(|(key, _)| !key.is_empty()));
            let printed = format!("{uevent:?} {:?}", uevent.sequence());
            prop_assert!(printed.contains('@'));
            prop_assert_eq!(uevent.source == Source::Udev, bytes.starts_with(b"libudev\0"));
        }
    }

    #[test]
    fn what_the_kernel_would_write_is_read_back(
        path in "/[a-z/]{1,20}",
        properties in prop::collection::vec(("[A-Z_]{1,8}", "[ -~]{0,20}"), 0..10),
    ) {
        let mut bytes = format!("move@{path}\0").into_bytes();
        for (key, value) in &properties {
            bytes.extend(format!("{key}={value}\0").into_bytes());
        }
        let uevent = Uevent::parse(&bytes).unwrap();
        prop_assert_eq!(uevent.path.to_string(), path);
        let read: Vec<_> = uevent
            .properties()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect();
        prop_assert_eq!(read, properties);
    }
}
