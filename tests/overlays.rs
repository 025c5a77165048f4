//! A family with an overlay, through the macro.

use netlink_runtime::bstr::ByteSlice;
use netlink_runtime::payload::Encode;
use netlink_runtime::wire::Writer;

netlink_runtime::netlink_family!(
    mod nltest = "tests/specs/nltest.yaml",
    overlay = "tests/specs/nltest-secrets.yaml",
    errata = false,
);

#[test]
fn what_an_overlay_adds_is_sent_and_what_it_marks_secret_is_not_shown() {
    let key = b"a key that nobody shall read";
    let echo = nltest::Echo {
        a_u8: Some(7),
        a_binary: Some(key),
        a_more: Some(300),
        ..Default::default()
    };
    let shown = format!("{echo:?}");
    assert!(shown.contains("a-u8: 7") && shown.contains("a-more: 300"), "{shown}");
    assert!(!shown.contains("a key") && !shown.contains(&format!("{:x}", key[0])), "{shown}");

    let mut writer = Writer::new();
    echo.encode(&mut writer);
    let bytes = writer.take_bytes();
    assert!(bytes.contains_str(key), "it is sent");
    assert!(bytes.windows(6).any(|it| it == [6, 0, 99, 0, 44, 1]), "{bytes:?}");
}
