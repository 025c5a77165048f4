//! Lists the generic netlink families of the running kernel: their ids, operations and multicast
//! groups. With a family's name, also the policy that the kernel checks its requests by.
//!
//! `cargo run --example families [-- NAME]` needs no privileges.

use std::process::ExitCode;

use netlink_families::nlctrl::{
    CtrlAttrs, GetfamilyDump, GetpolicyDump, OpPolicyAttrs, PolicyAttrs,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::{Error, Netlink};

fn main() -> ExitCode {
    let mut netlink = Netlink::new();
    let result = match std::env::args().nth(1) {
        None => list(&mut netlink),
        Some(family) => policy(&mut netlink, &family),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("families: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list(netlink: &mut Netlink) -> Result<(), Error> {
    let mut families = netlink.dump(&GetfamilyDump::default())?;
    while let Some(family) = families.next()? {
        print_family(&family)?;
    }
    Ok(())
}

fn print_family(family: &CtrlAttrs<'_>) -> Result<(), netlink_runtime::payload::DecodeError> {
    println!(
        "{}: id {:#x} version {} header {} maxattr {}",
        family.family_name.unwrap_or_default(),
        family.family_id.unwrap_or_default(),
        family.version.unwrap_or_default(),
        family.hdrsize.unwrap_or_default(),
        family.maxattr.unwrap_or_default(),
    );
    for operation in family.ops.unwrap_or_default() {
        let operation = operation?;
        let flags = operation.flags.unwrap_or_default();
        println!("  operation {:#x}: {flags}", operation.id.unwrap_or_default());
    }
    for group in family.mcast_groups.unwrap_or_default() {
        let group = group?;
        let name = group.name.unwrap_or_default();
        println!("  group {:#x}: {name}", group.id.unwrap_or_default());
    }
    Ok(())
}

fn policy(netlink: &mut Netlink, family: &str) -> Result<(), Error> {
    let request =
        GetpolicyDump { family_name: Some(BStr::new(family)), ..GetpolicyDump::default() };
    let mut parts = netlink.dump(&request)?;
    while let Some(part) = parts.next()? {
        for entry in part.op_policy.iter().flat_map(|list| list.iter()) {
            let ([operation], OpPolicyAttrs { r#do, dump, .. }) = entry?;
            println!("operation {operation:#x}: do {}, dump {}", number(r#do), number(dump));
        }
        for entry in part.policy.iter().flat_map(|list| list.iter()) {
            let ([policy, attribute], rule) = entry?;
            println!("policy {policy} attribute {attribute}: {}", rule_text(&rule));
        }
    }
    Ok(())
}

fn rule_text(rule: &PolicyAttrs<'_>) -> String {
    let mut text = rule.r#type.map_or_else(|| "no type".to_owned(), |kind| kind.to_string());
    let limits = [
        ("from", rule.min_value_u.map(i128::from).or(rule.min_value_s.map(i128::from))),
        ("to", rule.max_value_u.map(i128::from).or(rule.max_value_s.map(i128::from))),
        ("min length", rule.min_length.map(i128::from)),
        ("max length", rule.max_length.map(i128::from)),
        ("policy", rule.policy_idx.map(i128::from)),
        ("mask", rule.mask.map(i128::from)),
        ("bits", rule.bitfield32_mask.map(i128::from)),
    ];
    for (name, limit) in limits {
        if let Some(limit) = limit {
            text.push_str(&format!(", {name} {limit}"));
        }
    }
    text
}

fn number(policy: Option<u32>) -> String {
    policy.map_or_else(|| "none".to_owned(), |policy| format!("policy {policy}"))
}
