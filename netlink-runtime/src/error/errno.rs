//! `errno` values as a type.

use core::fmt;
use std::io;

/// An error number, as the kernel answers it and system calls fail with it, `errno(3)`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Errno(
    /// The number, positive.
    pub i32,
);

macro_rules! errnos {
    ($($name:ident)*) => {
        impl Errno {
            $(
                #[doc = concat!("`", stringify!($name), "`, see `errno(3)`.")]
                pub const $name: Self = Self(libc::$name);
            )*
        }

        /// Every number that has a name.
        const NAMES: &[(i32, &str)] = &[$((libc::$name, stringify!($name)),)*];
    };
}

errnos! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT
    ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG
    ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP
    ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL
    ENOANO EBADRQC EBADSLT EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV
    ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD
    ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE
    EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT
    EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN
    ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY
    EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE
    ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL
    EHWPOISON
}

impl Errno {
    /// `ENOTSUPP`, which is the kernel's own and yet reaches user space from many drivers.
    pub const ENOTSUPP: Self = Self(524);

    /// The name, `EINVAL` say.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        if self == Self::ENOTSUPP {
            return Some("ENOTSUPP");
        }
        NAMES.iter().find(|(number, _)| *number == self.0).map(|(_, name)| *name)
    }

    /// What was asked for is not there: `ENOENT`, `ENODEV` (an interface), `ESRCH` (a route) or
    /// `EADDRNOTAVAIL` (an address).
    #[must_use]
    pub const fn is_not_found(self) -> bool {
        matches!(self, Self::ENOENT | Self::ENODEV | Self::ESRCH | Self::EADDRNOTAVAIL)
    }

    /// What was to be made is there already: `EEXIST`.
    #[must_use]
    pub const fn already_exists(self) -> bool {
        matches!(self, Self::EEXIST)
    }

    /// The process lacks the right: `EPERM` or `EACCES`.
    #[must_use]
    pub const fn is_permission_denied(self) -> bool {
        matches!(self, Self::EPERM | Self::EACCES)
    }

    /// The object is in use: `EBUSY`.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::EBUSY)
    }

    /// The request makes no sense to the kernel: `EINVAL`, or `ERANGE` for a value or a length
    /// out of bounds.
    #[must_use]
    pub const fn is_invalid(self) -> bool {
        matches!(self, Self::EINVAL | Self::ERANGE)
    }

    /// The kernel or the driver cannot do it: `EOPNOTSUPP`, `ENOTSUPP`, `EPROTONOSUPPORT` or
    /// `EAFNOSUPPORT`.
    #[must_use]
    pub const fn is_unsupported(self) -> bool {
        matches!(
            self,
            Self::EOPNOTSUPP | Self::ENOTSUPP | Self::EPROTONOSUPPORT | Self::EAFNOSUPPORT
        )
    }
}

/// `Invalid argument (EINVAL)`: the C library's text and the name.
impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(name) = self.name() else {
            return write!(f, "Unknown error {}", self.0);
        };
        if *self == Self::ENOTSUPP {
            return f.write_str("Operation not supported (ENOTSUPP)");
        }
        let text = io::Error::from_raw_os_error(self.0).to_string();
        let text = text.rsplit_once(" (os error").map_or(text.as_str(), |(text, _)| text);
        write!(f, "{text} ({name})")
    }
}

/// `EINVAL`, or `Errno(1234)` if the number has no name.
impl fmt::Debug for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "Errno({})", self.0),
        }
    }
}

impl From<Errno> for io::Error {
    fn from(errno: Errno) -> Self {
        Self::from_raw_os_error(errno.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_names_and_texts_of_the_c_library() {
        assert_eq!(Errno::EINVAL.to_string(), "Invalid argument (EINVAL)");
        assert_eq!(Errno::EOPNOTSUPP.to_string(), "Operation not supported (EOPNOTSUPP)");
        assert_eq!(Errno(524).to_string(), "Operation not supported (ENOTSUPP)");
        assert_eq!(Errno(9999).to_string(), "Unknown error 9999");
        assert_eq!(format!("{:?} {:?}", Errno::EPERM, Errno(9999)), "EPERM Errno(9999)");
    }

    #[test]
    fn a_missing_route_and_a_missing_link_are_both_not_found() {
        let not_found = [Errno::ESRCH, Errno::ENODEV, Errno::ENOENT, Errno::EADDRNOTAVAIL];
        assert!(not_found.into_iter().all(Errno::is_not_found));
        assert!(!Errno::EPERM.is_not_found());
        assert!(Errno::EPERM.is_permission_denied() && Errno(524).is_unsupported());
    }
}
