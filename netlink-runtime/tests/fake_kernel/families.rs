//! nlctrl, which is built in.

use core::time::Duration;

use netlink_runtime::probe::Untold;
use netlink_runtime::testing::FakeKernel;
use netlink_runtime::{Error, Event, Netlink, NetlinkMessage, Support};

use super::demo::{GetDevice, ListDevices, SwapDevice, Told, device, with_devices};

/// Asks nlctrl for all families.
#[derive(NetlinkMessage)]
#[netlink(family = "nlctrl", version = 2, cmd = 3, dump, reply = Family<'_>)]
struct ListFamilies {}

/// The names and ids of all families.
pub(crate) fn listed(netlink: &mut Netlink) -> Vec<(String, u16)> {
    let families = netlink.dump_all(&ListFamilies {}, 3).unwrap();
    let views = families.iter().map(|family| family.get().unwrap());
    views.map(|family| (family.name.to_owned(), family.id)).collect()
}

/// Asks for a family by its id.
#[derive(NetlinkMessage)]
#[netlink(family = "nlctrl", version = 2, cmd = 3, reply = Family<'_>)]
struct GetFamily {
    #[netlink(id = 1)]
    id: Option<u16>,
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Family<'a> {
    #[netlink(id = 1)]
    id: u16,
    #[netlink(id = 2)]
    name: &'a str,
    #[netlink(id = 3)]
    version: u32,
}

#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(family = "nlctrl", version = 2)]
enum FamilyTold<'a> {
    #[netlink(cmd = 1)]
    New(Family<'a>),
    #[netlink(cmd = 2)]
    Gone(Family<'a>),
}

#[test]
fn families_with_handlers_are_there_with_their_version_and_others_are_not() {
    let mut netlink = with_devices(0).netlink();
    let family = netlink.generic_family("demo").unwrap();
    assert_eq!((family.id, family.version), (32, 2));
    let error = netlink.generic_family("other").unwrap_err();
    assert!(matches!(error, Error::FamilyNotFound { .. }), "{error}");
    let error = FakeKernel::new().netlink().request(&GetDevice { index: 1 }).unwrap_err();
    let sentence = "the kernel has no generic netlink family \"demo\"";
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn all_families_are_listed_and_found_by_id() {
    let kernel = with_devices(0);
    kernel.generic_family("second", 77, &[]);
    let mut netlink = kernel.netlink();
    let expected = [("nlctrl", 16), ("demo", 32), ("second", 77)];
    assert_eq!(listed(&mut netlink), expected.map(|(name, id)| (name.to_owned(), id)));
    let family = netlink.request(&GetFamily { id: Some(77) }).unwrap();
    assert_eq!(family, Family { id: 77, name: "second", version: 1 });
    assert!(netlink.request(&GetFamily { id: Some(78) }).unwrap_err().errno().is_some());
    assert!(netlink.request(&GetFamily { id: None }).is_err());
}

#[test]
fn a_family_that_comes_back_under_another_id_is_found_again() {
    let kernel = with_devices(0);
    let mut netlink = kernel.netlink();
    assert_eq!(netlink.request(&GetDevice { index: 1 }).unwrap().index, 1);
    kernel.remove_family("demo");
    let error = netlink.request(&GetDevice { index: 1 }).unwrap_err();
    assert!(matches!(error, Error::FamilyNotFound { .. }), "{error}");
    kernel.generic_family("demo", 90, &[]);
    assert_eq!(netlink.request(&GetDevice { index: 2 }).unwrap().index, 2);
    // And without a request in between, when the id is stale.
    kernel.remove_family("demo");
    kernel.generic_family("demo", 91, &[]);
    assert_eq!(netlink.request(&GetDevice { index: 3 }).unwrap().index, 3);
    assert_eq!(netlink.generic_family("demo").unwrap().id, 91);
}

#[test]
fn families_that_come_and_go_are_told() {
    let kernel = FakeKernel::new();
    let mut events = kernel.netlink().events::<FamilyTold<'static>>(&["notify"]).unwrap();
    kernel.on::<GetDevice>(|_, _| Ok(()));
    let told = events.next_within(Duration::ZERO).unwrap();
    let family = || Family { id: 32, name: "demo", version: 2 };
    assert_eq!(told, Some(Event::Message(FamilyTold::New(family()))));
    kernel.on::<GetDevice>(|_, _| Ok(()));
    assert!(events.next_within(Duration::ZERO).unwrap().is_none(), "it was there already");
    kernel.remove_family("demo");
    let told = events.next_within(Duration::ZERO).unwrap();
    assert_eq!(told, Some(Event::Message(FamilyTold::Gone(family()))));
}

/// It is asked like a kernel that is too old for policies.
#[test]
fn operations_with_handlers_are_there_and_their_policies_untold() {
    let kernel = with_devices(0);
    let mut netlink = kernel.netlink();
    let untold = Support::Untold(Untold::Kernel);
    assert_eq!(netlink.probe(&GetDevice { index: 1 }).unwrap(), untold);
    assert_eq!(netlink.probe(&SwapDevice { index: 1 }).unwrap(), Support::NoOperation);
    kernel.remove_family("demo");
    let mut other = kernel.netlink();
    assert_eq!(other.probe(&GetDevice { index: 1 }).unwrap(), Support::NoFamily);
    kernel.generic_family("demo", 90, &[]);
    assert_eq!(other.probe(&GetDevice { index: 1 }).unwrap(), untold, "the handlers stay");
    let only_dumped = FakeKernel::new();
    only_dumped.on_dump::<ListDevices>(|_, _| Ok(()));
    let mut netlink = only_dumped.netlink();
    assert_eq!(netlink.probe(&GetDevice { index: 1 }).unwrap(), Support::NoOperation);
    assert_eq!(netlink.probe_dump(&ListDevices::default()).unwrap(), untold);
}

#[test]
fn groups_of_a_family_stay_when_others_are_added() {
    let kernel = with_devices(0);
    kernel.generic_family("demo", 40, &[("devices", 50)]);
    kernel.generic_family("demo", 40, &[("others", 51)]);
    let mut netlink = kernel.netlink();
    let family = netlink.generic_family("demo").unwrap();
    assert_eq!((family.group("devices"), family.group("others")), (Some(50), Some(51)));
    assert_eq!(family.version, 2, "the version that the handler's struct states");
    assert_eq!(kernel.notify::<Told<'_>>("others", &Told::Gone(device(1, "x"))).unwrap(), 0);
}
