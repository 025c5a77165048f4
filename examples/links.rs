//! Lists the network interfaces: index, name, MTU, state, flags, address and kind, and for some
//! kinds what belongs to them.
//!
//! `cargo run --example links` needs no privileges.

use netlink_families::rt_link::{
    BrStpState, GetlinkDump, Ifinfomsg, LinkAttrs, LinkinfoDataMsg, Operstate,
};
use netlink_runtime::payload::DecodeError;
use netlink_runtime::{Error, Netlink, WithHeader};

fn main() -> Result<(), Error> {
    let mut netlink = Netlink::new();
    let mut links = netlink.dump(&GetlinkDump::default())?;
    while let Some(link) = links.next()? {
        let Ifinfomsg { ifi_index, ifi_flags, .. } = link.header;
        let state = link.operstate.unwrap_or(Operstate::Unknown);
        print!(
            "{ifi_index}: {} mtu {} state {state} flags {ifi_flags}",
            link.ifname.unwrap_or_default(),
            link.mtu.unwrap_or_default(),
        );
        if let Some(address) = link.address {
            print!(" address {address}");
        }
        println!("{}", kind(&link)?);
    }
    Ok(())
}

/// The kind of a link and some of its settings.
fn kind(link: &WithHeader<Ifinfomsg, LinkAttrs<'_>>) -> Result<String, DecodeError> {
    let Some(info) = link.linkinfo else { return Ok(String::new()) };
    let info = info.get()?;
    let mut text = format!(" kind {}", info.kind.unwrap_or_default());
    match info.data.map(|data| data.get(info.kind)).transpose()? {
        Some(LinkinfoDataMsg::Bridge(bridge)) => {
            let stp = bridge.stp_state.unwrap_or(BrStpState::No);
            let age = bridge.ageing_time.unwrap_or(0);
            text += &format!(" stp {stp} ageing {age} priority {}", bridge.priority.unwrap_or(0));
        }
        Some(LinkinfoDataMsg::Vxlan(vxlan)) => {
            text += &format!(" id {} port {}", vxlan.id.unwrap_or(0), vxlan.port.unwrap_or(0));
            text += &vxlan.group.map(|remote| format!(" remote {remote}")).unwrap_or_default();
        }
        Some(LinkinfoDataMsg::Macvlan(macvlan)) => {
            text += &macvlan.mode.map(|mode| format!(" mode {mode}")).unwrap_or_default();
        }
        Some(LinkinfoDataMsg::Tun(tun)) => {
            text += &tun.r#type.map(|kind| format!(" type {kind}")).unwrap_or_default();
        }
        _ => {}
    }
    text += &link.link.map(|lower| format!(" link {lower}")).unwrap_or_default();
    Ok(text)
}
