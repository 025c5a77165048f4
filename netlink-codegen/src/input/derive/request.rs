//! What a struct is besides a set of attributes: nothing, or a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::DeriveInput;

use super::addressing::{self, Address, Command, Need};
use super::errors::Errors;
use super::generics;
use super::names::table_name;
use super::number::{Number, Wanted, number};
use super::types::without_self;
use super::word::{self, Word};
use super::words::Words;
use crate::emit::{self, FamilyTable, OperationTable};
use crate::ir::{Request, Role, RuntimePath};

/// Words that only a request has.
const REQUEST_WORDS: &[&Word] = &[
    &word::CMD,
    &word::TY,
    &word::VERSION,
    &word::REPLY,
    &word::REPLY_CMD,
    &word::REPLY_TY,
    &word::DUMP,
    &word::FLAGS,
    &word::PRIVILEGED,
];

/// The struct's role, and the tables that it takes; `None` after a mistake.
pub(super) fn role(
    input: &DeriveInput,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<(Role, TokenStream)> {
    let address_words = [&word::FAMILY, &word::PROTOCOL];
    let addressed = address_words.iter().any(|word| words.has(word) || words.misread(word));
    if !addressed && !REQUEST_WORDS.iter().any(|word| words.has(word)) {
        return Some((Role::Set, TokenStream::new()));
    }
    answered(words, errors);
    let address = addressing::address(words, Need::For(REQUEST_WORDS), errors)?;
    let span = words.span(&word::PROTOCOL).or_else(|| words.span(&word::FAMILY));
    let span = span.unwrap_or_else(|| input.ident.span());
    let command = address.command(words, span, rt, errors);
    let answer = address.reply(words, rt, errors);
    let flags = flags(words, errors)?;
    let flags_check = flags.as_ref().and_then(|flags| flags.check(&FLAGS, rt));
    let tables = tables(input, words, &address, command?, answer?, rt);
    let request = Request {
        family: quote!(&__FAMILY),
        operation: quote!(&__OPERATION),
        command: quote!(__COMMAND),
        flags: flags.map(|flags| flags.expression(rt)),
        reply: reply(input, words),
        dump: words.has(&word::DUMP),
    };
    Some((Role::Request(Box::new(request)), quote!(#flags_check #tables)))
}

/// The answer's type at `'static`.
pub(super) fn reply(input: &DeriveInput, words: &Words) -> Option<TokenStream> {
    let ty = words.ty(&word::REPLY)?;
    Some(emit::at_static(without_self(ty, &generics::this(input))))
}

const FLAGS: Wanted = Wanted { what: "`flags`", range: 0..=0xffff, example: word::FLAGS.example };

/// The flags of the message header that are said; `None` after a mistake.
fn flags(words: &Words, errors: &Errors) -> Option<Option<Number>> {
    match words.expression(&word::FLAGS) {
        None => Some(None),
        Some(flags) => number(flags, &FLAGS, errors).map(Some),
    }
}

/// What is said of answers needs answers.
fn answered(words: &Words, errors: &Errors) {
    if words.has(&word::REPLY) || words.misread(&word::REPLY) {
        return;
    }
    let example = word::REPLY.example;
    if let Some(span) = words.span(&word::DUMP) {
        errors.at(span, format_args!("a dump is answered with objects: write `{example}`"));
    }
    for word in [&word::REPLY_CMD, &word::REPLY_TY] {
        if let Some(span) = words.span(word) {
            let name = word.name;
            errors.at(span, format_args!("`{name}` is of an answer: write `{example}`"));
        }
    }
}

/// The tables of a request's family and operation, and the constant of its command.
fn tables(
    input: &DeriveInput,
    words: &Words,
    address: &Address,
    (command, command_check): Command,
    answer: Option<Command>,
    rt: &RuntimePath,
) -> TokenStream {
    let (family, operation) = (format_ident!("__FAMILY"), format_ident!("__OPERATION"));
    let (protocol, protocol_check) = address.protocol(rt);
    let (answer, answer_check) = answer.unzip();
    let family = FamilyTable {
        table: &family,
        name: &address.family,
        protocol: &protocol,
        operations: quote!(&[&#operation]),
        groups: None,
    };
    let operation = OperationTable {
        table: &operation,
        name: &table_name(&input.ident),
        command: &quote!(__COMMAND),
        reply: answer.map(|answer| answer.expression(rt)),
        dump: words.has(&word::DUMP),
        answer: reply(input, words),
        privileged: words.has(&word::PRIVILEGED),
        this: &generics::this_static(input),
    };
    let (family, operation) = (family.tokens(rt), operation.tokens(rt));
    let command = command.expression(rt);
    let answer_check = answer_check.flatten();
    quote! {
        #protocol_check
        #command_check
        #answer_check
        const __COMMAND: #rt::u16 = #command;
        #family
        #operation
    }
}
