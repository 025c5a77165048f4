//! Recordings as kernels.

use core::time::Duration;

use netlink_runtime::testing::{FakeKernel, Fault, Recording, Refusal};
use netlink_runtime::wire::flags;
use netlink_runtime::{Batch, Errno, Error, Event, Netlink, Request, SocketOptions};

use super::demo::{
    Device, GetDevice, ListDevices, Memory, SetDevice, SwapDevice, Told, device, with_devices,
};
use super::families::listed;

/// What a conversation with a kernel was, as a kernel.
fn replay(memory: &Memory) -> FakeKernel {
    let kernel = FakeKernel::new();
    kernel.replay(&memory.recording());
    kernel
}

/// Records what a program does with a kernel, and has it do the same with the recording.
fn twice<R: PartialEq + core::fmt::Debug>(
    options: SocketOptions,
    mut program: impl FnMut(&mut Netlink) -> R,
) -> FakeKernel {
    let memory = Memory::default();
    let first = program(&mut Netlink::with_options(memory.record(options)));
    let kernel = replay(&memory);
    assert_eq!(program(&mut kernel.netlink()), first);
    assert_eq!(kernel.unasked(), 0);
    kernel
}

#[test]
fn a_program_does_the_same_with_a_real_kernel_and_with_its_recording() {
    if Netlink::new().generic_family("nlctrl").is_err() {
        return println!("skipped: there is no generic netlink");
    }
    twice(SocketOptions::new(), |netlink| {
        let families = listed(netlink);
        assert!(families.len() > 1 && families.iter().any(|(name, _)| name == "nlctrl"));
        let absent = netlink.generic_family("no-such-family").unwrap_err().to_string();
        (families, absent, netlink.generic_family("netdev").cloned().ok())
    });
}

#[test]
fn requests_dumps_and_errors_come_back_with_the_askers_sequence() {
    let kernel = with_devices(1000);
    kernel.on::<SetDevice>(|request, answer| {
        answer.warn("noted");
        match request.index {
            0 => Ok(()),
            _ => Err(Refusal::new(Errno::EINVAL).attribute("set-device.index").message("no")),
        }
    });
    let mut first = true;
    let replayed = twice(kernel.options(), |netlink| {
        if !core::mem::take(&mut first) {
            // Other numbers than those that were recorded.
            for _ in 0..5 {
                assert!(netlink.generic_family("not-recorded").is_err());
            }
        }
        let one = format!("{:?}", netlink.request(&GetDevice { index: 3 }).unwrap());
        let refused = netlink.request(&SetDevice { index: 1, queue: None }).unwrap_err();
        netlink.request(&SetDevice::default()).unwrap();
        let warning = netlink.last_warning().unwrap().to_string();
        let all = netlink.dump_all(&ListDevices::default(), 0).unwrap().len();
        (one, refused.to_string(), warning, all)
    });
    let error = replayed.netlink().request(&GetDevice { index: 4 }).map(drop).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOENT), "what was not recorded: {error}");
}

#[test]
fn the_same_request_has_its_answers_in_turn_and_then_the_last_one_again() {
    let (memory, kernel) = (Memory::default(), FakeKernel::new());
    let mut calls = 0;
    kernel.on::<GetDevice>(move |_, answer| {
        calls += 1;
        answer.send(&device(calls, "x"))
    });
    let mut netlink = Netlink::with_options(memory.record(kernel.options()));
    for _ in 0..2 {
        netlink.request(&GetDevice { index: 9 }).unwrap();
    }
    let mut netlink = replay(&memory).netlink();
    let answers = [(); 4].map(|()| netlink.request(&GetDevice { index: 9 }).unwrap().index);
    assert_eq!(answers, [1, 2, 2, 2]);
}

#[test]
fn batches_come_back_request_by_request() {
    let mut batch = Batch::new();
    for index in 95..105 {
        batch.push(&GetDevice { index }).unwrap();
    }
    twice(with_devices(0).options(), |netlink| {
        let report = netlink.send_batch(&batch).unwrap();
        let name = report.answer::<Device<'static>>(3).unwrap().unwrap().name.unwrap().to_owned();
        let failed: Vec<_> = report.failures().iter().map(|failure| failure.index).collect();
        (name, failed)
    });
}

/// The demo family with a group, where swapping a device is told.
fn telling() -> FakeKernel {
    let kernel = with_devices(0);
    kernel.generic_family("demo", 40, &[("devices", 2), ("many", 70)]);
    kernel.on::<SwapDevice>(|request, answer| {
        answer.notify::<Told<'_>>("many", &Told::Gone(device(request.index, "old")))?;
        answer.notify::<Told<'_>>("devices", &Told::Changed(device(request.index, "new")))
    });
    kernel
}

#[test]
fn notifications_are_told_when_what_went_before_was_asked() {
    let (memory, kernel) = (Memory::default(), telling());
    let mut netlink = Netlink::with_options(memory.record(kernel.options()));
    let mut events = netlink.events::<Told<'static>>(&["devices", "many"]).unwrap();
    kernel.notify::<Told<'_>>("devices", &Told::Changed(device(1, "at once"))).unwrap();
    events.next().unwrap();
    netlink.request_optional(&SwapDevice { index: 5 }).unwrap();
    for _ in 0..2 {
        events.next().unwrap();
    }

    let replayed = replay(&memory);
    let mut netlink = replayed.netlink();
    let mut events = netlink.events::<Told<'static>>(&["devices", "many"]).unwrap();
    let mut next = || {
        let event = events.next_within(Duration::ZERO).unwrap();
        event.map(|event| match event {
            Event::Message(Told::Changed(device) | Told::Gone(device)) => device.index,
            other => panic!("{other:?}"),
        })
    };
    assert_eq!((next(), next()), (Some(1), None));
    netlink.request_optional(&SwapDevice { index: 5 }).unwrap();
    assert_eq!((next(), next(), next()), (Some(5), Some(5), None));
}

#[test]
fn an_echo_is_a_part_of_the_answer() {
    twice(telling().options(), |netlink| {
        let request = SwapDevice { index: 4 };
        let echo = request.with_flags(flags::ECHO);
        netlink.request_optional(&echo).map(|echo| format!("{echo:?}")).ok()
    });
}

#[test]
fn faults_happen_to_replayed_answers_and_handlers_answer_what_is_not_in_it() {
    let memory = Memory::default();
    let mut netlink = Netlink::with_options(memory.record(with_devices(5).options()));
    netlink.request(&GetDevice { index: 1 }).unwrap();
    netlink.dump_all(&ListDevices::default(), 0).unwrap();
    let kernel = replay(&memory);
    kernel.on::<SetDevice>(|_, _| Ok(()));
    let mut netlink = kernel.netlink();
    netlink.generic_family("demo").unwrap();
    kernel.fail_next(Fault::InterruptedDump);
    kernel.fail_next(Fault::Refuse(Errno::EPERM.into()));
    let error = netlink.request(&GetDevice { index: 1 }).map(drop).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EPERM));
    let error = netlink.dump_all(&ListDevices::default(), 0).unwrap_err();
    assert!(matches!(error, Error::DumpInterrupted { .. }), "{error}");
    netlink.request(&SetDevice::default()).unwrap();
}

#[test]
fn a_recording_without_our_notes_is_replayed_by_what_the_messages_say() {
    let memory = Memory::default();
    let mut netlink = Netlink::with_options(memory.record(with_devices(5).options()));
    netlink.request(&GetDevice { index: 1 }).unwrap();
    let mut bytes = memory.bytes();
    // As `tcpdump` on an `nlmon` interface leaves them: ten zeros in each frame.
    let mut at = 24;
    while at < bytes.len() {
        let length = u32::from_ne_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
        bytes[at + 20..at + 30].fill(0);
        at += 16 + length;
    }
    let kernel = FakeKernel::new();
    kernel.replay(&Recording::parse(&bytes).unwrap());
    assert_eq!(kernel.netlink().request(&GetDevice { index: 1 }).unwrap(), device(1, "dev1"));
}
