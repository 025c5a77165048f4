//! Programs that choose datagrams in the kernel.

use crate::wire::kinds;

/// A program of the classic Berkeley Packet Filter, which decides of each datagram whether the
/// kernel queues it for the socket (`SO_ATTACH_FILTER`, bpf(4)). It sees the datagram from its
/// netlink header on, and 16 and 32 bit loads read big-endian whatever the machine is.
///
/// ```
/// use netlink_runtime::socket::{Filter, Instruction};
///
/// // Only datagrams whose first message has the type 16; `wire::kinds` must pass as well where
/// // requests are answered, which `Filter::kinds` sees to.
/// let filter = Filter::new(&[
///     Instruction::load_half(4),
///     Instruction::if_equal(u32::from(16u16.to_be()), 0, 1),
///     Instruction::take(),
///     Instruction::drop(),
/// ]);
/// assert_eq!(filter.program().len(), 4);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Vec<Instruction>);

/// One instruction of a [`Filter`], `struct sock_filter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// The operation, `BPF_*`.
    pub code: u16,
    /// How many instructions a jump skips if its condition holds, `jt`.
    pub then: u8,
    /// How many it skips if not, `jf`.
    pub otherwise: u8,
    /// The operand, `k`.
    pub value: u32,
}

impl Instruction {
    /// Any instruction.
    #[must_use]
    pub const fn new(code: u16, then: u8, otherwise: u8, value: u32) -> Self {
        Self { code, then, otherwise, value }
    }

    /// Loads the 16 bits at an offset, `BPF_LD | BPF_H | BPF_ABS`. A load beyond the end drops
    /// the datagram.
    #[must_use]
    pub const fn load_half(offset: u32) -> Self {
        Self::new(0x28, 0, 0, offset)
    }

    /// Loads the 32 bits at an offset, `BPF_LD | BPF_W | BPF_ABS`.
    #[must_use]
    pub const fn load_word(offset: u32) -> Self {
        Self::new(0x20, 0, 0, offset)
    }

    /// Loads the byte at an offset, `BPF_LD | BPF_B | BPF_ABS`.
    #[must_use]
    pub const fn load_byte(offset: u32) -> Self {
        Self::new(0x30, 0, 0, offset)
    }

    /// Skips so many instructions if what was loaded equals a value, else so many, `BPF_JMP |
    /// BPF_JEQ`.
    #[must_use]
    pub const fn if_equal(value: u32, then: u8, otherwise: u8) -> Self {
        Self::new(0x15, then, otherwise, value)
    }

    /// Ends the program: the datagram is queued, `BPF_RET`.
    #[must_use]
    pub const fn take() -> Self {
        Self::new(0x06, 0, 0, u32::MAX)
    }

    /// Ends the program: the datagram is dropped, `BPF_RET`.
    #[must_use]
    pub const fn drop() -> Self {
        Self::new(0x06, 0, 0, 0)
    }
}

impl Filter {
    /// A filter of these instructions. The kernel checks them when the socket is opened: it
    /// takes 1 to 4096 that end in a return and jump within the program, else fails with `EINVAL`.
    #[must_use]
    pub fn new(program: &[Instruction]) -> Self {
        Self(program.into())
    }

    /// Takes the datagrams whose first message has one of these types, and those that end or
    /// refuse requests: `NLMSG_ERROR` and `NLMSG_DONE`. For generic netlink the type is the
    /// family's id.
    #[must_use]
    pub fn kinds(kinds: &[u16]) -> Self {
        let mut program = vec![Instruction::load_half(4)];
        for kind in kinds.iter().chain(&[kinds::ERROR, kinds::DONE]) {
            program.push(Instruction::if_equal(kind.to_be().into(), 0, 1));
            program.push(Instruction::take());
        }
        program.push(Instruction::drop());
        Self(program)
    }

    /// The instructions.
    #[must_use]
    pub fn program(&self) -> &[Instruction] {
        &self.0
    }
}
