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
        None => format!("expected one of: {}", list(candidates)),
    }
}

/// Names in backquotes with commas; a long list is cut.
#[must_use]
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match all.len() {
        0 => "(there are none)".to_owned(),
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
