//! Programs of derived structs against a fake kernel, through what users see of it.

#[path = "fake_kernel/answers.rs"]
mod answers;
#[path = "fake_kernel/batches.rs"]
mod batches;
#[path = "fake_kernel/demo.rs"]
mod demo;
#[path = "fake_kernel/families.rs"]
mod families;
#[path = "fake_kernel/faults.rs"]
mod faults;
#[path = "fake_kernel/flights.rs"]
mod flights;
#[path = "fake_kernel/groups.rs"]
mod groups;
#[path = "fake_kernel/recordings.rs"]
mod recordings;
#[path = "fake_kernel/refusals.rs"]
mod refusals;
#[path = "fake_kernel/replays.rs"]
mod replays;
