//! Lists the neighbours: the entries of the ARP and neighbour discovery caches.
//!
//! `cargo run --example neighbours` needs no privileges.

use netlink_families::rt_neigh::{GetneighDump, Ndmsg};
use netlink_runtime::{Error, Netlink};

fn main() -> Result<(), Error> {
    let mut netlink = Netlink::new();
    let mut neighbours = netlink.dump(&GetneighDump::default())?;
    while let Some(neighbour) = neighbours.next()? {
        let Ndmsg { ndm_ifindex, ndm_state, ndm_flags, .. } = neighbour.header;
        let Some(address) = neighbour.dst else { continue };
        print!("{ndm_ifindex}: {address} state {ndm_state}");
        if let Some(lladdr) = neighbour.lladdr {
            print!(" lladdr {lladdr}");
        }
        if !ndm_flags.is_empty() {
            print!(" flags {ndm_flags}");
        }
        println!();
    }
    Ok(())
}
