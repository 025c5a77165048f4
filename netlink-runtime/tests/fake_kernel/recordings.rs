//! Conversations as pcap files.

use std::io::Write;
use std::process::Command;

use netlink_runtime::testing::{FakeKernel, Fault, Recorder, Recording};
use netlink_runtime::{Batch, Errno, Netlink, SocketOptions};

use super::demo::{Begin, End, GetDevice, Memory, NewEntry, Told, device, with_devices};

/// A short conversation with the fake kernel: a request, a notification.
fn talk() -> Memory {
    let memory = Memory::default();
    let kernel = with_devices(3);
    kernel.generic_family("demo", 40, &[("devices", 2)]);
    let mut netlink = Netlink::with_options(memory.record(kernel.options()));
    netlink.request(&GetDevice { index: 1 }).unwrap();
    let mut events = netlink.events::<Told<'static>>(&["devices"]).unwrap();
    kernel.notify::<Told<'_>>("devices", &Told::Gone(device(1, "x"))).unwrap();
    events.next().unwrap();
    memory
}

#[test]
fn a_file_is_pcap_of_link_type_253_and_its_frames_have_the_cooked_header() {
    let memory = talk();
    let bytes = memory.bytes();
    let word = |at: usize| u32::from_ne_bytes(bytes[at..at + 4].try_into().unwrap());
    let half = |at: usize| u16::from_be_bytes(bytes[at..at + 2].try_into().unwrap());
    assert_eq!((word(0), word(20)), (0xa1b2_c3d4, 253));
    assert_eq!((bytes[4..8] == [2, 0, 4, 0], word(16)), (cfg!(target_endian = "little"), 262_144));
    // The first record: nlctrl is asked for the family.
    assert!(word(24) > 1_700_000_000 && word(28) < 1_000_000, "seconds and microseconds");
    assert_eq!((word(32), word(36)), (16 + 32, 16 + 32));
    assert_eq!((half(40), half(42), half(54)), (7, 824, 16), "to the kernel, netlink, generic");
    assert_eq!((word(56), bytes[60..62] == 16u16.to_ne_bytes()), (32, true), "the message");
    let kinds: Vec<_> = memory.frames().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [7, 6, 7, 6, 7, 6, 6], "the last was told unasked");
}

#[test]
fn a_recording_is_the_bytes_that_were_sent_and_received() {
    let frames = talk().frames();
    let asked = &frames[2].1;
    let index = [&[8, 0, 1, 0][..], &1u32.to_ne_bytes()].concat();
    if cfg!(target_endian = "little") {
        assert_eq!(asked[20..], index);
    }
    assert_eq!(asked[16..20], [1, 2, 0, 0], "command and version");
    let answered = &frames[3].1;
    assert_eq!((asked[8..12] == answered[8..12], &answered[16..18]), (true, &[2, 2][..]));
}

/// What tshark says of each frame, or `None` and a line that says why it cannot be asked.
fn dissected(name: &str, file: &[u8]) -> Option<Vec<String>> {
    let name = format!("netlink-{name}-{}.pcap", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, file).unwrap();
    let fields = ["frame.protocols", "netlink.hatype", "netlink.family", "netlink.hdr_seq"];
    let fields = fields.iter().chain(&["_ws.malformed"]).flat_map(|field| ["-e", field]);
    let output =
        Command::new("tshark").arg("-r").arg(&path).args(["-T", "fields"]).args(fields).output();
    std::fs::remove_file(&path).unwrap();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: tshark: {error}");
            return None;
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| line.trim_end().replace('\t', " ")).collect())
}

#[test]
fn wireshark_opens_a_recording_and_knows_protocol_and_sequence() {
    let Some(frames) = dissected("short", &talk().bytes()) else { return };
    let [told, unasked] = ["netlink:genl:data", "netlink:genl:genl"];
    let line = |protocols: &str, sequence| format!("{protocols} 824 0x0010 {sequence}");
    let first = [(unasked, 1), (unasked, 1), (told, 2), (told, 2), (unasked, 1), (unasked, 1)];
    let mut expected: Vec<_> = first.map(|(kind, sequence)| line(kind, sequence)).into();
    expected.push(line(told, 0));
    assert_eq!(frames, expected);
}

#[test]
fn what_a_real_kernel_says_is_recorded_as_it_came() {
    let memory = Memory::default();
    let mut netlink = Netlink::with_options(memory.record(SocketOptions::new()));
    let Ok(family) = netlink.generic_family("nlctrl") else {
        return println!("skipped: there is no generic netlink");
    };
    assert_eq!(family.id, 16);
    let port = netlink.socket(16u16).unwrap().port();
    let frames = memory.frames();
    let kinds: Vec<_> = frames.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [7, 6]);
    assert_eq!(frames[1].1[12..16], port.to_ne_bytes(), "the kernel's own header");
    assert_eq!(memory.answers()[0][0].length as usize, frames[1].1.len());
}

#[test]
fn a_datagram_longer_than_a_record_is_several_records_of_whole_messages() {
    let (memory, kernel) = (Memory::default(), FakeKernel::new());
    kernel.on::<NewEntry>(|_, _| Ok(()));
    kernel.on_transaction::<Begin, End>(|_| ());
    let mut batch = Batch::transaction(&Begin {}, &End {}).unwrap().acknowledge_last();
    for _ in 0..500 {
        let data = Some(vec![1; 972]);
        batch.push(&NewEntry { data, ..NewEntry::default() }).unwrap();
    }
    let mut netlink = Netlink::with_options(memory.record(kernel.options()));
    assert!(netlink.send_batch(&batch).unwrap().is_ok());
    let frames = memory.frames();
    let sent: Vec<_> = frames.iter().filter(|(kind, _)| *kind == 7).collect();
    assert_eq!(sent.iter().map(|(_, bytes)| bytes.len()).sum::<usize>(), 500 * 1000 + 2 * 16);
    assert!(sent.len() == 2 && sent.iter().all(|(_, bytes)| bytes.len() <= 262_144 - 16));
    // Requests are found by their bytes, wherever they are cut.
    let replayed = FakeKernel::new();
    replayed.replay(&memory.recording());
    assert!(replayed.netlink().send_batch(&batch).unwrap().is_ok());
    if let Some(frames) = dissected("long", &memory.bytes()) {
        assert_eq!(frames.len(), 3);
    }
}

#[test]
fn what_strangers_send_is_not_recorded() {
    let (memory, kernel) = (Memory::default(), with_devices(0));
    let mut netlink = Netlink::with_options(memory.record(kernel.options()));
    kernel.fail_next(Fault::Stranger(vec![1; 20]));
    netlink.request(&GetDevice { index: 1 }).unwrap();
    assert_eq!((netlink.foreign_messages(), memory.frames().len()), (1, 4));
}

/// A file that is full after so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(rest) => {
                self.0 = rest;
                Ok(bytes.len())
            }
            None => Err(Errno::ENOSPC.into()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_recording_that_cannot_be_written_is_an_error_of_the_conversation() {
    assert!(Recorder::new(Full(10)).is_err());
    let recorder = Recorder::new(Full(24)).unwrap();
    let options = with_devices(0).options().record(&recorder);
    let error = Netlink::with_options(options).request(&GetDevice { index: 1 }).map(drop);
    assert_eq!(error.unwrap_err().errno(), Some(Errno::ENOSPC));
}

#[test]
fn a_file_that_is_no_recording_says_why() {
    let memory = talk();
    let good = memory.bytes();
    let told = |bytes: &[u8]| Recording::parse(bytes).unwrap_err().to_string();
    let changed = |at: usize, to: &[u8]| {
        let mut bytes = good.clone();
        bytes[at..at + to.len()].copy_from_slice(to);
        told(&bytes)
    };
    let beginning = "the recording cannot be read: ";
    assert_eq!(told(b""), format!("{beginning}it is no pcap file"));
    assert_eq!(told(b"\x0a\x0d\x0d\x0a1234"), format!("{beginning}it is no pcap file"));
    let swapped = 0xa1b2_c3d4_u32.swap_bytes().to_ne_bytes();
    assert!(changed(0, &swapped).contains("the other byte order"));
    assert!(changed(20, &113u32.to_ne_bytes()).contains("link type is not netlink"));
    assert!(changed(32, &8u32.to_ne_bytes()).contains("record 1 is cut off"));
    assert!(changed(42, &[0, 1]).contains("record 1 is no netlink frame"));
    assert!(changed(56, &4000u32.to_ne_bytes()).contains("record 1 is no netlink frame"));
    for end in 25..good.len() {
        // It ends behind a record or within one, and nothing panics.
        if let Err(error) = Recording::parse(&good[..end]) {
            assert!(error.to_string().contains("is cut off"), "{end}: {error}");
        }
    }
    assert_eq!(Recording::parse(&good).unwrap(), memory.recording());
}
