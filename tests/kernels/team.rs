//! What is asked of the family `team`.

use netlink_families::team::{
    AttrOption, ItemOption, OptionType, OptionsGet, OptionsSet, PortListGet,
};

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::{Errno, Netlink};

use crate::{index, inside, ip, whole};

/// The team's index and a handle, inside. The team has a member.
fn team() -> Option<(Netlink, Option<u32>)> {
    inside().then(|| {
        ip("link add team0 type team");
        ip("link add member type dummy");
        ip("link set member master team0");
        (Netlink::new(), Some(index("team0")))
    })
}

fn remove() {
    ip("link del team0");
    ip("link del member");
}

/// The value of an option of the team.
fn value(netlink: &mut Netlink, team_ifindex: Option<u32>, name: &str) -> Option<Vec<u8>> {
    let got = whole::asked(netlink, &OptionsGet { team_ifindex, ..OptionsGet::default() });
    let list = got.get().unwrap().list_option.unwrap().get().unwrap().option.to_vec().unwrap();
    let found = list.iter().find(|option| option.name == Some(BStr::new(name)));
    found.and_then(|option| option.data.map(<[u8]>::to_vec))
}

#[test]
fn options_come_back_as_they_were_set() {
    let Some((mut netlink, team_ifindex)) = team() else { return };
    let set = |netlink: &mut Netlink, name: &str, kind, data: &[u8], port_ifindex| {
        let option = [AttrOption {
            name: Some(BStr::new(name)),
            r#type: Some(kind),
            data: Some(data),
            port_ifindex,
            ..AttrOption::default()
        }];
        let list = ItemOption { option: List::new(&option), ..ItemOption::default() };
        let list_option = Some(Nested::from(&list));
        let set = OptionsSet { team_ifindex, list_option, ..OptionsSet::default() };
        // It is set; but the kernel also says whether anybody listened to the notification.
        match netlink.request(&set) {
            Err(error) if error.errno() == Some(Errno::ESRCH) => {}
            other => panic!("{other:?}: {set:?}"),
        }
        assert_eq!(value(netlink, team_ifindex, name).as_deref(), Some(data));
    };
    set(&mut netlink, "notify_peers_count", OptionType::U32, &5u32.to_ne_bytes(), None);
    let member = Some(index("member"));
    set(&mut netlink, "priority", OptionType::S32, &(-7i32).to_ne_bytes(), member);
    set(&mut netlink, "user_linkup_enabled", OptionType::Flag, &[], member);
    // These kernels have no mode to be set.
    let mode = value(&mut netlink, team_ifindex, "mode");
    assert_eq!(mode.as_deref(), Some(&b"*NOMODE*\0"[..]));
    remove();
}

#[test]
fn members_are_listed() {
    let Some((mut netlink, team_ifindex)) = team() else { return };
    let request = PortListGet { team_ifindex, ..PortListGet::default() };
    let got = whole::asked(&mut netlink, &request);
    let got = got.get().unwrap();
    let ports = got.list_port.unwrap().get().unwrap().port.to_vec().unwrap();
    let indices: Vec<_> = ports.iter().map(|port| port.ifindex).collect();
    assert_eq!((got.team_ifindex, indices), (team_ifindex, vec![Some(index("member"))]));
    remove();
}
