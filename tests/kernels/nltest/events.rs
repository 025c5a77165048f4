//! What comes unasked: the family's own events, and those of a family that comes and goes.

use netlink_families::nlctrl;
use netlink_runtime::bstr::BStr;
use netlink_runtime::{Error, Events, Netlink, NetlinkMessage};

use super::family::{Extra, Fire, Notification};
use super::handle;
use crate::heard::heard;
use crate::whole;

#[test]
fn events_of_a_group_are_typed_and_in_order() {
    let Some(mut netlink) = handle() else { return };
    let mut events = netlink.events::<Notification>(&["events"]).unwrap();
    netlink.request(&Fire { count: Some(5), ..Fire::default() }).unwrap();
    for seqno in 0..5 {
        let Notification::Event(event) = heard(&mut events) else { panic!("no event") };
        whole::check(&event);
        assert_eq!((event.seqno, event.count), (Some(seqno), Some(5)));
    }
}

/// The family that `extra` registers.
#[derive(NetlinkMessage)]
#[netlink(family = "nltest2", version = 2, cmd = 1)]
struct UseExtra {}

/// Makes the family come or go, which happens after the acknowledgement: the events tell when.
fn extra(
    netlink: &mut Netlink,
    events: &mut Events<nlctrl::Notification<'static>>,
    comes: bool,
) -> u16 {
    netlink.request(&Extra { mode: Some(comes.into()), ..Extra::default() }).unwrap();
    let family = match heard(events) {
        nlctrl::Notification::NewfamilyNtf(family) if comes => family,
        nlctrl::Notification::DelfamilyNtf(family) if !comes => family,
        other => panic!("{other:?}"),
    };
    assert_eq!(family.family_name, Some(BStr::new("nltest2")));
    whole::check(&family);
    family.family_id.unwrap()
}

#[test]
fn a_family_that_went_and_came_back_with_another_id_is_found_again() {
    let Some(mut netlink) = handle() else { return };
    let (mut witness, mut away) = (Netlink::new(), Netlink::new());
    let unknown = netlink.request(&UseExtra {}).unwrap_err();
    assert!(matches!(unknown, Error::FamilyNotFound { .. }), "{unknown}");

    let mut events = netlink.events(&["notify"]).unwrap();
    let first = extra(&mut netlink, &mut events, true);
    witness.request(&UseExtra {}).unwrap();
    away.request(&UseExtra {}).unwrap();
    assert_eq!(witness.generic_family("nltest2").unwrap().id, first);

    assert_eq!(extra(&mut netlink, &mut events, false), first);
    let gone = witness.request(&UseExtra {}).unwrap_err();
    assert!(matches!(gone, Error::FamilyNotFound { .. }), "{gone}");

    let second = extra(&mut netlink, &mut events, true);
    assert_ne!(first, second);
    // One knows that it was gone; the other asks with the old id first.
    for netlink in [&mut witness, &mut away] {
        netlink.request(&UseExtra {}).unwrap();
        assert_eq!(netlink.generic_family("nltest2").unwrap().id, second);
    }
    assert_eq!(extra(&mut netlink, &mut events, false), second);
}
