//! Lists the links, and then what changes about them, in the reactor of tokio.
//!
//! `cargo run --example watch_tokio [-- CHANGES]` ends after so many changes, or never. It needs no
//! root.

use netlink_families::rt_link::{GetlinkDump, Notification};
use netlink_runtime::tokio::Netlink;
use netlink_runtime::{Change, Error};

fn main() -> Result<(), Error> {
    let limit = std::env::args().nth(1).and_then(|count| count.parse().ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(watch(limit))
}

async fn watch(limit: Option<usize>) -> Result<(), Error> {
    let netlink = Netlink::new();
    let mut links =
        netlink.mirror::<Notification, _>(&["rtnlgrp-link"], GetlinkDump::default()).await?;
    let mut changes = 0;
    while limit.is_none_or(|limit| changes < limit) {
        match links.next().await? {
            Change::Reset => println!("all links:"),
            Change::Object(link) => println!("  {}", link.ifname.unwrap_or_default()),
            Change::Synced => println!("in sync"),
            Change::Message(Notification::NewlinkNtf(link)) => {
                println!("now {}", link.ifname.unwrap_or_default());
                changes += 1;
            }
            Change::Message(Notification::DellinkNtf(link)) => {
                println!("gone {}", link.ifname.unwrap_or_default());
                changes += 1;
            }
            _ => {}
        }
    }
    Ok(())
}
