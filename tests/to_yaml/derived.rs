//! A family of structs with a bit of everything: what is written of it is the file beside this
//! one, and the compiler makes the same tables and the same bytes of that.
//!
//! `BLESS=1 cargo test --test to_yaml` writes the file anew.

use std::path::Path;
use std::{env, fs};

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{
    Array, BigEndian, Bitfield32, Encode, List, Nested, SubMessage, TypeValues,
};
use netlink_runtime::schema::{Family, Kind, Limits};
use netlink_runtime::wire::Writer;
use netlink_runtime::{MessageSet, NetlinkEnum, NetlinkMessage, NetlinkStruct};

netlink_runtime::netlink_family!(mod compiled = "tests/to_yaml/derived.yaml");

#[derive(NetlinkEnum, Clone, Copy, Debug)]
#[repr(u32)]
enum EntryKind {
    Vlan = 1,
    Plain = 7,
    #[netlink(other)]
    Other(u32),
}

#[derive(NetlinkEnum, Clone, Copy, Debug)]
#[repr(i16)]
enum Level {
    Low = -1,
    High = 3,
}

netlink_runtime::flags! {
    /// What is allowed.
    struct Rights: u32 {
        /// Reading.
        const READ = 1;
        /// Writing.
        const WRITE = 4;
    }
}

#[derive(NetlinkStruct, Clone, Copy)]
struct Head {
    family: u8,
    #[netlink(pad)]
    _pad: [u8; 3],
    inner: Inner,
}

#[derive(NetlinkStruct, Clone, Copy)]
struct Inner {
    #[netlink(be)]
    port: u16,
    name: [u8; 6],
}

#[derive(NetlinkMessage)]
#[netlink(family = "vault", version = 2, cmd = 1, reply = Entry<'_>, reply_cmd = 2)]
struct Get<'a> {
    #[netlink(id = 1, max_len = 15)]
    name: &'a BStr,
}

#[derive(NetlinkMessage)]
#[netlink(family = "vault", version = 2, cmd = 3, dump, reply = Entry<'_>, reply_cmd = 2)]
struct ListAll {}

#[derive(NetlinkMessage)]
#[netlink(family = "vault", version = 2, cmd = 4, privileged)]
struct Set<'a> {
    #[netlink(header)]
    head: Head,
    #[netlink(id = 1)]
    name: Option<&'a BStr>,
    #[netlink(id = 2, min = 1, max = 100)]
    percent: Option<u8>,
    #[netlink(id = 3, mask = 5)]
    bits: Option<u16>,
    #[netlink(id = 4, mask = 9)]
    odd: Option<u32>,
}

#[derive(NetlinkMessage, Clone, Copy)]
struct Entry<'a> {
    #[netlink(id = 1)]
    name: Option<&'a BStr>,
    #[netlink(id = 2, secret, min_len = 32, max_len = 32)]
    key: Option<&'a [u8]>,
    #[netlink(id = 3)]
    parent: Option<Nested<'a, Entry<'a>>>,
    #[netlink(id = 4, multi)]
    peers: List<'a, Peer>,
    #[netlink(id = 5, indexed)]
    queues: Option<List<'a, u16, BigEndian>>,
    #[netlink(id = 6)]
    ports: Option<Array<'a, u32>>,
    #[netlink(id = 7)]
    rules: Option<TypeValues<'a, Peer, 2>>,
    #[netlink(id = 8)]
    kind: Option<EntryKind>,
    #[netlink(id = 9, selector = kind)]
    data: Option<SubMessage<'a, Data>>,
    #[netlink(id = 10, le)]
    level: Option<Level>,
    #[netlink(id = 11)]
    rights: Option<Bitfield32<Rights>>,
    #[netlink(id = 12)]
    inner: Option<Inner>,
    #[netlink(id = 13, uint)]
    count: Option<u64>,
    #[netlink(id = 14)]
    up: bool,
    #[netlink(id = 15, pad)]
    _pad: (),
    #[netlink(id = 16, display = hex)]
    cookie: Option<u64>,
    #[netlink(id = 17)]
    address: Option<std::net::IpAddr>,
    #[netlink(id = 18)]
    rights_now: Option<Rights>,
}

#[derive(NetlinkMessage, Clone, Copy)]
struct Peer {
    #[netlink(id = 1)]
    age: Option<u8>,
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(sub_message)]
enum Data {
    #[netlink(format = "vlan")]
    Vlan(Peer),
    #[netlink(format = "plain")]
    Plain,
}

#[derive(NetlinkMessage)]
#[netlink(family = "vault", version = 2, requests, notifications = Events<'_>)]
enum Requests<'a> {
    Get(Get<'a>),
    #[netlink(dump)]
    List(ListAll),
    Set(Set<'a>),
}

#[derive(NetlinkMessage)]
#[netlink(family = "vault", version = 2)]
enum Events<'a> {
    #[netlink(cmd = 2)]
    Entry(Entry<'a>),
    #[netlink(cmd = 9, group = "changes")]
    Changed(Entry<'a>),
    #[netlink(cmd = 10, group = "alarms", rename = "alarm")]
    Alarmed(Peer),
}

fn family() -> &'static Family {
    <Requests<'_> as MessageSet<'_>>::FAMILY
}

#[test]
fn a_family_of_structs_is_written_as_the_file_says_and_compiled_to_the_same() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/to_yaml/derived.yaml");
    let text = family().to_yaml();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "BLESS=1 writes the file anew");
    assert_eq!(compiled::FAMILY.to_yaml(), text, "the compiler made other tables of it");
}

#[test]
fn the_operations_are_those_of_both_enums() {
    for family in [family(), &compiled::FAMILY] {
        let operations = family.operations.iter();
        let facts: Vec<_> = operations
            .filter(|one| one.name != "entry")
            .map(|one| (one.name, one.request, one.reply, one.group, one.privileged))
            .collect();
        let expected = [
            ("get", Some(1), Some(2), None, false),
            ("list-all", Some(3), Some(2), None, false),
            ("set", Some(4), None, None, true),
            ("changed", None, Some(9), Some("changes"), false),
            ("alarm", None, Some(10), Some("alarms"), false),
        ];
        assert_eq!(facts, expected);
        let groups: Vec<_> = family.groups.iter().map(|group| group.name).collect();
        assert_eq!(groups, ["changes", "alarms"]);
        let get = family.request(1).unwrap();
        assert_eq!(get.reply_layout.unwrap().set.unwrap().name, "entry");
        assert_eq!(family.request(4).unwrap().layout.header.unwrap().name, "head");
        let list = family.request(3).unwrap();
        assert!(list.modes.dump && !list.modes.request);
    }
}

#[test]
fn the_attributes_are_the_same_in_both() {
    let entry = |family: &Family| family.request(1).unwrap().reply_layout.unwrap().set.unwrap();
    let (ours, theirs) = (entry(family()), entry(&compiled::FAMILY));
    assert_eq!((ours.attributes.len(), theirs.attributes.len()), (18, 18));
    for one in ours.attributes {
        let other = theirs.attribute(one.id).unwrap();
        assert_eq!((one.id, one.name, one.multi), (other.id, other.name, other.multi));
        assert_eq!((one.secret, one.limits), (other.secret, other.limits));
        assert_eq!(format!("{:?}", one.kind), format!("{:?}", other.kind));
    }
    assert!(theirs.attribute(2).unwrap().secret);
    assert!(matches!(theirs.attribute(9).unwrap().kind, Kind::SubMessage(_, "kind")));
    let set = compiled::FAMILY.request(4).unwrap().layout.set.unwrap();
    assert_eq!(set.attribute(4).unwrap().limits, Some(&Limits::new().mask(9)));
}

#[test]
fn both_write_the_same_bytes() {
    fn bytes(message: &impl Encode) -> Vec<u8> {
        let mut writer = Writer::new();
        message.encode(&mut writer);
        writer.take_bytes()
    }
    let peer = Peer { age: Some(9) };
    let (data, rules) = (Data::Vlan(peer), [([4, 5], peer)]);
    let empty: Entry<'_> = netlink_runtime::payload::Decode::decode(&[]).unwrap();
    let ours = Entry {
        name: Some(BStr::new("a")),
        queues: Some(List::new(&[1, 2])),
        rules: Some(TypeValues::new(&rules)),
        data: Some((&data).into()),
        level: Some(Level::High),
        up: true,
        ..empty
    };
    let peer = compiled::Peer { age: Some(9), ..Default::default() };
    let (data, rules) = (compiled::Data::Vlan(peer), [([4, 5], peer)]);
    let theirs = compiled::Entry {
        name: Some(BStr::new("a")),
        queues: Some(List::new(&[1, 2])),
        rules: Some(TypeValues::new(&rules)),
        data: Some((&data).into()),
        level: Some(compiled::Level::High),
        up: true,
        ..Default::default()
    };
    assert_eq!(bytes(&ours), bytes(&theirs));
}
