//! Waits for a greeting of `hello_server` and answers it, if it comes from root.
//!
//! `cargo run --example hello_client [-- PROTOCOL]`, with `CAP_NET_ADMIN`, which joining a group
//! takes.

#[path = "hello/messages.rs"]
mod messages;

use std::os::fd::AsFd;
use std::process::ExitCode;
use std::time::Duration;

use messages::{Answer, GROUP, Greeting};
use netlink_runtime::socket::{PeerMessage, poll};
use netlink_runtime::{PeerSocket, SocketOptions};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match answer_one() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hello_client: {error}");
            ExitCode::FAILURE
        }
    }
}

fn answer_one() -> Result<()> {
    let mut socket = SocketOptions::new().credentials().open_peer(messages::protocol())?;
    socket.join(GROUP)?;
    loop {
        // Any event loop can wait for the descriptor, together with others.
        poll(&[socket.as_fd()], None)?;
        if greeted(&mut socket)? {
            return Ok(());
        }
    }
}

/// Goes through what has come; whether a greeting was answered.
fn greeted(socket: &mut PeerSocket) -> Result<bool> {
    while let Some(message) = socket.receive_within(Duration::ZERO)? {
        let Some(greeting) = message.get::<Greeting<'_>>()? else { continue };
        if !is_from_root(&message) {
            eprintln!("port {} is not root's, ignored", message.sender.port);
            continue;
        }
        println!("greeted by port {}: {greeting:?}", message.sender.port);
        let to = message.reply_to();
        socket.send(&Answer { text: "a client" }, to)?;
        return Ok(true);
    }
    Ok(false)
}

fn is_from_root(message: &PeerMessage<'_>) -> bool {
    message.sender.credentials.is_some_and(|told| told.user == 0)
}
