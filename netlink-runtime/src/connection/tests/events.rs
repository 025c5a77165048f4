//! Which message means what.

use crate::connection::{Connection, Event, Mode};
use crate::socket::Sender;
use crate::test_support::{NEW, ack, done, message, object};
use crate::wire::{Messages, flags, kinds};

const MULTI: u16 = flags::MULTI;

fn sender(port: u32, groups: u32) -> Sender {
    Sender { port, groups, ..Sender::default() }
}

/// What the messages of a datagram mean.
fn events(connection: &mut Connection, datagram: &[u8]) -> Vec<Event> {
    Messages::new(datagram)
        .map(|message| message.unwrap())
        .map(|message| connection.accept(&message.header, message.payload))
        .collect()
}

#[test]
fn sequence_numbers_rise_and_are_never_zero() {
    let mut connection = Connection::default();
    assert_eq!((connection.begin(Mode::Ack), connection.begin(Mode::Ack)), (1, 2));
    let mut connection = Connection::default();
    connection.last_sequence = u32::MAX - 1;
    assert_eq!(connection.begin(Mode::Ack), u32::MAX);
    assert_eq!(connection.begin(Mode::Ack), 1);
}

#[test]
fn a_number_that_is_still_awaited_is_not_given_again() {
    let mut connection = Connection::default();
    assert_eq!(connection.begin(Mode::Dump), 1);
    connection.last_sequence = u32::MAX;
    assert_eq!(connection.begin(Mode::Ack), 2);
}

#[test]
fn a_reply_ends_a_request_without_acknowledgement() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::Reply);
    assert_eq!(events(&mut connection, &object(0, sequence, 5)), [Event::Object]);
    assert_eq!(events(&mut connection, &object(0, sequence, 5)), [Event::Unclaimed]);
    assert_eq!(connection.unclaimed(), 1);
}

#[test]
fn an_acknowledgement_may_come_before_or_after_the_reply() {
    for order in [[Event::Object, Event::Acknowledged], [Event::Acknowledged, Event::Object]] {
        let mut connection = Connection::default();
        let sequence = connection.begin(Mode::ReplyAndAck);
        let datagram = order.map(|event| match event {
            Event::Object => object(0, sequence, 5),
            _ => ack(sequence, 0, &[]),
        });
        assert_eq!(events(&mut connection, &datagram.concat()), order);
    }
}

#[test]
fn an_echo_is_none_of_the_answer_to_a_request_that_is_acknowledged() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::Ack);
    let datagram = [object(0, sequence, 5), ack(sequence, 0, &[])].concat();
    assert_eq!(events(&mut connection, &datagram), [Event::Nothing, Event::Acknowledged]);
}

#[test]
fn several_requests_are_told_apart_by_sequence_in_any_order() {
    let mut connection = Connection::default();
    let [first, second, third] = [Mode::Ack, Mode::Reply, Mode::Dump].map(|m| connection.begin(m));
    let datagram = [
        object(MULTI, third, 1),
        ack(first, 17, &[]),
        done(0, third, 0, &[]),
        object(0, second, 2),
    ];
    let expected =
        [Event::Object, Event::Failed(17), Event::Done { interrupted: false }, Event::Object];
    assert_eq!(events(&mut connection, &datagram.concat()), expected);
    assert_eq!(connection.running_dump(), None);
}

#[test]
fn types_without_a_meaning_are_skipped_and_an_overrun_is_not() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::Reply);
    let datagram = [
        message(kinds::NOOP, 0, sequence, &[]),
        message(15, 0, sequence, &[]),
        message(kinds::OVERRUN, 0, sequence, &[]),
        object(0, sequence, 5),
    ];
    let expected = [Event::Nothing, Event::Nothing, Event::Overrun, Event::Object];
    assert_eq!(events(&mut connection, &datagram.concat()), expected);
}

#[test]
fn an_interruption_on_any_message_of_a_dump_is_told_at_its_end() {
    for (object_flags, done_flags) in [(flags::DUMP_INTERRUPTED, 0), (0, flags::DUMP_INTERRUPTED)] {
        let mut connection = Connection::default();
        let sequence = connection.begin(Mode::Dump);
        let datagram =
            [object(MULTI | object_flags, sequence, 5), done(done_flags, sequence, 0, &[])];
        let expected = [Event::Object, Event::Done { interrupted: true }];
        assert_eq!(events(&mut connection, &datagram.concat()), expected);
    }
}

#[test]
fn the_code_at_the_end_of_a_dump_fails_it_only_if_negative() {
    let ends = [
        (done(0, 1, 22, &[]), Event::Failed(22)),
        (done(0, 1, -5, &[]), Event::Done { interrupted: false }),
        (message(kinds::DONE, MULTI, 1, &[]), Event::Done { interrupted: false }),
        (ack(1, 95, &[]), Event::Failed(95)),
        (ack(1, 0, &[]), Event::Acknowledged),
        (message(kinds::ERROR, 0, 1, &[1, 2, 3]), Event::Malformed),
    ];
    for (end, expected) in ends {
        let mut connection = Connection::default();
        connection.begin(Mode::Dump);
        assert_eq!(events(&mut connection, &end), [expected]);
        assert_eq!(connection.running_dump(), None, "{expected:?} ends the dump");
    }
}

#[test]
fn a_dump_that_starts_with_a_full_queue_goes_on() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::Dump);
    assert_eq!(events(&mut connection, &ack(sequence, 105, &[])), [Event::Overrun]);
    assert_eq!(connection.running_dump(), Some(sequence));
}

#[test]
fn an_abandoned_dump_is_remembered_until_its_end_and_its_objects_are_nothing() {
    let mut connection = Connection::default();
    let dump = connection.begin(Mode::Dump);
    connection.abandon(dump);
    let request = connection.begin(Mode::Reply);
    let datagram = [object(MULTI, dump, 1), object(0, request, 2)].concat();
    assert_eq!(events(&mut connection, &datagram), [Event::Nothing, Event::Object]);
    assert_eq!(connection.running_dump(), Some(dump));
    events(&mut connection, &done(0, dump, 0, &[]));
    assert_eq!((connection.running_dump(), connection.unclaimed()), (None, 0));
}

#[test]
fn an_object_that_is_not_one_of_many_may_be_the_last_of_its_dump() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::Dump);
    events(&mut connection, &object(MULTI, sequence, 1));
    assert!(!connection.may_lack_end(sequence));
    events(&mut connection, &object(0, sequence, 1));
    assert!(connection.may_lack_end(sequence));
}

#[test]
fn a_sender_other_than_the_kernel_is_counted_and_refused() {
    let mut connection = Connection::default();
    assert!(connection.datagram_from(sender(0, 0)));
    assert!(!connection.datagram_from(sender(4711, 0)));
    assert!(!connection.datagram_from(sender(4711, 1)));
    assert_eq!(connection.foreign(), 2);
}

#[test]
fn the_echo_of_a_request_is_its_answer_although_it_names_a_group() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::ReplyAndAck);
    connection.expect_echo(sequence);
    connection.datagram_from(sender(0, 1));
    assert_eq!(events(&mut connection, &object(0, sequence, 5)), [Event::Object]);
}

#[test]
fn a_notification_is_no_answer_even_with_the_number_of_a_request() {
    let mut connection = Connection::default();
    let sequence = connection.begin(Mode::Reply);
    connection.datagram_from(sender(0, 1));
    assert_eq!(events(&mut connection, &object(0, sequence, 5)), [Event::Unclaimed]);
    connection.datagram_from(sender(0, 0));
    assert_eq!(events(&mut connection, &message(NEW, 0, 0, &[])), [Event::Unclaimed]);
    assert_eq!(events(&mut connection, &object(0, sequence, 5)), [Event::Object]);
}
