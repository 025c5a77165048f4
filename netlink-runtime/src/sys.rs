//! The system calls. The only file with `unsafe`: every other one goes through these functions,
//! which take descriptors and slices that are valid by their types.

#![allow(unsafe_code)]

use core::ptr::NonNull;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

use libc::{c_int, c_void, sockaddr_nl, socklen_t};

/// Socket options that are on or off, `SOL_NETLINK`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Switch {
    /// Answers to failed requests do not repeat them, `NETLINK_CAP_ACK`.
    CappedAck,
    /// Answers carry texts and attribute offsets, `NETLINK_EXT_ACK`.
    ExtendedAck,
    /// The kernel checks get requests and filters dumps, `NETLINK_GET_STRICT_CHK`.
    StrictCheck,
}

impl Switch {
    const fn number(self) -> c_int {
        match self {
            Self::CappedAck => libc::NETLINK_CAP_ACK,
            Self::ExtendedAck => libc::NETLINK_EXT_ACK,
            Self::StrictCheck => libc::NETLINK_GET_STRICT_CHK,
        }
    }
}

/// Who sent a datagram, `struct sockaddr_nl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sender {
    /// The port id of the sending socket; 0 is the kernel.
    pub(crate) port: u32,
    /// The multicast groups up to 32 that it came by, as a mask; 0 for unicast.
    pub(crate) groups: u32,
}

/// What `recvfrom(2)` is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receive {
    /// Wait for a datagram, unless the descriptor is non-blocking.
    Wait,
    /// Fail with `EAGAIN` if there is none.
    Now,
}

impl Receive {
    const fn flags(self) -> c_int {
        match self {
            Self::Wait => 0,
            Self::Now => libc::MSG_DONTWAIT,
        }
    }
}

/// Turns the -1 of a failed call into the error.
fn check(result: c_int) -> io::Result<c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// The same for calls that return a length.
fn check_length(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

/// Opens a netlink socket that is closed on exec, `socket(2)`.
pub(crate) fn open(protocol: u16) -> io::Result<OwnedFd> {
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
    // SAFETY: no pointers are passed.
    let fd: RawFd = check(unsafe { libc::socket(libc::AF_NETLINK, kind, protocol.into()) })?;
    // SAFETY: the descriptor was just made and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

fn address() -> sockaddr_nl {
    // SAFETY: the struct consists of integers, for which zero is a value.
    let mut address: sockaddr_nl = unsafe { core::mem::zeroed() };
    address.nl_family = libc::AF_NETLINK as libc::sa_family_t;
    address
}

const ADDRESS_SIZE: socklen_t = size_of::<sockaddr_nl>() as socklen_t;

/// Lets the kernel choose the port id, `bind(2)` to port 0.
pub(crate) fn bind(fd: BorrowedFd<'_>) -> io::Result<()> {
    let address = address();
    // SAFETY: the address outlives the call and has the size stated.
    check(unsafe { libc::bind(fd.as_raw_fd(), (&raw const address).cast(), ADDRESS_SIZE) })?;
    Ok(())
}

/// The port id that the kernel chose, `getsockname(2)`.
pub(crate) fn port(fd: BorrowedFd<'_>) -> io::Result<u32> {
    let mut address = address();
    let mut size = ADDRESS_SIZE;
    // SAFETY: address and size outlive the call; size says how much may be written.
    check(unsafe { libc::getsockname(fd.as_raw_fd(), (&raw mut address).cast(), &raw mut size) })?;
    Ok(address.nl_pid)
}

fn set_option(fd: BorrowedFd<'_>, level: c_int, name: c_int, value: c_int) -> io::Result<()> {
    let size = size_of::<c_int>() as socklen_t;
    let value: *const c_void = (&raw const value).cast();
    // SAFETY: the value is an int that outlives the call, and its size is stated.
    check(unsafe { libc::setsockopt(fd.as_raw_fd(), level, name, value, size) })?;
    Ok(())
}

/// Turns an option on, `setsockopt(2)`.
pub(crate) fn enable(fd: BorrowedFd<'_>, option: Switch) -> io::Result<()> {
    set_option(fd, libc::SOL_NETLINK, option.number(), 1)
}

/// Sets the bytes that the kernel may queue for the socket: beyond the system's limit if the
/// process may (`SO_RCVBUFFORCE`), else up to it (`SO_RCVBUF`).
pub(crate) fn set_receive_buffer(fd: BorrowedFd<'_>, bytes: usize) -> io::Result<()> {
    let bytes = c_int::try_from(bytes).unwrap_or(c_int::MAX);
    set_option(fd, libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes)
        .or_else(|_| set_option(fd, libc::SOL_SOCKET, libc::SO_RCVBUF, bytes))
}

/// The value of an option that is a number, `getsockopt(2)`.
fn option(fd: BorrowedFd<'_>, level: c_int, name: c_int) -> io::Result<c_int> {
    let mut value: c_int = 0;
    let mut size = size_of::<c_int>() as socklen_t;
    let out: *mut c_void = (&raw mut value).cast();
    // SAFETY: value and size outlive the call; size says how much may be written.
    check(unsafe { libc::getsockopt(fd.as_raw_fd(), level, name, out, &raw mut size) })?;
    Ok(value)
}

/// How many bytes the kernel may queue for the socket, its own overhead counted (`SO_RCVBUF`).
pub(crate) fn receive_buffer(fd: BorrowedFd<'_>) -> io::Result<usize> {
    option(fd, libc::SOL_SOCKET, libc::SO_RCVBUF).map(|bytes| usize::try_from(bytes).unwrap_or(0))
}

/// Sets how many bytes one datagram may have: beyond the system's limit if the process may
/// (`SO_SNDBUFFORCE`), else up to it (`SO_SNDBUF`).
pub(crate) fn set_send_buffer(fd: BorrowedFd<'_>, bytes: usize) -> io::Result<()> {
    let bytes = c_int::try_from(bytes).unwrap_or(c_int::MAX);
    set_option(fd, libc::SOL_SOCKET, libc::SO_SNDBUFFORCE, bytes)
        .or_else(|_| set_option(fd, libc::SOL_SOCKET, libc::SO_SNDBUF, bytes))
}

/// Sends a datagram to the kernel, `send(2)`.
pub(crate) fn send(fd: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: pointer and length are those of a slice.
    check_length(unsafe { libc::send(fd.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), 0) })
}

/// Receives one datagram, `recvfrom(2)`: its length, more than the buffer's if its end was lost,
/// and who sent it.
#[inline]
pub(crate) fn receive(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    how: Receive,
) -> io::Result<(usize, Sender)> {
    receive_with(fd, buffer, libc::MSG_TRUNC | how.flags())
}

/// The length and the sender of the next datagram, which stays in the queue.
pub(crate) fn peek(fd: BorrowedFd<'_>, how: Receive) -> io::Result<(usize, Sender)> {
    receive_with(fd, &mut [], libc::MSG_TRUNC | libc::MSG_PEEK | how.flags())
}

#[inline]
fn receive_with(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    flags: c_int,
) -> io::Result<(usize, Sender)> {
    let mut address = address();
    let mut size = ADDRESS_SIZE;
    // SAFETY: pointer and length are those of a slice that may be written; address and size
    // outlive the call, and size says how much may be written.
    let length = check_length(unsafe {
        libc::recvfrom(
            fd.as_raw_fd(),
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            flags,
            (&raw mut address).cast(),
            &raw mut size,
        )
    })?;
    Ok((length, Sender { port: address.nl_pid, groups: address.nl_groups }))
}

/// Sends a datagram to another socket, `sendto(2)`.
#[cfg(test)]
pub(crate) fn send_to(fd: BorrowedFd<'_>, bytes: &[u8], port: u32) -> io::Result<usize> {
    let mut to = address();
    to.nl_pid = port;
    let (data, length) = (bytes.as_ptr().cast(), bytes.len());
    // SAFETY: pointer and length are those of a slice; the address outlives the call and has the
    // size stated.
    check_length(unsafe {
        libc::sendto(fd.as_raw_fd(), data, length, 0, (&raw const to).cast(), ADDRESS_SIZE)
    })
}

/// Joins a multicast group, `NETLINK_ADD_MEMBERSHIP`.
pub(crate) fn join(fd: BorrowedFd<'_>, group: u32) -> io::Result<()> {
    let group = c_int::try_from(group).unwrap_or(c_int::MAX);
    set_option(fd, libc::SOL_NETLINK, libc::NETLINK_ADD_MEMBERSHIP, group)
}

/// Leaves a multicast group, `NETLINK_DROP_MEMBERSHIP`.
pub(crate) fn leave(fd: BorrowedFd<'_>, group: u32) -> io::Result<()> {
    let group = c_int::try_from(group).unwrap_or(c_int::MAX);
    set_option(fd, libc::SOL_NETLINK, libc::NETLINK_DROP_MEMBERSHIP, group)
}

/// Waits until something can be received, at most so long; whether something can, `poll(2)`.
pub(crate) fn wait(fd: BorrowedFd<'_>, limit: Option<Duration>) -> io::Result<bool> {
    let mut poll = libc::pollfd { fd: fd.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let milliseconds = limit.map_or(-1, |limit| {
        c_int::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(c_int::MAX)
    });
    // SAFETY: one pollfd is stated and outlives the call.
    Ok(check(unsafe { libc::poll(&raw mut poll, 1, milliseconds) })? > 0)
}

/// A descriptor that is readable once its time has come, `timerfd_create(2)`. It is not set yet.
#[cfg(feature = "testing")]
pub(crate) fn timer() -> io::Result<OwnedFd> {
    let flags = libc::TFD_CLOEXEC | libc::TFD_NONBLOCK;
    // SAFETY: no pointers are passed.
    let fd: RawFd = check(unsafe { libc::timerfd_create(libc::CLOCK_MONOTONIC, flags) })?;
    // SAFETY: the descriptor was just made and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Sets how long from now a timer is not readable; `None` is forever. `timerfd_settime(2)`.
#[cfg(feature = "testing")]
pub(crate) fn set_timer(fd: BorrowedFd<'_>, delay: Option<Duration>) -> io::Result<()> {
    // SAFETY: the struct consists of integers, for which zero is a value.
    let mut time: libc::itimerspec = unsafe { core::mem::zeroed() };
    if let Some(delay) = delay {
        time.it_value.tv_sec = delay.as_secs().try_into().unwrap_or(libc::time_t::MAX);
        // All zeros would be forever.
        let nanoseconds = delay.subsec_nanos().max(u32::from(delay.is_zero()));
        time.it_value.tv_nsec = nanoseconds.try_into().unwrap_or(0);
    }
    let old = core::ptr::null_mut();
    // SAFETY: the time outlives the call, and nothing is written to a null pointer.
    check(unsafe { libc::timerfd_settime(fd.as_raw_fd(), 0, &raw const time, old) })?;
    Ok(())
}

/// Memory from `mmap(2)`, zeroed. Pages that are never written take no memory, so that it can be
/// large enough for any datagram.
pub(crate) struct Region {
    start: NonNull<u8>,
    length: usize,
}

// SAFETY: the region is owned memory, like a `Box<[u8]>`; nothing else refers to it.
unsafe impl Send for Region {}
// SAFETY: a shared region is only read.
unsafe impl Sync for Region {}

impl Region {
    /// Maps at least one byte.
    pub(crate) fn new(length: usize) -> io::Result<Self> {
        let length = length.max(1);
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a new mapping at an address of the kernel's choice touches no other memory.
        let start = unsafe { libc::mmap(core::ptr::null_mut(), length, protection, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let start = NonNull::new(start.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { start, length })
    }

    /// The bytes.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: the mapping has this length, is initialized, and lives as long as `self`.
        unsafe { core::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }

    /// The bytes, to be written.
    #[inline]
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above, and `self` is borrowed alone.
        unsafe { core::slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: the mapping was made with this start and length and nothing refers to it.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}
