//! Ready-made Linux netlink families, one Cargo feature each.
//!
//! Each module is generated from a spec in `specs/`; requests and answers are sent with
//! [`Netlink`].

/// Includes the module of a family if its feature is on.
macro_rules! family {
    ($($feature:literal)*) => {$(
        #[cfg(feature = $feature)]
        netlink_runtime::include_family!($feature);
    )*};
}

family! { "mptcp_pm" "netdev" "nlctrl" }
