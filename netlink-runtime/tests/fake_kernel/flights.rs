//! Several requests in flight, whose answers are late, lost, refused or in another order.

use core::time::Duration;

use netlink_runtime::payload::View;
use netlink_runtime::testing::{FakeKernel, Fault, Refusal};
use netlink_runtime::{Batch, Errno, Error, Netlink, Pending};

use super::demo::{
    Device, GetDevice, ListDevices, Queue, SetDevice, SwapDevice, device, with_devices,
};

const SHORT: Duration = Duration::from_millis(20);
/// Long after that.
const LATE: Duration = Duration::from_millis(300);

fn get(netlink: &mut Netlink, index: u32) -> Pending<Device<'static>> {
    netlink.send(&GetDevice { index }).unwrap()
}

fn index(netlink: &mut Netlink, pending: &Pending<Device<'static>>) -> u32 {
    netlink.wait(pending).unwrap().get().unwrap().index
}

fn error<V: View>(netlink: &mut Netlink, pending: &Pending<V>) -> Error {
    netlink.wait(pending).map(drop).unwrap_err()
}

/// How many messages nobody waited for.
fn unclaimed(netlink: &mut Netlink) -> u64 {
    netlink.socket(16u16).unwrap().unclaimed_messages()
}

#[test]
fn answers_in_reverse_order_find_their_requests() {
    let kernel = with_devices(10);
    let mut netlink = kernel.netlink();
    let first = get(&mut netlink, 0);
    (0..4).for_each(|_| kernel.fail_next(Fault::Overtaken));
    let pending = [1, 2, 3, 4, 5].map(|number| get(&mut netlink, number));
    for (number, pending) in (1..).zip(&pending) {
        assert_eq!(index(&mut netlink, pending), number);
    }
    assert_eq!((index(&mut netlink, &first), unclaimed(&mut netlink)), (0, 0));
}

#[test]
fn an_answer_that_is_overtaken_by_nothing_never_comes() {
    let kernel = with_devices(0);
    let mut netlink = Netlink::with_options(kernel.options().timeout(SHORT));
    kernel.fail_next(Fault::Overtaken);
    let pending = get(&mut netlink, 1);
    assert!(matches!(error(&mut netlink, &pending), Error::Timeout { .. }));
    assert_eq!(netlink.request(&GetDevice { index: 2 }).unwrap().index, 2);
    assert_eq!(index(&mut netlink, &pending), 1);
}

#[test]
fn requests_dumps_and_batches_meanwhile_are_answered_and_lose_nothing() {
    let kernel = with_devices(500);
    let mut netlink = kernel.netlink();
    for _ in 0..3 {
        let (first, second) = (get(&mut netlink, 1), get(&mut netlink, 2));
        kernel.fail_next(Fault::Overtaken);
        let late = get(&mut netlink, 3);
        assert_eq!(netlink.request(&GetDevice { index: 4 }).unwrap().index, 4);
        assert_eq!(netlink.dump_all(&ListDevices::default(), 0).unwrap().len(), 500);
        drop(netlink.dump(&ListDevices::default()).unwrap());
        let mut batch = Batch::new();
        for index in 5..25 {
            batch.push(&GetDevice { index }).unwrap();
        }
        let report = netlink.send_batch(&batch).unwrap();
        assert_eq!(report.answer::<Device<'_>>(19).unwrap().unwrap().index, 24);
        let answers = [&late, &second, &first].map(|pending| index(&mut netlink, pending));
        assert_eq!(answers, [3, 2, 1]);
    }
    assert_eq!(unclaimed(&mut netlink), 0);
}

#[test]
fn a_refusal_is_explained_with_the_bytes_of_its_own_request() {
    let kernel = with_devices(0);
    kernel.on::<SetDevice>(|_, _| {
        Err(Refusal::new(Errno::ERANGE).attribute("set-device.queue.weight"))
    });
    let mut netlink = kernel.netlink();
    let queue = Some(Queue { length: Some(1), weight: Some(9) });
    let refused = netlink.send(&SetDevice { index: 3, queue }).unwrap();
    let missing = get(&mut netlink, 100);
    let fine = get(&mut netlink, 1);
    assert_eq!(error(&mut netlink, &missing).errno(), Some(Errno::ENODEV));
    let error = error(&mut netlink, &refused);
    let path = error.kernel().unwrap().path().unwrap().to_string();
    assert_eq!((error.errno(), &*path), (Some(Errno::ERANGE), "set-device.queue.weight"));
    assert_eq!(index(&mut netlink, &fine), 1);
}

#[test]
fn a_request_without_an_answer_is_acknowledged_and_remarks_are_kept_for_it() {
    let kernel = with_devices(0);
    kernel.on::<SetDevice>(|request, answer| {
        if request.index == 1 {
            answer.warn("slow");
        }
        Ok(())
    });
    let mut netlink = kernel.netlink();
    let set = |index| SetDevice { index, queue: None };
    let (one, two) = (netlink.send(&set(1)).unwrap(), netlink.send(&set(2)).unwrap());
    assert_eq!(two.operation().to_string(), "demo set-device");
    netlink.wait(&two).unwrap();
    assert!(netlink.last_warning().is_none());
    netlink.wait(&one).unwrap();
    let warning = netlink.last_warning().unwrap();
    assert_eq!(warning.ack.message(), Some("slow".into()));
}

#[test]
fn a_late_answer_is_had_by_waiting_again_and_holds_nobody_up_for_good() {
    let kernel = with_devices(0);
    let mut netlink = Netlink::with_options(kernel.options().timeout(SHORT));
    let (early, lost) = (get(&mut netlink, 1), {
        kernel.fail_next(Fault::Silence);
        get(&mut netlink, 2)
    });
    kernel.fail_next(Fault::Slow(LATE));
    let late = get(&mut netlink, 3);
    for pending in [&lost, &late] {
        assert!(matches!(error(&mut netlink, pending), Error::Timeout { .. }));
    }
    netlink.socket(16u16).unwrap().set_timeout(None);
    assert_eq!((index(&mut netlink, &late), index(&mut netlink, &early)), (3, 1));
    drop(lost);
    assert_eq!(unclaimed(&mut netlink), 0, "nothing came for the one that was given up");
}

#[test]
fn an_overrun_ends_exactly_those_whose_answers_may_be_lost() {
    let kernel = with_devices(0);
    let mut netlink = kernel.netlink();
    let before = [1, 2].map(|number| get(&mut netlink, number));
    kernel.fail_next(Fault::Overrun);
    let lost = get(&mut netlink, 3);
    kernel.fail_next(Fault::Silence);
    let silent = get(&mut netlink, 4);
    for pending in [&silent, &lost] {
        let error = error(&mut netlink, pending);
        assert!(matches!(error, Error::Overrun { operation: Some(_) }), "{error}");
    }
    let after = get(&mut netlink, 5);
    let [one, two] = &before;
    let answers = [two, &after, one].map(|pending| index(&mut netlink, pending));
    assert_eq!(answers, [2, 5, 1], "what was queued before, and what was asked after");
}

#[test]
fn an_overrun_that_a_request_or_a_dump_meets_is_told_to_those_in_flight_too() {
    let kernel = with_devices(500);
    let mut netlink = kernel.netlink();
    kernel.fail_next(Fault::Overtaken);
    let pending = get(&mut netlink, 1);
    kernel.fail_next(Fault::Overrun);
    let error_of_request = netlink.request(&GetDevice { index: 2 }).map(drop).unwrap_err();
    assert!(matches!(error_of_request, Error::Overrun { .. }), "{error_of_request}");
    assert!(matches!(error(&mut netlink, &pending), Error::Overrun { .. }));

    kernel.fail_next(Fault::Silence);
    let pending = get(&mut netlink, 1);
    kernel.fail_next(Fault::Overrun);
    let (objects, errors): (Vec<_>, Vec<_>) =
        netlink.dump(&ListDevices::default()).unwrap().owned().partition(Result::is_ok);
    assert_eq!((objects.len(), errors.len()), (500, 1));
    assert!(matches!(error(&mut netlink, &pending), Error::Overrun { .. }));
}

#[test]
fn what_is_truncated_or_malformed_is_told_to_those_who_may_have_been_meant() {
    let kernel = with_devices(0);
    for fault in [Fault::Truncated, Fault::Garbage(vec![4; 30])] {
        let mut netlink = kernel.netlink();
        let first = get(&mut netlink, 1);
        kernel.fail_next(fault.clone());
        let cut = get(&mut netlink, 2);
        let last = get(&mut netlink, 3);
        let error = error(&mut netlink, &cut);
        match fault {
            Fault::Truncated => assert!(matches!(error, Error::Truncated { .. }), "{error}"),
            _ => assert!(matches!(error, Error::Decode { .. }), "{error}"),
        }
        assert_eq!((index(&mut netlink, &first), index(&mut netlink, &last)), (1, 3));
    }
}

#[test]
fn more_requests_are_in_flight_than_the_receive_buffer_holds_answers() {
    let kernel = with_devices(0);
    let mut netlink = Netlink::with_options(kernel.options().receive_buffer(1));
    let pending: Vec<_> = (0..2000).map(|number| get(&mut netlink, number % 100)).collect();
    for (number, pending) in (0u32..2000).zip(&pending).rev() {
        assert_eq!(index(&mut netlink, pending), number % 100);
    }
}

#[test]
fn a_token_is_for_the_handle_and_the_socket_that_gave_it() {
    let kernel = with_devices(0);
    let (mut netlink, mut other) = (kernel.netlink(), kernel.netlink());
    let pending = get(&mut netlink, 1);
    let same = get(&mut other, 2);
    assert!(matches!(error(&mut netlink, &same), Error::NotPending { .. }));
    assert_eq!((index(&mut netlink, &pending), index(&mut other, &same)), (1, 2));
    assert!(matches!(error(&mut netlink, &pending), Error::NotPending { .. }), "handed out");
}

#[test]
fn a_family_that_was_loaded_again_is_found_under_its_new_id() {
    let kernel = with_devices(0);
    let mut netlink = kernel.netlink();
    assert_eq!(netlink.request(&GetDevice { index: 1 }).unwrap().index, 1);
    kernel.generic_family("demo", 77, &[]);
    let pending = [2, 3].map(|number| get(&mut netlink, number));
    let [two, three] = &pending;
    assert_eq!((index(&mut netlink, three), index(&mut netlink, two)), (3, 2));
    kernel.remove_family("demo");
    let gone = get(&mut netlink, 4);
    assert!(matches!(error(&mut netlink, &gone), Error::FamilyNotFound { .. }));
}

#[test]
fn a_family_with_an_echo_answers_it_as_ever_while_others_are_in_flight() {
    let kernel = FakeKernel::new();
    kernel.on::<GetDevice>(|request, answer| answer.send(&device(request.index, "got")));
    kernel.on::<SwapDevice>(|request, answer| answer.send(&device(request.index, "swapped")));
    let mut netlink = kernel.netlink();
    let pending = get(&mut netlink, 1);
    let swapped = netlink.request_optional(&SwapDevice { index: 9 }).unwrap().unwrap();
    assert_eq!((swapped.index, swapped.name), (9, Some("swapped")));
    assert_eq!(index(&mut netlink, &pending), 1);
}
