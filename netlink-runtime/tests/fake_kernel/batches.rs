//! Many requests at once, and transactions.

use std::sync::{Arc, Mutex};

use netlink_runtime::testing::{FakeKernel, Fault};
use netlink_runtime::{Batch, Errno, Error};

use super::demo::{Begin, Device, End, GetDevice, Header, NewEntry, with_devices};

fn entry(index: u32) -> NewEntry {
    NewEntry { header: Header { index, ..Header::default() }, data: None }
}

#[test]
fn each_request_of_a_batch_has_its_answer_in_order() {
    let kernel = with_devices(0);
    let mut batch = Batch::new();
    for index in 95..105 {
        batch.push(&GetDevice { index }).unwrap();
    }
    kernel.fail_after(2, Fault::Refuse(Errno::EBUSY.into()));
    let report = kernel.netlink().send_batch(&batch).unwrap();
    let failed: Vec<_> =
        report.failures().iter().map(|it| (it.index.unwrap(), it.error.errno().unwrap())).collect();
    let absent = (5..10).map(|index| (index, Errno::ENODEV));
    assert!(failed.into_iter().eq([(2, Errno::EBUSY)].into_iter().chain(absent)));
    let device = report.answer::<Device<'static>>(4).unwrap().unwrap();
    assert_eq!(device.name, Some("dev99"));
}

/// A kernel that keeps entries, takes the changes of a transaction back if one is refused, and
/// refuses entry 13. What it holds, and how the transactions ended.
struct Table {
    kernel: FakeKernel,
    kept: Arc<Mutex<Vec<u32>>>,
    ended: Arc<Mutex<Vec<bool>>>,
}

fn table() -> Table {
    let (kernel, kept) = (FakeKernel::new(), Arc::new(Mutex::new(Vec::new())));
    let (pending, ended) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let (adding, committing) = (Arc::clone(&pending), Arc::clone(&kept));
    let told = Arc::clone(&ended);
    kernel.on::<NewEntry>(move |request, _| match request.header.index {
        13 => Err(Errno::EEXIST.into()),
        index => {
            adding.lock().unwrap().push(index);
            Ok(())
        }
    });
    kernel.on_transaction::<Begin, End>(move |committed| {
        let changes = core::mem::take(&mut *pending.lock().unwrap());
        if committed {
            committing.lock().unwrap().extend(changes);
        }
        told.lock().unwrap().push(committed);
    });
    Table { kernel, kept, ended }
}

fn transaction(indices: impl IntoIterator<Item = u32>) -> Batch {
    let mut batch = Batch::transaction(&Begin {}, &End {}).unwrap();
    for index in indices {
        batch.push(&entry(index)).unwrap();
    }
    batch
}

#[test]
fn a_transaction_is_kept_if_all_of_it_succeeds() {
    let Table { kernel, kept, ended } = table();
    let mut netlink = kernel.netlink();
    assert!(netlink.send_batch(&transaction(1..4)).unwrap().is_ok());
    assert_eq!((&*kept.lock().unwrap(), &*ended.lock().unwrap()), (&vec![1, 2, 3], &vec![true]));
    let report = netlink.send_batch(&transaction(11..16)).unwrap();
    assert_eq!(report.failures().len(), 1);
    assert_eq!(report.error(2).unwrap().errno(), Some(Errno::EEXIST));
    assert_eq!(kept.lock().unwrap().len(), 3, "the others were taken back");
    assert_eq!(*ended.lock().unwrap(), [true, false]);
    let quick = transaction(20..22).acknowledge_last();
    assert!(netlink.send_batch(&quick).unwrap().is_ok());
    assert_eq!(*kept.lock().unwrap(), [1, 2, 3, 20, 21]);
}

#[test]
fn a_transaction_that_is_refused_as_a_whole_reaches_no_handler() {
    let Table { kernel, kept, ended } = table();
    kernel.fail_next(Fault::Refuse(Errno::EPERM.into()));
    let mut netlink = kernel.netlink();
    let report = netlink.send_batch(&transaction(1..4)).unwrap();
    assert_eq!(report.failures()[0].index, None, "{report:?}");
    assert_eq!(report.failures()[0].error.errno(), Some(Errno::EPERM));
    assert!(kept.lock().unwrap().is_empty() && ended.lock().unwrap().is_empty());
    // Behind the beginning come the requests.
    kernel.fail_after(2, Fault::Refuse(Errno::ENOMEM.into()));
    let report = netlink.send_batch(&transaction(1..4)).unwrap();
    assert_eq!(report.error(1).unwrap().errno(), Some(Errno::ENOMEM), "{report:?}");
    assert_eq!(*ended.lock().unwrap(), [false]);
}

#[test]
fn a_batch_whose_answers_are_lost_says_that_nobody_knows() {
    let kernel = with_devices(0);
    let mut batch = Batch::new();
    for index in 0..3 {
        batch.push(&super::demo::SetDevice { index, queue: None }).unwrap();
    }
    kernel.fail_after(2, Fault::Overrun);
    let report = kernel.netlink().send_batch(&batch).unwrap();
    assert!(matches!(report.error(2).unwrap(), Error::Overrun { .. }), "{report:?}");
    assert_eq!(report.failures().len(), 1, "the others were answered before");
    kernel.fail_next(Fault::SendFails(Errno::EPERM));
    let mut netlink = kernel.netlink();
    // The first thing sent asks for the family.
    assert_eq!(netlink.send_batch(&batch).unwrap_err().errno(), Some(Errno::EPERM));
    kernel.fail_next(Fault::SendFails(Errno::ENOMEM));
    netlink.generic_family("demo").unwrap_err();
    netlink.generic_family("demo").unwrap();
    kernel.fail_next(Fault::SendFails(Errno::ENOBUFS));
    let report = netlink.send_batch(&batch).unwrap();
    assert_eq!(report.error(0).unwrap().errno(), Some(Errno::ENOBUFS));
    assert!(matches!(report.error(2).unwrap(), Error::NotSent { .. }), "{report:?}");
}
