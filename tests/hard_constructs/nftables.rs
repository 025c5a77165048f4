//! nftables: batches, repeated nests of expressions, formats chosen by numbers.
//!
//! The running kernel takes what we write and tells it back.

use netlink_families::nftables::{
    BatchBegin, BatchEnd, CmpOps, CounterAttrs, DataAttrs, ExprAttrs, ExprCmpAttrs, ExprListAttrs,
    ExprMetaAttrs, ExprOps, GetobjDump, GetruleDump, GettableDump, MetaKeys, Newchain, Newobj,
    Newrule, Newtable, Nfgenmsg, ObjData, ObjectType, Registers,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::wire::flags::{APPEND, CREATE, EXCLUSIVE};
use netlink_runtime::{Batch, Errno, Netlink, Request};

use crate::namespace::in_namespace;

const IPV4: Nfgenmsg = Nfgenmsg { nfgen_family: 2, version: 0, res_id: 0 };
/// `NFNL_SUBSYS_NFTABLES` in the headers around a batch.
const AROUND: Nfgenmsg = Nfgenmsg { nfgen_family: 0, version: 0, res_id: 10 };
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
fn batch() -> Batch {
    let begin = BatchBegin { header: AROUND, ..BatchBegin::default() };
    let end = BatchEnd { header: AROUND, ..BatchEnd::default() };
    let mut batch = Batch::transaction(&begin, &end).unwrap();
    let table = Newtable { header: IPV4, name: name("t"), ..Newtable::default() };
    batch.push(&table.with_flags(CREATE)).unwrap();
    let chain = Newchain { header: IPV4, table: name("t"), name: name("c"), ..Default::default() };
    batch.push(&chain.with_flags(CREATE)).unwrap();
    with_rule(|rule| batch.push(&rule.with_flags(CREATE | APPEND)).unwrap());
    let data = ObjData::Counter(CounterAttrs { packets: Some(5), ..CounterAttrs::default() });
    let counter = Newobj {
        header: IPV4,
        table: name("t"),
        name: name("hits"),
        data: Some((&data).into()),
        ..Newobj::default()
    };
    batch.push(&counter.with_flags(CREATE)).unwrap();
    batch
}

/// Runs a test where the batch is in the kernel.
fn with_batch(check: impl FnOnce(&mut Netlink)) {
    let mut netlink = Netlink::new();
    let report = netlink.send_batch(&batch()).unwrap();
    assert!(report.is_ok(), "{report:?}");
    check(&mut netlink);
}

#[test]
fn c08_nft_batch_is_several_messages_in_one_send_between_begin_and_end() {
    in_namespace(|| {
        with_batch(|netlink| {
            // The table is there already; so nothing of the second batch is done.
            let begin = BatchBegin { header: AROUND, ..BatchBegin::default() };
            let end = BatchEnd { header: AROUND, ..BatchEnd::default() };
            let mut batch = Batch::transaction(&begin, &end).unwrap();
            for table in ["one", "t", "two"] {
                let table = Newtable { header: IPV4, name: name(table), ..Newtable::default() };
                batch.push(&table.with_flags(CREATE | EXCLUSIVE)).unwrap();
            }
            let report = netlink.send_batch(&batch).unwrap();
            let failed: Vec<_> = report.failures().iter().map(|failure| failure.index).collect();
            assert_eq!(failed, [Some(1)], "{report:?}");
            assert_eq!(report.error(1).unwrap().errno(), Some(Errno::EEXIST));
            let request = GettableDump { header: IPV4, ..GettableDump::default() };
            let tables: Vec<_> =
                netlink.dump(&request).unwrap().owned().map(|table| table.unwrap()).collect();
            let names: Vec<_> = tables.iter().map(|table| table.get().unwrap().name).collect();
            assert_eq!(names, [name("t")]);
        });
    });
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
