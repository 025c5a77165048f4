//! Requests in flight whose answers do not come as they should.

use core::time::Duration;
use std::os::unix::net::UnixDatagram;

use super::scripted::{GenericGet, family, pair, sent};
use crate::error::Error;
use crate::pending::Pending;
use crate::socket::Socket;
use crate::test_support::{Get, Number, ack, done, message, object};
use crate::wire::kinds;

fn get(number: u32) -> Get {
    Get { number, text: "" }
}

/// Requests in flight, with the sequence numbers from 1 on, and the end where the kernel would be.
fn flying<const N: usize>() -> (Socket, UnixDatagram, [Pending<Number>; N]) {
    let (mut socket, peer) = pair(0);
    let pending = [(); N].map(|()| socket.send(&get(1)).unwrap());
    (socket, peer, pending)
}

/// As if the queue had been empty: what is in it now was put there for requests to come, and is
/// not read before they are sent.
fn queue_for_later(socket: &mut Socket) {
    socket.client.session.flights.due = 0;
}

fn number(socket: &mut Socket, pending: &Pending<Number>) -> u32 {
    socket.wait(pending).unwrap().get().unwrap().0
}

fn error(socket: &mut Socket, pending: &Pending<Number>) -> Error {
    socket.wait(pending).unwrap_err()
}

#[test]
fn answers_are_found_by_number_whatever_the_order_and_however_they_are_packed() {
    let (mut socket, peer, [a, b, c]) = flying();
    peer.send(&[object(0, 3, 30), object(0, 77, 9), object(0, 1, 10)].concat()).unwrap();
    peer.send(&object(0, 2, 20)).unwrap();
    assert_eq!(number(&mut socket, &b), 20);
    assert_eq!(number(&mut socket, &c), 30);
    assert_eq!(number(&mut socket, &a), 10);
    assert_eq!(socket.unclaimed_messages(), 1);
}

#[test]
fn a_token_of_another_socket_or_one_that_was_used_is_an_error() {
    let (mut socket, peer, [first]) = flying();
    let (mut other, other_peer, [same_number]) = flying();
    peer.send(&object(0, 1, 5)).unwrap();
    other_peer.send(&object(0, 1, 6)).unwrap();
    assert!(matches!(error(&mut socket, &same_number), Error::NotPending { .. }));
    assert!(matches!(error(&mut other, &first), Error::NotPending { .. }));
    assert_eq!((number(&mut socket, &first), number(&mut other, &same_number)), (5, 6));
    let text = error(&mut socket, &first).to_string();
    assert_eq!(text, "probe get: no answer to it is pending on this socket");
}

#[test]
fn requests_and_dumps_meanwhile_lose_no_answer() {
    let (mut socket, peer, [a, b]) = flying();
    peer.send(&object(0, 2, 20)).unwrap();
    peer.send(&object(0, 3, 30)).unwrap();
    queue_for_later(&mut socket);
    assert_eq!(socket.request(&get(1)).unwrap(), Number(30));
    for datagram in [object(2, 4, 40), object(0, 1, 10), done(0, 4, 0, &[])] {
        peer.send(&datagram).unwrap();
    }
    let objects: Vec<_> = socket.dump(&get(1)).unwrap().owned().collect();
    assert_eq!(objects.len(), 1);
    assert_eq!((number(&mut socket, &a), number(&mut socket, &b)), (10, 20));
    assert_eq!(socket.unclaimed_messages(), 0);
}

#[test]
fn a_request_that_timed_out_can_be_waited_for_again() {
    let (mut socket, peer, [a, b]) = flying();
    peer.send(&object(0, 2, 20)).unwrap();
    let text = error(&mut socket, &a).to_string();
    assert_eq!(text, "probe get: no answer came in time");
    peer.send(&object(0, 1, 10)).unwrap();
    assert_eq!((number(&mut socket, &a), number(&mut socket, &b)), (10, 20));
}

#[test]
fn the_answer_to_a_dropped_token_is_unclaimed() {
    let (mut socket, peer, [a, b]) = flying();
    drop(a);
    peer.send(&object(0, 1, 10)).unwrap();
    peer.send(&object(0, 2, 20)).unwrap();
    assert_eq!(number(&mut socket, &b), 20);
    assert_eq!(socket.unclaimed_messages(), 1);
}

#[test]
fn dropped_tokens_leave_nothing_behind() {
    let (mut socket, peer) = pair(0);
    let kept = socket.send(&get(1)).unwrap();
    for _ in 0..1000 {
        drop(socket.send(&get(1)).unwrap());
        sent(&peer);
        assert!(socket.client.session.flights.len() <= 32);
    }
    peer.send(&object(0, 500, 9)).unwrap();
    peer.send(&object(0, 1, 10)).unwrap();
    assert_eq!(number(&mut socket, &kept), 10);
    assert_eq!(socket.unclaimed_messages(), 1);
}

#[test]
fn what_cannot_be_read_is_told_to_all_whose_answer_may_have_been_in_it() {
    let mut lie = object(0, 1, 10);
    lie[..4].copy_from_slice(&4000u32.to_ne_bytes());
    let (mut socket, peer, [a, b, c]) = flying();
    peer.send(&[object(0, 3, 30), lie].concat()).unwrap();
    peer.send(&object(0, 2, 20)).unwrap();
    let told = "probe get: the answer is malformed: message of 4000 bytes where the datagram has \
                24 left";
    assert_eq!(error(&mut socket, &a).to_string(), told);
    assert_eq!((number(&mut socket, &b), number(&mut socket, &c)), (20, 30));
}

#[test]
fn an_overrun_ends_all_without_an_answer_and_a_later_request_is_none_of_them() {
    for through_request in [false, true] {
        let (mut socket, peer, [a, b, c]) = flying();
        peer.send(&object(0, 2, 20)).unwrap();
        peer.send(&message(kinds::OVERRUN, 0, 0, &[])).unwrap();
        queue_for_later(&mut socket);
        if through_request {
            assert!(matches!(socket.request(&get(1)), Err(Error::Overrun { .. })));
        }
        let later = socket.send(&get(1));
        let overrun = error(&mut socket, &a);
        assert!(matches!(overrun, Error::Overrun { operation: Some(_) }), "{overrun}");
        assert_eq!(number(&mut socket, &b), 20);
        assert!(matches!(error(&mut socket, &c), Error::Overrun { .. }));
        let (later, sequence) = (later.unwrap(), if through_request { 5 } else { 4 });
        peer.send(&object(0, sequence, 40)).unwrap();
        let after = socket.wait(&later);
        assert_eq!(after.is_ok(), through_request, "it is known when the queue has been empty");
    }
}

#[test]
fn an_answer_of_another_type_or_none_is_told() {
    let (mut socket, peer, [a, b, c]) = flying();
    for datagram in [message(44, 0, 1, &[]), ack(2, 0, &[]), object(0, 3, 7)[..20].to_vec()] {
        peer.send(&datagram).unwrap();
    }
    let text = error(&mut socket, &a).to_string();
    assert_eq!(text, "probe get: the kernel answered with message type 44");
    assert!(matches!(error(&mut socket, &b), Error::NoReply { .. }));
    assert!(matches!(error(&mut socket, &c), Error::Decode { .. }));
}

#[test]
fn a_send_that_fails_is_not_in_flight() {
    let (mut socket, peer) = pair(0);
    drop(peer);
    assert!(matches!(socket.send(&get(1)), Err(Error::Io { call: "send", .. })));
    assert!(socket.client.session.flights.is_empty());
}

#[test]
fn a_stale_family_id_is_resolved_again_for_each_request_in_flight() {
    let (mut socket, peer) = pair(16);
    peer.send(&family(1, 30)).unwrap();
    let [a, b] = [(); 2].map(|()| socket.send(&GenericGet).unwrap());
    let answer = message(31, 0, 5, &[9, 3, 0, 0]);
    for datagram in [ack(2, 2, &[]), ack(3, 2, &[]), family(4, 31), answer] {
        peer.send(&datagram).unwrap();
    }
    queue_for_later(&mut socket);
    socket.wait(&a).unwrap();
    peer.send(&family(6, 31)).unwrap();
    peer.send(&message(31, 0, 7, &[9, 3, 0, 0])).unwrap();
    socket.wait(&b).unwrap();
    let sent = sent(&peer);
    let kinds: Vec<_> = sent.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [0x10, 30, 30, 0x10, 31, 0x10, 31]);
    assert_eq!((&sent[1].1, &sent[2].1), (&sent[4].1, &sent[6].1), "the same requests");
}

#[test]
fn without_a_timeout_an_answer_is_waited_for_as_long_as_it_takes() {
    let (mut socket, peer, [a]) = flying();
    socket.set_timeout(None);
    let late = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(20));
        peer.send(&object(0, 1, 5)).unwrap();
        peer
    });
    assert_eq!(number(&mut socket, &a), 5);
    late.join().unwrap();
}
