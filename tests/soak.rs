//! Everything at once while links, addresses and routes come and go: clients and mirrors, blocking
//! and over tokio, with receive buffers as small as can be.
//!
//! `NETLINK_SOAK_SECONDS` says for how long, up to 60.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "soak/churn.rs"]
mod churn;
#[path = "soak/clients.rs"]
mod clients;
#[path = "soak/copies.rs"]
mod copies;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;

use core::time::Duration;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, Scope, ScopedJoinHandle};

use netlink_runtime::wire::flags::CREATE;
use netlink_runtime::{Batch, Netlink, Request, SocketOptions};

use crate::bridge::with_bridge;
use crate::copies::{Links, Routes};
use crate::namespace::{in_namespace, say};

/// What the threads tell each other, and what they did.
#[derive(Debug, Default)]
struct Soak {
    /// The churn has ended.
    over: AtomicBool,
    /// Nobody changes anything any more.
    still: AtomicBool,
    requests: AtomicU64,
    dumps: AtomicU64,
    interrupted: AtomicU64,
    batches: AtomicU64,
    overruns: AtomicU64,
}

impl Soak {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    fn is_still(&self) -> bool {
        self.still.load(Ordering::SeqCst)
    }
}

fn count(what: &AtomicU64) {
    what.fetch_add(1, Ordering::Relaxed);
}

/// Options with the smallest receive buffer, and a limit at which waiting is hanging.
fn small() -> SocketOptions {
    SocketOptions::new().receive_buffer(1).timeout(Duration::from_secs(60))
}

/// How long the churn goes on.
fn duration() -> Duration {
    let seconds = std::env::var("NETLINK_SOAK_SECONDS").ok();
    let seconds = seconds.map_or(8, |text| text.parse().expect("a number of seconds"));
    Duration::from_secs(u64::min(seconds, 60))
}

/// How many descriptors this process has.
fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("it is mounted").count()
}

/// The copies that the mirrors ended with: blocking ones, and that over tokio.
type Copies = (Links, Routes, Links);

/// Runs all threads; a panic of any is one of the caller.
fn run(soak: &Soak) -> Copies {
    thread::scope(|scope| {
        let links = scope.spawn(|| copies::links(soak));
        let routes = scope.spawn(|| copies::routes(soak));
        let over_tokio = scope.spawn(|| copies::links_over_tokio(soak));
        let listener = scope.spawn(|| copies::overruns(soak));
        let clients = start_clients(scope, soak);
        churn::run(soak, duration());
        soak.over.store(true, Ordering::SeqCst);
        clients.into_iter().for_each(end);
        soak.still.store(true, Ordering::SeqCst);
        end(listener);
        (end(links), end(routes), end(over_tokio))
    })
}

fn start_clients<'s>(scope: &'s Scope<'s, '_>, soak: &'s Soak) -> Vec<ScopedJoinHandle<'s, ()>> {
    let clients: [fn(&Soak); 5] = [
        clients::requests,
        clients::in_flight,
        clients::dumps,
        clients::batches,
        clients::over_tokio,
    ];
    clients.map(|client| scope.spawn(move || client(soak))).into()
}

fn end<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Makes links that stay, so that a dump of all takes several datagrams and can be interrupted.
fn make_links(number: u32) {
    let mut batch = Batch::new();
    for number in 0..number {
        with_bridge(&format!("s{number}"), |link| batch.push(&link.with_flags(CREATE))).unwrap();
    }
    Netlink::new().send_batch(&batch).unwrap().into_result().unwrap();
}

#[test]
fn under_churn_no_update_is_lost_and_no_descriptor_left() {
    in_namespace(|| {
        if tool::output("ip link set lo up").is_none() {
            return;
        }
        make_links(60);
        let (before, soak) = (descriptors(), Soak::default());
        let (links, routes, over_tokio) = run(&soak);
        assert_eq!(descriptors(), before);
        assert_eq!(links.objects, copies::dumped_links());
        assert_eq!(over_tokio.objects, copies::dumped_links());
        assert_eq!(routes.objects, copies::dumped_routes());
        assert!(links.objects.len() > 61 && routes.objects.len() > 10, "something is left");
        let Soak { requests, dumps, interrupted, batches, overruns, .. } = soak;
        say(&format!(
            "figures: {requests:?} requests, {dumps:?} dumps, {interrupted:?} of them interrupted, \
             {batches:?} batches, {overruns:?} overruns; changes and dumps of mirrors: links {}, \
             routes {}, links over tokio {}",
            links.told(),
            routes.told(),
            over_tokio.told()
        ));
        // What else the mirrors were for.
        assert!(overruns.into_inner() > 0 && links.resets + over_tokio.resets > 2);
    });
}
