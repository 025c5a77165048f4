//! The reference of `docs/derive.md`: the bytes that it shows are those that are written, and it
//! has every word.
//!
//! `BLESS=1 cargo test --test derive_page` writes the bytes anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use netlink_codegen::derive;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{
    Array, BigEndian, Bitfield32, Decode, DecodeError, Encode, HardwareAddress, List, Nested,
    SubMessage, TypeValues,
};
use netlink_runtime::wire::Writer;
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

#[derive(NetlinkMessage, Clone, Copy)]
struct Peer {
    #[netlink(id = 1)]
    age: u8,
}

#[derive(NetlinkStruct, Clone, Copy)]
struct Pair {
    #[netlink(be)]
    port: u16,
    count: u16,
}

#[derive(NetlinkEnum, Clone, Copy)]
#[repr(u32)]
enum Mode {
    On = 5,
}

netlink_runtime::bitflags::bitflags! {
    #[derive(Clone, Copy)]
    struct Access: u16 {
        const WRITE = 2;
    }
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(sub_message)]
enum Data {
    #[netlink(format = "peer")]
    Peer(Peer),
}

/// The module of `with`.
mod text {
    use super::{DecodeError, Writer};

    pub(super) fn decode(payload: &[u8]) -> Result<String, DecodeError> {
        String::from_utf8(payload.to_vec()).map_err(DecodeError::other)
    }

    pub(super) fn encode(text: &str, out: &mut Writer) {
        out.extend(text.as_bytes());
    }
}

/// A row of the page for each field: how it is declared, a value, and the bytes, which are read
/// back and written again.
macro_rules! rows {
    ($([$($generics:tt)*] $(#[$word:meta] $field:ident: $ty:ty = $value:expr),+;)*) => {
        vec![$({
            #[derive(NetlinkMessage)]
            struct Row $($generics)* {
                $(#[$word] $field: $ty,)+
            }
            let row = Row { $($field: $value),+ };
            let bytes = encoded(&row);
            assert_eq!(encoded(&Row::decode(&bytes).unwrap()), bytes);
            let declared = [$(concat!("#[", stringify!($word), "] ", stringify!($field: $ty))),+];
            let declared = declared.join(", ").replace(" : ", ": ");
            let values = [$(stringify!($value)),+];
            format!("| `{}` | `{}` | `{}` |", declared, values.join("`, `"), shown(&bytes))
        }),*]
    };
}

fn encoded(value: &impl Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.take_bytes()
}

/// The bytes in groups of four.
fn shown(bytes: &[u8]) -> String {
    let group = |four: &[u8]| four.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let groups: Vec<_> = bytes.chunks(4).map(group).collect();
    if groups.is_empty() { "nothing".into() } else { groups.join(" ") }
}

fn rows() -> Vec<String> {
    rows! {
        [] #[netlink(id = 1)] index: u32 = 7;
        [] #[netlink(id = 1)] index: Option<u32> = None;
        [] #[netlink(id = 1, be)] port: u16 = 8080;
        [] #[netlink(id = 1, le)] label: i32 = -2;
        [] #[netlink(id = 1, uint)] count: u64 = 7;
        [] #[netlink(id = 1, uint)] count: u64 = 1 << 32;
        [] #[netlink(id = 1, sint)] level: i64 = -1;
        [] #[netlink(id = 1)] up: bool = true;
        [] #[netlink(id = 1)] up: bool = false;
        [] #[netlink(id = 1, as = u8)] answer: bool = true;
        [] #[netlink(id = 1, default)] metric: u8 = 0;
        [] #[netlink(id = 1)] name: String = "lo".into();
        [<'a>] #[netlink(id = 1)] name: &'a BStr = BStr::new("lo");
        [<'a>] #[netlink(id = 1)] data: &'a [u8] = &[1, 2, 3];
        [] #[netlink(id = 1)] data: Vec<u8> = vec![1, 2];
        [] #[netlink(id = 1)] key: [u8; 4] = *b"key!";
        [] #[netlink(id = 1)] address: std::net::IpAddr = [192, 0, 2, 1].into();
        [<'a>] #[netlink(id = 1)] link: HardwareAddress<'a> = HardwareAddress(&[2, 0, 0, 0, 0, 1]);
        [] #[netlink(id = 1, with = text)] text: String = "10".into();
        [] #[netlink(id = 1)] mode: Mode = Mode::On;
        [] #[netlink(id = 1, as = u16, be)] mode: Mode = Mode::On;
        [] #[netlink(id = 1, bitflags)] access: Access = Access::WRITE;
        [] #[netlink(id = 1)] bits: Bitfield32 = Bitfield32 { value: 1, selector: 3 };
        [] #[netlink(id = 1)] pair: Pair = Pair { port: 80, count: 1 };
        [] #[netlink(id = 1)] peer: Peer = Peer { age: 9 };
        [<'a>] #[netlink(id = 1)] peer: Nested<'a, Peer> = Nested::from(&Peer { age: 9 });
        [] #[netlink(id = 1, multi)] ports: Vec<u32> = vec![1, 2];
        [<'a>] #[netlink(id = 1, multi)] ports: List<'a, u16, BigEndian> = List::new(&[1, 2]);
        [] #[netlink(id = 1, indexed)] ports: Vec<u32> = vec![1, 2];
        [] #[netlink(id = 1, packed)] ports: Vec<u16> = vec![1, 2];
        [<'a>] #[netlink(id = 1)] ports: Array<'a, u16, BigEndian> = Array::new(&[1, 2]);
        [<'a>] #[netlink(id = 1)] rules: TypeValues<'a, u32, 2> = TypeValues::new(&[([2, 3], 4)]);
        [<'a>] #[netlink(id = 1)] kind: Option<&'a str> = None,
            #[netlink(id = 2, selector = kind)] data: Data = Data::Peer(Peer { age: 9 });
        [<'a>] #[netlink(id = 1)] kind: &'a str = "peer",
            #[netlink(id = 2, selector = kind)] data: SubMessage<'a, Data> = (&Data::Peer(Peer { age: 9 })).into();
        [] #[netlink(id = 1)] index: u32 = 7, #[netlink(id = 2, pad)] _pad: () = ();
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/derive.md")
}

const START: &str = "<!-- bytes -->\n";

/// The page with the bytes that are written today.
fn renewed(page: &str) -> String {
    let (before, rest) = page.split_once(START).expect("the page has a place for the bytes");
    let after = rest.find("| word |").expect("the table of the words follows");
    let table = rows().join("\n");
    format!(
        "{before}{START}\n| field | value | bytes |\n|---|---|---|\n{table}\n\n{}",
        &rest[after..]
    )
}

#[test]
fn the_bytes_on_the_page_are_those_that_are_written() {
    if cfg!(target_endian = "big") {
        println!("skipped: the page shows a little-endian machine");
        return;
    }
    let page = fs::read_to_string(path()).unwrap();
    let renewed = renewed(&page);
    if env::var_os("BLESS").is_some() {
        fs::write(path(), &renewed).unwrap();
    } else {
        assert!(page == renewed, "BLESS=1 cargo test --test derive_page writes the page anew");
    }
}

/// The words that a place takes, as the error about an unknown one lists them.
fn words(
    derive: fn(proc_macro2::TokenStream) -> proc_macro2::TokenStream,
    item: &str,
) -> Vec<String> {
    let output = derive(item.parse().unwrap()).to_string();
    let (_, list) = output.split_once(" takes: ").unwrap_or_else(|| panic!("{output}"));
    let (list, _) = list.split_once('"').unwrap();
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_page_has_every_word_of_every_place() {
    let page = fs::read_to_string(path()).unwrap();
    let places = [
        words(derive::message, "#[netlink(zzzzzzzz)] struct A {}"),
        words(derive::message, "struct A { #[netlink(zzzzzzzz)] a: u8 }"),
        words(derive::message, "#[netlink(zzzzzzzz)] enum A {}"),
        words(derive::message, "#[netlink(family = \"x\")] enum A { #[netlink(zzzzzzzz)] A(B) }"),
        words(derive::message, "#[netlink(sub_message, zzzzzzzz)] enum A {}"),
        words(derive::message, "#[netlink(sub_message)] enum A { #[netlink(zzzzzzzz)] A(B) }"),
        words(derive::enumeration, "#[repr(u8)] #[netlink(zzzzzzzz)] enum A { A }"),
        words(derive::enumeration, "#[repr(u8)] enum A { #[netlink(zzzzzzzz)] A }"),
        words(derive::fixed, "#[netlink(zzzzzzzz)] struct A {}"),
        words(derive::fixed, "struct A { #[netlink(zzzzzzzz)] a: u8 }"),
    ];
    assert!(places.iter().flatten().count() > 60, "{places:?}");
    for word in places.iter().flatten() {
        let said = page.contains(&format!("`{word}`")) || page.contains(&format!("`{word} ="));
        assert!(said, "{word}");
    }
}
