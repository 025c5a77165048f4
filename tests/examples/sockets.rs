//! `sockets`, in a network namespace of its own.

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use super::ip::set_up;
use super::printed;
use crate::namespace::in_namespace;
use crate::tool;

/// The lines that are expected of what `ss` prints.
fn theirs() -> Option<Vec<String>> {
    let text = tool::output("ss --tcp --all --numeric --no-header")?;
    let line = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [state, received, sent, own, peer, ..] = words[..] else { panic!("{line}") };
        let state = match state {
            "ESTAB" => "established".to_owned(),
            other => other.to_lowercase(),
        };
        let peer = peer.replace(":*", ":0");
        format!("{state} {received} {sent} {own} {peer} uid 0")
    };
    let mut lines: Vec<_> = text.lines().map(line).collect();
    lines.sort();
    Some(lines)
}

#[test]
fn the_sockets_are_those_that_ss_lists() {
    in_namespace(|| {
        if !set_up(&["link set lo up"]) {
            return;
        }
        let four = TcpListener::bind("127.0.0.1:4040").unwrap();
        let _six = TcpListener::bind("[::1]:4060").unwrap();
        let mut client = TcpStream::connect("127.0.0.1:4040").unwrap();
        let (_server, _) = four.accept().unwrap();
        client.write_all(b"unread").unwrap();
        let Some(theirs) = theirs() else { return };
        let text = printed("sockets", &[]);
        let mut ours: Vec<_> = text.lines().collect();
        ours.sort_unstable();
        assert_eq!(ours, theirs);
        let port = client.local_addr().unwrap().port();
        let unread = format!("established 6 0 127.0.0.1:4040 127.0.0.1:{port} uid 0");
        assert!(ours.contains(&unread.as_str()), "{text}");
        assert!(ours.contains(&"listen 0 128 [::1]:4060 [::]:0 uid 0"), "{text}");
    });
}
