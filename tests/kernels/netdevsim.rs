//! Simulated devices, which the kernels have for tests like these.

use std::fs;

/// A device of the driver netdevsim, removed in the end.
pub(crate) struct Netdevsim {
    id: u8,
    /// The names of its network interfaces, in the order of the ports.
    pub(crate) interfaces: Vec<String>,
}

impl Netdevsim {
    /// Makes a device of this number of ports. Its name is `netdevsim` and the id.
    pub(crate) fn new(id: u8, ports: u8) -> Self {
        fs::write("/sys/bus/netdevsim/new_device", format!("{id} {ports}")).expect("netdevsim");
        let directory = format!("/sys/bus/netdevsim/devices/netdevsim{id}/net");
        let entries = fs::read_dir(directory).expect("it has interfaces");
        let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("text");
        let mut interfaces: Vec<_> = entries.map(|entry| name(entry.expect("a name"))).collect();
        interfaces.sort();
        Self { id, interfaces }
    }

    /// The name of the device.
    pub(crate) fn name(&self) -> String {
        format!("netdevsim{}", self.id)
    }

    /// Writes to a file that the device has in sysfs.
    pub(crate) fn write(&self, file: &str, text: &str) {
        write(&format!("/sys/bus/netdevsim/devices/{}/{file}", self.name()), text);
    }

    /// Writes to a file that the device has in debugfs.
    pub(crate) fn debug(&self, file: &str, text: &str) {
        write(&format!("/sys/kernel/debug/netdevsim/{}/{file}", self.name()), text);
    }
}

impl Drop for Netdevsim {
    fn drop(&mut self) {
        let done = fs::write("/sys/bus/netdevsim/del_device", self.id.to_string());
        assert!(done.is_ok() || std::thread::panicking(), "{done:?}");
    }
}

fn write(path: &str, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{path}: {error}"));
}
