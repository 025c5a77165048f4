//! Requests of two families in flight on one socket.

use netlink_families::ethtool::{FeaturesGet, Header, LinkstateGet};
use netlink_families::nlctrl::{Getfamily, GetfamilyDump};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;
use netlink_runtime::{Batch, Errno, Error, Netlink, Owned, Pending, Request};

use crate::namespace::in_namespace;
use crate::tool;

fn named(name: &str) -> Header<'_> {
    Header { dev_name: Some(BStr::new(name)), ..Header::default() }
}

fn state(netlink: &mut Netlink, name: &str) -> Pending<<LinkstateGet<'static> as Request>::Reply> {
    let header = named(name);
    let header = Some(Nested::from(&header));
    netlink.send(&LinkstateGet { header, ..LinkstateGet::default() }).unwrap()
}

/// The device that an answer says it is about, and whether it has a carrier.
fn told(
    answer: Result<Owned<<LinkstateGet<'static> as Request>::Reply>, Error>,
) -> (String, Option<u8>) {
    let answer = answer.unwrap();
    let state = answer.get().unwrap();
    let name = state.header.unwrap().get().unwrap().dev_name.unwrap().to_string();
    (name, state.link)
}

#[test]
fn answers_of_two_families_are_told_apart_and_errors_name_the_attribute_of_their_own() {
    in_namespace(|| {
        let pair = "ip link add one type veth peer name two";
        let up = "ip link set one up";
        if tool::output(pair).is_none() || tool::output(up).is_none() {
            return;
        }
        let mut netlink = Netlink::new();
        let family = |name: &'static str| Getfamily {
            family_name: Some(BStr::new(name)),
            ..Getfamily::default()
        };
        let one = state(&mut netlink, "one");
        let nobody = state(&mut netlink, "nobody");
        let unnamed = netlink.send(&FeaturesGet::default()).unwrap();
        let ethtool = netlink.send(&family("ethtool")).unwrap();
        let lo = state(&mut netlink, "lo");
        let unknown = netlink.send(&family("no-such-family")).unwrap();

        let all = netlink.dump_all(&GetfamilyDump::default(), 0).unwrap();
        let mut batch = Batch::new();
        for name in ["nlctrl", "ethtool"] {
            batch.push(&family(name)).unwrap();
        }
        assert!(netlink.send_batch(&batch).unwrap().is_ok());

        let error = netlink.wait(&nobody).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::ENODEV));
        let path = error.kernel().unwrap().path().unwrap().to_string();
        assert_eq!(path, "linkstate.header.dev-name", "{error}");
        assert_eq!(told(netlink.wait(&lo)), ("lo".to_owned(), Some(0)));
        assert_eq!(netlink.wait(&unknown).unwrap_err().errno(), Some(Errno::ENOENT));
        let error = netlink.wait(&unnamed).unwrap_err();
        assert_eq!(error.operation().unwrap().to_string(), "ethtool features-get");
        assert_eq!(error.kernel().unwrap().missing().unwrap().to_string(), "features.header");
        let found = netlink.wait(&ethtool).unwrap();
        let id = found.get().unwrap().family_id;
        let listed = all.iter().map(|family| family.get().unwrap());
        let listed = listed.filter(|family| family.family_name == Some(BStr::new("ethtool")));
        assert_eq!(listed.map(|family| family.family_id).collect::<Vec<_>>(), [id]);
        assert_eq!(told(netlink.wait(&one)), ("one".to_owned(), Some(0)));
    });
}
