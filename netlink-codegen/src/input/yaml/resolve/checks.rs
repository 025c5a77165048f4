//! `checks` of an attribute.

use super::{
    super::{
        model::{Checks, ScalarKind},
        node::Node,
        problem::Problems,
        words::*,
    },
    attributes::number_kind,
    definitions::Definitions,
    properties::Properties,
};

/// Resolves the checks. The subset's replace the parent's as a whole; the parent's count as far as they go with the
/// type.
pub(super) fn checks(
    it: Properties<'_>,
    definitions: &Definitions<'_>,
    problems: &mut Problems,
) -> Checks {
    let Some(node) = it.get(CHECKS) else {
        return Checks::default();
    };
    let goes = |key: &str| goes_with(key, it.ty);
    if it.is_own(CHECKS) {
        for entry in node.entries().iter().filter(|entry| !goes(&entry.key)) {
            let message = format!("check `{}` has no meaning for type `{}`", entry.key, it.ty);
            problems.add(&entry.at, message).help(which(&entry.key));
        }
    }
    let get = |key| node.get(key).filter(|_| goes(key));
    let mut length = |key| definitions.length(get(key)?, problems);
    let (min_len, max_len, exact_len) = (length(MIN_LEN), length(MAX_LEN), length(EXACT_LEN));
    let mut limit = |key| value_limit(get(key)?, number_kind(it.ty)?, definitions, problems);
    let (min, max) = (limit(MIN), limit(MAX));
    ordered(node, (MIN, min), (MAX, max), problems);
    ordered(node, (MIN_LEN, min_len.map(i128::from)), (MAX_LEN, max_len.map(i128::from)), problems);
    Checks {
        min,
        max,
        min_len,
        max_len,
        exact_len,
        flags_mask: get(FLAGS_MASK).and_then(|node| definitions.find_enum(node, problems)),
        unterminated_ok: goes(UNTERMINATED_OK) && node.is_true(UNTERMINATED_OK),
    }
}

fn goes_with(key: &str, ty: &str) -> bool {
    let number = number_kind(ty);
    match key {
        MIN | MAX => number.is_some(),
        FLAGS_MASK => number.is_some_and(|kind| !kind.is_signed()),
        UNTERMINATED_OK => ty == "string",
        EXACT_LEN => matches!(ty, "string" | "binary" | "indexed-array"),
        _ => matches!(ty, "string" | "binary"),
    }
}

fn which(key: &str) -> &'static str {
    match key {
        MIN | MAX => "it goes with numbers",
        FLAGS_MASK => "it goes with unsigned numbers",
        UNTERMINATED_OK => "it goes with `string`",
        EXACT_LEN => "it goes with `string`, `binary` and `indexed-array`",
        _ => "it goes with `string` and `binary`",
    }
}

/// A limit, which must be a value of the attribute's type.
fn value_limit(
    node: &Node,
    kind: ScalarKind,
    definitions: &Definitions<'_>,
    problems: &mut Problems,
) -> Option<i128> {
    let number = definitions.limit(node, problems)?;
    let bits = kind.size().unwrap_or(8) * 8;
    let (least, greatest) = if kind.is_signed() {
        (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    } else {
        (0, (1_i128 << bits) - 1)
    };
    if !(least..=greatest).contains(&number) {
        let help = format!("the type holds {least} to {greatest}");
        problems
            .add(&node.path, format!("{number} is no value of this attribute's type"))
            .help(help);
        return None;
    }
    Some(number)
}

/// Reports a least that is above the greatest.
fn ordered(
    node: &Node,
    least: (&str, Option<i128>),
    greatest: (&str, Option<i128>),
    problems: &mut Problems,
) {
    if let ((low, Some(min)), (high, Some(max))) = (least, greatest)
        && min > max
    {
        problems
            .add(&node.place(low), format!("`{low}` is {min}, more than `{high}`, which is {max}"));
    }
}
