//! The greeting over `NETLINK_USERSOCK`.

use super::path;
use crate::hello::greet;
use crate::namespace::in_namespace;

#[test]
fn the_client_answers_the_servers_greeting_and_each_knows_the_other() {
    in_namespace(|| greet(path("hello_client").parent().unwrap(), &[]));
}
