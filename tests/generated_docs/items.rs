//! Items in formatted code, found by what they are.

/// The one item of a generated file that `wanted` names, `struct Dev` or `impl Decode for Dev`
/// say: words of its head, without lifetimes and the runtime's path.
pub(crate) fn find(code: &str, wanted: &str) -> String {
    let items = items_of(&body(code));
    let matches = |item: &&String| is_named(&head(item), wanted);
    let found: Vec<_> = items.iter().filter(matches).collect();
    match found.as_slice() {
        [item] => item.trim_end().to_owned(),
        found => panic!("{} items are `{wanted}` in\n{code}", found.len()),
    }
}

/// The content of the file's module.
fn body(code: &str) -> String {
    let inside = code.split_once("pub mod demo {\n").expect("the file is a module").1;
    dedented(inside.trim_end().strip_suffix('}').expect("it ends"))
}

fn dedented(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect()
}

/// The items of a module and of the modules in it.
fn items_of(body: &str) -> Vec<String> {
    let mut items = Vec::new();
    let (mut item, mut open) = (String::new(), 0);
    for line in body.lines() {
        item.push_str(line);
        item.push('\n');
        open += brackets(line);
        if open > 0 || !line.ends_with(['}', ';']) {
            continue;
        }
        let item = core::mem::take(&mut item);
        if head(&item).starts_with("mod ") {
            let (_, content) = item.split_once("{\n").expect("it has a body");
            items.extend(items_of(&dedented(content.trim_end().trim_end_matches('}'))));
        } else {
            items.push(item);
        }
    }
    items
}

/// How many brackets a line of code opens more than it closes.
fn brackets(line: &str) -> i32 {
    let code = if line.trim_start().starts_with("//") { "" } else { line };
    let count = |set: [char; 3]| code.matches(set).count() as i32;
    count(['(', '[', '{']) - count([')', ']', '}'])
}

/// What an item starts with, without documentation and attributes, up to its body. For flags
/// the type in the macro's body.
fn head(item: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with(['/', '#']);
    let mut lines = item.lines().filter(is_code);
    let first = lines.next().unwrap_or_default();
    let head = match first.contains("! {") {
        true => format!("{first} {}", lines.next().unwrap_or_default()),
        false => first.to_owned(),
    };
    let mut depth = 0;
    let mut plain = String::new();
    for c in head.replace("->", "").replace("rt::", "").chars() {
        depth += i32::from(c == '<') - i32::from(c == '>');
        if depth == 0 && c != '>' {
            plain.push(if c.is_alphanumeric() || c == '_' || c == '!' { c } else { ' ' });
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_named(head: &str, wanted: &str) -> bool {
    format!(" {head} ").contains(&format!(" {wanted} "))
}
