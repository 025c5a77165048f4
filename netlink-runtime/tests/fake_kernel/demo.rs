//! A family that no kernel has, and one of a protocol of its own.

use std::io::Write;
use std::sync::{Arc, Mutex};

use netlink_runtime::testing::{FakeKernel, Recorder, Recording};
use netlink_runtime::wire::{MessageHeader, Messages};
use netlink_runtime::{NetlinkMessage, NetlinkStruct, SocketOptions};

/// Asks for a device.
#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
#[netlink(family = "demo", version = 2, cmd = 1, reply = Device<'_>, reply_cmd = 2)]
pub(crate) struct GetDevice {
    #[netlink(id = 1)]
    pub(crate) index: u32,
}

/// Asks for all devices, or those of one kind.
#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(family = "demo", version = 2, cmd = 1, dump, reply = Device<'_>, reply_cmd = 2)]
pub(crate) struct ListDevices {
    #[netlink(id = 4)]
    pub(crate) kind: Option<u32>,
}

/// Changes a device.
#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(family = "demo", version = 2, cmd = 3)]
pub(crate) struct SetDevice {
    #[netlink(id = 1)]
    pub(crate) index: u32,
    #[netlink(id = 3)]
    pub(crate) queue: Option<Queue>,
}

/// The same, whose answer is what the kernel tells others too.
#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(family = "demo", version = 2, cmd = 5, reply = Device<'_>, reply_cmd = 2)]
pub(crate) struct SwapDevice {
    #[netlink(id = 1)]
    pub(crate) index: u32,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq, Default)]
pub(crate) struct Device<'a> {
    #[netlink(id = 1)]
    pub(crate) index: u32,
    #[netlink(id = 2)]
    pub(crate) name: Option<&'a str>,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq, Default)]
pub(crate) struct Queue {
    #[netlink(id = 1)]
    pub(crate) length: Option<u32>,
    #[netlink(id = 2)]
    pub(crate) weight: Option<u8>,
}

/// What the family tells.
#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(family = "demo", version = 2)]
pub(crate) enum Told<'a> {
    #[netlink(cmd = 2)]
    Changed(Device<'a>),
    #[netlink(cmd = 4)]
    Gone(Device<'a>),
}

/// A fixed header.
#[derive(NetlinkStruct, Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Header {
    pub(crate) family: u8,
    pub(crate) pad: [u8; 3],
    pub(crate) index: u32,
}

/// A request of protocol 25, which is nobody's.
#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(protocol = 25, ty = 18, reply = Entry<'_>, reply_ty = 16)]
pub(crate) struct GetEntry {
    #[netlink(header)]
    pub(crate) header: Header,
    #[netlink(id = 1)]
    pub(crate) mask: Option<u32>,
}

#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(protocol = 25, ty = 16)]
pub(crate) struct NewEntry {
    #[netlink(header)]
    pub(crate) header: Header,
    #[netlink(id = 3)]
    pub(crate) data: Option<Vec<u8>>,
}

/// What begins and ends a transaction.
#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(protocol = 25, ty = 100)]
pub(crate) struct Begin {}

#[derive(NetlinkMessage, Clone, Debug, Default)]
#[netlink(protocol = 25, ty = 101)]
pub(crate) struct End {}

#[derive(NetlinkMessage, Clone, Debug, PartialEq, Default)]
pub(crate) struct Entry<'a> {
    #[netlink(header)]
    pub(crate) header: Header,
    #[netlink(id = 2)]
    pub(crate) text: Option<&'a str>,
}

#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(protocol = 25, family = "entries")]
pub(crate) enum EntryTold<'a> {
    #[netlink(ty = 16)]
    New(Entry<'a>),
}

pub(crate) fn device(index: u32, name: &str) -> Device<'_> {
    Device { index, name: Some(name) }
}

/// A kernel that knows a device of any index below 100, and so many to be listed.
pub(crate) fn with_devices(count: u32) -> FakeKernel {
    let kernel = FakeKernel::new();
    kernel.on::<GetDevice>(|request, answer| {
        if request.index >= 100 {
            return Err(netlink_runtime::Errno::ENODEV.into());
        }
        answer.send(&device(request.index, &format!("dev{}", request.index)))
    });
    kernel.on_dump::<ListDevices>(move |_, answer| {
        (0..count).try_for_each(|index| answer.send(&device(index, "listed")))
    });
    kernel.on::<SetDevice>(|_, _| Ok(()));
    kernel
}

/// Memory that a recorder writes to.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    /// The options, with all that is said written here.
    pub(crate) fn record(&self, options: SocketOptions) -> SocketOptions {
        options.record(&Recorder::new(self.clone()).unwrap())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn recording(&self) -> Recording {
        Recording::parse(&self.bytes()).unwrap()
    }

    /// The frames: packet type, and the messages.
    pub(crate) fn frames(&self) -> Vec<(u16, Vec<u8>)> {
        let (bytes, mut frames, mut at) = (self.bytes(), Vec::new(), 24);
        while at < bytes.len() {
            let length = u32::from_ne_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
            let frame = &bytes[at + 16..at + 16 + length];
            frames.push((u16::from_be_bytes([frame[0], frame[1]]), frame[16..].to_vec()));
            at += 16 + length;
        }
        frames
    }

    /// The headers of what the kernel answered, by datagram.
    pub(crate) fn answers(&self) -> Vec<Vec<MessageHeader>> {
        let from_kernel = self.frames().into_iter().filter(|(kind, _)| *kind == 6);
        from_kernel
            .map(|(_, bytes)| {
                Messages::new(&bytes).map(|message| message.unwrap().header).collect()
            })
            .collect()
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
