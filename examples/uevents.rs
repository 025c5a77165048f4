//! Devices that come, go and change, one line each, as the kernel tells of them.
//!
//! `cargo run --example uevents [-- SUBSYSTEM [COUNT]]` hears all subsystems or one (`net`, `block`,
//! `usb`), forever or so many events. It takes no rights.

use std::process::ExitCode;

use netlink_runtime::Error;
use netlink_runtime::socket::Event;
use netlink_runtime::uevent::{Uevent, Uevents};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let subsystem = arguments.next();
    let count = arguments.next().map_or(Ok(usize::MAX), |text| text.parse());
    let Ok(count) = count else {
        eprintln!("usage: uevents [SUBSYSTEM [COUNT]]");
        return ExitCode::from(2);
    };
    match hear(subsystem.as_deref(), count) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uevents: {error}");
            ExitCode::FAILURE
        }
    }
}

fn hear(subsystem: Option<&str>, count: usize) -> Result<(), Error> {
    let mut uevents = Uevents::open()?;
    if let Some(name) = subsystem {
        uevents = uevents.subsystem(name);
    }
    for _ in 0..count {
        match uevents.next() {
            Ok(Event::Message(uevent)) => print(&uevent),
            Ok(_) => eprintln!("events were lost: more came than fit into the queue"),
            // One event is not what it should be; the next may be.
            Err(error @ Error::Decode { .. }) => eprintln!("uevents: {error}"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn print(uevent: &Uevent<'_>) {
    print!("{} {}", uevent.action, uevent.path);
    // The first two are the action and the path again.
    for (key, value) in uevent.properties().skip(2) {
        print!(" {key}={value}");
    }
    println!();
}
