//! A program that is sent to by its port id, as Open vSwitch does: a few lines that share no code
//! with us.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use netlink_runtime::MessageSet;
use netlink_runtime::wire::{GenericHeader, Messages};

/// Prints the port id of a socket of generic netlink, and then each datagram in hex.
const PROGRAM: &str = "
import socket
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
s.settimeout(10)
s.bind((0, 0))
print(s.getsockname()[0], flush=True)
while True: print(s.recv(1 << 20).hex(), flush=True)
";

/// A running listener.
pub(crate) struct Listener {
    program: Child,
    lines: BufReader<ChildStdout>,
    port: u32,
}

impl Listener {
    pub(crate) fn new() -> Self {
        let mut program = Command::new("python3")
            .args(["-c", PROGRAM])
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is installed");
        let mut lines = BufReader::new(program.stdout.take().expect("it is piped"));
        let port = line(&mut lines).trim().parse().expect("a port id");
        Self { program, lines, port }
    }

    /// The port id of its socket.
    pub(crate) fn port(&self) -> u32 {
        self.port
    }

    /// The only message of the next datagram.
    ///
    /// Panics if none comes in ten seconds.
    pub(crate) fn message(&mut self) -> Heard {
        let line = line(&mut self.lines);
        let byte = |at| u8::from_str_radix(&line[at..at + 2], 16).expect("digits");
        let datagram: Vec<u8> = (0..line.trim_end().len()).step_by(2).map(byte).collect();
        let mut messages = Messages::new(&datagram);
        let message = messages.next().expect("a message").expect("well-formed");
        assert!(messages.next().is_none(), "{datagram:02x?}");
        let (header, body) = GenericHeader::split(message.payload).expect("a generic header");
        let flags = message.header.flags;
        Heard { command: header.command.into(), flags, body: body.to_vec() }
    }
}

/// One line of what the program prints.
fn line(lines: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    lines.read_line(&mut line).expect("text");
    assert!(line.ends_with('\n'), "nothing was heard");
    line
}

impl Drop for Listener {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A message: what follows its netlink headers.
pub(crate) struct Heard {
    command: u16,
    flags: u16,
    pub(crate) body: Vec<u8>,
}

impl Heard {
    /// The message as one of a family's.
    pub(crate) fn decode<'a, M: MessageSet<'a>>(&'a self) -> M {
        M::decode(self.command, self.flags, &self.body).expect("well-formed")
    }
}
