//! How a message is addressed: the family and command of generic netlink, or the message type of
//! a protocol of its own.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprPath};

use super::errors::Errors;
use super::number::{Number, Wanted, number};
use super::word::{self, Word};
use super::words::Words;
use crate::diagnostic::nearest;
use crate::ir::RuntimePath;

/// A command or message type, and the assertion on one that is a constant.
pub(super) type Command = (Number, Option<TokenStream>);

/// Where messages go.
pub(super) struct Address {
    /// The family's name in tables; for generic netlink the one that the kernel resolves.
    pub(super) family: String,
    way: Way,
}

enum Way {
    Generic { version: Number },
    Raw { protocol: Number },
}

const VERSION: Wanted = Wanted { what: "`version`", range: 0..=0xff, example: "version = 1" };
const COMMAND: Wanted = Wanted { what: "a command", range: 0..=0xff, example: "cmd = 1" };
const TYPE: Wanted = Wanted { what: "a message type", range: 16..=0xffff, example: "ty = 18" };
const PROTOCOL: Wanted =
    Wanted { what: "`protocol`", range: 0..=0xffff, example: "protocol = route" };

/// The protocols of `linux/netlink.h`, without `NETLINK_`.
const PROTOCOLS: &[(&str, u16)] = &[
    ("route", 0),
    ("usersock", 2),
    ("firewall", 3),
    ("sock_diag", 4),
    ("nflog", 5),
    ("xfrm", 6),
    ("selinux", 7),
    ("iscsi", 8),
    ("audit", 9),
    ("fib_lookup", 10),
    ("connector", 11),
    ("netfilter", 12),
    ("ip6_fw", 13),
    ("dnrtmsg", 14),
    ("kobject_uevent", 15),
    ("scsitransport", 18),
    ("ecryptfs", 19),
    ("rdma", 20),
    ("crypto", 21),
    ("smc", 22),
];

/// The address that an item's words say; `None` after a mistake, or if they say none and none is
/// needed: `needed` is why one is.
pub(super) fn address(words: &Words, needed: Need, errors: &Errors) -> Option<Address> {
    match (words.expression(&word::PROTOCOL), words.text(&word::FAMILY)) {
        (Some(protocol), family) => {
            if let Some(span) = words.span(&word::VERSION) {
                errors.at(span, "a protocol of its own has no generic header: remove `version`");
            }
            let (name, protocol) = protocol_number(protocol, errors)?;
            let family = family.map_or(name, syn::LitStr::value);
            Some(Address { family, way: Way::Raw { protocol } })
        }
        (None, Some(family)) => {
            let name = family.value();
            // GENL_NAMSIZ, the NUL included.
            if name.is_empty() || name.len() > 15 || name.contains('\0') {
                errors.on(family, "the name of a generic family has 1 to 15 bytes");
                return None;
            }
            let version = match words.expression(&word::VERSION) {
                None => Number::Literal(1),
                Some(version) => number(version, &VERSION, errors)?,
            };
            Some(Address { family: name, way: Way::Generic { version } })
        }
        (None, None) => {
            if !words.misread(&word::FAMILY) && !words.misread(&word::PROTOCOL) {
                needed.report(words, errors);
            }
            check_numbers(words, errors);
            None
        }
    }
}

/// Checks the numbers that stand beside an address that is none.
fn check_numbers(words: &Words, errors: &Errors) {
    for (word, wanted) in [(&word::VERSION, VERSION), (&word::CMD, COMMAND), (&word::TY, TYPE)] {
        if let Some(expression) = words.expression(word) {
            number(expression, &wanted, errors);
        }
    }
}

/// Why there must be an address.
pub(super) enum Need {
    /// These words make no sense without one.
    For(&'static [&'static Word]),
    /// The item makes none; the mistake is told there.
    At(Span),
}

impl Need {
    fn report(self, words: &Words, errors: &Errors) {
        match self {
            Self::For(needy) => {
                for found in words.iter().filter(|f| needy.iter().any(|w| w.name == f.word.name)) {
                    let name = found.word.name;
                    let message = match name {
                        "ty" => "`ty` needs `protocol = route` or another protocol".into(),
                        _ => format!(
                            "`{name}` is for requests: it needs `family = \"…\"` and `cmd = 1`, \
                             or `protocol = …` and `ty = 18`"
                        ),
                    };
                    errors.at(found.key.span(), message);
                }
            }
            Self::At(span) => errors.at(
                span,
                "an enum of messages needs `#[netlink(family = \"…\")]` or \
                 `#[netlink(protocol = …)]`, the formats of a sub-message `#[netlink(sub_message)]`",
            ),
        }
    }
}

/// A protocol by its name in the headers or by a number: the name, and the number.
fn protocol_number(expression: &Expr, errors: &Errors) -> Option<(String, Number)> {
    let name = match expression {
        Expr::Path(ExprPath { path, qself: None, .. }) => path.get_ident().map(ToString::to_string),
        _ => None,
    };
    // Constants are in capitals, so that a name in small letters is one of the headers'.
    let Some(name) = name.filter(|name| name.chars().all(|c| !c.is_uppercase())) else {
        let protocol = number(expression, &PROTOCOL, errors)?;
        let name = match protocol {
            Number::Literal(number) => PROTOCOLS.iter().find(|(_, known)| *known == number),
            Number::Constant(_) => None,
        };
        return Some((name.map_or("netlink", |(name, _)| name).into(), protocol));
    };
    if let Some((_, number)) = PROTOCOLS.iter().find(|(known, _)| *known == name) {
        return Some((name, Number::Literal(*number)));
    }
    let message = match nearest(&name, PROTOCOLS.iter().map(|(name, _)| *name)) {
        _ if name == "generic" => {
            "generic netlink is addressed by family: `family = \"…\", cmd = 1`".into()
        }
        Some(nearest) => format!("no protocol is named `{name}`, did you mean `{nearest}`?"),
        None => {
            let names: Vec<_> = PROTOCOLS.iter().map(|(name, _)| *name).collect();
            format!("no protocol is named `{name}`; write a number or one of {}", names.join(", "))
        }
    };
    errors.on(expression, message);
    None
}

impl Address {
    /// The command or message type of the message that `words` say, and the assertion on it. Its
    /// lack is reported at `span`.
    pub(super) fn command(
        &self,
        words: &Words,
        span: Span,
        rt: &RuntimePath,
        errors: &Errors,
    ) -> Option<Command> {
        let (right, wrong) = match self.way {
            Way::Generic { .. } => (&word::CMD, &word::TY),
            Way::Raw { .. } => (&word::TY, &word::CMD),
        };
        let found = self.read(words, right, wrong, rt, errors)?;
        if found.is_none() {
            let Word { name, example, .. } = right;
            errors.at(span, format_args!("`{name}` is missing: write `{example}`"));
        }
        found
    }

    /// The same of its answer; `Some(None)` if none is said.
    pub(super) fn reply(
        &self,
        words: &Words,
        rt: &RuntimePath,
        errors: &Errors,
    ) -> Option<Option<Command>> {
        let (right, wrong) = match self.way {
            Way::Generic { .. } => (&word::REPLY_CMD, &word::REPLY_TY),
            Way::Raw { .. } => (&word::REPLY_TY, &word::REPLY_CMD),
        };
        self.read(words, right, wrong, rt, errors)
    }

    /// The number of the word `right`, where the word of the other kind of protocol is `wrong`.
    /// `None` after a mistake.
    fn read(
        &self,
        words: &Words,
        right: &Word,
        wrong: &Word,
        rt: &RuntimePath,
        errors: &Errors,
    ) -> Option<Option<Command>> {
        let (wanted, what) = match self.way {
            Way::Generic { .. } => (COMMAND, "generic netlink has commands"),
            Way::Raw { .. } => (TYPE, "a protocol of its own has message types"),
        };
        if let Some(span) = words.span(wrong) {
            errors.at(span, format_args!("{what}: write `{}`", right.example));
            return None;
        }
        let Some(expression) = words.expression(right) else {
            return (!words.misread(right)).then_some(None);
        };
        let number = number(expression, &wanted, errors)?;
        let check = number.check(&wanted, rt);
        Some(Some((number, check)))
    }

    /// The protocol as the tables say it, and assertions.
    pub(super) fn protocol(&self, rt: &RuntimePath) -> (TokenStream, Option<TokenStream>) {
        match &self.way {
            Way::Generic { version } => {
                let check = version.check(&VERSION, rt);
                let version = version.cast(&quote!(#rt::u8));
                (quote!(#rt::Protocol::Generic { version: #version }), check)
            }
            Way::Raw { protocol } => {
                let check = protocol.check(&PROTOCOL, rt);
                let protocol = protocol.expression(rt);
                (quote!(#rt::Protocol::Raw(#protocol)), check)
            }
        }
    }
}
