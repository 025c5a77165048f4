#![deny(warnings)]

use netlink_runtime::payload::Decode;
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

macro_rules! message {
    ($name:ident { $($field:ident: $ty:ty = $id:expr),* }) => {
        #[derive(NetlinkMessage, Default)]
        struct $name {
            $(#[netlink(id = $id)] $field: Option<$ty>,)*
        }
    };
}

macro_rules! choice {
    ($repr:ident $name:ident $($variant:ident = $value:literal)*) => {
        #[derive(NetlinkEnum, Clone, Copy)]
        #[repr($repr)]
        enum $name {
            $($variant = $value,)*
            #[netlink(other)]
            Other($repr),
        }
    };
}

macro_rules! formats {
    ($name:ident $($variant:ident($ty:ty) $format:literal)*) => {
        #[derive(NetlinkMessage)]
        #[netlink(sub_message)]
        enum $name { $(#[netlink(format = $format)] $variant($ty),)* }
    };
}

message!(Device { index: u32 = 1, name: String = 1 + 1, mode: Mode = ids::MODE });
choice!(u16 Mode Off = 0 On = 0x10);
formats!(Data Device(Device) "device" Mode(Mode) "mode");

mod ids {
    pub const MODE: u8 = 3;
}

#[derive(NetlinkStruct, Clone, Copy)]
struct Header {
    mode: Mode,
}

#[derive(NetlinkMessage)]
struct Kept {
    #[netlink(header)]
    header: Header,
    #[netlink(id = 1)]
    kind: String,
    #[netlink(id = 2, selector = kind)]
    data: Option<Data>,
}

fn main() {
    let device = Device::decode(&[]).unwrap();
    assert!(device.index.is_none() && device.name.is_none() && device.mode.is_none());
    let kept = Kept { header: Header { mode: Mode::On }, kind: "mode".into(), data: None };
    assert!(matches!(kept.header.mode, Mode::On) && kept.kind == "mode");
    match kept.data {
        Some(Data::Device(device)) => drop(device),
        Some(Data::Mode(Mode::Off | Mode::Other(_))) | Some(Data::Mode(Mode::On)) | None => {}
    }
}
