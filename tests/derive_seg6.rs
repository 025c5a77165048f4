//! `SEG6` whole, written by hand (`linux/seg6_genl.h`): what `ip sr` shows of what we set, and we of
//! what it sets.

#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;

use std::net::Ipv6Addr;
use std::process::{Command, Stdio};

use namespace::{in_namespace, skip};
use netlink_runtime::payload::Unknown;
use netlink_runtime::{
    DumpStream, Errno, Error, MessageSet, Netlink, NetlinkEnum, NetlinkMessage, Request,
};

/// `SEG6_HMAC_ALGO_*` of `linux/seg6_hmac.h`
#[derive(NetlinkEnum, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Algorithm {
    Sha1 = 1,
    Sha256 = 2,
    #[netlink(other)]
    Other(u8),
}

/// `SEG6_CMD_SETHMAC`; a key without a secret is deleted.
#[derive(NetlinkMessage)]
#[netlink(family = "SEG6", version = 1, cmd = 1, privileged)]
struct SetHmac<'a> {
    #[netlink(id = 3, min = 1)]
    hmackeyid: u32,
    #[netlink(id = 4, secret, max_len = 64)]
    secret: Option<&'a [u8]>,
    #[netlink(id = 5)]
    secretlen: u8,
    #[netlink(id = 6)]
    algid: Algorithm,
}

/// `SEG6_CMD_DUMPHMAC`
#[derive(NetlinkMessage, Default)]
#[netlink(family = "SEG6", version = 1, cmd = 2, dump, reply = Hmac<'_>, privileged)]
struct DumpHmac {}

#[derive(NetlinkMessage)]
#[netlink(name = "hmac")]
struct Hmac<'a> {
    #[netlink(id = 3)]
    hmackeyid: u32,
    #[netlink(id = 4, secret)]
    secret: &'a [u8],
    #[netlink(id = 5)]
    secretlen: u8,
    #[netlink(id = 6)]
    algid: Algorithm,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

/// `SEG6_CMD_SET_TUNSRC`
#[derive(NetlinkMessage)]
#[netlink(family = "SEG6", version = 1, cmd = 3, privileged)]
struct SetTunsrc {
    #[netlink(id = 1)]
    dst: Ipv6Addr,
}

/// `SEG6_CMD_GET_TUNSRC`
#[derive(NetlinkMessage, Default)]
#[netlink(family = "SEG6", version = 1, cmd = 4, reply = Tunsrc, reply_cmd = 4, privileged)]
struct GetTunsrc {}

#[derive(NetlinkMessage, Debug)]
struct Tunsrc {
    #[netlink(id = 1)]
    dst: Ipv6Addr,
}

#[derive(NetlinkMessage)]
#[netlink(family = "SEG6", requests)]
#[allow(dead_code, reason = "the family's tables are what is looked at")]
enum Requests<'a> {
    SetHmac(SetHmac<'a>),
    #[netlink(dump)]
    DumpHmac(DumpHmac),
    SetTunsrc(SetTunsrc),
    GetTunsrc(GetTunsrc),
}

fn key(hmackeyid: u32, secret: &[u8], algid: Algorithm) -> SetHmac<'_> {
    let secretlen = secret.len().try_into().expect("a short secret");
    SetHmac { hmackeyid, secret: (secretlen != 0).then_some(secret), secretlen, algid }
}

/// Runs `body` with a handle, in a namespace whose kernel has the family.
fn with_seg6(body: impl FnOnce(Netlink)) {
    let mut netlink = Netlink::new();
    match netlink.generic_family("SEG6") {
        Ok(_) => body(netlink),
        Err(error) => skip(&error.to_string()),
    }
}

#[test]
fn the_source_of_tunnels_is_that_which_ip_shows_and_sets() {
    in_namespace(|| {
        with_seg6(|mut netlink| {
            let unset = netlink.request(&GetTunsrc {}).unwrap();
            assert_eq!(unset.dst, Ipv6Addr::UNSPECIFIED);
            let dst = "2001:db8::7".parse().unwrap();
            netlink.request(&SetTunsrc { dst }).unwrap();
            assert_eq!(netlink.request(&GetTunsrc {}).unwrap().dst, dst);
            let Some(shown) = tool::output("ip sr tunsrc show") else { return };
            assert_eq!(shown.trim(), "tunsrc addr 2001:db8::7");
            tool::output("ip sr tunsrc set fc00::1").unwrap();
            let set = netlink.request(&GetTunsrc {}).unwrap();
            assert_eq!(set.dst, "fc00::1".parse::<Ipv6Addr>().unwrap());
        });
    });
}

/// Has `ip` set a key, whose secret it reads from its standard input.
fn ip_sets_a_key(id: u32, secret: &str, algorithm: &str) {
    let mut child = Command::new("ip")
        .args(["sr", "hmac", "set", &id.to_string(), algorithm])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it showed the source of tunnels");
    let mut input = child.stdin.take().expect("it is piped");
    std::io::Write::write_all(&mut input, format!("{secret}\n").as_bytes()).unwrap();
    drop(input);
    assert!(child.wait().unwrap().success());
}

/// The keys, by their ids.
fn keys(netlink: &mut Netlink) -> Vec<(u32, Vec<u8>, Algorithm)> {
    let mut keys = Vec::new();
    let mut dump: DumpStream<'_, Hmac<'_>> = netlink.dump(&DumpHmac {}).unwrap();
    while let Some(hmac) = dump.next().unwrap() {
        assert_eq!((hmac.secret.len(), hmac.rest.iter().count()), (hmac.secretlen.into(), 0));
        let text = format!("{hmac:?}");
        assert!(text.contains(", secret: <redacted>, secretlen: "), "{text}");
        keys.push((hmac.hmackeyid, hmac.secret.to_vec(), hmac.algid));
    }
    keys.sort_by_key(|key| key.0);
    keys
}

#[test]
fn keys_are_those_that_ip_shows_and_sets_and_their_secrets_are_printed_nowhere() {
    in_namespace(|| {
        with_seg6(|mut netlink| {
            match netlink.request(&key(42, b"open sesame", Algorithm::Sha1)) {
                Err(error) if error.errno() == Some(Errno::EOPNOTSUPP) => {
                    return skip("this kernel has no HMAC of segment routing");
                }
                done => done.unwrap(),
            }
            let ours = (42, b"open sesame".to_vec(), Algorithm::Sha1);
            assert_eq!(keys(&mut netlink), std::slice::from_ref(&ours));
            let Some(shown) = tool::output("ip sr hmac show") else { return };
            assert_eq!(shown.trim(), r#"hmac 42 algo sha1 secret "open sesame""#);
            ip_sets_a_key(43, "xyz", "sha256");
            let theirs = (43, b"xyz".to_vec(), Algorithm::Sha256);
            assert_eq!(keys(&mut netlink), [ours, theirs.clone()]);
            // A key that is there is replaced, and one without a secret goes.
            netlink.request(&key(42, b"", Algorithm::Sha1)).unwrap();
            assert_eq!(keys(&mut netlink), [theirs]);
            let error = netlink.request(&key(42, b"", Algorithm::Sha1)).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");
        });
    });
}

#[test]
fn what_the_kernel_refuses_is_told_before_and_without_the_secret() {
    in_namespace(|| {
        with_seg6(|mut netlink| {
            let zero = key(0, b"open sesame", Algorithm::Sha256);
            let Error::Check(check) = zero.check().unwrap_err() else { panic!("a limit") };
            assert_eq!(check.path().to_string(), "set-hmac.hmackeyid");
            let error = netlink.request(&zero).unwrap_err();
            if error.errno() == Some(Errno::EOPNOTSUPP) {
                return skip("this kernel has no HMAC of segment routing");
            }
            assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
            let text = format!("{error} {error:?}");
            assert!(!text.contains("sesame"), "{text}");
            let long = [0; 65];
            let Error::Check(check) = key(7, &long, Algorithm::Sha1).check().unwrap_err() else {
                panic!("a limit")
            };
            assert_eq!(check.path().to_string(), "set-hmac.secret");
        });
    });
}

#[test]
fn the_enum_makes_the_table_of_the_family() {
    let family = <Requests<'_> as MessageSet<'_>>::FAMILY;
    let asked: Vec<_> = family.operations.iter().map(|it| (it.name, it.request)).collect();
    let names = ["set-hmac", "dump-hmac", "set-tunsrc", "get-tunsrc"];
    assert_eq!(asked, [0, 1, 2, 3].map(|at| (names[at], Some(at as u16 + 1))));
    assert!(family.operations.iter().all(|operation| operation.privileged));
}
