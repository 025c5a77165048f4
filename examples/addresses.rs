//! Adds an address to the loopback interface, lists the addresses of all interfaces, and deletes
//! it again.
//!
//! Needs root: `cargo build --example addresses && unshare -n target/debug/examples/addresses`
//! leaves the machine's own addresses alone.

use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use netlink_families::rt_addr::{Deladdr, GetaddrDump, IfaFlags, Ifaddrmsg, Newaddr, RtScope};
use netlink_runtime::bstr::BStr;
use netlink_runtime::{Error, Netlink};

fn main() -> ExitCode {
    match run(&mut Netlink::new()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("addresses: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(netlink: &mut Netlink) -> Result<(), Error> {
    // `AF_INET`, and the index that `lo` has in every network namespace.
    let (ifa_family, ifa_index, ifa_scope) = (2, 1, RtScope::Host);
    let header = Ifaddrmsg { ifa_scope, ..Ifaddrmsg::of(ifa_family, 24, ifa_index) };
    let local = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)));
    let label = Some(BStr::new("lo:example"));
    let flags = Some(IfaFlags::NOPREFIXROUTE);
    netlink.request(&Newaddr { header, local, label, flags, ..Newaddr::default() })?;
    println!("added:");
    list(netlink)?;

    netlink.request(&Deladdr { header, local, ..Deladdr::default() })?;
    println!("deleted:");
    list(netlink)
}

fn list(netlink: &mut Netlink) -> Result<(), Error> {
    let mut addresses = netlink.dump(&GetaddrDump::default())?;
    while let Some(found) = addresses.next()? {
        let Ifaddrmsg { ifa_index, ifa_prefixlen, ifa_scope, .. } = found.header;
        // `local` is absent for IPv6 without a peer.
        let Some(own) = found.local.or(found.address) else { continue };
        let flags = found.flags.unwrap_or_default();
        print!("  {ifa_index}: {own}/{ifa_prefixlen} scope {ifa_scope} flags {flags}");
        if let Some(label) = found.label {
            print!(" label {label}");
        }
        println!();
    }
    Ok(())
}
