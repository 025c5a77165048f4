//! `routes`, in a network namespace of its own.

use serde_json::Value;

use super::ip::{index, json, set_up, text};
use super::{printed, run};
use crate::namespace::in_namespace;

const SET_UP: [&str; 5] = [
    "link set lo up",
    "link add one type veth peer name two",
    "link set one up",
    "link set two up",
    "address add 192.0.2.1/24 dev one",
];

/// The lines that are expected of a route that `ip -N` describes.
fn expected(route: &Value) -> String {
    let (dst, v6) = (text(route, "dst"), text(route, "dst").contains(':'));
    let dst = match dst {
        "default" => dst.to_owned(),
        prefix if prefix.contains('/') => prefix.to_owned(),
        host => format!("{host}/{}", if v6 { 128 } else { 32 }),
    };
    let types = ["unspec", "unicast", "local", "broadcast", "anycast", "multicast"];
    let kind = types[text(route, "type").parse::<usize>().expect("a number")];
    let mut lines = format!("{kind} {dst} table {}{}", text(route, "table"), way(route));
    if route["dev"].is_string() {
        lines += &format!(" dev {}", index(route, "dev"));
    }
    for hop in route["nexthops"].as_array().into_iter().flatten() {
        let weight = hop["weight"].as_u64().expect("a number");
        lines += &format!("\n  hops {}{} dev {}", weight - 1, way(hop), index(hop, "dev"));
    }
    lines
}

/// The tunnel and the gateway.
fn way(route: &Value) -> String {
    let encap = match text(route, "encap") {
        "" => String::new(),
        kind => format!(" encap {kind}"),
    };
    let via = route["gateway"].as_str().map(|gateway| format!(" via {gateway}"));
    encap + &via.unwrap_or_default()
}

/// The routes, each with the lines of its next hops, in alphabetical order.
fn routes(text: &str) -> Vec<String> {
    let mut routes: Vec<String> = Vec::new();
    for line in text.lines() {
        match routes.last_mut() {
            Some(route) if line.starts_with(' ') => *route += &format!("\n{line}"),
            _ => routes.push(line.to_owned()),
        }
    }
    routes.sort();
    routes
}

/// All that `ip` lists, of both families.
fn theirs() -> Vec<String> {
    let commands = ["-4 -N -details route show table all", "-6 -N -details route show table all"];
    let mut routes: Vec<_> =
        commands.iter().flat_map(|one| json(one)).map(|one| expected(&one)).collect();
    routes.sort();
    routes
}

#[test]
fn the_route_that_it_adds_is_the_one_that_ip_shows() {
    in_namespace(|| {
        if !set_up(&["link set lo up"]) {
            return;
        }
        let text = printed("routes", &[]);
        assert!(text.contains("unicast 198.51.100.0/24 table 254 dev 1\n"), "{text}");
        let added = json("-N route show 198.51.100.0/24");
        assert_eq!((&added[0]["dev"], added.len()), (&Value::from("lo"), 1));
        assert_eq!(routes(&text), theirs());
    });
}

#[test]
fn several_next_hops_are_listed_with_their_weights() {
    in_namespace(|| {
        let commands = [
            "route add 203.0.113.0/24 nexthop via 192.0.2.2 weight 3 nexthop dev two weight 1",
            "address add 2001:db8::1/64 dev one nodad",
            "-6 route add 2001:db8:1::/64 nexthop via 2001:db8::2 nexthop via 2001:db8::3 weight 9",
            "-6 route add default via 2001:db8::2 table 1000 metric 77",
        ];
        if !set_up(&SET_UP) || !set_up(&commands) {
            return;
        }
        let text = printed("routes", &[]);
        let (one, two) = (index_of("one"), index_of("two"));
        let hops = format!("  hops 2 via 192.0.2.2 dev {one}\n  hops 0 dev {two}\n");
        assert!(text.contains(&format!("unicast 203.0.113.0/24 table 254\n{hops}")), "{text}");
        assert!(text.contains(&format!("  hops 8 via 2001:db8::3 dev {one}\n")), "{text}");
        assert!(text.contains("unicast default table 1000 via 2001:db8::2 "), "{text}");
        assert_eq!(routes(&text), theirs());
    });
}

fn index_of(name: &str) -> u64 {
    index(&serde_json::json!({ "dev": name }), "dev")
}

#[test]
fn tunnels_of_routes_are_named() {
    in_namespace(|| {
        let commands = [
            "route add 203.0.113.0/24 nexthop encap ip id 8 dst 198.51.100.3 via 192.0.2.2 dev one \
             nexthop via 192.0.2.3 dev one",
            "-6 route add 2001:db8:1::/64 encap seg6 mode encap segs 2001:db8::9 dev one",
        ];
        if !set_up(&SET_UP) || !set_up(&commands) {
            return;
        }
        let text = printed("routes", &[]);
        assert!(text.contains("  hops 0 encap ip via 192.0.2.2 dev "), "{text}");
        assert!(text.contains("unicast 2001:db8:1::/64 table 254 encap seg6 dev "), "{text}");
        assert_eq!(routes(&text), theirs());
    });
}

#[test]
fn without_the_interface_up_the_kernel_says_why_not() {
    in_namespace(|| {
        let output = run("routes", &[]);
        assert_eq!(output.status.code(), Some(1));
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("ENETDOWN"), "{errors}");
    });
}
