//! What is asked of the family `nltest`.

#[path = "nltest/events.rs"]
mod events;
#[path = "nltest/flights.rs"]
mod flights;
#[path = "nltest/protocol.rs"]
mod protocol;

use std::process::Command;

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Bitfield32, List, Nested};
use netlink_runtime::{Errno, Error, Netlink, SocketOptions};

use self::family::{Admin, Big, Color, Echo, Fail, Inner, ItemsDump, Odd, Perm, Touch};
use crate::inside;
use crate::namespace::under;

/// The family.
#[allow(missing_docs, dead_code, reason = "a spec of tests, of which not all is used")]
mod family {
    netlink_runtime::netlink_family!(pub(super) mod generated = "tests/specs/nltest.yaml");
    pub(super) use generated::*;
}

/// A handle, inside.
fn handle() -> Option<Netlink> {
    inside().then(Netlink::new)
}

#[test]
fn each_type_of_attribute_comes_back_as_it_was_sent() {
    let Some(mut netlink) = handle() else { return };
    let inner =
        |id, label| Inner { id: Some(id), label: Some(BStr::new(label)), ..Inner::default() };
    let (one, many) =
        (Inner { stamp: Some(1 << 50), ..inner(9, "in") }, [inner(1, "a"), inner(2, "b")]);
    let numbers = [7, 8, 9];
    let echo = Echo {
        a_flag: true,
        a_u8: Some(200),
        a_u16: Some(60_000),
        a_u32: Some(4_000_000_000),
        a_u64: Some(1 << 63),
        a_s32: Some(-5),
        a_s64: Some(-6),
        a_uint: Some(1 << 40),
        a_sint: Some(-(1 << 40)),
        a_be16: Some(0x1234),
        a_be32: Some(0x0102_0304),
        a_string: Some(BStr::new("hello")),
        a_binary: Some(&[0, 1, 2]),
        a_nest: Some(Nested::from(&one)),
        a_multi: List::new(&numbers),
        a_multi_nest: List::new(&many),
        a_enum: Some(Color::Blue),
        a_flags: Some(Perm::READ | Perm::EXEC),
        a_range: Some(15),
        a_exact: Some(*b"abcdef"),
        a_bitfield: Some(Bitfield32 { value: Perm::READ, selector: Perm::READ | Perm::WRITE }),
        ..Echo::default()
    };
    let sent = format!("{echo:?}");
    let reply = netlink.request(&echo).unwrap();
    let (_, sent) = sent.split_once(' ').unwrap();
    let got = format!("{reply:?}");
    assert_eq!(got.split_once(' ').unwrap().1, sent);
    assert_eq!(
        (reply.a_sint, reply.a_be16, reply.a_exact),
        (Some(-(1 << 40)), Some(0x1234), Some(*b"abcdef"))
    );
    assert_eq!(reply.a_multi.to_vec().unwrap(), numbers);
}

#[test]
fn what_the_policy_refuses_is_named() {
    let Some(mut netlink) = handle() else { return };
    let refused = |netlink: &mut Netlink, echo: Echo<'_>| netlink.request(&echo).unwrap_err();
    let error = refused(&mut netlink, Echo { a_range: Some(9), ..Echo::default() });
    assert_eq!(error.errno(), Some(Errno::ERANGE));
    assert_eq!(path(&error), "all.a-range", "{error}");
    assert!(error.kernel().unwrap().policy().is_some(), "{error}");
    let error = refused(&mut netlink, Echo { a_enum: Some(Color::Other(3)), ..Echo::default() });
    assert_eq!(path(&error), "all.a-enum", "{error}");
}

/// The attribute that an error is about.
fn path(error: &Error) -> String {
    error.kernel().unwrap().path().unwrap().to_string()
}

#[test]
fn a_dump_gives_all_items_and_then_the_error_at_its_end() {
    let Some(mut netlink) = handle() else { return };
    let items = ItemsDump { count: Some(1000), ..ItemsDump::default() };
    let all: Vec<_> = netlink.dump(&items).unwrap().owned().collect::<Result<_, _>>().unwrap();
    assert_eq!(all.len(), 1000);
    assert!(all.iter().all(|item| item.get().unwrap().item.unwrap().get().unwrap().id.is_some()));

    let failing = ItemsDump { count: Some(3), errno: Some(5), ..ItemsDump::default() };
    let mut dump = netlink.dump(&failing).unwrap();
    for _ in 0..3 {
        assert!(dump.next().unwrap().is_some());
    }
    let error = dump.next().unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EIO), "{error}");
    assert_eq!(
        error.kernel().unwrap().message(),
        Some(BStr::new("the dump failed at its end, as asked"))
    );
    drop(dump);
    assert!(netlink.request(&Touch::default()).unwrap().generation.is_some());
}

#[test]
fn each_way_to_fail_is_told() {
    let Some(mut netlink) = handle() else { return };
    let fail = |mode| Fail { mode: Some(mode), ..Fail::default() };
    let message = Some(BStr::new("why"));
    let error = netlink.request(&Fail { message, ..fail(0) }).unwrap_err();
    assert_eq!(error.kernel().unwrap().message(), Some(BStr::new("you said: why")));
    let error = netlink.request(&Fail { message, errno: Some(1), ..fail(1) }).unwrap_err();
    assert_eq!((error.errno(), path(&error)), (Some(Errno::EPERM), "ctl.message".to_owned()));
    let error = netlink.request(&fail(2)).unwrap_err();
    assert_eq!(error.kernel().unwrap().missing().unwrap().to_string(), "ctl.blob");
    let error = netlink.request(&fail(3)).unwrap_err();
    assert_eq!((error.errno(), path(&error)), (Some(Errno::ERANGE), "ctl.mode".to_owned()));
    assert!(error.to_string().contains('3') && error.to_string().contains('7'), "{error}");
    netlink.request(&fail(4)).unwrap();
    assert_eq!(netlink.last_warning().unwrap().ack.message(), Some(BStr::new("only a warning")));
    netlink.request(&fail(5)).unwrap();
    let cookie = netlink.last_warning().and_then(|warning| warning.ack.cookie.clone());
    assert_eq!(cookie, Some(0xc0_0c1e_u64.to_ne_bytes().to_vec()));
    let error = netlink.request(&fail(6)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP));
}

#[test]
fn an_answer_may_be_as_long_as_an_attribute_can_be() {
    let Some(mut netlink) = handle() else { return };
    for count in [0, 100, 32_768, 40_000, 65_531] {
        let reply = netlink.request(&Big { count: Some(count), ..Big::default() }).unwrap();
        assert_eq!(reply.blob.unwrap().len(), count as usize);
    }
    assert!(netlink.request(&Big { count: Some(70_000), ..Big::default() }).is_err());
}

#[test]
fn answers_against_the_rules_are_errors_or_read_and_the_next_request_is_answered() {
    if handle().is_none() {
        return;
    }
    let timeout = core::time::Duration::from_millis(300);
    for mode in 0..10 {
        let mut netlink = Netlink::with_options(SocketOptions::new().timeout(timeout));
        let odd = Odd { mode: Some(mode), ..Odd::default() };
        let id = netlink
            .request(&odd)
            .map(|reply| reply.item.unwrap().get().ok().and_then(|item| item.id));
        match mode {
            // The right one comes after the wrong one; three without MULTI; unknown attribute;
            // text without NUL; NOOP before.
            1 | 3 | 5 | 8 | 9 => assert_eq!(id.unwrap(), Some(7), "mode {mode}"),
            // The item itself is what is wrong.
            7 => assert_eq!(id.unwrap(), None),
            _ => assert!(id.is_err(), "mode {mode}: {id:?}"),
        }
        let touched = netlink.request(&Touch::default());
        assert!(touched.unwrap().generation.is_some(), "after mode {mode}");
    }
}

#[test]
fn a_dump_during_which_something_changes_is_complete_and_says_so() {
    let Some(mut netlink) = handle() else { return };
    let items = ItemsDump { count: Some(5000), ..ItemsDump::default() };
    let mut dump = netlink.dump(&items).unwrap();
    let before = dump.next().unwrap().unwrap().generation;
    assert!(!dump.is_interrupted());
    let touched = Netlink::new().request(&Touch::default()).unwrap().generation;
    let (mut count, mut last) = (1, None);
    let error = loop {
        match dump.next() {
            Ok(Some(item)) => (count, last) = (count + 1, item.generation),
            Ok(None) => panic!("the change is not told"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::DumpInterrupted { .. }), "{error}");
    assert_eq!((count, last), (5000, touched));
    assert_ne!(before, touched);
    assert!(dump.is_interrupted());
    assert!(dump.next().unwrap().is_none());
    drop(dump);
    let again = netlink.dump(&items).unwrap().owned().collect::<Result<Vec<_>, _>>();
    assert_eq!(again.unwrap().len(), 5000);
}

#[test]
fn an_operation_for_the_administrator_is_for_root() {
    let Some(mut netlink) = handle() else { return };
    netlink.request(&Admin::default()).unwrap();
}

#[test]
fn an_operation_for_the_administrator_is_not_for_nobody() {
    if !inside() {
        return;
    }
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    under(Command::new("setpriv").args(nobody), || {
        let mut netlink = Netlink::new();
        let error = netlink.request(&Admin::default()).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EPERM), "{error}");
        assert_eq!(error.operation().unwrap().to_string(), "nltest admin");
        let generation = netlink.request(&Touch::default()).unwrap().generation;
        assert!(generation.is_some(), "what anybody may do is done");
    });
}
