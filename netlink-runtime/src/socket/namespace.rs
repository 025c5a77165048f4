//! Sockets in other network namespaces.

use std::fmt;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use crate::error::{Errno, Error};
use crate::sys;

/// A network namespace to open sockets in, network_namespaces(7). It exists as long as this does,
/// whatever becomes of its processes and names.
///
/// To open a socket in it takes `CAP_SYS_ADMIN`, in the process's own user namespace and in that of
/// the network namespace. The calling thread stays where it is: a thread made for that enters
/// the namespace, opens the socket and ends. The socket is in the namespace from then on.
///
/// ```no_run
/// use netlink_runtime::{Namespace, Netlink};
///
/// let inside = Namespace::named("blue")?;
/// let mut netlink = Netlink::in_namespace(&inside);
/// # Ok::<(), netlink_runtime::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Namespace {
    fd: Arc<OwnedFd>,
    name: Arc<str>,
}

impl Namespace {
    /// The namespace that a file stands for: `/proc/PID/ns/net`, or where one was mounted.
    ///
    /// # Errors
    /// [`Error::Namespace`] if the file cannot be opened. That it is no network namespace shows
    /// when a socket is to be opened in it (`EINVAL`).
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => Ok(Self { fd: Arc::new(file.into()), name: name.into() }),
            Err(source) => Err(Error::Namespace { namespace: name, call: "open", source }),
        }
    }

    /// The namespace that ip-netns(8) lists by this name, `/run/netns/NAME`.
    ///
    /// # Errors
    /// As [`open`](Self::open); `EINVAL` for what is no name of a file.
    pub fn named(name: &str) -> Result<Self, Error> {
        if name.is_empty() || name == "." || name == ".." || name.contains(['/', '\0']) {
            let (namespace, source) = (format!("{name:?}"), Errno::EINVAL.into());
            return Err(Error::Namespace { namespace, call: "open", source });
        }
        Self::open(Path::new("/run/netns").join(name))
    }

    /// The namespace that a process is in, by its id.
    ///
    /// # Errors
    /// As [`open`](Self::open): `ENOENT` if there is no such process, `EACCES` if it is somebody
    /// else's.
    pub fn of_process(process: u32) -> Result<Self, Error> {
        Self::open(format!("/proc/{process}/ns/net"))
    }

    /// The namespace that the calling thread is in.
    ///
    /// # Errors
    /// As [`open`](Self::open), where `/proc` is not mounted.
    pub fn current() -> Result<Self, Error> {
        Self::open("/proc/thread-self/ns/net")
    }

    /// Opens a socket in the namespace.
    pub(super) fn open_socket(&self, protocol: u16) -> Result<OwnedFd, Error> {
        let namespace = self.fd.clone();
        let inside = move || {
            sys::enter_network_namespace(namespace.as_fd()).map_err(|error| ("setns", error))?;
            sys::open(protocol).map_err(|error| ("socket", error))
        };
        let thread = thread::Builder::new().name("netlink-netns".into()).spawn(inside);
        let thread = thread.map_err(|source| self.failed("clone", source))?;
        match thread.join() {
            Ok(Ok(fd)) => Ok(fd),
            Ok(Err(("socket", source))) => {
                Err(Error::Io { operation: None, call: "socket", source })
            }
            Ok(Err((call, source))) => Err(self.failed(call, source)),
            Err(_) => Err(self.failed("clone", io::Error::other("the thread panicked"))),
        }
    }

    fn failed(&self, call: &'static str, source: io::Error) -> Error {
        Error::Namespace { namespace: self.name.to_string(), call, source }
    }
}

/// A descriptor of a file as in [`open`](Namespace::open), or of a process (`pidfd_open(2)`, since
/// Linux 5.8).
impl From<OwnedFd> for Namespace {
    fn from(fd: OwnedFd) -> Self {
        let name = format!("of descriptor {}", fd.as_raw_fd());
        Self { fd: Arc::new(fd), name: name.into() }
    }
}

impl AsFd for Namespace {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// The path or the descriptor.
impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
