//! Errors and remarks with all that the kernel says beside an `errno`.

use netlink_runtime::error::{Policy, PolicyKind};
use netlink_runtime::testing::{FakeKernel, Fault, Refusal};
use netlink_runtime::{Batch, Errno, Error, KernelError, Request};

use super::demo::{GetDevice, GetEntry, Header, ListDevices, Queue, SetDevice, device};

/// What a program sees of a refusal of a change of a queue.
fn refused(refusal: Refusal) -> KernelError {
    let kernel = FakeKernel::new();
    kernel.on::<SetDevice>(move |_, _| Err(refusal.clone()));
    let queue = Some(Queue { length: Some(4), weight: None });
    match kernel.netlink().request(&SetDevice { index: 1, queue }) {
        Err(Error::Kernel(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn path(error: &KernelError) -> String {
    error.path().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_bare_refusal_is_an_errno_and_nothing_else() {
    let error = refused(Errno::EPERM.into());
    assert_eq!(error.errno(), Errno::EPERM);
    assert_eq!(*error.extended_ack(), Default::default());
}

#[test]
fn an_attribute_at_fault_is_found_at_any_depth() {
    let error = refused(Refusal::new(Errno::EINVAL).attribute("set-device.queue.length"));
    assert_eq!(error.extended_ack().offset, Some(16 + 4 + 8 + 4), "headers, index, the nest's");
    // A derived nest goes by the name of its struct.
    assert_eq!(path(&error), "set-device.queue.length");
    let error = refused(Refusal::new(Errno::ERANGE).attribute("set-device.index"));
    assert_eq!((error.extended_ack().offset, path(&error)), (Some(20), "set-device.index".into()));
}

#[test]
fn a_missing_attribute_is_named_in_the_message_or_in_a_nest() {
    let error = refused(Refusal::new(Errno::EINVAL).missing("set-device.queue.weight"));
    assert_eq!(error.missing().unwrap().to_string(), "set-device.queue.weight");
    let kernel = FakeKernel::new();
    kernel.on::<GetEntry>(|_, _| Err(Refusal::new(Errno::EINVAL).missing("get-entry.mask")));
    let request = GetEntry { header: Header::default(), mask: None };
    let error = kernel.netlink().request(&request).map(drop).unwrap_err();
    assert_eq!(error.kernel().unwrap().missing().unwrap().to_string(), "get-entry.mask");
}

#[test]
fn an_attribute_behind_a_fixed_header_is_found() {
    let kernel = FakeKernel::new();
    kernel.on::<GetEntry>(|_, _| Err(Refusal::new(Errno::EINVAL).attribute("get-entry.mask")));
    let request = GetEntry { header: Header::default(), mask: Some(1) };
    let error = kernel.netlink().request(&request).map(drop).unwrap_err();
    assert_eq!(path(error.kernel().unwrap()), "get-entry.mask");
    assert_eq!(error.kernel().unwrap().extended_ack().offset, Some(24));
}

#[test]
fn a_place_that_the_request_has_not_got_is_told_and_not_left_out() {
    for refusal in [
        Refusal::new(Errno::EINVAL).attribute("set-device.queue.weight"),
        Refusal::new(Errno::EINVAL).attribute("no.such"),
        Refusal::new(Errno::EINVAL).missing("set-device.nothing"),
        Refusal::new(Errno::EINVAL).missing("nothing"),
    ] {
        let error = refused(refusal.message("its own text"));
        let text = error.message().unwrap().to_string();
        assert!(text.starts_with("the fake kernel finds no place for \""), "{text}");
    }
}

#[test]
fn text_policy_and_cookie_arrive() {
    let mut policy = Policy::default();
    (policy.kind, policy.min, policy.max) = (Some(PolicyKind::U32), Some(1), Some(9));
    let refusal = Refusal::new(Errno::ERANGE)
        .message("out of range")
        .attribute("set-device.index")
        .policy(policy.clone())
        .cookie([1, 2, 3]);
    let error = refused(refusal);
    assert_eq!(error.policy(), Some(&policy));
    assert_eq!(error.cookie(), Some(&[1, 2, 3][..]));
    assert_eq!(
        error.to_string(),
        "demo set-device: the kernel refused attribute set-device.index: Numerical result out of \
         range (ERANGE): out of range (wanted: u32, 1 to 9)"
    );
}

#[test]
fn each_part_of_a_policy_comes_back() {
    let mut signed = Policy::default();
    (signed.kind, signed.min, signed.max) = (Some(PolicyKind::S16), Some(-5), Some(5));
    let mut bits = Policy::default();
    (bits.kind, bits.mask) = (Some(PolicyKind::Bitfield32), Some(0xff));
    let mut lengths = Policy::default();
    (lengths.kind, lengths.mask) = (Some(PolicyKind::Other(77)), Some(1 << 40));
    (lengths.min_length, lengths.max_length, lengths.max_attribute) = (Some(1), Some(2), Some(3));
    for policy in [signed, bits, lengths] {
        let error = refused(Refusal::new(Errno::EINVAL).policy(policy.clone()));
        assert_eq!(error.policy(), Some(&policy));
    }
}

#[test]
fn a_request_that_cannot_be_decoded_is_refused_with_the_reason() {
    #[derive(netlink_runtime::NetlinkMessage)]
    #[netlink(family = "demo", version = 2, cmd = 1, reply = super::demo::Device<'_>)]
    struct Bare {}
    let kernel = super::demo::with_devices(0);
    let error = kernel.netlink().request(&Bare {}).map(drop).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL));
    assert!(error.to_string().contains("get-device.index: required, but absent"), "{error}");
}

#[test]
fn a_warning_and_a_cookie_come_with_success() {
    let kernel = FakeKernel::new();
    kernel.on::<SetDevice>(|request, answer| {
        answer.warn(format!("index {} is old", request.index));
        answer.cookie([7]);
        Ok(())
    });
    let mut netlink = kernel.netlink();
    netlink.request(&SetDevice { index: 5, queue: None }).unwrap();
    let warning = netlink.last_warning().unwrap();
    assert_eq!(warning.to_string(), "demo set-device: index 5 is old");
    assert_eq!(warning.ack.cookie.as_deref(), Some(&[7][..]));
}

#[test]
fn an_error_at_the_end_of_a_dump_comes_behind_its_objects_with_its_text() {
    let kernel = FakeKernel::new();
    kernel.on_dump::<ListDevices>(|_, answer| {
        answer.send(&device(1, "one"))?;
        Err(Refusal::new(Errno::EINVAL).message("no such kind").attribute("list-devices.kind"))
    });
    let mut netlink = kernel.netlink();
    let request = ListDevices { kind: Some(4) };
    let mut devices = netlink.dump(&request).unwrap();
    assert_eq!(devices.next().unwrap().unwrap().index, 1);
    let error = devices.next().map(drop).unwrap_err();
    assert_eq!(error.kernel().unwrap().message().unwrap(), "no such kind");
    assert_eq!(path(error.kernel().unwrap()), "list-devices.kind");
    assert!(devices.next().unwrap().is_none());
}

#[test]
fn a_dump_may_end_with_a_warning() {
    let kernel = FakeKernel::new();
    kernel.on_dump::<ListDevices>(|_, answer| {
        answer.warn("some were left out");
        Ok(())
    });
    let mut netlink = kernel.netlink();
    assert_eq!(netlink.dump_all(&ListDevices::default(), 0).unwrap().len(), 0);
    assert_eq!(netlink.last_warning().unwrap().ack.message().unwrap(), "some were left out");
}

#[test]
fn in_a_batch_an_attribute_is_found_in_the_request_that_it_is_of() {
    let kernel = FakeKernel::new();
    kernel.on::<SetDevice>(|request, _| match request.index {
        2 => Err(Refusal::new(Errno::EINVAL).attribute("set-device.queue")),
        _ => Ok(()),
    });
    let mut batch = Batch::new();
    for index in 0..4 {
        let queue = (index == 2).then(Queue::default);
        batch.push(&SetDevice { index, queue }).unwrap();
    }
    let report = kernel.netlink().send_batch(&batch).unwrap();
    assert_eq!(report.failures().len(), 1);
    assert_eq!(path(report.error(2).unwrap().kernel().unwrap()), "set-device.queue");
}

#[test]
fn a_fault_that_refuses_points_into_the_request_like_a_handler() {
    let kernel = super::demo::with_devices(0);
    let refusal = Refusal::new(Errno::ENOMEM).attribute("get-device.index");
    kernel.fail_next(Fault::Refuse(refusal));
    let error = kernel.netlink().request(&GetDevice { index: 1 }).map(drop).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOMEM));
    assert_eq!(path(error.kernel().unwrap()), "get-device.index");
    assert_eq!(GetDevice::FAMILY.name, "demo");
}
