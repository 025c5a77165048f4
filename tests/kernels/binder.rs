//! What the family `binder` tells.

use std::process::Command;

use netlink_families::binder::{Notification, Report};
use netlink_runtime::Netlink;

use crate::heard::heard;
use crate::{inside, whole};

/// Sends a transaction with the code 77 and the flag `TF_ACCEPT_FDS` to the context manager, which
/// there is none of; prints its process id.
const PROGRAM: &str = "
import ctypes, fcntl, mmap, os, struct, subprocess
os.makedirs('/dev/binderfs'); subprocess.check_call('mount -t binder binder /dev/binderfs', shell=True)
fd = os.open('/dev/binderfs/binder', os.O_RDWR)
room = mmap.mmap(fd, 1 << 16, mmap.MAP_PRIVATE, mmap.PROT_READ)
command = struct.pack('=IQQIIiIQQQQ', 0x40406300, 0, 0, 77, 0x10, 0, 0, 0, 0, 0, 0)
written, read = ctypes.create_string_buffer(command), ctypes.create_string_buffer(256)
both = struct.pack('=QQQQQQ', len(command), 0, ctypes.addressof(written), 256, 0, ctypes.addressof(read))
fcntl.ioctl(fd, 0xc0306201, bytearray(both), True)
print(os.getpid())
";

/// `BR_DEAD_REPLY`.
const DEAD_REPLY: u32 = 0x7205;

#[test]
fn a_transaction_that_fails_is_reported() {
    if !inside() {
        return;
    }
    let mut events = Netlink::new().events::<Notification>(&["report"]).unwrap();
    let output = Command::new("python3").args(["-c", PROGRAM]).output().unwrap();
    let pid = String::from_utf8(output.stdout).unwrap().trim().parse().ok();
    assert!(pid.is_some(), "{}", String::from_utf8_lossy(&output.stderr));

    let Notification::Report(report) = heard(&mut events) else { panic!("no report") };
    whole::check(&report);
    let Report { error, context, from_pid, from_tid, flags, code, data_size, .. } = report;
    assert_eq!((error, from_pid, from_tid), (Some(DEAD_REPLY), pid, pid));
    assert_eq!((flags, code, data_size), (Some(0x10), Some(77), Some(0)));
    assert_eq!(context.unwrap(), "binder");
    assert_eq!((report.to_pid, report.to_tid, report.is_reply), (None, None, false));
}
