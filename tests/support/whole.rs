//! Whether the tables know all of a message, at any depth.

use core::fmt::Debug;

use netlink_runtime::payload::{Encode, View};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Dump, Netlink, Owned, Single};

use self::walk::walk;

mod walk;

/// Asks for one object, which must be known wholly, and keeps it.
pub(crate) fn asked<R: Single>(netlink: &mut Netlink, request: &R) -> Owned<R::Reply>
where
    R::Reply: for<'a> View<At<'a>: Encode + Debug>,
{
    let reply = netlink.request(request).unwrap_or_else(|error| panic!("{error}"));
    check(&reply);
    Owned::new(&encoded(&reply)).expect("what was decoded can be decoded again")
}

/// Asks for all objects, each of which must be known wholly and lose nothing when it is sent back.
pub(crate) fn dumped<R: Dump>(netlink: &mut Netlink, request: &R) -> Vec<Owned<R::Reply>>
where
    R::Reply: for<'a> View<At<'a>: Encode + Debug>,
{
    let messages = netlink.dump(request).unwrap_or_else(|error| panic!("{error}")).owned();
    let messages: Vec<_> =
        messages.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}"));
    for message in &messages {
        check_message(message.bytes(), &message.get().expect("it was decoded"));
    }
    messages
}

/// Proves of a message that is viewed like this that it is known wholly, and that the view loses
/// nothing when it is sent back.
pub(crate) fn check_message<T: Encode + Debug>(body: &[u8], view: &T) {
    let (came, back) = (walk(&T::KIND, body), walk(&T::KIND, &encoded(view)));
    assert_eq!(came.gaps, [""; 0], "{view:?}");
    assert_eq!(came.sorted(), back.sorted(), "{view:?}");
}

/// Proves that a value, whatever came in its nests, is known wholly.
pub(crate) fn check<T: Encode + Debug>(value: &T) {
    assert_eq!(walk(&T::KIND, &encoded(value)).gaps, [""; 0], "{value:?}");
}

/// What the tables do not know of a message: paths, each with what is there.
pub(crate) fn gaps<T: Encode>(_: &T, body: &[u8]) -> Vec<String> {
    walk(&T::KIND, body).gaps
}

/// Proves that two values hold the same, in whatever order the attributes are.
pub(crate) fn assert_same<T: Encode + Debug, U: Encode + Debug>(one: &T, other: &U) {
    let sorted = |kind, bytes: &[u8]| walk(kind, bytes).sorted();
    let (left, right) = (sorted(&T::KIND, &encoded(one)), sorted(&U::KIND, &encoded(other)));
    assert_eq!(left, right, "{one:?}\n{other:?}");
}

/// Proves that all that a value holds is in another one too.
pub(crate) fn assert_within<T: Encode + Debug, U: Encode + Debug>(part: &T, whole: &U) {
    let mut rest = walk(&U::KIND, &encoded(whole)).sorted();
    for leaf in walk(&T::KIND, &encoded(part)).sorted() {
        let found = rest.iter().position(|one| *one == leaf);
        rest.remove(found.unwrap_or_else(|| panic!("{leaf:?} is not in {whole:?}")));
    }
}

fn encoded<T: Encode>(value: &T) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}
