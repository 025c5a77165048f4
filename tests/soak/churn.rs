//! What `ip` changes meanwhile.

use core::fmt::Write as _;
use core::time::Duration;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::Instant;

use crate::Soak;

/// How many links come and go, each with so many routes.
pub(crate) const LINKS: u32 = 12;
pub(crate) const ROUTES: u32 = 10;

/// What the churn is for has happened if there was an overrun; it is waited for no longer than
/// this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Changes things for so long, and until a queue overran.
pub(crate) fn run(soak: &Soak, duration: Duration) {
    let began = Instant::now();
    for round in 0.. {
        change(&round_of(round));
        let overran = soak.overruns.load(Ordering::Relaxed) > 0;
        assert!(overran || began.elapsed() < duration + PATIENCE, "no queue overruns");
        // The links of an even round are there, so that something is left in the end.
        if overran && began.elapsed() >= duration {
            return;
        }
    }
}

/// Runs `ip` with a command on each line.
fn change(commands: &str) {
    let mut child = Command::new("ip")
        .args(["-batch", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("ip was there a moment ago");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(commands.as_bytes()).expect("ip reads it");
    drop(input);
    let output = child.wait_with_output().expect("it was started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
}

/// The commands of a round: every other link comes with all that belongs to it, and the others go,
/// which the round before has made.
///
/// The kernel tells nobody of the IPv4 routes that go with their link or address, so they go first.
fn round_of(round: u32) -> String {
    let mut commands = String::new();
    for link in 0..LINKS {
        let made = (round + link).is_multiple_of(2);
        if made {
            come(link, round, &mut commands).expect("memory");
        } else if round > 0 {
            go(link, &mut commands).expect("memory");
        }
    }
    commands
}

fn come(link: u32, round: u32, out: &mut String) -> core::fmt::Result {
    writeln!(out, "link add c{link} type bridge")?;
    writeln!(out, "link set c{link} up mtu {}", 1400 + round % 100)?;
    writeln!(out, "addr add 10.{link}.0.1/24 dev c{link}")?;
    for route in 0..ROUTES {
        writeln!(out, "route add 10.{}.{route}.0/24 dev c{link}", 100 + link)?;
    }
    // These change their link.
    for route in (0..ROUTES).step_by(3) {
        writeln!(out, "route replace 10.{}.{route}.0/24 dev lo", 100 + link)?;
    }
    writeln!(out, "link set c{link} mtu 1300")
}

fn go(link: u32, out: &mut String) -> core::fmt::Result {
    for route in 0..ROUTES {
        writeln!(out, "route del 10.{}.{route}.0/24", 100 + link)?;
    }
    writeln!(out, "addr del 10.{link}.0.1/24 dev c{link}")?;
    writeln!(out, "link del c{link}")
}
