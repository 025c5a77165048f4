//! The numbers of nlctrl.

/// `CTRL_CMD_*`.
pub(crate) mod commands {
    pub(crate) const NEWFAMILY: u8 = 1;
    #[cfg(feature = "testing")]
    pub(crate) const DELFAMILY: u8 = 2;
    pub(crate) const GETFAMILY: u8 = 3;
    pub(crate) const GETPOLICY: u8 = 10;
}

/// `CTRL_ATTR_*`.
pub(crate) mod ids {
    pub(crate) const FAMILY_ID: u16 = 1;
    pub(crate) const FAMILY_NAME: u16 = 2;
    pub(crate) const VERSION: u16 = 3;
    #[cfg(feature = "testing")]
    pub(crate) const HEADER_SIZE: u16 = 4;
    pub(crate) const MAX_ATTRIBUTE: u16 = 5;
    pub(crate) const OPERATIONS: u16 = 6;
    pub(crate) const MCAST_GROUPS: u16 = 7;
    pub(crate) const POLICY: u16 = 8;
    pub(crate) const OPERATION_POLICY: u16 = 9;
    pub(crate) const OPERATION: u16 = 10;
}

/// `CTRL_ATTR_OP_*`.
pub(crate) mod operation_ids {
    pub(crate) const ID: u16 = 1;
    pub(crate) const FLAGS: u16 = 2;
}

/// `GENL_CMD_CAP_*`.
pub(crate) mod operation_flags {
    pub(crate) const DO: u32 = 2;
    pub(crate) const DUMP: u32 = 4;
}

/// `CTRL_ATTR_POLICY_*`: the numbers of an operation's policies.
pub(crate) mod operation_policy_ids {
    pub(crate) const DO: u16 = 1;
    pub(crate) const DUMP: u16 = 2;
}

/// `CTRL_ATTR_MCAST_GRP_*`.
pub(crate) mod group_ids {
    pub(crate) const NAME: u16 = 1;
    pub(crate) const ID: u16 = 2;
}
