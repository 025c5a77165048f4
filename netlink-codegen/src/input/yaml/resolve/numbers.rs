//! How numbers follow from their neighbours. Pure functions, no spec in sight.

/// One counter: each gets its own number if it has one, else one more than the one before it; `first` to begin with.
///
/// Attribute ids (first 1), entries of enums and flags (`value-start` or 0) and operations of the unified model
/// (first 1) are counted like that.
pub(super) fn count(first: i128, own: impl IntoIterator<Item = Option<i128>>) -> Vec<i128> {
    let mut next = first;
    let step = |own: Option<i128>| {
        let number = own.unwrap_or(next);
        next = number.saturating_add(1);
        number
    };
    own.into_iter().map(step).collect()
}

/// What an operation of the directional model takes part in, with the numbers it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directed {
    /// `do` or `dump`: a request; a reply only if that is present.
    Exchange {
        /// `request.value`.
        request: Option<i128>,
        /// Whether there is a `reply`; if so, its `value`.
        reply: Option<Option<i128>>,
    },
    /// `notify` or `event`: from the kernel only.
    FromKernel(Option<i128>),
}

/// The numbers of an operation of the directional model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ids {
    /// To the kernel.
    pub(super) request: Option<i128>,
    /// From the kernel.
    pub(super) response: Option<i128>,
}

/// Two counters, both from 1: every exchange counts as a request, but as a response only if it has a reply;
/// a notification or event counts as a response only.
pub(super) fn direct(operations: impl IntoIterator<Item = Directed>) -> Vec<Ids> {
    let (mut request, mut response) = (1, 1);
    let take = |next: &mut i128, own: Option<i128>| {
        let number = own.unwrap_or(*next);
        *next = number.saturating_add(1);
        Some(number)
    };
    let step = |operation| match operation {
        Directed::Exchange { request: own, reply } => Ids {
            request: take(&mut request, own),
            response: reply.and_then(|own| take(&mut response, own)),
        },
        Directed::FromKernel(own) => Ids { request: None, response: take(&mut response, own) },
    };
    operations.into_iter().map(step).collect()
}

/// The least or greatest value of a type: `u8-min` to `s64-max`.
pub(super) fn limit(word: &str) -> Option<i128> {
    let (kind, end) = word.split_once('-')?;
    let (unsigned, bits) = match kind {
        "u8" => (true, 8),
        "u16" => (true, 16),
        "u32" => (true, 32),
        "u64" => (true, 64),
        "s8" => (false, 8),
        "s16" => (false, 16),
        "s32" => (false, 32),
        "s64" => (false, 64),
        _ => return None,
    };
    match (end, unsigned) {
        ("min", true) => Some(0),
        ("max", true) => Some((1 << bits) - 1),
        ("min", false) => Some(-(1 << (bits - 1))),
        ("max", false) => Some((1 << (bits - 1)) - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_its_own_resets_the_counter() {
        assert_eq!(count(1, [None, None, Some(9), None, Some(0), None]), [1, 2, 9, 10, 0, 1]);
        assert_eq!(count(5, [None, Some(i128::MAX), None]), [5, i128::MAX, i128::MAX]);
    }

    #[test]
    fn directional_requests_and_responses_count_apart() {
        let ask = |request, reply| Directed::Exchange { request, reply };
        let ids = direct([
            ask(None, Some(None)),
            ask(None, None),
            Directed::FromKernel(None),
            ask(Some(10), None),
            ask(None, Some(Some(7))),
            Directed::FromKernel(Some(7)),
            ask(None, Some(None)),
        ]);
        let pairs: Vec<_> = ids.iter().map(|ids| (ids.request, ids.response)).collect();
        let expected = [
            (Some(1), Some(1)),
            (Some(2), None),
            (None, Some(2)),
            (Some(10), None),
            (Some(11), Some(7)),
            (None, Some(7)),
            (Some(12), Some(8)),
        ];
        assert_eq!(pairs, expected);
    }

    #[test]
    fn limits_are_those_of_the_types() {
        assert_eq!(limit("u8-max"), Some(255));
        assert_eq!(limit("s16-min"), Some(-32768));
        assert_eq!(limit("u64-max"), Some(u64::MAX.into()));
        assert_eq!(limit("s64-min"), Some(i64::MIN.into()));
        assert_eq!(limit("u32-min"), Some(0));
        assert_eq!((limit("u24-max"), limit("u32"), limit("u32-top")), (None, None, None));
    }
}
