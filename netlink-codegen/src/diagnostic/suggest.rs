//! "Did you mean ...?"

/// Names shown before a list is cut.
const LIST_LIMIT: usize = 20;

/// Longer words are not compared: nobody writes them, and comparing takes time.
const WORD_LIMIT: usize = 100;

/// The candidate nearest to `word`, if it is near enough to be a slip: a third of the word may differ.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The help for a word that is none of the candidates: the near one, else the list of all.
#[must_use]
pub fn help_for<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, candidates.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if candidates.clone().into_iter().next().is_none() => "none is defined".to_owned(),
        None => format!("expected one of: {}", list(candidates)),
    }
}

/// Names in backquotes with commas; a long list is cut.
#[must_use]
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match all.len() {
        count if count > LIST_LIMIT => {
            format!("{} and {} more", all[..LIST_LIMIT].join(", "), count - LIST_LIMIT)
        }
        _ => all.join(", "),
    }
}

/// Letters to insert, delete, replace, or swap with their neighbour, upper and lower case being equal.
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (fold(left), fold(right));
    if left.len() > WORD_LIMIT || right.len() > WORD_LIMIT {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let mut best = (row[j] + usize::from(l != r)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

fn fold(word: &str) -> Vec<char> {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|char| if char == '_' { '-' } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        let words = ["byte-order", "multi-attr", "u32", "nest"];
        let find = |word| nearest(word, words);
        assert_eq!(find("byteorder"), Some("byte-order"));
        assert_eq!(find("Multi_Attr"), Some("multi-attr"), "letter case and `_` cost nothing");
        assert_eq!(find("u23"), Some("u32"), "two letters swapped count once");
        assert_eq!((find("hyperlink"), find(""), find("nest")), (None, None, None));
    }

    #[test]
    fn the_nearest_of_several_wins() {
        assert_eq!(nearest("quee", ["queues", "queue"]), Some("queue"));
        assert_eq!(nearest(&"x".repeat(101), ["x"]), None, "long words are not compared");
    }

    #[test]
    fn without_a_near_word_all_are_listed() {
        assert_eq!(help_for("xyz", ["one", "two"]), "expected one of: `one`, `two`");
        assert_eq!(help_for("xyz", []), "none is defined");
        let many: Vec<_> = (0..25).map(|n| n.to_string()).collect();
        assert!(list(many.iter().map(String::as_str)).ends_with("`19` and 5 more"));
    }
}
