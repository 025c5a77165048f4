//! Several requests in flight, some of which are answered against the rules.

use core::time::Duration;

use netlink_runtime::bstr::BStr;
use netlink_runtime::{Errno, Error, Netlink, Pending, Request, SocketOptions};

use super::family::{Big, Echo, Fail, ItemsDump, Odd, Touch};
use crate::inside;

type Touched = Pending<<Touch<'static> as Request>::Reply>;

fn touch(netlink: &mut Netlink) -> Touched {
    netlink.send(&Touch::default()).unwrap()
}

fn generation(netlink: &mut Netlink, pending: &Touched) -> u32 {
    netlink.wait(pending).unwrap().get().unwrap().generation.unwrap()
}

#[test]
fn answers_of_all_sizes_and_failures_find_their_requests_in_any_order() {
    if !inside() {
        return;
    }
    let mut netlink = Netlink::with_options(SocketOptions::new().timeout(Duration::from_secs(10)));
    let sizes = [0, 65_531, 7, 40_000];
    let big =
        sizes.map(|count| netlink.send(&Big { count: Some(count), ..Big::default() }).unwrap());
    let echo = netlink.send(&Echo { a_u32: Some(77), ..Echo::default() }).unwrap();
    let message = Some(BStr::new("why"));
    let mode = |mode| Fail { mode: Some(mode), message, errno: Some(1), ..Fail::default() };
    let [refused, warned] = [1, 4].map(|number| netlink.send(&mode(number)).unwrap());
    let items = ItemsDump { count: Some(1000), ..ItemsDump::default() };
    assert_eq!(netlink.dump_all(&items, 0).unwrap().len(), 1000);

    netlink.wait(&warned).unwrap();
    let remark = netlink.last_warning().unwrap();
    assert_eq!(remark.ack.message(), Some(BStr::new("only a warning")));
    let error = netlink.wait(&refused).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EPERM));
    assert_eq!(error.kernel().unwrap().path().unwrap().to_string(), "ctl.message");
    for (size, big) in sizes.into_iter().zip(&big).rev() {
        assert_eq!(netlink.wait(big).unwrap().get().unwrap().blob.unwrap().len(), size as usize);
    }
    assert_eq!(netlink.wait(&echo).unwrap().get().unwrap().a_u32, Some(77));
}

#[test]
fn an_answer_against_the_rules_spoils_none_of_the_others() {
    if !inside() {
        return;
    }
    let mut netlink =
        Netlink::with_options(SocketOptions::new().timeout(Duration::from_millis(300)));
    let before = touch(&mut netlink);
    let odd: Vec<_> = (0..10)
        .map(|mode| {
            let odd = netlink.send(&Odd { mode: Some(mode), ..Odd::default() }).unwrap();
            (mode, odd, touch(&mut netlink))
        })
        .collect();
    let first = generation(&mut netlink, &before);
    for (mode, odd, touched) in odd.iter().rev() {
        assert_eq!(generation(&mut netlink, touched), first + 1 + mode, "beside mode {mode}");
        let answer = netlink.wait(odd);
        let id = answer
            .map(|answer| answer.get().unwrap().item.unwrap().get().ok().and_then(|item| item.id));
        match mode {
            // As for one request at a time: the right answer comes behind the wrong one, or what
            // is wrong with it is of no account.
            1 | 3 | 5 | 8 | 9 => assert_eq!(id.unwrap(), Some(7), "mode {mode}"),
            7 => assert_eq!(id.unwrap(), None),
            // Nothing comes, or nothing under the right number.
            0 | 2 => assert!(matches!(id, Err(Error::Timeout { .. })), "mode {mode}: {id:?}"),
            _ => assert!(id.is_err(), "mode {mode}: {id:?}"),
        }
    }
    let after = touch(&mut netlink);
    assert_eq!(generation(&mut netlink, &after), first + 11);
}
