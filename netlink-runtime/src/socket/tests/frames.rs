//! Frames that the kernel would not send: none makes the socket hang, panic or lose the next
//! answer.

use super::scripted::answered;
use crate::error::Error;
use crate::test_support::{Get, Number, done, message, object};
use crate::wire::{flags, kinds};

const GET: Get = Get { number: 1, text: "" };

/// An answer that says it is so long.
fn lying(length: u32) -> Vec<u8> {
    let mut bytes = object(flags::MULTI, 1, 5);
    bytes[..4].copy_from_slice(&length.to_ne_bytes());
    bytes
}

/// What a request is told of such a length; an answer has 24 bytes.
const LENGTHS: [(u32, &str); 5] = [
    (0, "message of 0 bytes is shorter than its header"),
    (5, "message of 5 bytes is shorter than its header"),
    (15, "message of 15 bytes is shorter than its header"),
    (25, "message of 25 bytes where the datagram has 24 left"),
    (u32::MAX, "message of 4294967295 bytes where the datagram has 24 left"),
];

#[test]
fn a_length_that_lies_is_told_to_the_request_and_the_next_is_answered() {
    for (length, told) in LENGTHS {
        let (mut socket, _peer) = answered(&[lying(length), object(0, 2, 6)]);
        let error = socket.request(&GET).unwrap_err();
        assert_eq!(error.to_string(), format!("probe get: the answer is malformed: {told}"));
        assert_eq!(socket.request(&GET).unwrap(), Number(6));
    }
}

#[test]
fn a_length_that_lies_within_a_dump_costs_the_rest_of_its_datagram_alone() {
    for (length, told) in LENGTHS {
        let first = [object(flags::MULTI, 1, 4), lying(length)].concat();
        let last = [object(flags::MULTI, 1, 6), done(0, 1, 0, &[])].concat();
        let (mut socket, _peer) = answered(&[first, last]);
        let mut dump = socket.dump(&GET).unwrap();
        assert_eq!(dump.next().unwrap(), Some(Number(4)));
        let error = dump.next().unwrap_err().to_string();
        assert_eq!(error, format!("probe get: the answer is malformed: {told}"));
        assert_eq!(dump.next().unwrap(), Some(Number(6)));
        assert_eq!(dump.next().unwrap(), None);
    }
}

#[test]
fn a_datagram_of_less_than_a_header_is_told_too() {
    for length in 1..16 {
        let (mut socket, _peer) = answered(&[vec![0; length], object(0, 2, 6)]);
        let error = socket.request(&GET).unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{length}: {error}");
        assert_eq!(socket.request(&GET).unwrap(), Number(6));
    }
}

#[test]
fn a_noop_before_the_answer_is_passed_over() {
    let noop = message(kinds::NOOP, 0, 1, &[]);
    let (mut socket, _peer) =
        answered(&[noop.clone(), [noop.clone(), object(0, 1, 5), noop].concat()]);
    assert_eq!(socket.request(&GET).unwrap(), Number(5));
}

#[test]
fn an_overrun_message_is_an_overrun_and_the_next_request_is_answered() {
    let (mut socket, _peer) = answered(&[message(kinds::OVERRUN, 0, 1, &[]), object(0, 2, 6)]);
    let error = socket.request(&GET).unwrap_err();
    assert!(matches!(error, Error::Overrun { .. }), "{error}");
    assert_eq!(socket.request(&GET).unwrap(), Number(6));
}

#[test]
fn an_acknowledgement_that_ends_before_its_number_is_malformed() {
    for payload in [&[][..], &[0; 3]] {
        let (mut socket, _peer) = answered(&[message(kinds::ERROR, 0, 1, payload)]);
        let error = socket.request(&GET).unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error}");
    }
}
