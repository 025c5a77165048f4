//! Adds, lists and deletes MPTCP endpoints, through a module that the macro makes of a spec.
//!
//! Needs root: `cargo build --example mptcp_endpoints && unshare -n
//! target/debug/examples/mptcp_endpoints` leaves the machine's own endpoints alone.

use std::net::Ipv4Addr;
use std::process::ExitCode;

use mptcp_pm::{AddAddr, AddrFlag, Address, DelAddr, GetAddrDump};
use netlink_runtime::payload::Nested;
use netlink_runtime::{Error, Netlink};

netlink_runtime::netlink_family!(mod mptcp_pm = "specs/mptcp_pm.yaml");

/// `AF_INET`, as endpoints name it.
const IPV4: u16 = 2;

fn main() -> ExitCode {
    match run(&mut Netlink::new()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mptcp_endpoints: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(netlink: &mut Netlink) -> Result<(), Error> {
    for (id, last) in [(1, 1), (2, 2)] {
        let address = Address {
            family: Some(IPV4),
            id: Some(id),
            addr4: Some(Ipv4Addr::new(192, 0, 2, last)),
            flags: Some(AddrFlag::SIGNAL | AddrFlag::BACKUP),
            ..Address::default()
        };
        let addr = Some(Nested::from(&address));
        netlink.request(&AddAddr { addr, ..AddAddr::default() })?;
    }
    println!("added:");
    list(netlink)?;

    let first = Address { id: Some(1), ..Address::default() };
    netlink.request(&DelAddr { addr: Some(Nested::from(&first)), ..DelAddr::default() })?;
    println!("deleted the first:");
    list(netlink)
}

fn list(netlink: &mut Netlink) -> Result<(), Error> {
    let mut endpoints = netlink.dump(&GetAddrDump::default())?;
    while let Some(endpoint) = endpoints.next()? {
        let Some(address) = endpoint.addr else { continue };
        let Address { id, addr4, flags, .. } = address.get()?;
        println!(
            "  id {} {} {}",
            id.unwrap_or_default(),
            addr4.unwrap_or(Ipv4Addr::UNSPECIFIED),
            flags.unwrap_or_default(),
        );
    }
    Ok(())
}
