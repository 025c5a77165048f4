//! Answers that the kernel gives rarely, sent through a socket pair before they are asked for.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use crate::client::Client;
use crate::connection::{Inbox, Session};
use crate::error::Error;
use crate::generic::GetFamily;
use crate::message::{Request, Single};
use crate::payload::Encode;
use crate::schema::{Family, Operation, Protocol};
use crate::socket::Socket;
use crate::test_support::{Get, Number, ack, attributes, done, message, object};
use crate::transport::{Blocking, Endpoint, Transport};
use crate::wire::{MessageHeader, Writer, flags};

const MULTI: u16 = flags::MULTI;
const GET: Get = Get { number: 1, text: "" };

/// A socket, and the end where the kernel would be.
pub(super) fn pair(protocol: u16) -> (Socket, UnixDatagram) {
    let (ours, theirs) = UnixDatagram::pair().unwrap();
    theirs.set_nonblocking(true).unwrap();
    let client = Client {
        transport: Blocking::new(Endpoint::new(ours.into())).unwrap(),
        protocol,
        port: 7,
        timeout: Some(Duration::from_millis(50)),
        late_reply: Duration::ZERO,
        session: Session::new(Inbox::SIZE).unwrap(),
    };
    (Socket { client }, theirs)
}

/// A socket to which these datagrams have come already.
pub(super) fn answered(datagrams: &[Vec<u8>]) -> (Socket, UnixDatagram) {
    let (socket, theirs) = pair(0);
    for datagram in datagrams {
        theirs.send(datagram).unwrap();
    }
    (socket, theirs)
}

/// The numbers of a dump, and its errors' texts.
fn dumped(socket: &mut Socket) -> Vec<Result<u32, String>> {
    let dump = socket.dump(&GET).unwrap();
    let mut objects = Vec::new();
    for object in dump.owned() {
        let number = object.map(|object| object.get().unwrap().0);
        objects.push(number.map_err(|error| error.to_string()));
        assert!(objects.len() < 20, "the dump does not end: {objects:?}");
    }
    objects
}

#[test]
fn answers_to_others_are_skipped_and_the_right_one_is_found_in_any_datagram() {
    let stray = object(0, 99, 9);
    let (mut socket, _peer) =
        answered(&[stray.clone(), [stray.clone(), stray].concat(), object(0, 1, 5)]);
    assert_eq!(socket.request(&GET).unwrap(), Number(5));
    assert_eq!(socket.unclaimed_messages(), 3);
}

#[test]
fn several_messages_of_one_datagram_are_answers_to_one_request_each() {
    let (mut socket, _peer) = answered(&[[object(0, 1, 5), object(0, 2, 6)].concat()]);
    assert_eq!(socket.request(&GET).unwrap(), Number(5));
    // The second answer came along with the first, before its request was known.
    assert_eq!(socket.request(&GET).unwrap(), Number(6));
}

#[test]
fn an_answer_of_another_type_is_unexpected() {
    let (mut socket, _peer) = answered(&[message(44, 0, 1, &[]), object(0, 2, 5)]);
    let error = socket.request(&GET).unwrap_err().to_string();
    assert_eq!(error, "probe get: the kernel answered with message type 44");
    assert_eq!(socket.request(&GET).unwrap(), Number(5));
}

#[test]
fn an_acknowledgement_or_an_end_instead_of_the_answer_says_so() {
    for end in [ack(1, 0, &[]), done(0, 1, 0, &[])] {
        let (mut socket, _peer) = answered(&[end]);
        let error = socket.request(&GET).unwrap_err();
        assert!(matches!(error, Error::NoReply { .. }), "{error}");
    }
}

#[test]
fn an_optional_answer_survives_the_acknowledgement_in_the_next_datagram() {
    let (mut socket, _peer) = answered(&[object(0, 1, 5), ack(1, 0, &[])]);
    assert_eq!(socket.request_optional(&GET).unwrap(), Some(Number(5)));
    let (mut socket, _peer) = answered(&[object(0, 1, 5), ack(1, 22, &[])]);
    assert!(socket.request_optional(&GET).is_err(), "the failure after the object");
}

#[test]
fn an_optional_answer_after_the_acknowledgement_is_found_in_the_same_datagram() {
    let (mut socket, _peer) = answered(&[[ack(1, 0, &[]), object(0, 1, 5)].concat()]);
    assert_eq!(socket.request_optional(&GET).unwrap(), Some(Number(5)));
}

#[test]
fn an_optional_answer_after_the_acknowledgement_is_waited_for_where_it_may_be_late() {
    let (mut socket, peer) = answered(&[ack(1, 0, &[])]);
    assert_eq!(socket.request_optional(&GET).unwrap(), None);
    socket.client.late_reply = Duration::from_secs(10);
    peer.send(&ack(2, 0, &[])).unwrap();
    let late = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(20));
        peer.send(&object(0, 2, 5)).unwrap();
        peer
    });
    assert_eq!(socket.request_optional(&GET).unwrap(), Some(Number(5)));
    late.join().unwrap();
}

#[test]
fn answers_of_audit_may_be_late() {
    match Socket::open(9u16) {
        Ok(socket) => assert!(socket.client.late_reply > Duration::ZERO),
        Err(error) => println!("skipped: {error}"),
    }
    assert_eq!(Socket::open(0u16).unwrap().client.late_reply, Duration::ZERO);
}

#[test]
fn a_late_answer_is_not_taken_for_the_next() {
    let (mut socket, peer) = pair(0);
    assert!(matches!(socket.request(&GET), Err(Error::Timeout { .. })));
    peer.send(&object(0, 1, 5)).unwrap();
    peer.send(&object(0, 2, 6)).unwrap();
    assert_eq!(socket.request(&GET).unwrap(), Number(6));
}

#[test]
fn a_dump_without_multipart_marks_ends_where_nothing_follows() {
    let (mut socket, _peer) = answered(&[object(0, 1, 5), object(0, 1, 6)]);
    assert_eq!(dumped(&mut socket), [Ok(5), Ok(6)]);
    let (mut socket, _peer) = answered(&[object(0, 1, 5), done(0, 1, 0, &[]), object(0, 2, 7)]);
    assert_eq!(dumped(&mut socket), [Ok(5)]);
    assert_eq!(socket.request(&GET).unwrap(), Number(7));
}

#[test]
fn a_dump_whose_end_was_in_a_broken_datagram_ends() {
    let mut lie = done(0, 1, 0, &[]);
    lie[..4].copy_from_slice(&4000u32.to_ne_bytes());
    let (mut socket, _peer) = answered(&[[object(MULTI, 1, 5), lie].concat()]);
    let objects = dumped(&mut socket);
    assert_eq!(objects[0], Ok(5));
    assert!(objects[1].as_ref().unwrap_err().contains("4000 bytes"), "{objects:?}");
    assert_eq!(objects.len(), 2);
}

#[test]
fn a_dump_goes_on_behind_an_overrun() {
    let overrun = message(4, 0, 0, &[]);
    let (mut socket, peer) =
        answered(&[object(MULTI, 1, 5), overrun, object(MULTI, 1, 6), done(0, 1, 0, &[])]);
    let objects = dumped(&mut socket);
    assert_eq!((&objects[0], &objects[2], objects.len()), (&Ok(5), &Ok(6), 3));
    assert!(objects[1].as_ref().unwrap_err().contains("overran"));
    drop(peer);
}

#[test]
fn a_dump_that_stalls_after_an_overrun_is_restarted() {
    let (mut socket, peer) = answered(&[object(MULTI, 1, 5), message(4, 0, 0, &[])]);
    let objects = dumped(&mut socket);
    assert_eq!(objects.len(), 2);
    let mut sent = [0; 64];
    peer.recv(&mut sent).unwrap();
    peer.recv(&mut sent).unwrap();
    let header = MessageHeader::parse(&sent).unwrap();
    assert_eq!((header.kind, header.flags), (1, flags::REQUEST | flags::ACK));
}

#[test]
fn a_dump_without_its_end_times_out_and_then_the_next_one_does() {
    let (mut socket, peer) = answered(&[object(MULTI, 1, 5)]);
    let objects = dumped(&mut socket);
    assert_eq!(objects, [Ok(5), Err("probe get: no answer came in time".into())]);
    assert!(matches!(socket.dump(&GET), Err(Error::Timeout { .. })));
    peer.send(&done(0, 1, 0, &[])).unwrap();
    peer.send(&done(0, 2, 0, &[])).unwrap();
    assert_eq!(dumped(&mut socket), []);
}

#[test]
fn a_socket_prints_without_the_messages_that_it_holds_and_moves_between_threads() {
    fn movable<T: Send + Sync>(_: &T) {}
    let (mut socket, _peer) = answered(&[object(0, 1, 5)]);
    socket.request(&Get { number: 1, text: "secret" }).unwrap();
    movable(&socket);
    let printed = format!("{socket:?}");
    let message = format!("{:?}", b"secret");
    assert!(printed.contains("protocol: 0") && !printed.contains(&message[1..]), "{printed}");
}

static STALE: Family = Family::new("stale", Protocol::Generic { version: 3 });
static OPERATION: Operation = Operation::new("get", Some(9), Some(9));

/// A request of a generic family.
#[derive(Clone, Copy)]
pub(super) struct GenericGet;

impl Encode for GenericGet {
    fn encode(&self, out: &mut Writer) {
        out.put(1, &77u32);
    }
}

impl Request for GenericGet {
    type Reply = ();
    const FAMILY: &'static Family = &STALE;
    const OPERATION: &'static Operation = &OPERATION;
    const COMMAND: u16 = 9;
    const HAS_REPLY: bool = true;
}

impl Single for GenericGet {}
impl crate::Dump for GenericGet {}

/// nlctrl's answer.
pub(super) fn family(sequence: u32, id: u16) -> Vec<u8> {
    let body = attributes(|out| {
        out.put(2, "stale");
        out.put(1, &id);
    });
    message(0x10, 0, sequence, &[&[1, 2, 0, 0], &body[..]].concat())
}

/// The messages that were sent: their types and what follows the netlink header.
pub(super) fn sent(peer: &UnixDatagram) -> Vec<(u16, Vec<u8>)> {
    let mut buffer = [0; 200];
    core::iter::from_fn(|| {
        let length = peer.recv(&mut buffer).ok()?;
        let header = MessageHeader::parse(&buffer)?;
        Some((header.kind, buffer[16..length].to_vec()))
    })
    .collect()
}

#[test]
fn a_stale_family_id_is_resolved_again_and_the_request_sent_once_more() {
    let answer = |sequence| message(31, 0, sequence, &[9, 3, 0, 0]);
    let end = done(0, 4, 0, &[]);
    for (dump, last) in [(false, answer(4)), (true, end)] {
        let (mut socket, peer) = pair(16);
        for datagram in [family(1, 30), ack(2, 2, &[]), family(3, 31), last] {
            peer.send(&datagram).unwrap();
        }
        if dump {
            assert!(socket.dump(&GenericGet).unwrap().next().unwrap().is_none());
        } else {
            socket.request(&GenericGet).unwrap();
        }
        let sent = sent(&peer);
        let kinds: Vec<_> = sent.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [0x10, 30, 0x10, 31]);
        assert_eq!(sent[1].1, sent[3].1, "the same request");
    }
}

#[test]
fn an_object_of_a_generic_dump_may_lack_its_sequence_number_but_not_its_command() {
    let (mut socket, peer) = pair(16);
    let event = message(30, 0, 0, &[8, 3, 0, 0]);
    let unnumbered = message(30, 0, 0, &[9, 3, 0, 0]);
    let both = [event, unnumbered.clone()].concat();
    for datagram in [family(1, 30), both, unnumbered, done(0, 2, 0, &[])] {
        peer.send(&datagram).unwrap();
    }
    let mut dump = socket.dump(&GenericGet).unwrap();
    for _ in 0..2 {
        assert!(dump.next().unwrap().is_some());
    }
    assert!(dump.next().unwrap().is_none());
    drop(dump);
    assert_eq!(socket.unclaimed_messages(), 1);
}

#[test]
fn an_enoent_under_a_family_id_that_holds_is_the_answer() {
    let (mut socket, peer) = pair(16);
    for datagram in [family(1, 30), ack(2, 2, &[]), family(3, 30)] {
        peer.send(&datagram).unwrap();
    }
    let error = socket.request(&GenericGet).unwrap_err().to_string();
    let sentence = "stale get: the kernel refused: No such file or directory (ENOENT)";
    assert_eq!(error, sentence);
    assert_eq!(sent(&peer).len(), 3);
}

#[test]
fn an_enoent_with_a_text_is_the_familys_own_and_not_looked_into() {
    let (mut socket, peer) = pair(16);
    let report = attributes(|out| out.put(1, "no such thing"));
    for datagram in [family(1, 30), ack(2, 2, &report)] {
        peer.send(&datagram).unwrap();
    }
    assert!(socket.request(&GenericGet).unwrap_err().to_string().ends_with("no such thing"));
    assert_eq!(sent(&peer).len(), 2);
}

#[test]
fn a_generic_answer_of_another_command_or_family_is_unexpected() {
    let (mut socket, peer) = pair(16);
    for datagram in
        [family(1, 30), message(30, 0, 2, &[8, 3, 0, 0]), message(29, 0, 3, &[9, 3, 0, 0])]
    {
        peer.send(&datagram).unwrap();
    }
    let mut texts = [(); 2].map(|()| socket.request(&GenericGet).unwrap_err().to_string());
    texts.sort();
    assert_eq!(texts[0], "stale get: the kernel answered with command 8 of family 30");
    assert_eq!(texts[1], "stale get: the kernel answered with message type 29");
}

#[test]
fn a_family_that_went_away_is_not_found() {
    let (mut socket, peer) = pair(16);
    for datagram in [family(1, 30), ack(2, 2, &[]), ack(3, 2, &[])] {
        peer.send(&datagram).unwrap();
    }
    let error = socket.request(&GenericGet).unwrap_err();
    assert!(matches!(error, Error::FamilyNotFound { .. }), "{error}");
    // It is asked for again, in case it comes back.
    assert!(matches!(socket.request(&GenericGet), Err(Error::Timeout { .. })));
    assert_eq!(sent(&peer).last().unwrap().0, 0x10);
    assert_eq!(GetFamily::COMMAND, 3);
}
