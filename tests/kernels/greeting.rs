//! The greeting over protocol 31, of which the kernel made for tests has a side that sends
//! everything back.

use crate::hello::greet;
use crate::inside;

#[test]
fn the_client_answers_a_greeting_over_a_protocol_of_the_kernels_own() {
    if !inside() {
        return;
    }
    let test = std::env::current_exe().unwrap();
    // target/PROFILE/deps/TEST
    greet(&test.ancestors().nth(2).unwrap().join("examples"), &["31"]);
}
