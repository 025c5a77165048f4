//! Requests are checked against the limits of specs and structs before they are sent.

use netlink_families::netdev::{DevGet, NapiSet};
use netlink_families::rt_link::{LinkinfoAttrs, Newlink};
use netlink_families::wireguard::SetDevice;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;
use netlink_runtime::schema::Excess;
use netlink_runtime::{Errno, Error, Netlink, NetlinkMessage, Request};

fn told(request: &impl Request) -> String {
    request.check().unwrap_err().to_string()
}

#[test]
fn a_number_below_the_least_is_told_as_the_kernel_would() {
    let request = DevGet { ifindex: Some(0), ..DevGet::default() };
    let error = request.check().unwrap_err();
    let Error::Check(check) = &error else { panic!("{error}") };
    assert_eq!(check.excess(), Excess::Below { value: 0, min: 1 });
    assert_eq!(error.to_string(), "netdev dev-get: attribute dev.ifindex is 0, but the least is 1");

    let refused = Netlink::new().request(&request).unwrap_err();
    assert_eq!(refused.errno(), Some(Errno::ERANGE));
    assert_eq!(refused.kernel().unwrap().path(), Some(check.path()));
    assert_eq!(refused.kernel().unwrap().policy().unwrap().min, Some(1));

    DevGet { ifindex: Some(1), ..DevGet::default() }.check().unwrap();
    DevGet::default().check().unwrap();
}

#[test]
fn a_number_above_the_greatest_and_a_text_that_is_too_long_are_told() {
    let text = told(&NapiSet { defer_hard_irqs: Some(u32::MAX), ..NapiSet::default() });
    let expected = "attribute napi.defer-hard-irqs is 4294967295, but the greatest is 2147483647";
    assert!(text.ends_with(expected), "{text}");
    let ifname = Some(BStr::new("sixteen-letters!"));
    let text = told(&SetDevice { ifname, ..SetDevice::default() });
    assert!(text.ends_with("attribute wgdevice.ifname has 16 bytes, but the most is 15"), "{text}");
}

#[test]
fn what_is_deep_in_lists_is_checked_too() {
    let inners = vec![Inner { percent: 0 }, Inner { percent: 200 }];
    let text = told(&SetLimited { inners, ..NONE });
    assert!(text.ends_with("device.inners[1].percent is 200, but the greatest is 100"), "{text}");
}

const MOST: u8 = 9;

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, name = "device")]
struct SetLimited<'a> {
    #[netlink(id = 1, min = -5, max = MOST)]
    level: Option<i32>,
    #[netlink(id = 2, mask = 1 | 4, be)]
    bits: Option<u16>,
    #[netlink(id = 3, min_len = 1, max_len = 4)]
    name: Option<&'a BStr>,
    #[netlink(id = 4)]
    inner: Option<Inner>,
    #[netlink(id = 5, indexed)]
    inners: Vec<Inner>,
}

#[derive(NetlinkMessage)]
#[netlink(name = "inner")]
struct Inner {
    #[netlink(id = 1, max = 100)]
    percent: u8,
}

const NONE: SetLimited<'_> =
    SetLimited { level: None, bits: None, name: None, inner: None, inners: Vec::new() };

#[test]
fn a_struct_states_limits_in_the_same_words() {
    let cases = [
        (SetLimited { level: Some(-6), ..NONE }, "device.level is -6, but the least is -5"),
        (SetLimited { level: Some(10), ..NONE }, "device.level is 10, but the greatest is 9"),
        (
            SetLimited { bits: Some(7), ..NONE },
            "device.bits has the bits 0x2, but only those of 0x5 may be set",
        ),
        (
            SetLimited { name: Some(BStr::new("")), ..NONE },
            "device.name has 0 bytes, but the least is 1",
        ),
        (
            SetLimited { name: Some(BStr::new("abcde")), ..NONE },
            "device.name has 5 bytes, but the most is 4",
        ),
        (
            SetLimited { inner: Some(Inner { percent: 101 }), ..NONE },
            "device.inner.percent is 101, but the greatest is 100",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(told(&request), format!("demo set-limited: attribute {expected}"));
    }
    let name = Some(BStr::new("abcd"));
    let inner = Some(Inner { percent: 100 });
    let inners = vec![Inner { percent: 100 }];
    SetLimited { level: Some(9), bits: Some(5), name, inner, inners }.check().unwrap();
}

#[test]
fn what_cannot_be_written_is_told_before_limits() {
    let kind = BStr::new("a\0b");
    let linkinfo = LinkinfoAttrs { kind: Some(kind), ..LinkinfoAttrs::default() };
    let request = Newlink { linkinfo: Some(Nested::from(&linkinfo)), ..Newlink::default() };
    let error = request.check().unwrap_err();
    assert!(matches!(error, Error::Encode(_)), "{error}");
    assert!(error.to_string().contains("link-attrs.linkinfo.kind"), "{error}");
}
