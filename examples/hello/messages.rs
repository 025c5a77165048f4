//! What the server and the client of the greetings say to each other.

use netlink_runtime::NetlinkMessage;

/// The multicast group that the greetings go to.
pub(crate) const GROUP: u32 = 1;

/// From the server to everybody who listens.
#[derive(NetlinkMessage, Debug)]
#[netlink(protocol = usersock, ty = 16)]
pub(crate) struct Greeting<'a> {
    #[netlink(id = 1)]
    pub(crate) text: &'a str,
    /// How often it was said before.
    #[netlink(id = 2)]
    pub(crate) before: u32,
}

/// From a client to the server.
#[derive(NetlinkMessage, Debug)]
#[netlink(protocol = usersock, ty = 17)]
pub(crate) struct Answer<'a> {
    #[netlink(id = 1)]
    pub(crate) text: &'a str,
}

/// The protocol: the first argument, or `NETLINK_USERSOCK`.
pub(crate) fn protocol() -> u16 {
    let argument = std::env::args().nth(1).and_then(|text| text.parse().ok());
    argument.unwrap_or(netlink_runtime::protocols::USERSOCK)
}
