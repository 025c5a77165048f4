//! The derives answer whatever they are given with items or with errors, and never panic.

use netlink_codegen::derive;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

type Derive = fn(TokenStream) -> TokenStream;

/// Right input, which is then broken.
const SAMPLES: [(Derive, &str); 9] = [
    (
        derive::message,
        r#"#[netlink(family = "demo", version = 1, cmd = GET, reply = Device<'_>, dump, privileged, flags = 0x100)]
        #[netlink(name = "x", crate = a::b, debug)]
        pub struct Get<'a> where 'a: 'a {
            #[netlink(header)] header: Header,
            #[netlink(id = 1, be)] r#type: Option<u16>,
            #[netlink(id = ids::B, multi)] list: Vec<Peer<'a>>,
            #[netlink(id = -3, secret, rename = "k")] key: [u8; 32],
            #[netlink(id = 4, with = my::codec, default)] with: u8,
            #[netlink(id = 5, as = u8)] answer: Option<bool>,
            #[netlink(id = 6, bitflags, le, packed, min = 1, max = MOST)] access: Vec<Access>,
            #[netlink(id = 7, display = hex, mask = 1 | 4, min_len = 1, max_len = 3)] shown: &'a [u8],
            #[netlink(skip)] skipped: (),
            #[netlink(unknown)] rest: Unknown<'a>,
        }"#,
    ),
    (
        derive::message,
        r"#[netlink(protocol = route, ty = 18)]
        struct Tree { #[netlink(id = 0, zero, indexed)] all: Option<List<'a, Box<Self>, As<u8>>>, up: bool }",
    ),
    (
        derive::message,
        r#"#[netlink(family = "demo")]
        enum Events<'a> {
            #[netlink(cmd = 1, dump, group = "all", group_id = 3, rename = "x")] Device(Device<'a>),
            #[netlink(cmd = B)] Other(Device<'a>),
            #[netlink(other)] Rest(u16, &'a [u8]),
        }"#,
    ),
    (
        derive::enumeration,
        r#"#[repr(u32)] #[netlink(name = "mode")]
        enum Mode { Off, #[netlink(rename = "up")] On = 5, Next, #[netlink(other)] Other(u32) }"#,
    ),
    (
        derive::fixed,
        r"#[netlink(packed)]
        struct Header { family: u8, #[netlink(pad)] pad: [u8; 3], #[netlink(be, bitflags)] port: Flags, inner: Inner }",
    ),
    (derive::message, "union Either { one: u32, two: [u16; 2] }"),
    (
        derive::message,
        r#"#[netlink(sub_message, name = "data")]
        enum Data<'a> {
            #[netlink(format = "vlan")] Vlan(Vlan<'a>),
            #[netlink(format = "dummy")] Dummy,
            #[netlink(other)] Other(&'a [u8]),
        }"#,
    ),
    (
        derive::message,
        r#"struct Link<'a> {
            #[netlink(id = 1)] r#type: Option<&'a BStr>,
            #[netlink(id = 2, selector = r#type)] data: Option<SubMessage<'a, Data<'a>>>,
            #[netlink(id = 3, selector = r#type)] owned: Data<'a>,
            #[netlink(id = 4, selector = "kind")] around: SubMessage<'a, Data<'a>>,
            #[netlink(id = PAD, pad)] _pad: (),
        }"#,
    ),
    (
        derive::message,
        r#"#[netlink(family = "demo", requests, notifications = Events<'_>)]
        enum Requests<'a> { Get(Get<'a>), #[netlink(cmd = 1, dump)] List(List) }"#,
    ),
];

/// Each token of the stream taken out, doubled, swapped with the next, and put in the place of
/// others, at any depth.
fn mutations(tokens: &TokenStream, spare: &[TokenTree]) -> Vec<TokenStream> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut mutated = Vec::new();
    for index in 0..all.len() {
        let mut push = |edit: &dyn Fn(&mut Vec<TokenTree>)| {
            let mut copy = all.clone();
            edit(&mut copy);
            mutated.push(copy.into_iter().collect());
        };
        push(&|copy| drop(copy.remove(index)));
        push(&|copy| copy.insert(index, all[index].clone()));
        if index + 1 < all.len() {
            push(&|copy| copy.swap(index, index + 1));
        }
        for other in spare {
            push(&|copy| copy[index] = other.clone());
        }
        if let TokenTree::Group(group) = &all[index] {
            for inner in mutations(&group.stream(), spare) {
                push(&|copy| copy[index] = Group::new(group.delimiter(), inner.clone()).into());
            }
        }
    }
    mutated
}

/// Tokens that stand in for others.
fn spare() -> Vec<TokenTree> {
    let tokens: TokenStream =
        "id 0 99999999999999999999 -1 1.5 \"text\" 'c' 'life , = < Option () [] struct enum crate"
            .parse()
            .unwrap();
    let hidden = Group::new(Delimiter::None, "u8".parse().unwrap());
    tokens.into_iter().chain([hidden.into()]).collect()
}

#[test]
fn broken_input_gives_items_or_errors_and_no_panic() {
    let spare = spare();
    let (mut right, mut wrong) = (0, 0);
    for (derive, sample) in SAMPLES {
        for mutation in mutations(&sample.parse().unwrap(), &spare) {
            let output = derive(mutation.clone()).to_string();
            match output.contains("compile_error") {
                true => wrong += 1,
                false => right += 1,
            }
            assert!(
                output.contains("const _ : ()") || output.contains("compile_error"),
                "{mutation}"
            );
        }
    }
    assert!(right > 100 && wrong > 2000, "{right} right, {wrong} wrong: are these mutations?");
}

#[test]
fn the_samples_are_right_but_for_those_that_are_not() {
    let errors = |index: usize| {
        let (derive, sample): (Derive, &str) = SAMPLES[index];
        derive(sample.parse().unwrap()).to_string().matches("compile_error").count()
    };
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 8].map(errors), [1, 1, 0, 0, 0, 1, 0, 0, 0]);
}
