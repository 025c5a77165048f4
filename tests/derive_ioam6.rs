//! `IOAM6` whole, written by hand (`linux/ioam6_genl.h`): what `ip ioam` shows of what we set, and we
//! of what it sets.

#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;

use namespace::{in_namespace, skip};
use netlink_runtime::payload::View;
use netlink_runtime::{Dump, Errno, MessageSet, Netlink, NetlinkMessage, Owned};

/// `IOAM6_CMD_ADD_NAMESPACE`
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 1, privileged)]
struct AddNamespace {
    #[netlink(id = 1)]
    ns_id: u16,
    #[netlink(id = 2)]
    ns_data: Option<u32>,
    #[netlink(id = 3)]
    ns_data_wide: Option<u64>,
}

/// `IOAM6_CMD_DEL_NAMESPACE`
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 2, privileged)]
struct DelNamespace {
    #[netlink(id = 1)]
    ns_id: u16,
}

/// `IOAM6_CMD_DUMP_NAMESPACES`
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 3, dump, reply = Namespace, privileged)]
struct DumpNamespaces {}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Namespace {
    #[netlink(id = 1)]
    ns_id: u16,
    /// Absent where all bits are set, which stands for no value.
    #[netlink(id = 2)]
    ns_data: Option<u32>,
    #[netlink(id = 3)]
    ns_data_wide: Option<u64>,
    #[netlink(id = 4)]
    sc_id: Option<u32>,
    #[netlink(id = 7, pad)]
    _pad: (),
}

/// `IOAM6_CMD_ADD_SCHEMA`
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 4, privileged)]
struct AddSchema<'a> {
    #[netlink(id = 4)]
    sc_id: u32,
    #[netlink(id = 5, max_len = 1020)]
    sc_data: &'a [u8],
}

/// `IOAM6_CMD_DEL_SCHEMA`
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 5, privileged)]
struct DelSchema {
    #[netlink(id = 4)]
    sc_id: u32,
}

/// `IOAM6_CMD_DUMP_SCHEMAS`
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 6, dump, reply = Schema<'_>, privileged)]
struct DumpSchemas {}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Schema<'a> {
    #[netlink(id = 4)]
    sc_id: u32,
    #[netlink(id = 5)]
    sc_data: &'a [u8],
    #[netlink(id = 1)]
    ns_id: Option<u16>,
}

/// `IOAM6_CMD_NS_SET_SCHEMA`: one of the two.
#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", version = 1, cmd = 7, privileged)]
struct NsSetSchema {
    #[netlink(id = 1)]
    ns_id: u16,
    #[netlink(id = 4)]
    sc_id: Option<u32>,
    #[netlink(id = 6)]
    sc_none: bool,
}

#[derive(NetlinkMessage)]
#[netlink(family = "IOAM6", requests)]
#[allow(dead_code, reason = "the family's tables are what is looked at")]
enum Requests<'a> {
    AddNamespace(AddNamespace),
    DelNamespace(DelNamespace),
    #[netlink(dump)]
    DumpNamespaces(DumpNamespaces),
    AddSchema(AddSchema<'a>),
    DelSchema(DelSchema),
    #[netlink(dump)]
    DumpSchemas(DumpSchemas),
    NsSetSchema(NsSetSchema),
}

/// Runs `body` with a handle, in a namespace whose kernel has the family.
fn with_ioam6(body: impl FnOnce(Netlink)) {
    let mut netlink = Netlink::new();
    match netlink.generic_family("IOAM6") {
        Ok(_) => body(netlink),
        Err(error) => skip(&error.to_string()),
    }
}

/// The only object of a dump.
fn only<R: Dump>(netlink: &mut Netlink, request: &R) -> Owned<R::Reply>
where
    R::Reply: View,
{
    let mut objects = netlink.dump_all(request, 0).unwrap().into_vec();
    assert_eq!(objects.len(), 1);
    objects.remove(0)
}

#[test]
fn namespaces_are_those_that_ip_shows_and_sets() {
    in_namespace(|| {
        with_ioam6(|mut netlink| {
            let (ns_data, ns_data_wide) = (Some(0x1234), Some(0x1122_3344_5566_7788));
            netlink.request(&AddNamespace { ns_id: 7, ns_data, ns_data_wide }).unwrap();
            let ours = Namespace { ns_id: 7, ns_data, ns_data_wide, sc_id: None, _pad: () };
            let dumped = only(&mut netlink, &DumpNamespaces {});
            assert_eq!(dumped.get().unwrap(), ours);
            let again = AddNamespace { ns_id: 7, ns_data: None, ns_data_wide: None };
            let error = netlink.request(&again).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::EEXIST), "{error}");

            let Some(shown) = tool::output("ip ioam namespace show") else { return };
            assert_eq!(shown.trim(), "namespace 7, data 0x00001234, wide 0x1122334455667788");
            netlink.request(&DelNamespace { ns_id: 7 }).unwrap();
            tool::output("ip ioam namespace add 300 data 0xfffffffe").unwrap();
            let theirs = Namespace {
                ns_id: 300,
                ns_data: Some(0xffff_fffe),
                ns_data_wide: None,
                ..dumped.get().unwrap()
            };
            assert_eq!(only(&mut netlink, &DumpNamespaces {}).get().unwrap(), theirs);
            let error = netlink.request(&DelNamespace { ns_id: 7 }).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");
        });
    });
}

#[test]
fn schemas_are_those_that_ip_shows_and_are_tied_to_namespaces() {
    in_namespace(|| {
        with_ioam6(|mut netlink| {
            let data = b"abc\xff\0";
            netlink.request(&AddSchema { sc_id: 9, sc_data: data }).unwrap();
            netlink.request(&AddNamespace { ns_id: 7, ns_data: None, ns_data_wide: None }).unwrap();
            let set =
                |sc_id: Option<u32>| NsSetSchema { ns_id: 7, sc_id, sc_none: sc_id.is_none() };
            netlink.request(&set(Some(9))).unwrap();
            let schema = only(&mut netlink, &DumpSchemas {});
            // The kernel pads the data to whole words.
            let padded = [&data[..], &[0; 3]].concat();
            let expected = Schema { sc_id: 9, sc_data: &padded, ns_id: Some(7) };
            assert_eq!(schema.get().unwrap(), expected);
            assert_eq!(only(&mut netlink, &DumpNamespaces {}).get().unwrap().sc_id, Some(9));

            netlink.request(&set(None)).unwrap();
            assert_eq!(only(&mut netlink, &DumpSchemas {}).get().unwrap().ns_id, None);
            let error = netlink.request(&set(Some(10))).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");

            let Some(shown) = tool::output("ip ioam schema show") else { return };
            assert_eq!(shown.trim(), "schema 9, data: 61 62 63 ff 00 00 00 00");
            tool::output("ip ioam schema add 4000000000 wxyz").unwrap();
            tool::output("ip ioam namespace set 7 schema 4000000000").unwrap();
            netlink.request(&DelSchema { sc_id: 9 }).unwrap();
            let schema = only(&mut netlink, &DumpSchemas {});
            let theirs = schema.get().unwrap();
            assert_eq!((theirs.sc_id, theirs.sc_data), (4_000_000_000, &b"wxyz"[..]));
            assert_eq!(theirs.ns_id, Some(7));
        });
    });
}

#[test]
fn what_is_wrong_is_told_by_the_names_of_fields() {
    in_namespace(|| {
        with_ioam6(|mut netlink| {
            let long = AddSchema { sc_id: 9, sc_data: &[0; 1021] };
            let error = netlink_runtime::Request::check(&long).unwrap_err();
            let said = "IOAM6 add-schema: attribute add-schema.sc-data ";
            assert!(error.to_string().starts_with(said), "{error}");
            let error = netlink.request(&long).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::ERANGE), "{error}");
            let path = error.kernel().unwrap().path().map(ToString::to_string);
            assert_eq!(path.as_deref(), Some("add-schema.sc-data"), "{error}");
        });
    });
}

#[test]
fn the_enum_makes_the_table_of_the_family() {
    let family = <Requests<'_> as MessageSet<'_>>::FAMILY;
    let numbers: Vec<_> = family.operations.iter().map(|it| it.request).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7].map(Some));
    let dumps: Vec<_> = family.operations.iter().filter(|it| it.modes.dump).collect();
    assert_eq!(
        dumps.iter().map(|it| it.name).collect::<Vec<_>>(),
        ["dump-namespaces", "dump-schemas"]
    );
}
