//! What the derive macros say to mistakes, and what they take.

#[test]
fn mistakes_are_told_where_they_are_and_all_at_once() {
    let tests = trybuild::TestCases::new();
    for subject in
        ["ids", "types", "lifetimes", "shape", "words", "sub_messages", "limits", "family", "yaml"]
    {
        tests.compile_fail(format!("tests/ui/{subject}/*.rs"));
    }
}

#[test]
fn derived_code_depends_on_no_name_of_its_users() {
    trybuild::TestCases::new().pass("tests/ui/pass/*.rs");
}
