//! Asks the kernel for a generic netlink family by name, with types from a spec of our own.
//!
//! `cargo run -p own-family -- ethtool`

use std::process::ExitCode;

use netlink_runtime::bstr::BStr;
use netlink_runtime::{Error, Netlink};
use nlctrl::Find;

netlink_runtime::include_family!("nlctrl");

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_else(|| "nlctrl".to_owned());
    match describe(&name) {
        Ok(text) => println!("{text}"),
        Err(error) => {
            eprintln!("own-family: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// A line about the family of that name.
fn describe(name: &str) -> Result<String, Error> {
    let mut netlink = Netlink::new();
    let request = Find { name: Some(BStr::new(name)), ..Find::default() };
    let family = netlink.request(&request)?;
    let operations = family.operations.unwrap_or_default().to_vec()?.len();
    let id = family.id.unwrap_or_default();
    Ok(format!("{name} has the id {id:#x} and {operations} operations"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_controller_itself_is_found_under_its_fixed_id() {
        let text = describe("nlctrl").unwrap();
        assert!(text.starts_with("nlctrl has the id 0x10 and "), "{text}");
    }

    #[test]
    fn a_family_that_nobody_has_is_an_error_that_names_the_operation() {
        let error = describe("no-such-family").unwrap_err();
        assert!(error.to_string().starts_with("nlctrl find: "), "{error}");
        assert!(error.kernel().is_some_and(|error| error.errno().is_not_found()));
    }
}
