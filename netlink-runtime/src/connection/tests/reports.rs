//! What the kernel says of a request, in every layout.

use crate::connection::{Asked, Mode, Progress, Session};
use crate::error::{Error, PolicyKind};
use crate::test_support::{GET, Get, NUMBER, TEXT, ack, attributes, done, message, object};
use crate::wire::{MessageHeader, Writer, flags, kinds};

const REQUEST: Get = Get { number: 5, text: "x" };

/// A session that has sent [`REQUEST`] and received a datagram.
fn answered(mode: Mode, datagram: &[u8]) -> (Session, Asked) {
    let mut session = Session::new(datagram.len()).unwrap();
    let asked = session.prepare(&REQUEST, mode, GET).unwrap();
    session.inbox.room(false)[..datagram.len()].copy_from_slice(datagram);
    session.inbox.fill(false, datagram.len());
    (session, asked)
}

/// The error that comes of a datagram.
fn error(mode: Mode, datagram: &[u8]) -> Error {
    let (mut session, asked) = answered(mode, datagram);
    session.advance(&asked).unwrap_err()
}

/// `NLMSGERR_ATTR_MSG`, `NLMSGERR_ATTR_OFFS`: the text attribute, behind 16 bytes of netlink header, 8
/// of fixed header, 8 of the number and 4 of the nest's header.
fn report(out: &mut Writer) {
    out.put(1, "no such text");
    out.put(2, &36u32);
}

const SENTENCE: &str = "probe get: the kernel refused attribute outer.nest.text: \
                        Invalid argument (EINVAL): no such text";

#[test]
fn a_capped_error_has_its_report_behind_the_header() {
    let error = error(Mode::Reply, &ack(1, 22, &attributes(report)));
    assert_eq!(error.to_string(), SENTENCE);
}

#[test]
fn an_error_that_repeats_the_request_has_its_report_behind_it() {
    // A request whose length is no multiple of four, so that padding counts.
    let header = MessageHeader { length: 16 + 37, kind: GET, sequence: 1, ..Default::default() };
    let request = [&header.to_bytes()[..], &[9; 40]].concat();
    let payload = [&(-22i32).to_ne_bytes()[..], &request, &attributes(report)].concat();
    let datagram = message(kinds::ERROR, flags::ACK_ATTRIBUTES, 1, &payload);
    assert_eq!(error(Mode::Reply, &datagram).to_string(), SENTENCE);
}

#[test]
fn an_error_at_the_end_of_a_dump_has_its_report_behind_the_code() {
    let error = error(Mode::Dump, &done(0, 1, 22, &attributes(report)));
    assert_eq!(error.to_string(), SENTENCE);
}

#[test]
fn without_the_flag_nothing_is_taken_for_a_report() {
    let payload = [&(-22i32).to_ne_bytes()[..], &[0; 16], &attributes(report)].concat();
    let error = error(Mode::Reply, &message(kinds::ERROR, flags::CAPPED, 1, &payload));
    assert_eq!(error.to_string(), "probe get: the kernel refused: Invalid argument (EINVAL)");
}

#[test]
fn a_missing_attribute_is_named_in_the_message_and_in_a_nest() {
    let missing = attributes(|out| out.put(5, &u32::from(NUMBER)));
    let sentence = "probe get: the kernel misses attribute outer.number: Invalid argument (EINVAL)";
    assert_eq!(error(Mode::Reply, &ack(1, 22, &missing)).to_string(), sentence);
    let in_nest = attributes(|out| {
        out.put(5, &u32::from(TEXT));
        out.put(6, &32u32);
    });
    let error = error(Mode::Reply, &ack(1, 22, &in_nest));
    assert_eq!(error.kernel().unwrap().missing().unwrap().to_string(), "outer.nest.text");
}

#[test]
fn policy_and_cookie_are_read() {
    let report = attributes(|out| {
        out.put(3, [1u8, 2, 3].as_slice());
        let policy = out.begin_nest(4);
        out.put(1, &6u32);
        out.put(2, &-4i64);
        out.put(3, &4i64);
        out.put(12, &0xf0u64);
        out.end(policy);
    });
    let error = error(Mode::Reply, &ack(1, 34, &report));
    let kernel = error.kernel().unwrap();
    assert_eq!(kernel.cookie(), Some([1, 2, 3].as_slice()));
    let policy = kernel.policy().unwrap();
    assert_eq!(policy.kind, Some(PolicyKind::S8));
    assert_eq!(policy.to_string(), "s8, -4 to 4, bits 0xf0");
}

#[test]
fn a_remark_on_success_is_kept_until_the_next_request() {
    let remark = attributes(|out| {
        out.put(1, "deprecated");
        out.put(2, &24u32);
    });
    for (mode, datagram) in [(Mode::Ack, ack(1, 0, &remark)), (Mode::Dump, done(0, 1, 0, &remark))]
    {
        let (mut session, asked) = answered(mode, &datagram);
        session.advance(&asked).unwrap();
        let warning = session.warning.clone().unwrap();
        assert_eq!(warning.to_string(), "probe get: attribute outer.number: deprecated");
        session.prepare(&REQUEST, mode, GET).unwrap();
        assert!(session.warning.is_none());
    }
}

#[test]
fn an_acknowledgement_that_ends_before_its_code_is_malformed() {
    let error = error(Mode::Ack, &message(kinds::ERROR, 0, 1, &[1, 2]));
    let sentence = "probe get: the answer is malformed: 2 bytes where at least 4 are needed";
    assert_eq!(error.to_string(), sentence);
}

/// Goes through a datagram to its end, however many errors there are.
fn exhaust(mode: Mode, datagram: &[u8]) -> usize {
    let (mut session, asked) = answered(mode, datagram);
    let mut steps = 0;
    while !matches!(session.advance(&asked), Ok(Progress::Starved)) {
        steps += 1;
    }
    steps
}

#[test]
fn no_damage_to_a_datagram_makes_it_panic_or_go_on_forever() {
    let full = attributes(|out| {
        report(out);
        out.put(5, &u32::from(NUMBER));
        out.put(6, &32u32);
        let policy = out.begin_nest(4);
        out.put(1, &4u32);
        out.put(4, &4u64);
        out.end(policy);
    });
    let datagrams = [
        (Mode::Reply, ack(1, 22, &full)),
        (Mode::Ack, ack(1, 0, &full)),
        (Mode::Dump, [object(flags::MULTI, 1, 5), done(0, 1, 22, &full)].concat()),
    ];
    for (mode, datagram) in datagrams {
        for end in 0..datagram.len() {
            assert!(exhaust(mode, &datagram[..end]) <= 3);
        }
        for (at, value) in (0..datagram.len()).flat_map(|at| [0, 1, 5, 0x7f, 0xff].map(|v| (at, v)))
        {
            let mut damaged = datagram.clone();
            damaged[at] = value;
            assert!(exhaust(mode, &damaged) <= 3);
        }
    }
}
