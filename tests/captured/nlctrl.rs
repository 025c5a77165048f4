//! The controller's answers.

use netlink_families::nlctrl::{
    AttrType, CtrlAttrs, FAMILY, Getfamily, OpFlags, OpPolicyAttrs, PolicyAttrs, Response,
};
use netlink_runtime::MessageSet;
use netlink_runtime::bstr::BStr;

use super::{command, encoded, load_one, split};
use crate::agreement::agree;
use crate::fixture::load;

#[test]
fn the_family_of_mptcp_is_read_with_its_operations_and_groups() {
    let message = load_one("nlctrl_getfamily_reply", &FAMILY);
    let (header, generic, body) = split(&message);
    let family: CtrlAttrs<'_> = agree(body);
    assert_eq!(family.family_name, Some(BStr::new("mptcp_pm")));
    assert_eq!((family.family_id, family.version), (Some(0x1c), Some(1)));
    assert_eq!((family.hdrsize, family.maxattr), (Some(0), Some(0)));
    assert!(family.unknown().is_empty());

    let operations = family.ops.unwrap().to_vec().unwrap();
    let numbers: Vec<_> = operations.iter().map(|operation| operation.id.unwrap()).collect();
    assert_eq!(numbers, Vec::from_iter(1..=11));
    let privileged = OpFlags::CMD_CAP_DO | OpFlags::CMD_CAP_HASPOL | OpFlags::UNS_ADMIN_PERM;
    assert_eq!(operations[0].flags, Some(privileged));
    let dumped = OpFlags::CMD_CAP_DO | OpFlags::CMD_CAP_DUMP | OpFlags::CMD_CAP_HASPOL;
    assert_eq!(operations[2].flags, Some(dumped));

    let groups = family.mcast_groups.unwrap().to_vec().unwrap();
    let groups: Vec<_> = groups.iter().map(|group| (group.name.unwrap(), group.id)).collect();
    let commands = BStr::new("mptcp_pm_cmds");
    assert_eq!(groups, [(commands, Some(8)), (BStr::new("mptcp_pm_events"), Some(9))]);

    let response = Response::decode(generic.command.into(), header.flags, body).unwrap();
    assert!(matches!(response, Response::Getfamily(_)), "{}", response.command());
}

#[test]
fn the_request_that_finds_a_family_is_what_ip_sends() {
    let message = load_one("nlctrl_getfamily_request", &FAMILY);
    let (_, generic, body) = split(&message);
    let sent: Getfamily<'_> = agree(body);
    assert_eq!(sent.family_name, Some(BStr::new("mptcp_pm")));
    let ours = Getfamily { family_name: sent.family_name, ..Getfamily::default() };
    assert_eq!(encoded(&ours), body);
    assert_eq!(u16::from(generic.command), command(&ours));
}

/// The policies of netdev: which operation has which, then one rule a message, and the end.
#[test]
fn policies_are_read_through_two_levels_of_types_that_carry_values() {
    let messages = load("nlctrl_getpolicy_reply", &FAMILY);
    let (done, parts) = messages.split_last().unwrap();
    assert_eq!((split(done).0.kind, parts.len()), (netlink_runtime::wire::kinds::DONE, 30));
    let parts: Vec<CtrlAttrs<'_>> = parts.iter().map(|part| agree(split(part).2)).collect();
    assert!(parts.iter().all(|part| part.family_id == Some(0x14)));

    let operations: Vec<([u16; 1], OpPolicyAttrs<'_>)> = parts
        .iter()
        .flat_map(|part| part.op_policy.iter().flat_map(|list| list.iter()))
        .collect::<Result<_, _>>()
        .unwrap();
    let numbers: Vec<_> = operations.iter().map(|([op], at)| (*op, at.r#do, at.dump)).collect();
    assert_eq!(numbers[..2], [(1, Some(0), Some(1)), (5, Some(2), Some(1))]);
    assert_eq!(numbers[4], (0, None, Some(7)));

    let rules: Vec<([u16; 2], PolicyAttrs<'_>)> = parts
        .iter()
        .flat_map(|part| part.policy.iter().flat_map(|list| list.iter()))
        .collect::<Result<_, _>>()
        .unwrap();
    let rule = |policy, attribute| {
        let found = rules.iter().find(|(path, _)| *path == [policy, attribute]);
        found.unwrap_or_else(|| panic!("no rule for {policy}, {attribute}")).1
    };
    assert_eq!(rules.len() + operations.len(), 30);
    let ifindex = rule(0, 1);
    assert_eq!(ifindex.r#type, Some(AttrType::U32));
    assert_eq!((ifindex.min_value_u, ifindex.max_value_u), (Some(1), Some(u32::MAX.into())));
    let queues = rule(8, 2);
    assert_eq!(queues.r#type, Some(AttrType::Nested));
    assert_eq!((queues.policy_idx, queues.policy_maxtype), (Some(9), Some(3)));
    assert_eq!(rule(10, 5).max_value_u, Some(0x7fff_ffff));
    assert_eq!(rule(10, 6).r#type, Some(AttrType::Uint));
}
