//! What holds of every captured file.

use netlink_families::{mptcp_pm, netdev, nlctrl};
use netlink_runtime::schema::{Family, Order};
use netlink_runtime::wire::MessageHeader;

use super::split;
use crate::byte_order::{HOST, swap_message};
use crate::fixture::{directory, load};

fn family_of(name: &str) -> &'static Family {
    match name.split('_').next() {
        Some("mptcp") => &mptcp_pm::FAMILY,
        Some("netdev") => &netdev::FAMILY,
        Some("nlctrl") => &nlctrl::FAMILY,
        _ => panic!("{name} belongs to no family"),
    }
}

fn all() -> Vec<(String, Vec<u8>)> {
    let mut messages = Vec::new();
    for entry in directory().read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "hex") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let loaded = load(&name, family_of(&name));
            messages.extend(loaded.into_iter().map(|message| (name.clone(), message)));
        }
    }
    messages
}

#[test]
fn the_length_in_each_header_is_the_length_of_the_message() {
    let messages = all();
    assert!(messages.len() > 30, "{}", messages.len());
    for (name, message) in messages {
        assert_eq!(split(&message).0.length as usize, message.len(), "{name}");
    }
}

/// The loader turns files of the other byte order into this machine's. Swapping there and back
/// proves that the walk finds the same attributes in both; the header proves that it swaps.
#[test]
fn swapping_the_byte_order_twice_gives_the_same_bytes() {
    let other = if HOST == Order::Little { Order::Big } else { Order::Little };
    for (name, message) in all() {
        let mut swapped = message.clone();
        swap_message(&mut swapped, family_of(&name), HOST);
        let length = MessageHeader::parse(&swapped).unwrap().length;
        assert_eq!(length.swap_bytes() as usize, message.len(), "{name}");
        swap_message(&mut swapped, family_of(&name), other);
        assert_eq!(swapped, message, "{name}");
    }
}

/// Numbers are swapped; text, addresses and what is big-endian anyway are not.
#[test]
fn swapping_leaves_what_has_no_byte_order() {
    let mut message = load("mptcp_get_addr_dump_reply", &mptcp_pm::FAMILY).remove(2);
    let before = message.clone();
    swap_message(&mut message, &mptcp_pm::FAMILY, HOST);
    // The address 192.0.2.9 ends the message; the port 8080 is in the second attribute.
    assert_eq!(message[60..], before[60..]);
    assert_eq!([message[37], message[36]], [before[36], before[37]]);
    assert_ne!(message[36..38], before[36..38]);
}
