//! The documentation of generated code has no broken links, no bare addresses, no missing texts.

use std::path::Path;
use std::process::Command;

#[test]
fn the_documentation_of_all_families_has_no_warnings() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documentation");
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--quiet", "--no-deps", "--package", "netlink-families", "--features", "all"])
        .env("RUSTDOCFLAGS", "-D warnings -D rustdoc::broken_intra_doc_links -D rustdoc::bare_urls")
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Cargo runs this test");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let page = target.join("doc/netlink_families/rt_link/struct.LinkAttrs.html");
    let page = std::fs::read_to_string(page).expect("the page of a view");
    assert!(page.contains("ifname"), "it tells of the attributes");
}
