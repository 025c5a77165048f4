//! Every view and every enum of messages that the families have.

use netlink_families::{mptcp_pm, netdev, nlctrl};
use netlink_runtime::MessageSet;
use netlink_runtime::schema::Family;

use crate::survive::{survives, survives_in};
use crate::walk::Walk;

/// The families whose views are listed here.
pub(crate) static FAMILIES: [&Family; 3] = [&nlctrl::FAMILY, &netdev::FAMILY, &mptcp_pm::FAMILY];

/// Lists views and those of their fields that are decoded when asked.
macro_rules! views {
    ($($family:ident { $($view:ident($($lazy:ident)*))* })*) => {
        $($(impl Walk for $family::$view<'_> {
            fn walk(&self) {
                $(self.$lazy.walk();)*
                self.unknown().iter().for_each(drop);
            }
        })*)*

        /// Decodes the body of a message as each view.
        pub(crate) fn all_survive(body: &[u8]) {
            $($(survives::<$family::$view<'static>>(body);)*)*
        }

        /// The names of the sets that the views are of.
        #[cfg(test)]
        fn listed() -> Vec<&'static str> {
            use netlink_runtime::payload::AttributeSet;
            vec![$($(<$family::$view<'static> as AttributeSet>::SCHEMA.name,)*)*]
        }
    };
}

views! {
    nlctrl {
        CtrlAttrs(ops mcast_groups policy op_policy)
        McastGroupAttrs() OpAttrs() PolicyAttrs() OpPolicyAttrs()
        Getfamily() GetfamilyDump() GetpolicyDump()
    }
    netdev {
        Dev() IoUringProviderInfo() PagePool(io_uring) PagePoolInfo() PagePoolStats(info)
        Napi() XskInfo() Queue(io_uring xsk lease) Qstats() QueueId() Lease(queue) Dmabuf(queues)
        DevGet() DevGetDump() PagePoolGet() PagePoolGetDump()
        PagePoolStatsGet(info) PagePoolStatsGetDump(info) QueueGet() QueueGetDump()
        NapiGet() NapiGetDump() QstatsGetDump() BindRx(queues) NapiSet() BindTx()
        QueueCreate(lease)
    }
    mptcp_pm {
        Address() SubflowAttribute() Endpoint(addr) Attr(addr addr_remote) EventAttr()
        AddAddr(addr) DelAddr(addr) GetAddr(addr) GetAddrDump() FlushAddrs(addr) SetLimits()
        GetLimits() SetFlags(addr addr_remote) Announce(addr) Remove()
        SubflowCreate(addr addr_remote) SubflowDestroy(addr addr_remote)
    }
}

macro_rules! message_sets {
    ($($family:ident)*) => {
        /// Decodes the body of a message by every enum of messages.
        pub(crate) fn all_message_sets_survive(command: u16, flags: u16, body: &[u8]) {
            $(
                survives_in!($family::Request, command, flags, body);
                survives_in!($family::Response, command, flags, body);
                survives_in!($family::Notification, command, flags, body);
            )*
        }
    };
}
message_sets! { nlctrl netdev mptcp_pm }

#[test]
fn no_set_of_the_families_is_left_out() {
    for set in FAMILIES.iter().flat_map(|family| family.sets) {
        assert!(listed().contains(&set.name), "{}", set.name);
    }
}
