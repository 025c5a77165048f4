//! The protocols' numbers.

use std::fs;

use netlink_runtime::{Error, PeerSocket, Socket, protocols};

#[test]
fn every_protocol_has_the_number_of_the_kernels_header_and_none_is_left_out() {
    let Ok(header) = fs::read_to_string("/usr/include/linux/netlink.h") else {
        return println!("skipped: the kernel's headers are not installed");
    };
    let defined: Vec<_> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define NETLINK_"))
        // Those below 32; options of sockets come after them.
        .take_while(|line| !line.starts_with("INET_DIAG"))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?.parse::<u16>().ok()?))
        })
        .collect();
    assert!(defined.len() >= 22, "{defined:?}");
    for (name, number) in &defined {
        assert_eq!(protocols::name(*number), Some(*name));
    }
    let ours: Vec<_> = protocols::ALL.iter().filter(|it| !defined.contains(it)).collect();
    assert!(ours.is_empty(), "not in the header: {ours:?}");
}

#[test]
fn a_socket_opens_by_number_or_the_kernel_says_that_it_lacks_the_protocol() {
    let mut opened = Vec::new();
    for number in 0..32u16 {
        match Socket::open(number) {
            Ok(socket) => {
                assert_eq!(socket.protocol(), number);
                opened.push(number);
            }
            Err(error) => assert!(error.errno().unwrap().is_unsupported(), "{number}: {error}"),
        }
    }
    for number in [protocols::ROUTE, protocols::USERSOCK, protocols::GENERIC] {
        assert!(opened.contains(&number), "{opened:?}");
    }
    // The kernel has room for 32.
    for number in [32, 1000, u16::MAX] {
        let error = PeerSocket::open(number).unwrap_err();
        assert!(matches!(error, Error::Io { call: "socket", .. }), "{error}");
        assert_eq!(error.errno().unwrap().name(), Some("EPROTONOSUPPORT"));
    }
}
