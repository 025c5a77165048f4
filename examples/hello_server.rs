//! Greets whoever listens, over netlink but without the kernel's help, until somebody answers:
//! the other side of `hello_client`.
//!
//! `cargo run --example hello_server [-- PROTOCOL]`; another protocol than `NETLINK_USERSOCK` must
//! be known to the kernel.

#[path = "hello/messages.rs"]
mod messages;

use std::process::ExitCode;
use std::time::Duration;

use messages::{Answer, GROUP, Greeting};
use netlink_runtime::socket::Destination;
use netlink_runtime::{Error, SocketOptions};

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hello_server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), Error> {
    let mut socket = SocketOptions::new().credentials().open_peer(messages::protocol())?;
    println!("greeting group {GROUP} from port {}", socket.port());
    for before in 0.. {
        let greeting = Greeting { text: "hello, who is there?", before };
        socket.send(&greeting, Destination::group(GROUP))?;
        while let Some(message) = socket.receive_within(Duration::from_millis(100))? {
            // Other messages are not for us: a kernel that knows the protocol may echo ours.
            if let Some(answer) = message.get::<Answer<'_>>()? {
                let process = message.sender.credentials.map_or(0, |told| told.process);
                println!("process {process} answers: {}", answer.text);
                return Ok(());
            }
        }
    }
    Ok(())
}
