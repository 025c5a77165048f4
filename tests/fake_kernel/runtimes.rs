//! The sockets of tokio and smol wait for a fake kernel as for the real one.

use core::time::Duration;
use std::future::Future;

use netlink_families::netdev;
use netlink_runtime::testing::{FakeKernel, Fault};
use netlink_runtime::{Error, Event};

/// Long enough that it is waited for.
const LATE: Duration = Duration::from_millis(100);

/// A kernel with a hundred devices.
fn kernel() -> FakeKernel {
    let kernel = FakeKernel::new();
    kernel.on::<netdev::DevGet<'_>>(|request, answer| {
        answer.send(&netdev::Dev { ifindex: request.ifindex, ..Default::default() })
    });
    kernel.on_dump::<netdev::DevGetDump<'_>>(|_, answer| {
        (0..100).try_for_each(|index| {
            answer.send(&netdev::Dev { ifindex: Some(index), ..Default::default() })
        })
    });
    kernel
}

fn tell(kernel: &FakeKernel, index: u32) {
    let dev = netdev::Dev { ifindex: Some(index), ..Default::default() };
    let message = netdev::Notification::DevAddNtf(dev);
    kernel.notify::<netdev::Notification<'_>>("mgmt", &message).unwrap();
}

fn tokio(future: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(future);
}

fn smol(future: impl Future<Output = ()>) {
    async_io::block_on(future);
}

macro_rules! scenario {
    ($test:ident, $run:path, $netlink:ty) => {
        #[test]
        fn $test() {
            $run(async {
                let kernel = kernel();
                let mut netlink = <$netlink>::with_options(kernel.options());
                let one = netdev::DevGet { ifindex: Some(1), ..Default::default() };
                assert_eq!(netlink.request(&one).await.unwrap().ifindex, Some(1));
                kernel.fail_next(Fault::Slow(LATE));
                assert_eq!(netlink.request(&one).await.unwrap().ifindex, Some(1), "late");
                kernel.fail_next(Fault::Slow(LATE));
                let all = netdev::DevGetDump::default();
                assert_eq!(netlink.dump_all(&all, 0).await.unwrap().len(), 100);
                kernel.fail_next(Fault::Overrun);
                let error = netlink.request(&one).await.map(drop).unwrap_err();
                assert!(matches!(error, Error::Overrun { .. }), "{error}");
                kernel.fail_next(Fault::Silence);
                let short = kernel.options().timeout(LATE);
                let mut hasty = <$netlink>::with_options(short);
                let error = hasty.request(&one).await.map(drop).unwrap_err();
                assert!(matches!(error, Error::Timeout { .. }), "{error}");

                let mut events =
                    netlink.events::<netdev::Notification<'_>>(&["mgmt"]).await.unwrap();
                for round in 0..3 {
                    let teller = kernel.clone();
                    // From another thread, while it is waited for.
                    let telling = std::thread::spawn(move || {
                        std::thread::sleep(LATE / 4);
                        tell(&teller, round);
                    });
                    let Event::Message(netdev::Notification::DevAddNtf(dev)) =
                        events.next().await.unwrap()
                    else {
                        panic!("a device was added")
                    };
                    assert_eq!(dev.ifindex, Some(round));
                    telling.join().unwrap();
                }
                kernel.fail_next_notification(Fault::Overrun);
                tell(&kernel, 9);
                assert!(matches!(events.next().await.unwrap(), Event::Overrun));
            });
        }
    };
}

scenario!(tokio_waits_for_a_fake_kernel, tokio, netlink_runtime::tokio::Netlink);
scenario!(smol_waits_for_a_fake_kernel, smol, netlink_runtime::smol::Netlink);

#[test]
fn a_wait_that_is_dropped_leaves_its_request_in_flight() {
    tokio(async {
        let kernel = kernel();
        let mut netlink = netlink_runtime::tokio::Netlink::with_options(kernel.options());
        let [one, two] =
            [1, 2].map(|index| netdev::DevGet { ifindex: Some(index), ..Default::default() });
        let quick = netlink.send(&one).await.unwrap();
        kernel.fail_next(Fault::Slow(LATE));
        let late = netlink.send(&two).await.unwrap();
        for _ in 0..3 {
            let waiting = ::tokio::time::timeout(Duration::ZERO, netlink.wait(&late));
            assert!(waiting.await.is_err(), "it is not there yet");
        }
        assert_eq!(netlink.wait(&late).await.unwrap().get().unwrap().ifindex, Some(2));
        assert_eq!(netlink.wait(&quick).await.unwrap().get().unwrap().ifindex, Some(1));
        // So does one that was about to send: nothing is in flight, and nothing left.
        drop(netlink.send(&one));
        assert_eq!(netlink.request(&one).await.unwrap().ifindex, Some(1));
        assert_eq!(netlink.socket(16u16).unwrap().unclaimed_messages(), 0);
    });
}
