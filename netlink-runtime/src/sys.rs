//! The system calls. The only file with `unsafe`: every other one goes through these functions,
//! which take descriptors and slices that are valid by their types.

#![allow(unsafe_code)]

use core::ptr::NonNull;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

use libc::{c_int, c_void, sockaddr_nl, socklen_t};

use crate::socket::{Credentials, Instruction, Sender};

/// Socket options that are on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    /// Answers to failed requests do not repeat them, `NETLINK_CAP_ACK`.
    CappedAck,
    /// Answers carry texts and attribute offsets, `NETLINK_EXT_ACK`.
    ExtendedAck,
    /// The kernel checks get requests and filters dumps, `NETLINK_GET_STRICT_CHK`.
    StrictCheck,
    /// Each datagram tells which process sent it, `SO_PASSCRED`.
    Credentials,
    /// Each datagram tells the number of its group, `NETLINK_PKTINFO`.
    PacketInfo,
    /// Losing messages is no error, `NETLINK_NO_ENOBUFS`.
    NoOverruns,
    /// The kernel's sender learns that this socket lost its message, `NETLINK_BROADCAST_ERROR`.
    BroadcastErrors,
    /// Notifications of other network namespaces come too, `NETLINK_LISTEN_ALL_NSID`.
    AllNamespaces,
}

impl Switch {
    /// The level and the name.
    const fn option(self) -> (c_int, c_int) {
        let name = match self {
            Self::Credentials => return (libc::SOL_SOCKET, libc::SO_PASSCRED),
            Self::CappedAck => libc::NETLINK_CAP_ACK,
            Self::ExtendedAck => libc::NETLINK_EXT_ACK,
            Self::StrictCheck => libc::NETLINK_GET_STRICT_CHK,
            Self::PacketInfo => libc::NETLINK_PKTINFO,
            Self::NoOverruns => libc::NETLINK_NO_ENOBUFS,
            Self::BroadcastErrors => libc::NETLINK_BROADCAST_ERROR,
            Self::AllNamespaces => libc::NETLINK_LISTEN_ALL_NSID,
        };
        (libc::SOL_NETLINK, name)
    }
}

/// What `recvfrom(2)` is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(unreachable_pub, reason = "public in a method of a transport, but unnameable")]
pub enum Receive {
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

/// Takes a port id, `bind(2)`; with 0 the kernel chooses one.
pub(crate) fn bind(fd: BorrowedFd<'_>, port: u32) -> io::Result<()> {
    let mut address = address();
    address.nl_pid = port;
    // SAFETY: the address outlives the call and has the size stated.
    check(unsafe { libc::bind(fd.as_raw_fd(), (&raw const address).cast(), ADDRESS_SIZE) })?;
    Ok(())
}

/// Makes a port the only one that is sent to and received from, `connect(2)`.
pub(crate) fn connect(fd: BorrowedFd<'_>, port: u32) -> io::Result<()> {
    let mut address = address();
    address.nl_pid = port;
    // SAFETY: the address outlives the call and has the size stated.
    check(unsafe { libc::connect(fd.as_raw_fd(), (&raw const address).cast(), ADDRESS_SIZE) })?;
    Ok(())
}

/// The socket's port id, 0 before it has one, `getsockname(2)`.
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

/// Turns an option on or off, `setsockopt(2)`.
pub(crate) fn switch(fd: BorrowedFd<'_>, switch: Switch, on: bool) -> io::Result<()> {
    let (level, name) = switch.option();
    set_option(fd, level, name, on.into())
}

/// Whether an option is on, `getsockopt(2)`.
#[cfg(test)]
pub(crate) fn is_on(fd: BorrowedFd<'_>, switch: Switch) -> io::Result<bool> {
    let (level, name) = switch.option();
    Ok(option(fd, level, name)? != 0)
}

/// The address family and the protocol of a socket, `SO_DOMAIN` and `SO_PROTOCOL`.
pub(crate) fn domain_and_protocol(fd: BorrowedFd<'_>) -> io::Result<(c_int, c_int)> {
    let domain = option(fd, libc::SOL_SOCKET, libc::SO_DOMAIN)?;
    Ok((domain, option(fd, libc::SOL_SOCKET, libc::SO_PROTOCOL)?))
}

/// Lets a program decide which datagrams are queued, `SO_ATTACH_FILTER`.
pub(crate) fn attach_filter(fd: BorrowedFd<'_>, program: &[Instruction]) -> io::Result<()> {
    let mut code: Vec<_> = program
        .iter()
        .map(|&Instruction { code, then, otherwise, value }| libc::sock_filter {
            code,
            jt: then,
            jf: otherwise,
            k: value,
        })
        .collect();
    let length = u16::try_from(code.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let program = libc::sock_fprog { len: length, filter: code.as_mut_ptr() };
    let size = size_of::<libc::sock_fprog>() as socklen_t;
    let (fd, value) = (fd.as_raw_fd(), (&raw const program).cast());
    // SAFETY: program and instructions outlive the call, which copies them; their sizes are stated.
    check(unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_ATTACH_FILTER, value, size) })?;
    Ok(())
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

/// How many bytes one datagram may have, the kernel's overhead counted (`SO_SNDBUF`).
#[cfg(test)]
pub(crate) fn send_buffer(fd: BorrowedFd<'_>) -> io::Result<usize> {
    option(fd, libc::SOL_SOCKET, libc::SO_SNDBUF).map(|bytes| usize::try_from(bytes).unwrap_or(0))
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
    Ok((length, Sender { port: address.nl_pid, groups: address.nl_groups, ..Sender::default() }))
}

/// Receives like [`receive`], and also what the socket was asked to tell of each datagram,
/// `recvmsg(2)`.
pub(crate) fn receive_told(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    how: Receive,
) -> io::Result<(usize, Sender)> {
    receive_message(fd, buffer, libc::MSG_TRUNC | how.flags())
}

/// What [`receive_told`] would return; the datagram stays in the queue.
pub(crate) fn peek_told(fd: BorrowedFd<'_>, how: Receive) -> io::Result<(usize, Sender)> {
    receive_message(fd, &mut [], libc::MSG_TRUNC | libc::MSG_PEEK | how.flags())
}

/// Room for control messages, several times what netlink sends of them.
const CONTROL: usize = 256 / size_of::<u64>();

fn receive_message(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    flags: c_int,
) -> io::Result<(usize, Sender)> {
    let mut address = address();
    let mut control = [0u64; CONTROL];
    let mut data = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    // SAFETY: the struct consists of integers and pointers, for which zero is a value.
    let mut message: libc::msghdr = unsafe { core::mem::zeroed() };
    message.msg_name = (&raw mut address).cast();
    message.msg_namelen = ADDRESS_SIZE;
    message.msg_iov = &raw mut data;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = size_of_val(&control) as _;
    // SAFETY: address, buffer and control memory may be written, outlive the call, and their sizes
    // are stated.
    let length = check_length(unsafe { libc::recvmsg(fd.as_raw_fd(), &raw mut message, flags) })?;
    let sender = Sender { port: address.nl_pid, groups: address.nl_groups, ..Sender::default() };
    // SAFETY: recvmsg filled `message`, whose control memory is still there.
    Ok((length, unsafe { control_messages(&message, sender) }))
}

/// Adds what the control messages tell.
///
/// # Safety
/// `recvmsg(2)` must have filled the message, and its control memory must be there.
unsafe fn control_messages(message: &libc::msghdr, mut sender: Sender) -> Sender {
    // SAFETY: as the caller grants.
    let mut next = unsafe { libc::CMSG_FIRSTHDR(message) };
    while !next.is_null() {
        // SAFETY: not null, so a whole header in the control memory, which is aligned for it.
        let header = unsafe { *next };
        // SAFETY: as above; the data follows the header.
        let (empty, data) = unsafe { (libc::CMSG_LEN(0), libc::CMSG_DATA(next)) };
        let length = (header.cmsg_len as usize).saturating_sub(empty as usize);
        // SAFETY: the kernel wrote that many bytes there.
        let data = unsafe { core::slice::from_raw_parts(data, length) };
        let number = |at: usize| {
            let bytes = data.get(at..)?.first_chunk()?;
            Some(u32::from_ne_bytes(*bytes))
        };
        match (header.cmsg_level, header.cmsg_type) {
            (libc::SOL_SOCKET, libc::SCM_CREDENTIALS) => {
                let numbers = (number(0), number(4), number(8));
                if let (Some(process), Some(user), Some(group)) = numbers {
                    sender.credentials = Some(Credentials { process, user, group });
                }
            }
            (libc::SOL_NETLINK, libc::NETLINK_PKTINFO) => {
                sender.group = number(0).filter(|&group| group != 0);
            }
            (libc::SOL_NETLINK, libc::NETLINK_LISTEN_ALL_NSID) => {
                sender.namespace = number(0).map(u32::cast_signed);
            }
            _ => {}
        }
        // SAFETY: `next` lies in the control memory of `message`.
        next = unsafe { libc::CMSG_NXTHDR(message, next) };
    }
    sender
}

/// Sends a datagram to another socket, to a multicast group or both, `sendto(2)`. Groups are
/// a mask, of which the kernel takes the lowest bit. A socket whose queue is full is waited for, or
/// is `EAGAIN`.
pub(crate) fn send_to(
    fd: BorrowedFd<'_>,
    bytes: &[u8],
    port: u32,
    groups: u32,
    wait: bool,
) -> io::Result<usize> {
    let flags = if wait { 0 } else { libc::MSG_DONTWAIT };
    let mut to = address();
    (to.nl_pid, to.nl_groups) = (port, groups);
    let (data, length) = (bytes.as_ptr().cast(), bytes.len());
    // SAFETY: pointer and length are those of a slice; the address outlives the call and has the
    // size stated.
    check_length(unsafe {
        libc::sendto(fd.as_raw_fd(), data, length, flags, (&raw const to).cast(), ADDRESS_SIZE)
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

/// Has tokio's reactor watch a descriptor for something to receive.
#[cfg(feature = "tokio")]
pub(crate) fn register(
    endpoint: crate::transport::Endpoint,
) -> io::Result<tokio::io::unix::AsyncFd<crate::transport::Endpoint>> {
    use tokio::io::{Interest, unix::AsyncFd};
    // SAFETY: the endpoint owns its descriptor, gives the same one as long as it lives, and closes
    // it when it is dropped, which is after the reactor has let go of it.
    let registered = unsafe { AsyncFd::register_with_interest(endpoint, Interest::READABLE) };
    registered.map_err(|error| error.into_parts().1)
}

/// Waits until something can be received or the other descriptor is readable, at most so long;
/// whether one of them is.
pub(crate) fn wait(
    fd: BorrowedFd<'_>,
    other: Option<BorrowedFd<'_>>,
    limit: Option<Duration>,
) -> io::Result<bool> {
    // A negative descriptor is passed over.
    let mut polls = [polled(fd.as_raw_fd()), polled(other.map_or(-1, |other| other.as_raw_fd()))];
    Ok(poll_all(&mut polls, limit)? > 0)
}

/// Waits until one of the descriptors is readable, at most so long; for each whether it is.
pub(crate) fn poll(fds: &[BorrowedFd<'_>], limit: Option<Duration>) -> io::Result<Vec<bool>> {
    let mut polls: Vec<_> = fds.iter().map(|fd| polled(fd.as_raw_fd())).collect();
    poll_all(&mut polls, limit)?;
    Ok(polls.iter().map(|poll| poll.revents != 0).collect())
}

const fn polled(fd: RawFd) -> libc::pollfd {
    libc::pollfd { fd, events: libc::POLLIN, revents: 0 }
}

/// How many of the descriptors are readable, `poll(2)`.
fn poll_all(polls: &mut [libc::pollfd], limit: Option<Duration>) -> io::Result<c_int> {
    let milliseconds = limit.map_or(-1, |limit| {
        c_int::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(c_int::MAX)
    });
    let count = libc::nfds_t::try_from(polls.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: pointer and number are those of a slice that may be written.
    check(unsafe { libc::poll(polls.as_mut_ptr(), count, milliseconds) })
}

/// Makes a counter that is readable unless it is zero, as it is at first, `eventfd(2)`.
pub(crate) fn event() -> io::Result<OwnedFd> {
    // SAFETY: no pointers are passed.
    let fd = check(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
    // SAFETY: the descriptor was just made and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Moves the calling thread into a network namespace, `setns(2)`.
pub(crate) fn enter_network_namespace(fd: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: no pointers are passed.
    check(unsafe { libc::setns(fd.as_raw_fd(), libc::CLONE_NEWNET) })?;
    Ok(())
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
        // All zeros would be forever. Any C long holds what is below a second.
        let nanoseconds = delay.subsec_nanos().max(u32::from(delay.is_zero()));
        time.it_value.tv_nsec = nanoseconds as libc::c_long;
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
