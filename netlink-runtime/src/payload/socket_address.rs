//! Addresses of internet sockets: the C structs `sockaddr_in` and `sockaddr_in6`, ip(7) and ipv6(7).

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use super::{Decode, DecodeError, Encode};
use crate::schema::{Hint, Kind};
use crate::wire::{Writer, array_at};

/// The bytes of `struct sockaddr_in`, and where its members are.
const V4_SIZE: usize = 16;
/// The same of `struct sockaddr_in6`.
const V6_SIZE: usize = 28;

const V4: u16 = libc::AF_INET as u16;
const V6: u16 = libc::AF_INET6 as u16;

/// The family at the start tells IPv4 from IPv6. What follows the struct, as in a `struct
/// sockaddr_storage`, is ignored.
impl Decode<'_> for SocketAddr {
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        let short = |needed| DecodeError::too_short(needed, payload.len());
        let family = array_at(payload, 0).map(u16::from_ne_bytes).ok_or_else(|| short(2))?;
        match family {
            V4 => v4(payload).map(Self::V4).ok_or_else(|| short(V4_SIZE)),
            V6 => v6(payload).map(Self::V6).ok_or_else(|| short(V6_SIZE)),
            other => Err(DecodeError::unknown_value(other.into())),
        }
    }
}

fn v4(payload: &[u8]) -> Option<SocketAddrV4> {
    let bytes: &[u8; V4_SIZE] = payload.first_chunk()?;
    let address: [u8; 4] = array_at(bytes, 4)?;
    Some(SocketAddrV4::new(Ipv4Addr::from(address), port(bytes)?))
}

fn v6(payload: &[u8]) -> Option<SocketAddrV6> {
    let bytes: &[u8; V6_SIZE] = payload.first_chunk()?;
    let address: [u8; 16] = array_at(bytes, 8)?;
    let [flow, scope] = [4, 24].map(|offset| array_at(bytes, offset).map(u32::from_ne_bytes));
    Some(SocketAddrV6::new(Ipv6Addr::from(address), port(bytes)?, flow?, scope?))
}

fn port(bytes: &[u8]) -> Option<u16> {
    array_at(bytes, 2).map(u16::from_be_bytes)
}

impl Encode for SocketAddr {
    const KIND: Kind = Kind::Binary(Hint::SocketAddress);

    fn encode(&self, out: &mut Writer) {
        match self {
            Self::V4(address) => {
                out.extend(&V4.to_ne_bytes());
                out.extend(&address.port().to_be_bytes());
                out.extend(&address.ip().octets());
                out.extend(&[0; 8]);
            }
            Self::V6(address) => {
                out.extend(&V6.to_ne_bytes());
                out.extend(&address.port().to_be_bytes());
                out.extend(&address.flowinfo().to_ne_bytes());
                out.extend(&address.ip().octets());
                out.extend(&address.scope_id().to_ne_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(address: &str) -> Vec<u8> {
        let mut out = Writer::new();
        address.parse::<SocketAddr>().unwrap().encode(&mut out);
        out.take_bytes()
    }

    #[test]
    fn an_ipv4_address_is_a_sockaddr_in() {
        let bytes = [&2u16.to_ne_bytes()[..], &[0xca, 0x6c, 192, 0, 2, 1], &[0; 8]].concat();
        assert_eq!(written("192.0.2.1:51820"), bytes);
        assert_eq!(SocketAddr::decode(&bytes).unwrap().to_string(), "192.0.2.1:51820");
    }

    #[test]
    fn an_ipv6_address_is_a_sockaddr_in6_with_its_scope() {
        let octets: [u8; 16] = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        let [family, scope] = [&10u16.to_ne_bytes()[..], &7u32.to_ne_bytes()[..]];
        let bytes = [family, &[0x1f, 0x90], &[0; 4], &octets, scope].concat();
        assert_eq!(written("[fe80::1%7]:8080"), bytes);
        let storage = [&bytes[..], &[0; 100]].concat();
        assert_eq!(SocketAddr::decode(&storage).unwrap().to_string(), "[fe80::1%7]:8080");
    }

    #[test]
    fn another_family_and_a_short_struct_are_errors() {
        assert!(SocketAddr::decode(&[1, 0, 0, 0]).is_err());
        let error = SocketAddr::decode(&written("192.0.2.1:1")[..15]).unwrap_err();
        assert_eq!(error.to_string(), "15 bytes where at least 16 are needed");
    }
}
