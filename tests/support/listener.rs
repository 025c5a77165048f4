//! What a kernel sends unasked: a program of a few lines receives it, and shares no code with us.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use netlink_runtime::MessageSet;
use netlink_runtime::wire::{GenericHeader, Messages};

/// Prints the port id of a socket of the protocol, in the groups, and then each datagram in hex.
const PROGRAM: &str = "
import socket, sys
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, int(sys.argv[1]))
s.settimeout(10)
s.bind((0, 0))
for group in sys.argv[2:]: s.setsockopt(270, 1, int(group))
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
    /// Listens to groups of a protocol, or to what is sent to the port alone.
    pub(crate) fn new(protocol: u16, groups: &[u32]) -> Self {
        let numbers = groups.iter().map(u32::to_string);
        let mut program = Command::new("python3")
            .args(["-c", PROGRAM, &protocol.to_string()])
            .args(numbers)
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

    /// The next datagram.
    ///
    /// Panics if none comes in ten seconds.
    pub(crate) fn datagram(&mut self) -> Vec<u8> {
        let line = line(&mut self.lines);
        let byte = |at| u8::from_str_radix(&line[at..at + 2], 16).expect("digits");
        (0..line.trim_end().len()).step_by(2).map(byte).collect()
    }

    /// The only message of the next datagram.
    pub(crate) fn message(&mut self) -> Heard {
        let datagram = self.datagram();
        let mut messages = Messages::new(&datagram);
        let message = messages.next().expect("a message").expect("well-formed");
        assert!(messages.next().is_none(), "{datagram:02x?}");
        let header = message.header;
        Heard { command: header.kind, flags: header.flags, body: message.payload.to_vec() }
    }

    /// The same of generic netlink, whose header is left out.
    pub(crate) fn generic(&mut self) -> Heard {
        let heard = self.message();
        let (header, body) = GenericHeader::split(&heard.body).expect("a generic header");
        Heard { command: header.command.into(), flags: heard.flags, body: body.to_vec() }
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
    /// The command, or the message type.
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
