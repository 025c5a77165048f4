//! Families written as structs against the running kernel: what it refuses is told by the names
//! of their fields, and what is secret is printed nowhere.

#[path = "support/namespace.rs"]
mod namespace;

use namespace::in_namespace;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{List, Nested, SubMessage};
use netlink_runtime::{Errno, Error, Netlink, NetlinkMessage, NetlinkStruct, Request};

/// `NLM_F_CREATE | NLM_F_EXCL`
const CREATE: u16 = 0x600;

/// `struct ifinfomsg`
#[derive(NetlinkStruct, Clone, Copy, Default)]
struct Ifinfomsg {
    family: u8,
    #[netlink(pad)]
    _pad: [u8; 1],
    kind: u16,
    index: i32,
    flags: u32,
    change: u32,
}

/// `RTM_NEWLINK`
#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 16, flags = CREATE, name = "link-attrs")]
struct AddLink<'a> {
    #[netlink(header)]
    header: Ifinfomsg,
    #[netlink(id = 3)]
    ifname: &'a BStr,
    #[netlink(id = 18)]
    linkinfo: Nested<'a, Linkinfo<'a>>,
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(debug)]
struct Linkinfo<'a> {
    #[netlink(id = 1)]
    kind: Option<&'a BStr>,
    #[netlink(id = 2, selector = kind)]
    data: Option<SubMessage<'a, Data>>,
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(sub_message)]
enum Data {
    #[netlink(format = "bridge")]
    Bridge(Bridge),
}

/// Two attributes of bridges, the first narrower than the kernel's, which takes four bytes.
#[derive(NetlinkMessage, Clone, Copy)]
struct Bridge {
    #[netlink(id = 1, secret)]
    forward_delay: Option<u16>,
    #[netlink(id = 2)]
    hello_time: Option<u32>,
}

fn add(bridge: Bridge) -> (Result<(), Error>, String) {
    let data = Data::Bridge(bridge);
    let linkinfo = Linkinfo { kind: None, data: Some(SubMessage::from(&data)) };
    let (header, ifname) = (Ifinfomsg::default(), BStr::new("bridge0"));
    let request = AddLink { header, ifname, linkinfo: Nested::from(&linkinfo) };
    (Netlink::new().request(&request), format!("{linkinfo:?} {linkinfo:#?} {:?}", request.linkinfo))
}

#[test]
fn what_is_refused_in_a_sub_message_is_told_by_the_names_of_fields() {
    in_namespace(|| {
        let (added, _) = add(Bridge { forward_delay: None, hello_time: Some(200) });
        if added.as_ref().is_err_and(|error| error.errno() == Some(Errno::EOPNOTSUPP)) {
            return namespace::skip("this kernel has no bridges");
        }
        added.unwrap();
        let (refused, printed) = add(Bridge { forward_delay: Some(0xbeef), hello_time: Some(200) });
        let error = refused.unwrap_err();
        assert_eq!(error.errno(), Some(Errno::ERANGE), "{error}");
        let path = error.kernel().unwrap().path().unwrap();
        assert_eq!(path.to_string(), "link-attrs.linkinfo.data.forward-delay");
        assert!(error.to_string().contains("linkinfo.data.forward-delay"), "{error}");

        let said = format!("{error} {error:?} {printed}");
        for leak in ["beef", "efbe", "48879"] {
            assert!(!said.contains(leak), "{said}");
        }
        assert!(printed.contains("hello-time: 200"), "{printed}");
    });
}

/// `RTM_NEWLINKPROP`
#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 108, flags = CREATE, name = "link-attrs")]
struct AddNames<'a> {
    #[netlink(header)]
    header: Ifinfomsg,
    #[netlink(id = 52)]
    prop_list: Properties<'a>,
}

#[derive(NetlinkMessage)]
struct Properties<'a> {
    #[netlink(id = 53, multi, rename = "alt-ifname")]
    names: List<'a, &'a BStr>,
}

#[test]
fn what_is_refused_in_a_list_is_told_with_its_index() {
    in_namespace(|| {
        let long = "n".repeat(200);
        let names = ["one", "two", &long].map(BStr::new);
        let header = Ifinfomsg { index: 1, ..Ifinfomsg::default() };
        let request = AddNames { header, prop_list: Properties { names: List::new(&names) } };
        let error = Netlink::new().request(&request).unwrap_err();
        let path = error.kernel().unwrap().path().map(ToString::to_string);
        assert_eq!(path.as_deref(), Some("link-attrs.prop-list.alt-ifname[2]"), "{error}");
    });
}

/// `NETDEV_CMD_DEV_GET`
#[derive(NetlinkMessage)]
#[netlink(family = "netdev", cmd = 1, reply = Device, name = "dev")]
struct GetDevice {
    #[netlink(id = 1, min = 1)]
    ifindex: Option<u32>,
}

#[derive(NetlinkMessage, Debug)]
struct Device {
    #[netlink(id = 1)]
    ifindex: u32,
}

#[test]
fn what_is_missing_or_out_of_range_is_told_as_by_the_limits_of_the_struct() {
    let mut netlink = Netlink::new();
    let found = netlink.request(&GetDevice { ifindex: Some(1) });
    match found {
        Ok(device) => assert_eq!(device.ifindex, 1),
        Err(error) => return namespace::skip(&format!("netdev cannot be asked: {error}")),
    }
    let missing = netlink.request(&GetDevice { ifindex: None }).unwrap_err();
    let path = missing.kernel().unwrap().missing().unwrap().to_string();
    assert_eq!(path, "dev.ifindex", "{missing}");

    let zero = GetDevice { ifindex: Some(0) };
    let Error::Check(ours) = zero.check().unwrap_err() else { panic!() };
    let theirs = netlink.request(&zero).unwrap_err();
    assert_eq!(theirs.errno(), Some(Errno::ERANGE));
    assert_eq!(theirs.kernel().unwrap().path(), Some(ours.path()));
}
