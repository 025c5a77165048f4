#![deny(warnings)]

use netlink_runtime::bstr::{BStr, BString};
use netlink_runtime::payload::{Decode, SubMessage};
use netlink_runtime::{NetlinkEnum, NetlinkMessage};

#[derive(NetlinkMessage)]
#[netlink(sub_message, name = "data",)]
enum Owned {
    /// With documentation.
    #[netlink(format = "deep")]
    Deep(Box<Tree>),
    #[netlink(format = "words with spaces")]
    Numbers([u32; 2]),
    #[netlink(format = "none")]
    None,
}

#[derive(NetlinkMessage)]
struct Tree {
    #[netlink(id = 2, selector = r#type)]
    data: Option<Owned>,
    #[netlink(id = 1)]
    r#type: BString,
}

#[derive(Clone, Copy, NetlinkMessage)]
#[netlink(sub_message)]
enum Borrowed<'wire>
where
    'wire: 'wire,
{
    #[netlink(format = "text")]
    Text(&'wire BStr),
    #[netlink(format = "on")]
    On(Mode),
    #[netlink(other)]
    Rest(&'wire [u8]),
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Mode {
    Text,
    On,
}

#[derive(NetlinkMessage)]
struct View<'wire> {
    #[netlink(id = 1, as = u32, be)]
    mode: Option<Mode>,
    #[netlink(id = 2, selector = mode)]
    data: SubMessage<'wire, Borrowed<'wire>>,
    #[netlink(id = 3, selector = mode)]
    more: Option<SubMessage<'wire, Borrowed<'wire>>>,
}

#[derive(Clone, NetlinkMessage)]
#[netlink(sub_message)]
enum Nothing<'a> {
    #[netlink(other)]
    Other(&'a [u8]),
}

fn main() {
    assert!(Tree::decode(&[]).is_err());
    let tree = Tree { data: Some(Owned::None), r#type: "none".into() };
    let Tree { data: Some(Owned::None), r#type } = tree else { unreachable!() };
    assert_eq!(r#type, "none");
    for one in [Owned::Numbers([1, 2])] {
        let Owned::Numbers([first, _]) = one else { continue };
        assert_eq!(first, 1);
    }
    if let Ok(View { mode, data, more: None }) = View::decode(&[]) {
        match data.get(mode) {
            Ok(Borrowed::Text(text)) => assert_eq!(text, ""),
            Ok(Borrowed::On(mode)) => assert!(matches!(mode, Mode::Text | Mode::On)),
            Ok(Borrowed::Rest(rest)) => assert!(rest.is_empty()),
            Err(_) => {}
        }
    }
    let Nothing::Other(bytes) = SubMessage::<Nothing>::decode(&[1]).unwrap().get("x").unwrap();
    assert_eq!(bytes, [1]);
    if let Owned::Deep(deep) = Owned::Deep(Box::new(Tree { data: None, r#type: "".into() })) {
        assert!(deep.data.is_none());
    }
}
