//! Real conversations of generated families, replayed.

use core::time::Duration;
use std::sync::Mutex;

use netlink_families::netdev::DevGet;
use netlink_families::rt_link::{
    Dellink, GetlinkDump, Ifinfomsg, LinkinfoAttrs, Newlink, Notification,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::error::{Policy, PolicyKind};
use netlink_runtime::payload::Nested;
use netlink_runtime::testing::{FakeKernel, Recorder, Recording, Refusal};
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Errno, Event, Netlink, Request, SocketOptions};

use crate::namespace::{in_namespace, skip};

/// A program: makes a bridge twice, lists the links, deletes it; and what it hears meanwhile.
fn program(netlink: &mut Netlink) -> Vec<String> {
    let mut seen = Vec::new();
    let mut events = netlink.events::<Notification<'_>>(&["rtnlgrp-link"]).unwrap();
    let kind = LinkinfoAttrs { kind: Some(BStr::new("bridge")), ..LinkinfoAttrs::default() };
    let (ifname, linkinfo) = (Some(BStr::new("br0")), Some(Nested::from(&kind)));
    let bridge = Newlink { ifname, linkinfo, ..Newlink::default() };
    for _ in 0..2 {
        let made = netlink.request(&bridge.with_flags(CREATE | EXCLUSIVE));
        seen.push(format!("{:?}", made.map_err(|error| error.to_string())));
    }
    for link in netlink.dump_all(&GetlinkDump::default(), 3).unwrap() {
        seen.push(format!("{:?}", link.get().unwrap()));
    }
    netlink.request(&Dellink { ifname, ..Dellink::default() }).unwrap();
    let long = Newlink { ifname: Some(BStr::new("longer-than-15-chars")), ..bridge };
    seen.push(netlink.request(&long).unwrap_err().to_string());
    while let Some(event) = events.next_within(Duration::ZERO).unwrap() {
        match event {
            Event::Message(Notification::NewlinkNtf(link)) => seen.push(format!("new {link:?}")),
            Event::Message(Notification::DellinkNtf(link)) => seen.push(format!("gone {link:?}")),
            other => panic!("{other:?}"),
        }
    }
    seen
}

#[test]
fn a_program_that_changes_links_sees_the_same_in_the_recording_as_in_the_kernel() {
    in_namespace(|| {
        let path = std::env::temp_dir().join(format!("netlink-{}.pcap", std::process::id()));
        let recorder = Recorder::create(&path).unwrap();
        let live = program(&mut Netlink::with_options(SocketOptions::new().record(&recorder)));
        let recording = Recording::open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let text = live.join("\n");
        assert!(text.contains("already exists") || text.contains("EEXIST"), "{text}");
        assert!(text.contains("attribute link-attrs.ifname"), "{text}");
        assert!(text.contains("new ") && text.contains("gone "), "{text}");
        let kernel = FakeKernel::new();
        kernel.replay(&recording);
        assert_eq!(program(&mut kernel.netlink()), live);
        assert_eq!(kernel.unasked(), 0);
    });
}

#[test]
fn a_recorder_is_shared_by_the_sockets_of_all_threads() {
    let kernel = FakeKernel::new();
    kernel.on_dump::<GetlinkDump<'_>>(|_, _| Ok(()));
    let path = std::env::temp_dir().join(format!("netlink-threads-{}.pcap", std::process::id()));
    let options = kernel.options().record(&Recorder::create(&path).unwrap());
    let done = Mutex::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut netlink = Netlink::with_options(options.clone());
                for _ in 0..50 {
                    netlink.dump_all(&GetlinkDump::default(), 0).unwrap();
                    *done.lock().unwrap() += 1;
                }
            });
        }
    });
    assert_eq!(*done.lock().unwrap(), 200);
    let replayed = FakeKernel::new();
    replayed.replay(&Recording::open(&path).unwrap());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(replayed.unasked(), 200, "no record is torn");
}

/// The last datagram of a recorded conversation, without the port in its header and in that which
/// an acknowledgement repeats, since it differs.
fn last_datagram(options: SocketOptions, name: &str, talk: impl FnOnce(&mut Netlink)) -> Vec<u8> {
    let path = std::env::temp_dir().join(format!("netlink-{name}-{}.pcap", std::process::id()));
    talk(&mut Netlink::with_options(options.record(&Recorder::create(&path).unwrap())));
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let (mut at, mut last) = (24, Vec::new());
    while at < bytes.len() {
        let length = u32::from_ne_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
        last = bytes[at + 32..at + 16 + length].to_vec();
        at += 16 + length;
    }
    last[12..16].fill(0);
    last
}

#[test]
fn a_refusal_is_byte_for_byte_that_of_the_real_kernel() {
    let id = match Netlink::new().generic_family("netdev") {
        Ok(family) => family.id,
        Err(error) => return skip(&error.to_string()),
    };
    let kernel = FakeKernel::new();
    kernel.on::<DevGet<'_>>(|request, _| {
        let mut policy = Policy::default();
        policy.kind = Some(PolicyKind::U32);
        (policy.min, policy.max) = (Some(1), Some(u32::MAX.into()));
        Err(match request.ifindex {
            Some(0) => Refusal::new(Errno::ERANGE)
                .message("integer out of range")
                .attribute("dev.ifindex")
                .policy(policy),
            Some(_) => Errno::ENODEV.into(),
            None => Refusal::new(Errno::EINVAL).missing("dev.ifindex"),
        })
    });
    kernel.generic_family("netdev", id, &[]);
    for ifindex in [Some(0), Some(i32::MAX as u32), None] {
        let ask = |netlink: &mut Netlink| {
            let refused = netlink.request(&DevGet { ifindex, ..Default::default() });
            assert!(refused.is_err());
        };
        let real = last_datagram(SocketOptions::new(), "real", ask);
        let fake = last_datagram(kernel.options(), "fake", ask);
        assert_eq!(fake, real, "{ifindex:?}");
    }
}

#[test]
fn success_and_the_end_of_a_dump_are_byte_for_byte_those_of_the_real_kernel() {
    let kernel = FakeKernel::new();
    kernel.on::<Newlink<'_>>(|_, _| Ok(()));
    kernel.on_dump::<GetlinkDump<'_>>(|_, answer| {
        answer.send_bytes(&[0; 16]);
        Ok(())
    });
    let header = Ifinfomsg::of(1);
    let nothing = Newlink { header, ..Newlink::default() };
    let change = |netlink: &mut Netlink| netlink.request(&nothing).unwrap();
    in_namespace(|| {
        let real = last_datagram(SocketOptions::new(), "real-ack", change);
        assert_eq!(last_datagram(kernel.options(), "fake-ack", change), real);
        let list = |netlink: &mut Netlink| {
            assert_eq!(netlink.dump_all(&GetlinkDump::default(), 3).unwrap().len(), 1);
        };
        let real = last_datagram(SocketOptions::new(), "real-dump", list);
        let fake = last_datagram(kernel.options(), "fake-dump", list);
        // The kernel may put the end behind the last object.
        let end = real.len() - fake.len();
        assert_eq!(fake[..12], real[end..end + 12]);
        assert_eq!(fake[16..], real[end + 16..]);
    });
}
