//! What an NFS server needs around it: a port mapper that agrees to everything, and a client.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Once;
use std::thread;

use netlink_families::nfsd::{
    ListenerSet, ServerProto, Sock, ThreadsSet, Version, VersionGet, VersionSet,
};
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::List;

use crate::ip;

/// Port of the server.
pub(crate) const PORT: u16 = 2049;

/// Starts a server of NFS version 3 with two threads on 127.0.0.1, once.
pub(crate) fn start_server(netlink: &mut Netlink) {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        ip("link set lo up");
        let mapper = TcpListener::bind("127.0.0.1:111").unwrap();
        thread::spawn(move || {
            for client in mapper.incoming() {
                thread::spawn(move || agree(client.unwrap()));
            }
        });
        serve_version_3(netlink);
        listen(netlink);
        let threads = List::new(&[2]);
        netlink.request(&ThreadsSet { threads, ..ThreadsSet::default() }).unwrap();
    });
}

/// Switches all versions off but the third.
fn serve_version_3(netlink: &mut Netlink) {
    let served = netlink.request(&VersionGet::default()).unwrap().version.to_vec().unwrap();
    let only = |version: &Version<'_>| Version {
        major: version.major,
        minor: version.minor,
        enabled: version.major == Some(3),
        ..Version::default()
    };
    let versions: Vec<_> = served.iter().map(only).collect();
    let version = List::new(&versions);
    netlink.request(&VersionSet { version, ..VersionSet::default() }).unwrap();
    let served = netlink.request(&VersionGet::default()).unwrap();
    let enabled = |proto: &ServerProto<'_>| {
        let versions = proto.version.to_vec().unwrap();
        versions.iter().filter(|one| one.enabled).map(|one| one.major).collect::<Vec<_>>()
    };
    assert_eq!(enabled(&served), [Some(3)]);
}

/// The server's address, a `struct sockaddr_in` in the room of a `sockaddr_storage`.
pub(crate) fn address() -> Vec<u8> {
    let mut bytes = [&2u16.to_ne_bytes()[..], &PORT.to_be_bytes(), &[127, 0, 0, 1]].concat();
    bytes.resize(128, 0);
    bytes
}

fn listen(netlink: &mut Netlink) {
    let address = address();
    let transport_name = Some(BStr::new("tcp"));
    let sock = [Sock { addr: Some(&address), transport_name, ..Sock::default() }];
    let addr = List::new(&sock);
    netlink.request(&ListenerSet { addr, ..ListenerSet::default() }).unwrap();
}

/// Answers each call of a port mapper's client with "true".
fn agree(mut client: TcpStream) {
    while let Some(call) = record(&mut client) {
        let reply = [&call[..4], &words(&[1, 0, 0, 0, 0, 1])].concat();
        send_record(&mut client, &reply);
    }
}

/// Numbers as XDR has them.
pub(crate) fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// The next record that a connection gives, if it gives one.
pub(crate) fn record(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut bytes = vec![0; (u32::from_be_bytes(length) & 0x7fff_ffff) as usize];
    stream.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn send_record(stream: &mut TcpStream, bytes: &[u8]) {
    let length = 0x8000_0000 | bytes.len() as u32;
    stream.write_all(&[&length.to_be_bytes()[..], bytes].concat()).unwrap();
}

/// Calls a procedure of the server as this user; the answer is still to be read.
pub(crate) fn call(procedure: u32, xid: u32, user: u32, arguments: &[u8]) -> TcpStream {
    // The machine's name, the user, its group, and no more groups.
    let credentials = [words(&[1, 4]), b"test".to_vec(), words(&[user, 0, 0])].concat();
    let flavor = [words(&[1, credentials.len() as u32]), credentials].concat();
    call_with(procedure, xid, &flavor, arguments)
}

/// The same with these credentials.
pub(crate) fn call_with(
    procedure: u32,
    xid: u32,
    credentials: &[u8],
    arguments: &[u8],
) -> TcpStream {
    let head = words(&[xid, 0, 2, 100_003, 3, procedure]);
    let message = [&head, credentials, &words(&[0, 0]), arguments].concat();
    let mut stream = TcpStream::connect(("127.0.0.1", PORT)).unwrap();
    send_record(&mut stream, &message);
    stream
}
