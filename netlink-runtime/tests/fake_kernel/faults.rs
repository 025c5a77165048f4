//! Each fault, and that sockets go on after it.

use core::time::Duration;
use std::os::fd::AsFd;

use netlink_runtime::socket::poll;
use netlink_runtime::testing::{FakeKernel, Fault, Refusal};
use netlink_runtime::{Errno, Error, Netlink, Socket};

use super::demo::{GetDevice, ListDevices, SetDevice, device, with_devices};

const SHORT: Duration = Duration::from_millis(20);
/// Long after that.
const LATE: Duration = Duration::from_millis(300);
const GET: GetDevice = GetDevice { index: 7 };

/// A kernel with 500 devices, and a handle that does not wait for long.
fn start() -> (FakeKernel, Netlink) {
    let kernel = with_devices(500);
    let netlink = Netlink::with_options(kernel.options().timeout(SHORT));
    (kernel, netlink)
}

/// Whether nothing is left of a fault: the next request and dump are as ever.
fn assert_recovered(kernel: &FakeKernel, netlink: &mut Netlink) {
    assert_eq!(kernel.pending_faults(), 0);
    assert_eq!(netlink.request(&GET).unwrap(), device(7, "dev7"));
    assert_eq!(netlink.dump_all(&ListDevices::default(), 0).unwrap().len(), 500);
}

/// The error of the next request.
fn error(netlink: &mut Netlink) -> Error {
    netlink.request(&GET).map(drop).unwrap_err()
}

/// How many objects a dump has, and its errors.
fn dumped(netlink: &mut Netlink) -> (usize, Vec<Error>) {
    let (mut objects, mut errors) = (0, Vec::new());
    for object in netlink.dump(&ListDevices::default()).unwrap().owned() {
        match object {
            Ok(_) => objects += 1,
            Err(error) => errors.push(error),
        }
    }
    (objects, errors)
}

#[test]
fn a_refused_request_does_not_reach_its_handler() {
    let (kernel, mut netlink) = start();
    kernel.on::<SetDevice>(|_, _| panic!("it is called"));
    kernel.fail_next(Fault::Refuse(Refusal::new(Errno::ENOMEM)));
    let error = netlink.request(&SetDevice::default()).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOMEM));
    kernel.fail_next(Fault::Refuse(Errno::EBUSY.into()));
    let (objects, errors) = dumped(&mut netlink);
    assert_eq!((objects, errors.len(), errors[0].errno()), (0, 1, Some(Errno::EBUSY)));
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn a_send_that_fails_is_an_error_of_the_system_call() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::SendFails(Errno::ENOBUFS));
    let error = error(&mut netlink);
    assert!(matches!(error, Error::Io { call: "send", .. }), "{error}");
    assert_eq!(error.errno(), Some(Errno::ENOBUFS));
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn silence_is_a_timeout_and_nothing_was_carried_out() {
    let (kernel, mut netlink) = start();
    kernel.on::<SetDevice>(|_, _| panic!("it is called"));
    kernel.fail_next(Fault::Silence);
    let error = netlink.request(&SetDevice::default()).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    kernel.fail_next(Fault::Silence);
    let (objects, errors) = dumped(&mut netlink);
    assert!(objects == 0 && matches!(errors[..], [Error::Timeout { .. }]), "{errors:?}");
}

#[test]
fn a_slow_answer_comes_when_it_is_due_and_the_descriptor_is_readable_only_then() {
    let kernel = with_devices(500);
    let mut netlink = kernel.netlink();
    assert_eq!(netlink.request(&GET).unwrap().index, 7);
    kernel.fail_next(Fault::Slow(LATE));
    assert_eq!(netlink.request(&GET).unwrap().index, 7);
    kernel.fail_next(Fault::Slow(LATE));
    drop(netlink.dump(&ListDevices::default()).unwrap());
    let socket: &Socket = netlink.socket(16u16).unwrap();
    assert_eq!(poll(&[socket.as_fd()], Some(Duration::ZERO)).unwrap(), [false]);
    assert_eq!(poll(&[socket.as_fd()], None).unwrap(), [true]);
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn an_answer_behind_the_timeout_is_not_taken_for_the_next() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::Slow(LATE));
    assert!(matches!(error(&mut netlink), Error::Timeout { .. }));
    netlink.socket(16u16).unwrap().set_timeout(Some(Duration::from_secs(10)));
    assert_eq!(netlink.request(&GetDevice { index: 8 }).unwrap().index, 8);
    assert_eq!(netlink.socket(16u16).unwrap().unclaimed_messages(), 1);
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn an_overrun_loses_the_answer_although_the_request_was_carried_out() {
    let (kernel, mut netlink) = start();
    let (sender, called) = std::sync::mpsc::channel();
    kernel.on::<SetDevice>(move |request, _| {
        sender.send(request.index).unwrap();
        Ok(())
    });
    kernel.fail_next(Fault::Overrun);
    let error = netlink.request(&SetDevice { index: 3, queue: None }).unwrap_err();
    assert!(matches!(error, Error::Overrun { operation: Some(_) }), "{error}");
    assert_eq!(called.try_recv(), Ok(3));
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn an_overrun_in_a_dump_is_told_once_and_loses_nothing() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::Overrun);
    let (objects, errors) = dumped(&mut netlink);
    assert!(matches!(errors[..], [Error::Overrun { .. }]), "{errors:?}");
    assert_eq!(objects, 500);
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn an_interrupted_dump_waits_for_a_dump_and_is_over_when_it_is_repeated() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::InterruptedDump);
    netlink.request(&GET).unwrap();
    assert_eq!(kernel.pending_faults(), 1);
    let (objects, errors) = dumped(&mut netlink);
    assert!(matches!(errors[..], [Error::DumpInterrupted { .. }]), "{errors:?}");
    assert_eq!(objects, 500, "all the same");
    for _ in 0..2 {
        kernel.fail_next(Fault::InterruptedDump);
    }
    assert!(netlink.dump_all(&ListDevices::default(), 1).is_err());
    kernel.fail_next(Fault::InterruptedDump);
    assert_eq!(netlink.dump_all(&ListDevices::default(), 1).unwrap().len(), 500);
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn a_truncated_datagram_is_an_error_with_its_length_and_a_dump_goes_on_behind_it() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::Truncated);
    let error = error(&mut netlink);
    assert!(matches!(error, Error::Truncated { length, .. } if length > 4 << 20), "{error}");
    kernel.fail_next(Fault::Truncated);
    let (objects, errors) = dumped(&mut netlink);
    assert!(matches!(errors[..], [Error::Truncated { .. }]), "{errors:?}");
    assert!((1..500).contains(&objects), "the first datagram is lost: {objects}");
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn a_truncated_datagram_is_told_where_there_is_little_room_too() {
    let kernel = with_devices(0);
    let mut netlink = Netlink::with_options(kernel.options().message_memory(64));
    assert_eq!(netlink.request(&GET).unwrap().index, 7, "the length is asked for");
    kernel.fail_next(Fault::Truncated);
    assert!(matches!(error(&mut netlink), Error::Truncated { .. }));
    assert_eq!(netlink.request(&GET).unwrap().index, 7);
}

#[test]
fn garbage_is_an_error_or_nothing_and_never_an_answer() {
    let (kernel, mut netlink) = start();
    let options = kernel.options().timeout(SHORT);
    // A length that lies, half a header, nothing, and zeros.
    for bytes in [vec![0xff; 40], vec![1, 2, 3], Vec::new(), vec![0; 64]] {
        kernel.fail_next(Fault::Garbage(bytes.clone()));
        let error = error(&mut netlink);
        let told = match bytes.is_empty() {
            true => matches!(error, Error::Timeout { .. }),
            false => matches!(error, Error::Decode { .. }),
        };
        assert!(told, "{bytes:?}: {error}");
        kernel.fail_next(Fault::Garbage(bytes));
        // Its end never comes, so that the socket can dump no more.
        let (objects, errors) = dumped(&mut Netlink::with_options(options.clone()));
        assert!(objects == 0 && !errors.is_empty(), "{errors:?}");
    }
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn a_strangers_datagram_is_dropped_and_counted_and_the_answer_taken() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::Stranger(vec![0xff; 40]));
    assert_eq!(netlink.request(&GET).unwrap().index, 7);
    assert_eq!(netlink.foreign_messages(), 1);
    kernel.fail_next(Fault::Stranger(Vec::new()));
    assert_eq!(dumped(&mut netlink).0, 500);
    assert_eq!(netlink.foreign_messages(), 2);
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn faults_happen_one_after_the_other_and_may_let_requests_pass() {
    let (kernel, mut netlink) = start();
    kernel.fail_next(Fault::Refuse(Errno::EPERM.into()));
    kernel.fail_next(Fault::Refuse(Errno::EBUSY.into()));
    kernel.fail_after(3, Fault::Refuse(Errno::EIO.into()));
    let errnos: Vec<_> =
        (0..5).map(|_| netlink.request(&GET).err().and_then(|error| error.errno())).collect();
    assert_eq!(errnos, [Some(Errno::EPERM), Some(Errno::EBUSY), None, Some(Errno::EIO), None]);
    assert_recovered(&kernel, &mut netlink);
}

#[test]
fn a_receive_buffer_that_is_full_overruns_by_itself() {
    let (kernel, mut netlink) = start();
    let mut batch = netlink_runtime::Batch::new();
    for _ in 0..1000 {
        batch.push(&SetDevice::default()).unwrap();
    }
    // A batch asks how large the buffer is, and sends no more than has room.
    let options = kernel.options().receive_buffer(1);
    assert!(Netlink::with_options(options).send_batch(&batch).unwrap().is_ok());
    assert!(netlink.send_batch(&batch).unwrap().is_ok());
}
