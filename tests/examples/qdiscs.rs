//! `qdiscs`: what it prints is what `tc` says, and the shaper that it makes shapes.

use std::net::UdpSocket;

use serde_json::Value;

use super::ip::{index, set_up, text};
use super::printed;
use crate::namespace::{in_namespace, skip};
use crate::tool;

/// Bytes a second: so few that nothing leaves the queue while the test looks at it.
const RATE: &str = "100";

/// Qdiscs of several kinds, on a link that carries nothing.
const QDISCS: [&str; 5] = [
    "qdisc add dev one root handle 1: htb default 30",
    "class add dev one parent 1: classid 1:30 htb rate 1mbit",
    "qdisc add dev one parent 1:30 handle 7: bfifo limit 30000",
    "qdisc add dev one ingress",
    "qdisc add dev two root handle 8: pfifo_fast",
];

/// What `tc` says as JSON; `None` if there is no `tc`.
fn tc() -> Option<Vec<Value>> {
    let text = tool::output("tc -s -j qdisc")?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

/// Whether `tc` can do this; if the kernel cannot, says so.
fn can(command: &str) -> bool {
    let Some(output) = tool::run(&format!("tc {command}")) else { return false };
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        skip(&format!("tc {command}: {}", errors.trim()));
    }
    output.status.success()
}

/// Brings `lo` up, if shapers can be made on it.
fn set_up_lo() -> bool {
    set_up(&["link set lo up"])
        && can("qdisc add dev lo root tbf rate 1mbit burst 4k limit 8k")
        && can("qdisc del dev lo root")
}

/// A handle such as `1:30`, in hexadecimal digits.
fn handle(text: &str) -> String {
    let (major, minor) = text.split_once(':').expect("major and minor");
    let part = |digits| u32::from_str_radix(digits, 16).unwrap_or(0);
    format!("{:x}", part(major) << 16 | part(minor))
}

/// The line that is expected of a qdisc that `tc` describes.
fn expected(qdisc: &Value) -> String {
    let parent = qdisc["parent"].as_str().map_or("ffffffff".to_owned(), handle);
    let mut line = format!("{}: {}", index(qdisc, "dev"), text(qdisc, "kind"));
    line += &format!(" {} on {parent}", handle(text(qdisc, "handle")));
    for counter in ["bytes", "packets", "drops", "overlimits", "backlog", "qlen"] {
        line += &format!(" {counter} {}", qdisc[counter]);
    }
    line + &options(text(qdisc, "kind"), &qdisc["options"])
}

fn options(kind: &str, options: &Value) -> String {
    match kind {
        "tbf" => tbf(options),
        "htb" => {
            let default = text(options, "default").trim_start_matches("0x");
            format!(" r2q {} default {default}", options["r2q"])
        }
        "bfifo" => format!(" limit {}", options["limit"]),
        "pfifo_fast" => format!(" bands {}", options["bands"]),
        _ => String::new(),
    }
}

/// `tc` tells the times that the buffer and the queue last at the rate, in microseconds.
fn tbf(options: &Value) -> String {
    let number = |name: &str| options[name].as_u64().expect("a number");
    let (rate, burst, latency) = (number("rate"), number("burst"), number("lat"));
    let buffer = burst * 1_000_000 / rate;
    let limit = (latency + buffer) * rate / 1_000_000;
    format!(" rate {rate} limit {limit} buffer {} ticks", buffer * 1000 / 64)
}

/// Sends 12 datagrams, of 8,142 bytes each with headers, from `lo` to itself.
fn send() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    for _ in 0..12 {
        assert_eq!(socket.send_to(&[7; 8100], address).unwrap(), 8100);
    }
}

#[test]
fn a_shaper_and_qdiscs_of_other_kinds_are_printed_as_tc_knows_them() {
    in_namespace(|| {
        if !set_up_lo() || !set_up(&["link add one type veth peer name two"]) {
            return;
        }
        let others = QDISCS.iter().filter(|command| can(command)).count();
        let made = printed("qdiscs", &[RATE]);
        assert!(made.starts_with("1: tbf 10000 on ffffffff bytes 0 packets 0 "), "{made}");
        send();
        let text = printed("qdiscs", &[]);
        let ours: Vec<_> = text.lines().collect();
        let theirs: Vec<_> = tc().expect("tc was there").iter().map(expected).collect();
        assert_eq!(ours, theirs);
        assert!(ours.len() >= others, "one is a class, and the shaper is there too: {text}");
    });
}

#[test]
fn a_shaper_lets_its_burst_pass_queues_up_to_its_limit_and_drops_the_rest() {
    in_namespace(|| {
        if !set_up_lo() {
            return;
        }
        let made = printed("qdiscs", &[RATE]);
        assert!(made.ends_with(" rate 100 limit 65536 buffer 2560000000 ticks\n"), "{made}");
        send();
        let text = printed("qdiscs", &[]);
        assert!(text.contains(" bytes 16284 packets 2 drops 2 "), "{text}");
        assert!(text.contains(" backlog 65136 qlen 8 "), "{text}");
    });
}
