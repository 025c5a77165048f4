//! Work to be measured. The script `bench/measure` runs it and prints tables.
//!
//! Each piece of work is one run of the program, so that callgrind can count its instructions:
//! the difference of two runs with different counts is what one message costs.

mod capture;
mod decode;
mod encode;
mod fields;
mod nests;
mod raw;
mod set_up;
mod socket;
mod structs;

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: netlink-bench WORK
  capture FOLDER                              what is decoded; in a network namespace of its own
  decode route|link|family walk|derived|view|all FILE COUNT
  encode route|wireguard derived|generated COUNT
  routes COUNT                                adds routes to lo
  dump raw|derived|view                       dumps all IPv4 routes
  getfamily raw|derived COUNT                 asks for the family nlctrl
  insert single|batch|batch-last|raw|raw-last COUNT    adds routes to lo";

/// What a piece of work did: how many messages, and the sum of what was read in them, which is
/// the same for each way of doing the same work.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Done {
    messages: u64,
    sum: u64,
}

impl Done {
    /// Counts one message.
    #[inline]
    pub(crate) fn add(&mut self, value: u64) {
        self.messages += 1;
        self.sum = self.sum.wrapping_add(value);
    }
}

/// The result of all that can go wrong here.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("netlink-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Outcome<()> {
    match *arguments {
        ["capture", folder] => capture::all(folder),
        ["decode", what, how, file, count] => {
            let messages = std::fs::read(file)?;
            let count = count.parse()?;
            timed(|| decode::run(what, how, &messages, count))
        }
        ["encode", what, how, count] => {
            let count = count.parse()?;
            timed(|| encode::run(what, how, count))
        }
        ["routes", count] => set_up::routes_on_lo(count.parse()?),
        ["dump", how] => timed(|| socket::dump(how)),
        ["getfamily", how, count] => {
            let count = count.parse()?;
            timed(|| socket::getfamily(how, count))
        }
        ["insert", how, count] => {
            let count = count.parse()?;
            timed(|| socket::insert(how, count))
        }
        _ => Err(USAGE.into()),
    }
}

/// Does the work, and prints what it did, the seconds, and the greatest memory so far in KiB.
fn timed(work: impl FnOnce() -> Outcome<Done>) -> Outcome<()> {
    let start = Instant::now();
    let Done { messages, sum } = work()?;
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let peak = peak.trim().trim_end_matches(" kB");
    println!("messages={messages} sum={sum} seconds={seconds:.9} peak={peak}");
    Ok(())
}
