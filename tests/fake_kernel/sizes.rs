//! Messages larger than any buffer that is usual.

use netlink_runtime::testing::FakeKernel;
use netlink_runtime::{Netlink, NetlinkMessage};

/// Asks for so many blobs.
#[derive(NetlinkMessage)]
#[netlink(family = "blobs", cmd = 1, reply = Blobs<'_>, dump)]
struct DumpBlobs {
    #[netlink(id = 1)]
    count: u32,
}

#[derive(NetlinkMessage)]
#[netlink(family = "blobs", cmd = 1, reply = Blobs<'_>)]
struct GetBlobs {
    #[netlink(id = 1)]
    count: u32,
}

#[derive(NetlinkMessage)]
struct Blobs<'a> {
    #[netlink(id = 1, multi)]
    blobs: Vec<Blob<'a>>,
}

#[derive(NetlinkMessage, Clone)]
struct Blob<'a> {
    #[netlink(id = 1)]
    number: u32,
    #[netlink(id = 2)]
    bytes: &'a [u8],
}

/// The bytes of a blob: with its headers a little more than 64 KiB.
const SIZE: usize = 65_000;

fn blobs(count: u32, bytes: &[u8]) -> Blobs<'_> {
    Blobs { blobs: (0..count).map(|number| Blob { number, bytes }).collect() }
}

/// Sixteen nests, each as large as an attribute can be.
const MEBIBYTE: u32 = 17;

fn assert_whole(found: &Blobs<'_>) {
    let numbers: Vec<_> = found.blobs.iter().map(|blob| blob.number).collect();
    assert_eq!(numbers, (0..MEBIBYTE).collect::<Vec<_>>());
    for blob in &found.blobs {
        assert_eq!((blob.bytes.len(), blob.bytes[0], blob.bytes[SIZE - 1]), (SIZE, 7, 7));
    }
}

#[test]
fn an_answer_of_a_mebibyte_of_nests_arrives_whole_however_little_memory_there_was() {
    let (kernel, bytes) = (FakeKernel::new(), vec![7; SIZE]);
    let answered = bytes.clone();
    kernel.on::<GetBlobs>(move |request, answer| answer.send(&blobs(request.count, &answered)));
    kernel.on_dump::<DumpBlobs>(move |request, answer| {
        answer.send(&blobs(request.count, &bytes))?;
        answer.send(&blobs(1, &bytes))
    });
    for memory in [None, Some(1 << 20), Some(64 << 10), Some(16)] {
        // The acknowledgement behind an answer wants room, too.
        let options = kernel.options().receive_buffer(2 << 20);
        let options = memory.map_or(options.clone(), |memory| options.message_memory(memory));
        let mut netlink = Netlink::with_options(options);
        assert_whole(&netlink.request(&GetBlobs { count: MEBIBYTE }).unwrap());
        assert_whole(&netlink.request_optional(&GetBlobs { count: MEBIBYTE }).unwrap().unwrap());
        let dumped = netlink.dump_all(&DumpBlobs { count: MEBIBYTE }, 0).unwrap();
        assert_eq!(dumped.len(), 2, "{memory:?}");
        assert!(dumped[0].bytes().len() > 1 << 20, "{} bytes", dumped[0].bytes().len());
        assert_whole(&dumped[0].get().unwrap());
        assert_eq!(dumped[1].get().unwrap().blobs.len(), 1);
    }
}
