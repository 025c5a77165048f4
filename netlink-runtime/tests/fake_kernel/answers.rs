//! Answers, as the kernel would put them into messages.

use std::sync::{Arc, Mutex};

use netlink_runtime::testing::FakeKernel;
use netlink_runtime::wire::{flags, kinds};
use netlink_runtime::{Errno, Error, Netlink, SocketOptions};

use super::demo::{
    Device, Entry, GetDevice, GetEntry, Header, ListDevices, Memory, SetDevice, device,
    with_devices,
};

#[test]
fn a_handler_has_the_request_and_the_program_its_reply() {
    let mut netlink = with_devices(0).netlink();
    assert_eq!(netlink.request(&GetDevice { index: 7 }).unwrap(), device(7, "dev7"));
    assert_eq!(netlink.request(&GetDevice { index: 8 }).unwrap(), device(8, "dev8"));
}

#[test]
fn a_protocol_with_fixed_headers_is_answered_too() {
    let kernel = FakeKernel::new();
    kernel.on::<GetEntry>(|request, answer| {
        assert_eq!(request.mask, Some(3));
        let header = Header { index: request.header.index + 1, ..request.header };
        answer.send(&Entry { header, text: Some("x") })
    });
    let header = Header { family: 2, index: 4, ..Header::default() };
    let mut netlink = kernel.netlink();
    let entry = netlink.request(&GetEntry { header, mask: Some(3) }).unwrap();
    assert_eq!(entry, Entry { header: Header { index: 5, ..header }, text: Some("x") });
}

#[test]
fn what_a_handler_changes_another_one_shows() {
    let (kernel, names) = (FakeKernel::new(), Arc::new(Mutex::new(vec![String::from("old")])));
    let shown = Arc::clone(&names);
    kernel.on::<SetDevice>(move |request, _| {
        names.lock().unwrap().push(format!("new{}", request.index));
        Ok(())
    });
    kernel.on_dump::<ListDevices>(move |_, answer| {
        // The views borrow from what is locked.
        let shown = shown.lock().unwrap();
        shown.iter().try_for_each(|name| answer.send(&device(0, name)))
    });
    let mut netlink = kernel.netlink();
    netlink.request(&SetDevice { index: 5, queue: None }).unwrap();
    let devices = netlink.dump_all(&ListDevices::default(), 0).unwrap();
    let names: Vec<_> = devices.iter().map(|it| it.get().unwrap().name.unwrap()).collect();
    assert_eq!(names, ["old", "new5"]);
}

#[test]
fn only_what_asks_for_it_is_acknowledged() {
    let memory = Memory::default();
    let mut netlink = Netlink::with_options(memory.record(with_devices(0).options()));
    netlink.request(&GetDevice { index: 1 }).unwrap();
    netlink.request(&SetDevice::default()).unwrap();
    netlink.request_optional(&GetDevice { index: 1 }).unwrap().unwrap();
    let answers = memory.answers();
    let id = netlink.generic_family("demo").unwrap().id;
    let kinds: Vec<_> = answers.iter().map(|datagram| datagram[0].kind).collect();
    let acknowledgement = kinds::ERROR;
    assert_eq!(kinds, [0x10, id, acknowledgement, id, acknowledgement], "nlctrl's comes first");
    assert!(answers.iter().all(|datagram| datagram.len() == 1));
    let port = netlink.socket(16u16).unwrap().port();
    assert!(port > 1 && answers.iter().all(|datagram| datagram[0].port == port));
    let sequences: Vec<_> = answers.iter().map(|datagram| datagram[0].sequence).collect();
    assert_eq!(sequences, [1, 2, 3, 4, 4]);
    assert_eq!(answers[2][0].flags, flags::CAPPED, "the request is not repeated");
    assert_eq!(answers[2][0].length, 36);
}

#[test]
fn a_dump_is_many_messages_in_several_datagrams_and_then_its_end() {
    let memory = Memory::default();
    let mut netlink = Netlink::with_options(memory.record(with_devices(1000).options()));
    let devices: Result<Vec<_>, _> =
        netlink.dump(&ListDevices::default()).unwrap().owned().collect();
    let devices = devices.unwrap();
    let index = |at: usize| devices[at].get().unwrap().index;
    assert_eq!((devices.len(), index(0), index(999)), (1000, 0, 999));
    let answers = memory.answers();
    let (end, objects) = answers[1..].split_last().unwrap();
    assert!(objects.len() > 2, "{} datagrams", objects.len());
    let messages = objects.iter().flatten().chain(end);
    assert!(messages.clone().all(|header| header.flags == flags::MULTI));
    assert_eq!((end.len(), end[0].kind, end[0].length), (1, kinds::DONE, 20));
}

#[test]
fn an_empty_dump_ends_at_once_and_one_of_a_long_object_is_whole() {
    let kernel = FakeKernel::new();
    kernel.on_dump::<ListDevices>(|request, answer| match request.kind {
        Some(length) => answer.send(&device(0, &"n".repeat(length as usize))),
        None => Ok(()),
    });
    let mut netlink = kernel.netlink();
    assert!(netlink.dump(&ListDevices::default()).unwrap().next().unwrap().is_none());
    let long = ListDevices { kind: Some(60_000) };
    let mut devices = netlink.dump(&long).unwrap();
    assert_eq!(devices.next().unwrap().unwrap().name.unwrap().len(), 60_000);
    assert!(devices.next().unwrap().is_none());
}

#[test]
fn a_malformed_object_spoils_only_itself() {
    let kernel = FakeKernel::new();
    kernel.on_dump::<ListDevices>(|_, answer| {
        answer.send(&device(1, "a"))?;
        answer.send_bytes(&[9, 0, 1, 0]);
        answer.send(&device(3, "c"))
    });
    let mut netlink = kernel.netlink();
    let mut devices = netlink.dump(&ListDevices::default()).unwrap();
    assert_eq!(devices.next().unwrap().unwrap().index, 1);
    assert!(matches!(devices.next(), Err(Error::Decode { .. })));
    assert_eq!(devices.next().unwrap().unwrap().index, 3);
    assert!(devices.next().unwrap().is_none());
}

#[test]
fn a_handler_that_answers_nothing_is_a_missing_answer_or_none_wanted() {
    let kernel = FakeKernel::new();
    kernel.on::<GetDevice>(|_, _| Ok(()));
    let options = kernel.options().timeout(core::time::Duration::from_millis(10));
    let mut netlink = Netlink::with_options(options);
    assert!(netlink.request_optional(&GetDevice { index: 1 }).unwrap().is_none());
    let error = netlink.request(&GetDevice { index: 1 }).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[test]
fn what_no_handler_is_for_is_not_supported_and_says_what() {
    let mut netlink = with_devices(0).netlink();
    let error = netlink.request(&super::demo::SwapDevice { index: 1 }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP));
    let text = error.kernel().unwrap().message().unwrap().to_string();
    assert_eq!(text, "the fake kernel has no handler for command 5 of demo");
    let error = netlink.request(&GetEntry::default()).unwrap_err();
    assert!(error.to_string().ends_with("no handler for message type 18"), "{error}");
    let kernel = FakeKernel::new();
    kernel.on_dump::<ListDevices>(|_, _| Ok(()));
    let error = kernel.netlink().request(&GetDevice { index: 1 }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP), "all can be asked for, not one");
}

#[test]
fn an_answer_that_does_not_fit_is_an_error_that_names_the_attribute() {
    let kernel = FakeKernel::new();
    kernel.on::<GetDevice>(|_, answer| answer.send(&device(1, "a\0b")));
    let error = kernel.netlink().request(&GetDevice { index: 1 }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EMSGSIZE));
    assert!(error.to_string().contains("cannot answer: attribute device.name"), "{error}");
}

#[test]
fn the_last_handler_counts_and_clones_are_the_same_kernel() {
    let kernel = with_devices(0);
    let mut netlink = kernel.netlink();
    let clone = kernel.clone();
    clone.on::<GetDevice>(|_, answer| answer.send(&Device { index: 0, name: None }));
    assert_eq!(netlink.request(&GetDevice { index: 7 }).unwrap().name, None);
}

#[test]
fn a_handler_may_ask_the_kernel_itself() {
    let kernel = with_devices(0);
    let own = kernel.clone();
    kernel.on::<SetDevice>(move |request, _| {
        let mut netlink = own.netlink();
        match netlink.request(&GetDevice { index: request.index }) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.errno().unwrap_or(Errno::EIO).into()),
        }
    });
    let mut netlink = kernel.netlink();
    netlink.request(&SetDevice { index: 1, queue: None }).unwrap();
    let error = netlink.request(&SetDevice { index: 100, queue: None }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENODEV));
}

#[test]
fn two_bits_that_ask_for_a_dump_mean_something_else_where_there_is_none() {
    use netlink_runtime::Request;
    let kernel = FakeKernel::new();
    kernel.on::<SetDevice>(|_, answer| {
        let flags = answer.request_header().flags & flags::DUMP;
        if flags == flags::REPLACE | flags::EXCLUSIVE { Ok(()) } else { Err(Errno::EINVAL.into()) }
    });
    let request = SetDevice::default();
    let mut netlink = kernel.netlink();
    netlink.request(&request.with_flags(flags::REPLACE | flags::EXCLUSIVE)).unwrap();
    assert!(netlink.request(&request).is_err());
}

#[test]
fn a_socket_alone_speaks_to_the_fake_kernel_as_well() {
    let kernel = with_devices(0);
    let mut socket = SocketOptions::new().fake_kernel(&kernel).open(16u16).unwrap();
    assert_eq!(socket.request(&GetDevice { index: 3 }).unwrap().index, 3);
    assert_ne!(socket.port(), kernel.options().open(16u16).unwrap().port());
}
