//! Tests as somebody who has all rights to a network, and none to the machine.

use crate::namespace::unshared;

/// Runs `body` as the root of a new user namespace: it may configure the network there, but has
/// no rights to what `CAP_NET_ADMIN` of the whole machine is asked for.
pub(crate) fn as_root_of_user_namespace<F: FnOnce()>(body: F) {
    unshared(&[&["-r", "-n"]], body);
}
