//! What is asked of the family `handshake`.

use netlink_families::handshake::{
    AcceptRequest, Auth, DoneRequest, HandlerClass, MsgType, Notification,
};
use netlink_runtime::{Errno, Netlink};

use crate::heard::heard;
use crate::{inside, rpc, whole};

#[test]
fn a_server_has_the_tls_handshake_of_its_client_done_by_who_accepts_it() {
    if !inside() {
        return;
    }
    let mut netlink = Netlink::new();
    let handler_class = Some(HandlerClass::Tlshd);
    let accept = AcceptRequest { handler_class, ..AcceptRequest::default() };
    let none = netlink.request(&accept).unwrap_err();
    assert_eq!(none.errno(), Some(Errno::EAGAIN), "{none}");

    rpc::start_server(&mut netlink);
    let mut events = netlink.events::<Notification>(&["tlshd"]).unwrap();
    // `AUTH_TLS` with the null procedure asks for TLS.
    let mut client = rpc::call_with(0, 9, &rpc::words(&[7, 0]), &[]);
    let Notification::Ready(ready) = heard(&mut events) else { panic!("nothing is ready") };
    assert_eq!(ready.handler_class, handler_class);
    let answer = rpc::record(&mut client).expect("the server agrees");
    assert!(answer.ends_with(b"STARTTLS\0\0\0\0"), "{answer:?}");

    let accepted = whole::asked(&mut netlink, &accept);
    let accepted = accepted.get().unwrap();
    assert_eq!(accepted.message_type, Some(MsgType::Serverhello));
    assert_eq!(accepted.auth_mode, Some(Auth::X509));
    let sockfd = accepted.sockfd;
    assert!(sockfd.is_some_and(|fd| fd > 2), "{accepted:?}");

    let done =
        DoneRequest { status: Some(Errno::EACCES.0 as u32), sockfd, ..DoneRequest::default() };
    netlink.request(&done).unwrap();
    let unknown = DoneRequest { sockfd: Some(999), ..done };
    let error = netlink.request(&unknown).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EBADF), "{error}");
}
