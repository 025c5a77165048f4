//! The Rust on the page `docs/generated_code.md` is what the compiler makes of the YAML above it.
//!
//! `BLESS=1 cargo test --test generated_docs` writes the Rust anew. A comment above each block
//! names the items that are shown.

#[path = "generated_docs/items.rs"]
mod items;
#[path = "generated_docs/page.rs"]
mod page;

use std::path::{Path, PathBuf};
use std::{env, fs};

use page::{Part, parts};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/generated_code.md")
}

/// Compiles a piece of a spec to a formatted module.
fn compile(piece: &str, number: usize) -> String {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("generated_docs_{number}"));
    fs::create_dir_all(&directory).expect("the directory can be made");
    let spec = directory.join("demo.yaml");
    fs::write(&spec, whole_spec(piece)).expect("the spec can be written");
    let config = netlink_codegen::Config::new().out_dir(&directory).spec(spec);
    let files = config.try_compile().unwrap_or_else(|error| panic!("{piece}\n{error}"));
    fs::read_to_string(&files[0]).expect("the compiler wrote it")
}

/// The piece with what every spec needs.
fn whole_spec(piece: &str) -> String {
    let operations =
        if piece.contains("\noperations:") { "" } else { "operations: { list: [] }\n" };
    format!("name: demo\nprotocol: genetlink-legacy\ndoc: A family.\n{piece}{operations}")
}

/// The page with the Rust that the compiler makes today.
fn renewed(page: &str) -> String {
    let mut code = String::new();
    let mut text = String::new();
    for (number, part) in parts(page).into_iter().enumerate() {
        match part {
            Part::Text(lines) => text.push_str(&lines),
            Part::Yaml(piece) => {
                code = compile(&piece, number);
                text.push_str(&format!("```yaml\n{piece}```\n"));
            }
            Part::Rust { items, .. } => {
                let shown: Vec<_> = items.iter().map(|item| items::find(&code, item)).collect();
                let marker = items.join("; ");
                let shown = shown.join("\n\n");
                text.push_str(&format!("<!-- items: {marker} -->\n```rust\n{shown}\n```\n"));
            }
        }
    }
    text
}

#[test]
fn the_page_shows_what_the_compiler_makes() {
    let page = fs::read_to_string(path()).expect("the page is there");
    let renewed = renewed(&page);
    if env::var_os("BLESS").is_some() {
        return fs::write(path(), renewed).expect("the page can be written");
    }
    let differs = page.lines().zip(renewed.lines()).position(|(page, new)| page != new);
    let line = differs.unwrap_or_else(|| page.lines().count().min(renewed.lines().count()));
    let now = renewed.lines().nth(line).unwrap_or_default();
    assert!(
        page == renewed,
        "docs/generated_code.md:{}: the compiler now writes\n{now}\n`BLESS=1 cargo test --test \
         generated_docs` renews the page",
        line + 1,
    );
}

/// A page without blocks would agree with any compiler.
#[test]
fn the_page_shows_seven_constructs() {
    let page = fs::read_to_string(path()).expect("the page is there");
    let parts = parts(&page);
    let rust = |part: &&Part| matches!(part, Part::Rust { code, .. } if code.contains("struct"));
    assert_eq!(parts.iter().filter(rust).count(), 7);
    assert_eq!(parts.iter().filter(|part| matches!(part, Part::Yaml(_))).count(), 7);
}
