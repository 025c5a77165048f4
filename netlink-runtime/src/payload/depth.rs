//! A bound on how deep owned values nest.

use core::cell::Cell;

use super::DecodeError;

/// How deep owned values nest: a `Box` or `Vec` of nests may hold others of its kind. No policy
/// of the kernel's nests deeper than ten.
const LIMIT: u32 = 64;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Leaves the level when it goes, even by a panic.
struct Level(u32);

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.set(self.0);
    }
}

/// Decodes a value one level deeper, so that no message exhausts the stack: 64 KiB could nest
/// 16,000 levels.
///
/// # Errors
/// Those of `decode`; or if the value nests too deep.
pub fn deeper<T>(decode: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    let depth = DEPTH.get();
    if depth >= LIMIT {
        return Err(DecodeError::other(format_args!("nests are deeper than {LIMIT} levels")));
    }
    let _level = Level(depth);
    DEPTH.set(depth + 1);
    decode()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: u32) -> Result<u32, DecodeError> {
        match levels {
            0 => Ok(7),
            _ => deeper(|| nested(levels - 1)),
        }
    }

    #[test]
    fn as_many_levels_as_the_limit_are_decoded_and_one_more_is_an_error() {
        assert_eq!(nested(LIMIT).unwrap(), 7);
        let error = nested(LIMIT + 1).unwrap_err();
        assert_eq!(error.to_string(), "nests are deeper than 64 levels");
        assert_eq!(nested(LIMIT).unwrap(), 7, "an error leaves the count as it was");
    }
}
