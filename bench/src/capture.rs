//! Dumps that the kernel makes, kept in files.

use std::path::Path;

use netlink_runtime::wire::{Messages, flags};

use crate::raw::{Raw, request};
use crate::{Outcome, set_up};

/// What is captured: the file, the protocol, the request's type, and what follows its header.
const DUMPS: [(&str, u16, u16, &[u8]); 3] = [
    // `RTM_GETROUTE` with `struct rtmsg` for `AF_INET`
    ("route", 0, 26, &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    // `RTM_GETLINK` with `struct ifinfomsg`
    ("link", 0, 18, &[0; 16]),
    // `CTRL_CMD_GETFAMILY`
    ("family", 16, 16, &[3, 2, 0, 0]),
];

/// Makes links and routes, and writes the three dumps into a folder.
pub(crate) fn all(folder: &str) -> Outcome<()> {
    set_up::for_captures()?;
    for (name, protocol, kind, payload) in DUMPS {
        let mut bytes = Vec::new();
        let request = request(kind, flags::DUMP, payload);
        Raw::open(protocol)?.dump(&request, |datagram| bytes.extend_from_slice(datagram))?;
        std::fs::write(Path::new(folder).join(name), &bytes)?;
        let count = Messages::new(&bytes).count();
        println!("{name} messages={count} bytes={}", bytes.len() / count.max(1));
    }
    Ok(())
}
