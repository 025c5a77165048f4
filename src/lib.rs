#![doc = include_str!("../README.md")]

/// Includes the module of a family if its feature is on.
macro_rules! family {
    ($($feature:literal)*) => {$(
        #[cfg(feature = $feature)]
        netlink_runtime::include_family!($feature);
    )*};
}

family! { "mptcp_pm" "netdev" "nlctrl" }
