//! The controller of generic netlink. Needs no privileges.

use netlink_families::nlctrl::{
    AttrType, CtrlAttrs, Getfamily, GetfamilyDump, GetpolicyDump, OpFlags, OpPolicyAttrs,
    PolicyAttrs,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::{Errno, Netlink};

use crate::dumped::dumped;
use crate::genl::{self, Listed};

/// A family in the words of `genl`.
fn listed(family: &CtrlAttrs<'_>) -> Listed {
    assert!(family.unknown().is_empty());
    let operation = |id: Option<u32>, flags: Option<OpFlags>| (id.unwrap(), flags);
    let operations = family.ops.unwrap_or_default().to_vec().unwrap();
    let groups = family.mcast_groups.unwrap_or_default().to_vec().unwrap();
    Listed {
        name: family.family_name.unwrap().to_string(),
        id: family.family_id.unwrap().into(),
        version: family.version.unwrap(),
        header: family.hdrsize.unwrap(),
        maxattr: family.maxattr.unwrap(),
        operations: operations.iter().map(|one| operation(one.id, one.flags)).collect(),
        groups: groups.iter().map(|one| (one.id.unwrap(), one.name.unwrap().to_string())).collect(),
    }
}

fn names(netlink: &mut Netlink) -> Vec<String> {
    let families = dumped(netlink, &GetfamilyDump::default());
    families.iter().map(|family| family.get().unwrap().family_name.unwrap().to_string()).collect()
}

/// Every id, version, header size, operation with its flags and group.
#[test]
fn all_families_are_those_that_genl_lists() {
    let Some(theirs) = genl::list() else { return };
    let families = dumped(&mut Netlink::new(), &GetfamilyDump::default());
    let mut ours: Vec<_> = families.iter().map(|family| listed(&family.get().unwrap())).collect();
    assert!(ours.iter().any(|family| family.name == "nlctrl"));
    for (ours, theirs) in ours.iter_mut().zip(&theirs) {
        for (ours, theirs) in ours.operations.iter_mut().zip(&theirs.operations) {
            assert!(ours.1.is_some(), "the kernel sends flags of {ours:?}");
            ours.1 = ours.1.filter(|_| theirs.1.is_some());
        }
    }
    assert!(theirs.iter().any(|family| family.operations.iter().any(|one| one.1.is_some())));
    assert_eq!(ours, theirs);
}

#[test]
fn a_family_is_the_same_by_name_by_id_and_in_the_dump() {
    let mut netlink = Netlink::new();
    let dump = dumped(&mut netlink, &GetfamilyDump::default());
    for expected in dump.iter().map(|family| family.get().unwrap()) {
        let by_name = Getfamily { family_name: expected.family_name, ..Getfamily::default() };
        let reply = netlink.request(&by_name).unwrap();
        assert_eq!(format!("{reply:?}"), format!("{expected:?}"));
        let by_id = Getfamily { family_id: expected.family_id, ..Getfamily::default() };
        let reply = netlink.request(&by_id).unwrap();
        assert_eq!(format!("{reply:?}"), format!("{expected:?}"));
    }
}

#[test]
fn a_family_that_nobody_registered_is_not_found() {
    let name = Some(BStr::new("no-such-family"));
    let mut netlink = Netlink::new();
    let error =
        netlink.request(&Getfamily { family_name: name, ..Getfamily::default() }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");
    assert!(error.errno().unwrap().is_not_found());
    assert!(error.to_string().starts_with("nlctrl getfamily: "), "{error}");
}

/// Rules of all families that have any, through two levels of types that carry values.
#[test]
fn all_policies_are_those_that_genl_prints() {
    let mut netlink = Netlink::new();
    let mut compared = 0;
    for family in names(&mut netlink) {
        let Some(theirs) = genl::policy(&family) else { return };
        let ours = policy(&mut netlink, &family, &theirs);
        assert_eq!(ours, theirs, "{family}");
        compared += theirs.len();
    }
    assert!(compared > 0, "nlctrl has policies");
}

/// The policies of a family, printed as `genl` prints them; types that `genl` does not know are
/// `unknown`, as in `theirs`.
fn policy(netlink: &mut Netlink, family: &str, theirs: &[String]) -> Vec<String> {
    let request =
        GetpolicyDump { family_name: Some(BStr::new(family)), ..GetpolicyDump::default() };
    if theirs.is_empty() {
        let error = netlink.dump(&request).unwrap().next().unwrap_err();
        assert_eq!(error.errno(), Some(Errno::ENODATA), "{family}: {error}");
        return Vec::new();
    }
    let mut lines = Vec::new();
    for part in dumped(netlink, &request) {
        let part = part.get().unwrap();
        for entry in part.op_policy.iter().flat_map(|list| list.iter()) {
            let ([operation], policies) = entry.unwrap();
            lines.push(operation_line(operation, &policies));
        }
        for entry in part.policy.iter().flat_map(|list| list.iter()) {
            let ([policy, attribute], rule) = entry.unwrap();
            let unknown = theirs.get(lines.len()).is_some_and(|line| line.contains("type=unknown"));
            lines.push(format!("policy[{policy}]:attr[{attribute}]:{}", rule_text(&rule, unknown)));
        }
    }
    lines
}

fn operation_line(operation: u16, policies: &OpPolicyAttrs<'_>) -> String {
    let mut line = format!("op {operation} policies:");
    for (name, number) in [("do", policies.r#do), ("dump", policies.dump)] {
        if let Some(number) = number {
            line.push_str(&format!(" {name}={number}"));
        }
    }
    line
}

fn rule_text(rule: &PolicyAttrs<'_>, unknown: bool) -> String {
    let kind = rule.r#type.expect("every rule has a type");
    let kind = match kind {
        AttrType::Sint | AttrType::Uint if unknown => "unknown".to_owned(),
        kind => kind.to_string().to_uppercase().replace('-', "_"),
    };
    let mut text = format!(" type={kind}");
    let mut add = |more: Option<String>| more.into_iter().for_each(|more| text.push_str(&more));
    add(rule.policy_idx.map(|policy| format!(" policy:{policy}")));
    add(rule.policy_maxtype.map(|maxattr| format!(" maxattr:{maxattr}")));
    let signed = rule.min_value_s.zip(rule.max_value_s);
    add(signed.map(|(min, max)| format!(" range:[{min},{max}]")));
    let unsigned = rule.min_value_u.zip(rule.max_value_u);
    add(unsigned.map(|(min, max)| format!(" range:[{min},{max}]")));
    add(rule.min_length.map(|min| format!(" min len:{min}")));
    add(rule.max_length.map(|max| format!(" max len:{max}")));
    text
}
