//! Batches whose answers do not come as they should.

use super::scripted::{answered, pair};
use crate::batch::{Batch, BatchReport};
use crate::error::Error;
use crate::test_support::{Get, Number, ack, object};

fn batch() -> Batch {
    let mut batch = Batch::new();
    for number in 0..3 {
        batch.push(&Get { number, text: "" }).unwrap();
    }
    batch
}

/// The kind of failure of each of the requests.
fn failures(report: &BatchReport) -> Vec<(usize, &'static str)> {
    let word = |error: &Error| match error {
        Error::Timeout { .. } => "timeout",
        Error::Unanswered { .. } => "unanswered",
        Error::NotSent { .. } => "not sent",
        Error::Io { .. } => "io",
        Error::Decode { .. } => "malformed",
        Error::Kernel(_) => "refused",
        Error::UnexpectedReply { .. } => "unexpected",
        other => panic!("{other}"),
    };
    report.failures().iter().map(|it| (it.index.unwrap(), word(&it.error))).collect()
}

#[test]
fn answers_may_come_in_one_datagram_or_in_many_and_with_strays_between() {
    let together = [object(0, 1, 5), ack(1, 0, &[]), object(0, 77, 9), object(0, 2, 6)].concat();
    let rest = [ack(2, 0, &[]), object(0, 3, 7), ack(3, 0, &[])];
    let (mut socket, _peer) = answered(&[vec![together], rest.to_vec()].concat());
    let report = socket.send_batch(&batch()).unwrap();
    assert!(report.is_ok(), "{report:?}");
    let numbers = [0, 1, 2].map(|index| report.answer::<Number>(index).unwrap().unwrap());
    assert_eq!(numbers, [Number(5), Number(6), Number(7)]);
    assert_eq!(socket.unclaimed_messages(), 1);
}

#[test]
fn what_is_not_answered_in_time_is_told_apart_from_what_was_refused() {
    let (mut socket, peer) = answered(&[ack(1, 17, &[])]);
    let report = socket.send_batch(&batch()).unwrap();
    assert_eq!(failures(&report), [(0, "refused"), (1, "timeout"), (2, "unanswered")]);
    // Should it still come, nobody takes it for the answer to the next.
    peer.send(&object(0, 2, 6)).unwrap();
    peer.send(&object(0, 4, 8)).unwrap();
    assert_eq!(socket.request(&Get { number: 1, text: "" }).unwrap(), Number(8));
}

#[test]
fn what_is_not_sent_is_told_apart_too() {
    let (mut socket, peer) = pair(0);
    drop(peer);
    let report = socket.send_batch(&batch()).unwrap();
    assert_eq!(failures(&report), [(0, "io"), (1, "not sent"), (2, "not sent")]);
}

#[test]
fn an_acknowledgement_that_is_cut_off_fails_its_request_alone() {
    let mut short = ack(2, 0, &[]);
    short.truncate(18);
    short[..4].copy_from_slice(&18u32.to_ne_bytes());
    let (mut socket, _peer) = answered(&[ack(1, 0, &[]), short, ack(3, 0, &[])]);
    let report = socket.send_batch(&batch()).unwrap();
    assert_eq!(failures(&report), [(1, "malformed")]);
}

#[test]
fn a_datagram_that_lies_about_a_length_leaves_nothing_known_of_the_rest() {
    let mut lie = ack(2, 0, &[]);
    lie[..4].copy_from_slice(&4000u32.to_ne_bytes());
    let (mut socket, _peer) = answered(&[ack(1, 0, &[]), lie]);
    let report = socket.send_batch(&batch()).unwrap();
    assert_eq!(failures(&report), [(1, "malformed"), (2, "unanswered")]);
}
