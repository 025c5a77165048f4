//! nftables: batches, repeated nests of expressions, formats chosen by numbers.
//!
//! The running kernel takes what we write and tells it back. Python carries the bytes of a batch,
//! since a batch is several messages in one send.

use std::fmt::Write as _;

use netlink_families::nftables::{
    BatchBegin, BatchEnd, CmpOps, CounterAttrs, DataAttrs, ExprAttrs, ExprCmpAttrs, ExprListAttrs,
    ExprMetaAttrs, ExprOps, GetobjDump, GetruleDump, MetaKeys, Newchain, Newobj, Newrule, Newtable,
    Nfgenmsg, ObjData, ObjectType, Registers,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Encode, List, Nested};
use netlink_runtime::wire::{MessageHeader, Messages, Writer};
use netlink_runtime::{Netlink, Request};

use crate::namespace::{in_namespace, skip};
use crate::tool;

const IPV4: Nfgenmsg = Nfgenmsg { nfgen_family: 2, version: 0, res_id: 0 };
/// `NFNL_SUBSYS_NFTABLES` in the headers around a batch.
const AROUND: Nfgenmsg = Nfgenmsg { nfgen_family: 0, version: 0, res_id: 10 };
/// `NLM_F_REQUEST`, and with `NLM_F_ACK` and `NLM_F_CREATE`.
const REQUEST: u16 = 0x001;
const CREATE: u16 = 0x405;

/// Adds a message to a batch.
fn add<R: Request + Encode>(batch: &mut Writer, sequence: u32, flags: u16, request: &R) {
    let header = MessageHeader { kind: R::COMMAND, flags, sequence, ..MessageHeader::default() };
    let mark = batch.begin_message(header);
    request.encode(batch);
    batch.end_message(mark);
}

/// Sends bytes to NETLINK_NETFILTER and receives that many datagrams.
const CARRIER: &str = "import socket,sys
s=socket.socket(socket.AF_NETLINK,socket.SOCK_RAW,12)
s.settimeout(10)
s.bind((0,0))
s.send(bytes.fromhex(sys.argv[1]))
for i in range(int(sys.argv[2])): print(s.recv(65536).hex())
";

/// The error codes of a batch's acknowledgements, by sequence number.
fn carry(batch: &Writer, acknowledged: usize) -> Option<Vec<(u32, i32)>> {
    let hex = batch.bytes().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all");
        hex
    });
    let program = std::process::Command::new("python3")
        .args(["-c", CARRIER, &hex, &acknowledged.to_string()])
        .output();
    let Ok(output) = program else {
        skip("python3 is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("digits");
    let mut codes = Vec::new();
    for line in text.lines() {
        let byte = |at| u8::from_str_radix(&line[at..at + 2], 16).expect("digits");
        let datagram: Vec<u8> = (0..line.len()).step_by(2).map(byte).collect();
        for message in Messages::new(&datagram) {
            let message = message.unwrap();
            let code = i32::from_ne_bytes(message.payload[..4].try_into().unwrap());
            codes.push((message.header.sequence, code));
        }
    }
    Some(codes)
}

fn name(text: &str) -> Option<&BStr> {
    Some(BStr::new(text))
}

/// `meta l4proto 6`, without the counter.
fn with_rule<T>(then: impl FnOnce(&Newrule<'_>) -> T) -> T {
    let (dreg, key) = (Some(Registers::Reg1), Some(MetaKeys::L4Proto));
    let meta = ExprOps::Meta(ExprMetaAttrs { dreg, key, ..ExprMetaAttrs::default() });
    let data = DataAttrs { value: Some(&[6]), ..DataAttrs::default() };
    let compare = ExprOps::Cmp(ExprCmpAttrs {
        sreg: Some(Registers::Reg1),
        op: Some(CmpOps::Eq),
        data: Some(Nested::from(&data)),
        ..ExprCmpAttrs::default()
    });
    let elem = [
        ExprAttrs { data: Some((&meta).into()), ..ExprAttrs::default() },
        ExprAttrs { data: Some((&compare).into()), ..ExprAttrs::default() },
    ];
    let list = ExprListAttrs { elem: List::new(&elem), ..ExprListAttrs::default() };
    let (table, chain) = (name("t"), name("c"));
    let expressions = Some(Nested::from(&list));
    then(&Newrule { header: IPV4, table, chain, expressions, ..Newrule::default() })
}

/// A batch that makes a table with a chain, a rule and a counter.
fn batch() -> Writer {
    let mut batch = Writer::new();
    let begin = BatchBegin { header: AROUND, ..BatchBegin::default() };
    add(&mut batch, 1, REQUEST, &begin);
    add(&mut batch, 2, CREATE, &Newtable { header: IPV4, name: name("t"), ..Newtable::default() });
    let chain = Newchain { header: IPV4, table: name("t"), name: name("c"), ..Default::default() };
    add(&mut batch, 3, CREATE, &chain);
    with_rule(|rule| add(&mut batch, 4, CREATE | 0x800, rule));
    let data = ObjData::Counter(CounterAttrs { packets: Some(5), ..CounterAttrs::default() });
    let counter = Newobj {
        header: IPV4,
        table: name("t"),
        name: name("hits"),
        data: Some((&data).into()),
        ..Newobj::default()
    };
    add(&mut batch, 5, CREATE, &counter);
    add(&mut batch, 6, REQUEST, &BatchEnd { header: AROUND, ..BatchEnd::default() });
    batch
}

/// Runs a test where the batch is in the kernel.
fn with_batch(check: impl FnOnce(&mut Netlink)) {
    if tool::run("unshare --version").is_none() {
        return;
    }
    let Some(codes) = carry(&batch(), 4) else { return };
    assert_eq!(codes, [(2, 0), (3, 0), (4, 0), (5, 0)]);
    check(&mut Netlink::new());
}

#[test]
fn c08_nft_batch_is_several_messages_in_one_send_between_begin_and_end() {
    let bytes = batch();
    let messages: Vec<_> = Messages::new(bytes.bytes()).map(|one| one.unwrap()).collect();
    let kinds: Vec<_> = messages.iter().map(|one| one.header.kind).collect();
    assert_eq!(kinds, [0x10, 0xa00, 0xa03, 0xa06, 0xa12, 0x11]);
    // `struct nfgenmsg` with the resource in network byte order.
    assert_eq!(messages[0].payload, [0, 0, 0, 10]);
    assert_eq!(messages[5].payload, [0, 0, 0, 10]);
    in_namespace(|| with_batch(|_| {}));
}

#[test]
fn c07_nft_expressions_are_repeated_nests_with_a_format_by_name() {
    in_namespace(|| {
        with_batch(|netlink| {
            let request = GetruleDump { header: IPV4, ..GetruleDump::default() };
            let rules: Vec<_> =
                netlink.dump(&request).unwrap().owned().collect::<Result<_, _>>().unwrap();
            let rule = rules[0].get().unwrap();
            assert_eq!((rules.len(), rule.table, rule.chain), (1, name("t"), name("c")));
            let list = rule.expressions.unwrap().get().unwrap().elem.to_vec().unwrap();
            let names: Vec<_> = list.iter().map(|one| one.name.unwrap()).collect();
            assert_eq!(names, ["meta", "cmp"]);
            let expression = |at: usize| list[at].data.unwrap().get(list[at].name).unwrap();
            let ExprOps::Meta(meta) = expression(0) else { panic!("{rule:?}") };
            assert_eq!((meta.dreg, meta.key), (Some(Registers::Reg1), Some(MetaKeys::L4Proto)));
            let ExprOps::Cmp(compare) = expression(1) else { panic!("{rule:?}") };
            assert_eq!(compare.op, Some(CmpOps::Eq));
            let data = compare.data.unwrap().get().unwrap();
            assert_eq!(data.value, Some(&[6][..]));
        });
    });
}

#[test]
fn c15_nft_object_data_is_chosen_by_a_big_endian_number() {
    in_namespace(|| {
        with_batch(|netlink| {
            let request = GetobjDump { header: IPV4, ..GetobjDump::default() };
            let objects: Vec<_> =
                netlink.dump(&request).unwrap().owned().collect::<Result<_, _>>().unwrap();
            let object = objects[0].get().unwrap();
            assert_eq!((objects.len(), object.name), (1, name("hits")));
            // Written by us from the variant alone.
            assert_eq!(object.r#type, Some(ObjectType::Counter));
            let data = object.data.unwrap().get(object.r#type).unwrap();
            let ObjData::Counter(counter) = data else { panic!("{object:?}") };
            assert_eq!(counter.packets, Some(5));
        });
    });
}
