//! A family of structs: each way from a message to JSON.

use netlink_runtime::payload::{Decode, Encode, Unknown};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Describe, MessageSet, NetlinkEnum, NetlinkMessage, NetlinkStruct, Owned};
use serde_json::json;

use crate::{attributes, json as read};

netlink_runtime::flags! {
    /// What is allowed.
    struct Rights: u32 {
        /// Reading.
        const READ = 1;
        /// Writing.
        const WRITE = 4;
    }
}

#[derive(NetlinkEnum, Clone, Copy)]
#[repr(u32)]
enum Mode {
    OneByOne = 1,
    #[netlink(other)]
    Other(u32),
}

#[derive(NetlinkStruct, Clone, Copy)]
struct Counters {
    packets: u32,
    #[netlink(be)]
    port: u16,
    #[netlink(pad)]
    _pad: [u8; 2],
}

#[derive(NetlinkMessage)]
#[netlink(sub_message)]
enum Data<'a> {
    #[netlink(format = "counted")]
    Counted(Counters),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(header)]
    header: Counters,
    #[netlink(id = 1)]
    name: String,
    #[netlink(id = 2)]
    mode: Mode,
    #[netlink(id = 3)]
    rights: Rights,
    #[netlink(id = 4, multi)]
    addresses: Vec<std::net::IpAddr>,
    #[netlink(id = 5, indexed)]
    queues: Option<Vec<u16>>,
    #[netlink(id = 6, secret)]
    key: Option<[u8; 4]>,
    #[netlink(id = 7)]
    parent: Option<Box<Port>>,
    #[netlink(id = 8)]
    kind: Option<String>,
    #[netlink(id = 9, selector = kind)]
    data: Option<Data<'a>>,
    #[netlink(id = 10, display = mac)]
    link: Option<[u8; 6]>,
    #[netlink(id = 11)]
    up: bool,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(NetlinkMessage)]
struct Port {
    #[netlink(id = 1, uint)]
    number: u64,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo")]
enum Events<'a> {
    #[netlink(cmd = 1)]
    Device(Device<'a>),
    #[netlink(cmd = 2)]
    Port(Port),
    #[netlink(other)]
    Other(u16, &'a [u8]),
}

fn device() -> Device<'static> {
    Device {
        header: Counters { packets: 3, port: 8080, _pad: [0; 2] },
        name: "demo0".into(),
        mode: Mode::OneByOne,
        rights: Rights::READ | Rights::from_bits_retain(0x10),
        addresses: vec![[192, 0, 2, 1].into(), std::net::Ipv6Addr::LOCALHOST.into()],
        queues: Some(vec![5, 6]),
        key: Some(*b"hush"),
        parent: Some(Box::new(Port { number: u64::MAX })),
        kind: None,
        data: Some(Data::Counted(Counters { packets: 1, port: 2, _pad: [0; 2] })),
        link: Some([2, 0, 0, 0, 0, 1]),
        up: true,
        rest: Unknown::default(),
    }
}

#[test]
fn a_struct_in_hand_is_shown_by_the_names_of_its_fields() {
    let expected = json!({
        "header": { "packets": 3, "port": 8080 },
        "name": "demo0",
        "mode": "one-by-one",
        "rights": ["read", 16],
        "addresses": ["192.0.2.1", "::1"],
        "queues": [5, 6],
        "key": "<redacted>",
        "parent": { "number": u64::MAX },
        "kind": "counted",
        "data": { "packets": 1, "port": 2 },
        "link": "02:00:00:00:00:01",
        "up": true,
    });
    assert_eq!(read(&device().described()), expected);
    let other = Device { mode: Mode::Other(9), data: Some(Data::Other(&[7])), ..device() };
    let found = read(&other.described());
    assert_eq!((&found["mode"], &found["data"]), (&json!(9), &json!("0x07")));
}

#[test]
fn the_members_come_in_the_order_of_the_message() {
    let text = serde_json::to_string(&Device { data: None, ..device() }.described()).unwrap();
    let start = r#"{"header":{"packets":3,"port":8080},"name":"demo0","mode":"one-by-one","#;
    assert!(text.starts_with(start), "{text}");
}

/// A body of a device with an attribute that has no field.
fn body() -> Vec<u8> {
    attributes(|out| {
        device().encode(out);
        out.put(99, [1, 2].as_slice());
    })
}

#[test]
fn what_was_received_is_shown_with_what_has_no_field() {
    let body = body();
    let owned = Owned::<Device<'static>>::new(&body).unwrap();
    let found = read(&owned.described());
    assert_eq!((&found["name"], &found["#99"]), (&json!("demo0"), &json!("0x0102")));
    assert_eq!(read(&owned.get().unwrap().described()), found);
    assert_eq!(format!("{:?}", owned.described()), format!("{:?}", Device::decode(&body).unwrap()));
}

#[test]
fn each_message_of_an_enum_is_shown_as_what_it_holds() {
    let body = body();
    let event = Events::decode(1, 0, &body).unwrap();
    assert_eq!(read(&event.described())["name"], "demo0");
    let mut writer = Writer::new();
    Port { number: 7 }.encode(&mut writer);
    let event = Events::decode(2, 0, writer.bytes()).unwrap();
    assert_eq!(read(&event.described()), json!({ "number": 7 }));
    let event = Events::decode(3, 0, &[1, 2]).unwrap();
    assert_eq!(read(&event.described()), "0x0102");
}

#[test]
fn a_value_that_no_message_can_hold_is_an_error_and_no_json() {
    let long = Device { name: "x".repeat(70_000), ..device() };
    let error = serde_json::to_string(&long.described()).unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("cannot be encoded: attribute [1] is longer"), "{text}");
}
