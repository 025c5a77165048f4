//! Makes a table that counts and masquerades what leaves the host, in one transaction, and lists
//! its rules.
//!
//! Needs root: `cargo build --example nft && unshare -n target/debug/examples/nft` leaves the
//! machine's own firewall alone.

use netlink_families::nftables::{
    BatchBegin, BatchEnd, ExprAttrs, ExprCounterAttrs, ExprListAttrs, ExprMasqAttrs, ExprOps,
    GetruleDump, Newchain, Newrule, Newtable, Nfgenmsg, NftHookAttrs,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::wire::flags::{APPEND, CREATE};
use netlink_runtime::{Batch, Error, Netlink, Request};

/// `NFPROTO_IPV4`, and what stands in the headers around a transaction: `NFNL_SUBSYS_NFTABLES`.
const IPV4: Nfgenmsg = Nfgenmsg { nfgen_family: 2, version: 0, res_id: 0 };
const NFTABLES: Nfgenmsg = Nfgenmsg { nfgen_family: 0, version: 0, res_id: 10 };
/// `NF_INET_POST_ROUTING`, and the priority of source address translation there.
const HOOK: (u32, i32) = (4, 100);

fn main() -> Result<(), Error> {
    let begin = BatchBegin { header: NFTABLES, ..BatchBegin::default() };
    let end = BatchEnd { header: NFTABLES, ..BatchEnd::default() };
    let mut batch = Batch::transaction(&begin, &end)?;

    let (table, chain) = (Some(BStr::new("example")), Some(BStr::new("leaving")));
    let new_table = Newtable { header: IPV4, name: table, ..Newtable::default() };
    batch.push(&new_table.with_flags(CREATE))?;

    let hook = NftHookAttrs { num: Some(HOOK.0), priority: Some(HOOK.1), ..Default::default() };
    let (r#type, hook) = (Some(BStr::new("nat")), Some(Nested::from(&hook)));
    let new_chain =
        Newchain { header: IPV4, table, name: chain, r#type, hook, ..Default::default() };
    batch.push(&new_chain.with_flags(CREATE))?;

    let count = ExprOps::Counter(ExprCounterAttrs::default());
    let masquerade = ExprOps::Masq(ExprMasqAttrs::default());
    let elem = [&count, &masquerade]
        .map(|expression| ExprAttrs { data: Some(expression.into()), ..Default::default() });
    let list = ExprListAttrs { elem: List::new(&elem), ..Default::default() };
    let expressions = Some(Nested::from(&list));
    let rule = Newrule { header: IPV4, table, chain, expressions, ..Newrule::default() };
    batch.push(&rule.with_flags(CREATE | APPEND))?;

    let mut netlink = Netlink::new();
    netlink.send_batch(&batch)?.into_result()?;
    let mut rules = netlink.dump(&GetruleDump { header: IPV4, ..GetruleDump::default() })?;
    while let Some(rule) = rules.next()? {
        let (table, chain) = (rule.table.unwrap_or_default(), rule.chain.unwrap_or_default());
        print!("{table} {chain} rule {}:", rule.handle.unwrap_or(0));
        let Some(expressions) = rule.expressions else { continue };
        for expression in expressions.get()?.elem {
            print!(" {}", expression?.name.unwrap_or_default());
        }
        println!();
    }
    Ok(())
}
