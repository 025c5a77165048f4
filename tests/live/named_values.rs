//! Values of links, rules, routes and neighbours have the names that `ip` prints.

use std::collections::BTreeMap;

use netlink_families::rt_link::{
    GetlinkDump, Ifinfomsg, LinkinfoDataMsg, LinkinfoMemberDataMsg, Linkmode, Setlink,
};
use netlink_families::rt_neigh::GetneighDump;
use netlink_families::rt_route::GetrouteDump;
use netlink_families::rt_rule::GetruleDump;
use netlink_runtime::Netlink;
use serde_json::Value;

use crate::dumped::dumped_with_header;
use crate::namespace::in_namespace;
use crate::tool;

/// Runs `ip` with these commands; whether it is installed.
fn set_up(commands: &[&str]) -> bool {
    commands.iter().all(|command| tool::output(&format!("ip {command}")).is_some())
}

/// The things that `ip` shows.
fn shown(command: &str) -> Vec<Value> {
    let text = tool::output(&format!("ip -json -details {command}")).expect("ip is installed");
    serde_json::from_str(&text).expect("JSON")
}

/// The text that a member has, in small letters.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

/// Names of values by link and by what they are of.
type Names = BTreeMap<(String, &'static str), String>;

fn ours(netlink: &mut Netlink) -> Names {
    let mut names = Names::new();
    for link in dumped_with_header(netlink, &GetlinkDump::default()) {
        let link = link.get().unwrap();
        let name = link.ifname.unwrap().to_string();
        let mut say = |what, value: String| names.insert((name.clone(), what), value);
        say("operstate", link.operstate.unwrap().to_string());
        say("linkmode", link.linkmode.unwrap().to_string());
        let inet6 = link.af_spec.and_then(|all| all.get().unwrap().inet6);
        let mode = inet6.and_then(|inet6| inet6.get().unwrap().addr_gen_mode);
        say("inet6_addr_gen_mode", mode.map(|mode| mode.to_string()).unwrap_or_default());
        let Some(info) = link.linkinfo.map(|info| info.get().unwrap()) else { continue };
        match info.data.map(|data| data.get(info.kind).unwrap()) {
            Some(LinkinfoDataMsg::Macvlan(data)) => {
                say("mode", data.mode.unwrap().to_string());
            }
            Some(LinkinfoDataMsg::Vxlan(data)) => {
                say("df", data.df.unwrap().to_string());
            }
            _ => {}
        }
        let port = info.slave_data.map(|data| data.get(info.slave_kind).unwrap());
        if let Some(LinkinfoMemberDataMsg::Bridge(port)) = port {
            say("state", port.state.unwrap().to_string());
        }
    }
    names
}

fn theirs() -> Names {
    let mut names = Names::new();
    for link in shown("link show") {
        let name = text(&link["ifname"]);
        let mut say = |what, value: &Value| names.insert((name.clone(), what), text(value));
        for what in ["operstate", "linkmode", "inet6_addr_gen_mode"] {
            say(what, &link[what]);
        }
        let data = &link["linkinfo"]["info_data"];
        for what in ["mode", "df"] {
            if data[what].is_string() {
                say(what, &data[what]);
            }
        }
        if link["linkinfo"]["info_slave_kind"] == "bridge" {
            say("state", &link["linkinfo"]["info_slave_data"]["state"]);
        }
    }
    names
}

#[test]
fn states_and_modes_of_links_have_the_names_that_ip_prints() {
    in_namespace(|| {
        let commands = [
            "link set lo up",
            "link add br0 type bridge",
            "link add one type veth peer name two",
            "link set one master br0",
            "link set two up addrgenmode none",
            "link add mv0 link two type macvlan mode source macaddr add 02:00:00:00:00:07",
            "link add vx0 type vxlan id 42 dstport 4790 remote 192.0.2.9 dev two df set",
        ];
        if !set_up(&commands) {
            return;
        }
        let mut netlink = Netlink::new();
        let (ours_now, theirs_now) = (ours(&mut netlink), theirs());
        assert_eq!(ours_now, theirs_now);
        let name = |link: &str, what| ours_now[&(link.to_owned(), what)].as_str();
        let found = [name("mv0", "mode"), name("vx0", "df"), name("one", "state")];
        assert_eq!(found, ["source", "set", "disabled"]);
        assert_eq!(name("two", "inet6_addr_gen_mode"), "none");
        assert_eq!(name("lo", "operstate"), "unknown");
    });
}

#[test]
fn a_mode_is_set_by_its_name() {
    in_namespace(|| {
        if !set_up(&["link add one type veth peer name two"]) {
            return;
        }
        let index = shown("link show one")[0]["ifindex"].as_i64().unwrap();
        let header = Ifinfomsg::of(index.try_into().unwrap());
        let linkmode = Some(Linkmode::Dormant);
        Netlink::new().request(&Setlink { header, linkmode, ..Setlink::default() }).unwrap();
        assert_eq!(shown("link show one")[0]["linkmode"], "DORMANT");
    });
}

#[test]
fn makers_of_rules_and_neighbours_and_preferences_of_routes_have_the_names_that_ip_prints() {
    in_namespace(|| {
        let commands = [
            "link add one type veth peer name two",
            "link set one up",
            "link set two up",
            "rule add from 192.0.2.0/24 lookup 1000 protocol bgp",
            "neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 dev two protocol zebra",
            "-6 route add 2001:db8::/64 dev one pref high",
        ];
        if !set_up(&commands) {
            return;
        }
        let mut netlink = Netlink::new();
        let rules = dumped_with_header(&mut netlink, &GetruleDump::default());
        let rules = rules.iter().map(|rule| rule.get().unwrap());
        let ours: Vec<_> = rules.filter(|rule| rule.header.family == 2).collect();
        let ours: Vec<_> = ours.iter().map(|rule| rule.protocol.unwrap().to_string()).collect();
        let theirs: Vec<_> = shown("rule show").iter().map(|one| text(&one["protocol"])).collect();
        assert_eq!(ours, theirs);
        assert!(ours.iter().any(|protocol| protocol == "bgp"), "{ours:?}");

        let neighbours = dumped_with_header(&mut netlink, &GetneighDump::default());
        let mut makers = neighbours.iter().filter_map(|one| one.get().unwrap().protocol);
        assert_eq!(makers.next().map(|maker| maker.to_string()).as_deref(), Some("zebra"));

        let routes = dumped_with_header(&mut netlink, &GetrouteDump::default());
        let preferences = routes.iter().filter_map(|route| route.get().unwrap().pref);
        let high = preferences.filter(|preference| preference.to_string() == "high").count();
        let theirs = shown("-6 route show table all");
        assert_eq!(high, theirs.iter().filter(|route| route["pref"] == "high").count());
        assert_eq!(high, 1);
    });
}
