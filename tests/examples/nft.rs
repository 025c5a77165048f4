//! `nft`, in a network namespace of its own.

use serde_json::Value;

use super::{printed, run};
use crate::namespace::in_namespace;
use crate::tool;

/// What `nft` lists, by the kind of object.
fn listed(kind: &str) -> Option<Vec<Value>> {
    let text = tool::output("nft -j list ruleset")?;
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let objects = all["nftables"].as_array().expect("a list").iter();
    Some(objects.filter_map(|object| object.get(kind).cloned()).collect())
}

#[test]
fn the_table_that_it_makes_is_the_one_that_nft_lists() {
    in_namespace(|| {
        let text = printed("nft", &[]);
        let Some(chains) = listed("chain") else { return };
        let chain = &chains[0];
        let found = ["family", "table", "name", "type", "hook"].map(|key| chain[key].as_str());
        assert_eq!(found, ["ip", "example", "leaving", "nat", "postrouting"].map(Some));
        assert_eq!((chains.len(), &chain["prio"]), (1, &Value::from(100)));

        let rules = listed("rule").unwrap();
        let expressions = rules[0]["expr"].as_array().unwrap();
        let names: Vec<_> = expressions
            .iter()
            .flat_map(|it| it.as_object().unwrap().keys().map(String::as_str))
            .collect();
        assert_eq!((rules.len(), names), (1, vec!["counter", "masquerade"]));
        let handle = &rules[0]["handle"];
        assert_eq!(text, format!("example leaving rule {handle}: counter masq\n"));
    });
}

#[test]
fn without_the_right_to_it_the_kernel_says_so() {
    if tool::run("setpriv --version").is_none() {
        return;
    }
    in_namespace(|| {
        let path = super::path("nft");
        let nobody = format!("setpriv --reuid 65534 --clear-groups {}", path.display());
        let Some(output) = tool::run(&nobody) else { return };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains("(EPERM)"), "{errors}");
        assert_eq!(run("nft", &[]).status.code(), Some(0), "root may");
    });
}
