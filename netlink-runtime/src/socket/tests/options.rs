//! Options as the kernel has them afterwards.

use std::os::fd::AsFd;

use crate::protocols;
use crate::socket::{Filter, Instruction, Namespace, SocketOptions};
use crate::sys::{self, Switch};

/// Whether a socket with these options has a switch on.
fn is_on(options: &SocketOptions, switch: Switch) -> bool {
    let socket = options.open(protocols::ROUTE).unwrap();
    sys::is_on(socket.as_fd(), switch).unwrap()
}

#[test]
fn acknowledgements_are_extended_and_capped_and_requests_checked_unless_switched_off() {
    for switch in [Switch::ExtendedAck, Switch::CappedAck, Switch::StrictCheck] {
        assert!(is_on(&SocketOptions::new(), switch), "{switch:?}");
    }
    let bare = SocketOptions::new()
        .extended_acknowledgement(false)
        .capped_acknowledgement(false)
        .strict_check(false);
    for switch in [Switch::ExtendedAck, Switch::CappedAck, Switch::StrictCheck] {
        assert!(!is_on(&bare, switch), "{switch:?}");
    }
    assert!(is_on(&bare.strict_check(true), Switch::StrictCheck), "what was set last counts");
}

#[test]
fn each_switch_is_off_until_it_is_asked_for() {
    let new = SocketOptions::new;
    for (switch, options) in [
        (Switch::Credentials, new().credentials()),
        (Switch::PacketInfo, new().packet_info()),
        (Switch::NoOverruns, new().ignore_overruns()),
        (Switch::BroadcastErrors, new().broadcast_errors()),
    ] {
        assert!(!is_on(&new(), switch) && is_on(&options, switch), "{switch:?}");
    }
}

#[test]
fn buffers_have_the_sizes_asked_for_and_the_kernel_doubles_them() {
    let options = SocketOptions::new().receive_buffer(20_000).send_buffer(30_000);
    let socket = options.open(protocols::ROUTE).unwrap();
    assert_eq!(sys::receive_buffer(socket.as_fd()).unwrap(), 40_000);
    assert_eq!(sys::send_buffer(socket.as_fd()).unwrap(), 60_000);
}

#[test]
fn root_may_have_a_receive_buffer_above_the_systems_limit() {
    let limit = std::fs::read_to_string("/proc/sys/net/core/rmem_max").unwrap();
    let beyond = limit.trim().parse::<usize>().unwrap() + 100_000;
    let socket = SocketOptions::new().receive_buffer(beyond).open(protocols::ROUTE).unwrap();
    match sys::receive_buffer(socket.as_fd()).unwrap() {
        size if size == beyond * 2 => {}
        size if size == (beyond - 100_000) * 2 => println!("skipped: CAP_NET_ADMIN is missing"),
        size => panic!("{size}"),
    }
}

#[test]
fn a_filter_that_makes_no_sense_is_refused_by_the_kernel() {
    for program in [&[][..], &[Instruction::load_half(4)]] {
        let options = SocketOptions::new().filter(Filter::new(program));
        let error = options.open(protocols::ROUTE).unwrap_err().to_string();
        assert_eq!(error, "setsockopt failed: Invalid argument (os error 22)");
    }
}

#[test]
fn what_is_no_namespace_is_told_with_its_path() {
    let error = Namespace::named("no-such-namespace").unwrap_err().to_string();
    let sentence = "network namespace /run/netns/no-such-namespace: open failed: \
                    No such file or directory (os error 2)";
    assert_eq!(error, sentence);
    for name in ["", "..", "a/b"] {
        let error = Namespace::named(name).unwrap_err();
        assert!(error.errno().is_some_and(|errno| errno.is_invalid()), "{error}");
    }
    let other = Namespace::open("/proc/self/ns/uts").unwrap();
    let error = SocketOptions::new().namespace(&other).open(0u16).unwrap_err().to_string();
    let sentence = "network namespace /proc/self/ns/uts: setns failed: \
                    Invalid argument (os error 22)";
    if error.contains("os error 1)") {
        return println!("skipped: {error}");
    }
    assert_eq!(error, sentence);
}
