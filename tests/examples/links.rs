//! `links`: what it prints of links of several kinds is what `ip` says of them.

use serde_json::Value;

use super::ip::{can_add, json, names, set_up, text};
use super::printed;
use crate::namespace::in_namespace;

/// Links to be made, each with its kind.
const LINKS: [(&str, &str); 4] = [
    ("link add br0 type bridge stp_state 1 ageing_time 12300 priority 4096", "bridge"),
    ("link add vx0 type vxlan id 42 dstport 4790 remote 192.0.2.9", "vxlan"),
    ("link add mv0 link one type macvlan mode vepa", "macvlan"),
    ("tuntap add tap0 mode tap", "tun"),
];

/// The line that is expected of a link that `ip` describes.
fn expected(link: &Value) -> String {
    let state = text(link, "operstate").to_lowercase();
    let mut line =
        format!("{}: {} mtu {} state {state}", link["ifindex"], text(link, "ifname"), link["mtu"]);
    line += &format!(" flags {}", flags(link).join(" | "));
    if let Some(address) = link["address"].as_str() {
        line += &format!(" address {address}");
    }
    let info = &link["linkinfo"];
    if let Some(kind) = info["info_kind"].as_str() {
        line += &format!(" kind {kind}{}", data(kind, &info["info_data"]));
    }
    let lower = link["link"].as_str().map(|_| super::ip::index(link, "link"));
    line + &lower.map(|lower| format!(" link {lower}")).unwrap_or_default()
}

/// The flags that `ip` tells, without those that it makes up.
fn flags(link: &Value) -> Vec<String> {
    let mut flags = names(&link["flags"]);
    flags.retain(|flag| !["no-carrier", "m-down"].contains(&flag.as_str()));
    for flag in &mut flags {
        *flag = match flag.as_str() {
            "pointopoint" => "point-to-point".to_owned(),
            "noarp" => "no-arp".to_owned(),
            other => other.replace('_', "-"),
        };
    }
    flags.sort();
    flags
}

fn data(kind: &str, data: &Value) -> String {
    let (id, port) = (&data["id"], &data["port"]);
    match kind {
        "bridge" => format!(
            " stp {} ageing {} priority {}",
            ["no", "kernel"][usize::from(data["stp_state"] == 1)],
            data["ageing_time"],
            data["priority"]
        ),
        "vxlan" => format!(" id {id} port {port} remote {}", text(data, "remote")),
        "macvlan" => format!(" mode {}", text(data, "mode")),
        "tun" => format!(" type {}", text(data, "type")),
        _ => String::new(),
    }
}

/// A line with its flags in alphabetical order, without `running`, which `ip` does not tell.
fn sorted(line: &str) -> String {
    let (head, rest) = line.split_once(" flags ").expect("flags");
    let (flags, tail) = match rest.find(" address ").or(rest.find(" kind ")) {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    let mut flags: Vec<_> = flags.split(" | ").filter(|flag| *flag != "running").collect();
    flags.sort_unstable();
    format!("{head} flags {}{tail}", flags.join(" | "))
}

#[test]
fn links_of_every_kind_are_printed_as_ip_knows_them() {
    in_namespace(|| {
        let pair = [
            "link add one type veth peer name two",
            "link set one up mtu 1400 address 02:00:00:00:00:01",
            "link set two up",
        ];
        if !set_up(&pair) {
            return;
        }
        let made = LINKS.iter().filter(|(link, kind)| can_add(link, kind)).count();
        let ours: Vec<_> = printed("links", &[]).lines().map(sorted).collect();
        assert_eq!(ours.len(), 3 + made, "lo, the pair, and the others: {ours:#?}");
        let theirs: Vec<_> = json("-details link").iter().map(expected).collect();
        assert_eq!(ours, theirs);
        assert!(
            ours.iter().any(|line| line.contains(": one mtu 1400 state up flags ")),
            "{ours:#?}"
        );
        assert!(ours.iter().any(|line| line.contains(" kind veth link ")), "{ours:#?}");
    });
}

#[test]
fn the_settings_of_each_kind_are_those_that_were_asked_for() {
    in_namespace(|| {
        if !set_up(&["link add one type veth peer name two"]) {
            return;
        }
        let made: Vec<_> = LINKS.iter().filter(|(link, kind)| can_add(link, kind)).collect();
        let text = printed("links", &[]);
        for (_, kind) in made {
            let end = match *kind {
                "bridge" => " kind bridge stp kernel ageing 12300 priority 4096\n",
                "vxlan" => " kind vxlan id 42 port 4790 remote 192.0.2.9\n",
                "macvlan" => " kind macvlan mode vepa link ",
                _ => " kind tun type tap\n",
            };
            assert!(text.contains(end), "{end:?} is not in {text}");
        }
    });
}
