//! What a fake socket receives.

use core::fmt;
use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::error::Errno;
use crate::socket::Sender;
use crate::sys::{self, Receive};
use crate::transport::uninterrupted;

/// What one datagram takes of the receive buffer besides its bytes, about as in the kernel.
const OVERHEAD: usize = 768;

/// A receive buffer that was not set (`net.core.rmem_default`), and the least there is.
const USUAL_BUFFER: usize = 212_992;
const LEAST_BUFFER: usize = 2304;

/// The receiving half of a fake socket.
///
/// Its descriptor is a timer which is readable when something can be received, so that `poll(2)`
/// and async runtimes wait for it as for a netlink socket, also for what is due only later.
pub(super) struct Mailbox {
    pub(super) protocol: u16,
    /// The address, `nl_pid`.
    pub(super) port: u32,
    timer: OwnedFd,
    state: Mutex<State>,
}

struct State {
    queue: VecDeque<Datagram>,
    /// What comes behind the next that is delivered.
    held: Vec<Datagram>,
    /// The sum of what the datagrams take of the receive buffer.
    taken: usize,
    buffer: usize,
    /// Messages were lost, which the next receive is to tell.
    overrun: bool,
    /// Messages were lost, and more will be until the queue is empty (`NETLINK_S_CONGESTED`).
    congested: bool,
    groups: BTreeSet<u32>,
}

/// A datagram on its way.
#[derive(Clone, Debug)]
pub(super) struct Datagram {
    pub(super) bytes: Vec<u8>,
    pub(super) sender: Sender,
    /// When it can be received.
    pub(super) due: Instant,
    /// Its end is lost.
    pub(super) cut: bool,
    /// A part of a dump, which the kernel writes only when there is room.
    pub(super) paced: bool,
}

impl Datagram {
    /// A datagram of the kernel, to a group or, if that is 0, to one socket.
    pub(super) fn new(bytes: Vec<u8>, group: u32) -> Self {
        let groups = group.checked_sub(1).and_then(|bit| 1u32.checked_shl(bit)).unwrap_or(0);
        let sender = Sender { groups, ..Sender::default() };
        Self { bytes, sender, due: Instant::now(), cut: false, paced: false }
    }

    fn weight(&self) -> usize {
        self.bytes.len() + OVERHEAD
    }
}

impl Mailbox {
    pub(super) fn new(protocol: u16, port: u32, buffer: Option<usize>) -> io::Result<Self> {
        let buffer = buffer.map_or(USUAL_BUFFER, |size| size.saturating_mul(2).max(LEAST_BUFFER));
        let state = State {
            queue: VecDeque::new(),
            held: Vec::new(),
            taken: 0,
            buffer,
            overrun: false,
            congested: false,
            groups: BTreeSet::new(),
        };
        Ok(Self { protocol, port, timer: sys::timer()?, state: Mutex::new(state) })
    }

    /// A descriptor that is readable when something can be received.
    pub(super) fn descriptor(&self) -> io::Result<OwnedFd> {
        self.timer.try_clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the descriptor readable when the next receive has something.
    fn wake(&self, state: &State) {
        let due = if state.overrun { Some(Instant::now()) } else { state.next_due() };
        let delay = due.map(|due| due.saturating_duration_since(Instant::now()));
        // Cannot fail, since descriptor and time are valid.
        let _ = sys::set_timer(self.timer.as_fd(), delay);
    }

    /// Queues a datagram, unless the receive buffer is full: then it is lost.
    pub(super) fn deliver(&self, datagram: Datagram) {
        let mut state = self.lock();
        if !datagram.paced && (state.congested || state.taken > state.buffer) {
            state.overrun |= !state.congested;
            state.congested = true;
        } else {
            state.taken += datagram.weight();
            state.queue.push_back(datagram);
        }
        self.wake(&state);
    }

    /// Keeps datagrams until others come, in front of what is kept already.
    pub(super) fn hold_back(&self, mut datagrams: Vec<Datagram>) {
        let held = &mut self.lock().held;
        datagrams.append(held);
        *held = datagrams;
    }

    /// Gives out what was kept.
    pub(super) fn let_go(&self) -> Vec<Datagram> {
        core::mem::take(&mut self.lock().held)
    }

    /// Tells that messages were lost.
    pub(super) fn overrun(&self) {
        let mut state = self.lock();
        (state.overrun, state.congested) = (true, !state.queue.is_empty());
        self.wake(&state);
    }

    pub(super) fn receive(&self, buffer: &mut [u8], how: Receive) -> io::Result<(usize, Sender)> {
        self.take(how, |state| {
            let Datagram { bytes, sender, cut, .. } = state.pop()?;
            let whole = if cut { bytes.len() / 2 } else { bytes.len() };
            let fits = whole.min(buffer.len());
            buffer[..fits].copy_from_slice(&bytes[..fits]);
            // As if it had been longer than any buffer.
            let length = if cut { bytes.len().max(buffer.len() + 1) } else { bytes.len() };
            Some((length, sender))
        })
    }

    pub(super) fn peek(&self, how: Receive) -> io::Result<(usize, Sender)> {
        self.take(how, |state| {
            state.queue.front().map(|datagram| (datagram.bytes.len(), datagram.sender))
        })
    }

    /// Has `take` do something with what is queued, once it is due.
    fn take<R>(
        &self,
        how: Receive,
        mut take: impl FnMut(&mut State) -> Option<R>,
    ) -> io::Result<R> {
        loop {
            let mut state = self.lock();
            if core::mem::take(&mut state.overrun) {
                self.wake(&state);
                return Err(Errno::ENOBUFS.into());
            }
            let is_due = state.next_due().is_some_and(|due| due <= Instant::now());
            if let Some(taken) = is_due.then(|| take(&mut state)).flatten() {
                self.wake(&state);
                return Ok(taken);
            }
            drop(state);
            match how {
                Receive::Now => return Err(io::ErrorKind::WouldBlock.into()),
                Receive::Wait => uninterrupted(|| sys::wait(self.timer.as_fd(), None, None))?,
            };
        }
    }

    pub(super) fn join(&self, group: u32) {
        self.lock().groups.insert(group);
    }

    pub(super) fn leave(&self, group: u32) {
        self.lock().groups.remove(&group);
    }

    /// Whether it has joined one of these groups.
    pub(super) fn has_joined(&self, mut group: impl FnMut(u32) -> bool) -> bool {
        self.lock().groups.iter().any(|joined| group(*joined))
    }

    pub(super) fn buffer(&self) -> usize {
        self.lock().buffer
    }
}

impl State {
    /// When the first datagram can be received. One that is late holds up those behind it.
    fn next_due(&self) -> Option<Instant> {
        self.queue.front().map(|datagram| datagram.due)
    }

    fn pop(&mut self) -> Option<Datagram> {
        let datagram = self.queue.pop_front()?;
        self.taken = self.taken.saturating_sub(datagram.weight());
        self.congested &= !self.queue.is_empty();
        Some(datagram)
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox")
            .field("protocol", &self.protocol)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
