//! Adds a rule that sends packets from 192.0.2.0/24 to the routing table 1000, and lists the rules.
//!
//! Needs root: `cargo build --example rules && unshare -n target/debug/examples/rules` leaves the
//! machine's own rules alone.

use std::net::IpAddr;
use std::process::ExitCode;

use netlink_families::rt_rule::{FibRuleHdr, FrAct, GetruleDump, Newrule};
use netlink_runtime::{Error, Netlink};

/// `RT_TABLE_COMPAT`: the table has a number that the header cannot hold.
const SEE_ATTRIBUTE: u8 = 252;

fn main() -> ExitCode {
    match run(&mut Netlink::new()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rules: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(netlink: &mut Netlink) -> Result<(), Error> {
    let header = FibRuleHdr {
        family: 2,
        src_len: 24,
        table: SEE_ATTRIBUTE,
        action: FrAct::ToTbl,
        ..FibRuleHdr::default()
    };
    let src = Some(IpAddr::from([192, 0, 2, 0]));
    let (table, priority) = (Some(1000), Some(100));
    netlink.request(&Newrule { header, src, table, priority, ..Newrule::default() })?;

    let mut rules = netlink.dump(&GetruleDump::default())?;
    while let Some(rule) = rules.next()? {
        let FibRuleHdr { family, src_len, action, .. } = rule.header;
        match family {
            2 => print!("ipv4"),
            10 => print!("ipv6"),
            other => print!("family {other}"),
        }
        print!(" {}: from ", rule.priority.unwrap_or_default());
        match rule.src {
            Some(prefix) => print!("{prefix}/{src_len}"),
            None => print!("all"),
        }
        let table = rule.table.unwrap_or_default();
        println!(" {action} {table} (in the header {})", rule.header.table);
    }
    Ok(())
}
