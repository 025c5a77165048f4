//! The numbers of nlctrl.

/// `CTRL_CMD_*`.
pub(crate) mod commands {
    pub(crate) const NEWFAMILY: u8 = 1;
    #[cfg(feature = "testing")]
    pub(crate) const DELFAMILY: u8 = 2;
    pub(crate) const GETFAMILY: u8 = 3;
}

/// `CTRL_ATTR_*`.
pub(crate) mod ids {
    pub(crate) const FAMILY_ID: u16 = 1;
    pub(crate) const FAMILY_NAME: u16 = 2;
    pub(crate) const VERSION: u16 = 3;
    #[cfg(feature = "testing")]
    pub(crate) const HEADER_SIZE: u16 = 4;
    #[cfg(feature = "testing")]
    pub(crate) const MAX_ATTRIBUTE: u16 = 5;
    pub(crate) const MCAST_GROUPS: u16 = 7;
}

/// `CTRL_ATTR_MCAST_GRP_*`.
pub(crate) mod group_ids {
    pub(crate) const NAME: u16 = 1;
    pub(crate) const ID: u16 = 2;
}
