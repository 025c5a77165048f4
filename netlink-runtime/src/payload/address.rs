//! IP and hardware addresses; on the wire always in network byte order.

use core::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Decode, DecodeError, Encode, Fixed, FixedReader, FixedWriter};
use crate::schema::{Hint, Kind};
use crate::wire::Writer;

impl Decode<'_> for Ipv4Addr {
    #[inline]
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        <[u8; 4]>::decode(payload).map(Self::from)
    }
}

impl Decode<'_> for Ipv6Addr {
    #[inline]
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        <[u8; 16]>::decode(payload).map(Self::from)
    }
}

/// Four bytes are IPv4, sixteen IPv6.
impl Decode<'_> for IpAddr {
    #[inline]
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        match payload.len() {
            4 => Ipv4Addr::decode(payload).map(Self::V4),
            16 => Ipv6Addr::decode(payload).map(Self::V6),
            other => Err(DecodeError::wrong_length(&[4, 16], other)),
        }
    }
}

impl Encode for Ipv4Addr {
    const KIND: Kind = Kind::Binary(Hint::Ipv4);
    #[inline]
    fn encode(&self, out: &mut Writer) {
        out.extend(&self.octets());
    }
    #[inline]
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        out.scalar(id, self.octets());
    }
}

impl Encode for Ipv6Addr {
    const KIND: Kind = Kind::Binary(Hint::Ipv6);
    #[inline]
    fn encode(&self, out: &mut Writer) {
        out.extend(&self.octets());
    }
    #[inline]
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        out.scalar(id, self.octets());
    }
}

impl Encode for IpAddr {
    const KIND: Kind = Kind::Binary(Hint::Ip);
    #[inline]
    fn encode(&self, out: &mut Writer) {
        match self {
            Self::V4(address) => address.encode(out),
            Self::V6(address) => address.encode(out),
        }
    }
    #[inline]
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        match self {
            Self::V4(address) => address.encode_attribute(id, out),
            Self::V6(address) => address.encode_attribute(id, out),
        }
    }
}

impl Fixed for Ipv4Addr {
    const SIZE: usize = 4;
    #[inline]
    fn take(from: &mut FixedReader<'_>) -> Self {
        Self::from(from.take::<4>())
    }
    #[inline]
    fn put(&self, to: &mut FixedWriter<'_>) {
        to.put(self.octets());
    }
}

impl Fixed for Ipv6Addr {
    const SIZE: usize = 16;
    /// `struct in6_addr` holds 32-bit words.
    const ALIGN: usize = 4;
    #[inline]
    fn take(from: &mut FixedReader<'_>) -> Self {
        Self::from(from.take::<16>())
    }
    #[inline]
    fn put(&self, to: &mut FixedWriter<'_>) {
        to.put(self.octets());
    }
}

/// A hardware address of any length: six bytes for Ethernet, others for other links.
/// [`Display`](fmt::Display) and [`Debug`] write it as `02:00:5e:10:00:01`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HardwareAddress<'a>(pub &'a [u8]);

impl<'a> Decode<'a> for HardwareAddress<'a> {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self(payload))
    }
}

impl Encode for HardwareAddress<'_> {
    const KIND: Kind = Kind::Binary(Hint::Mac);
    fn encode(&self, out: &mut Writer) {
        out.extend(self.0);
    }
}

impl fmt::Display for HardwareAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ":" };
            write!(f, "{separator}{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for HardwareAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_wrong_length_is_an_error_and_never_another_address() {
        assert!(Ipv4Addr::decode(&[1; 16]).is_err());
        assert!(Ipv6Addr::decode(&[1; 4]).is_err());
        let error = IpAddr::decode(&[1; 5]).unwrap_err();
        assert_eq!(error.to_string(), "5 bytes where 4 or 16 are needed");
    }

    #[test]
    fn the_length_tells_ipv4_from_ipv6() {
        assert_eq!(
            IpAddr::decode(&[192, 0, 2, 1]).unwrap(),
            "192.0.2.1".parse::<IpAddr>().unwrap()
        );
        let v6: Ipv6Addr = "2001:db8::1".parse().unwrap();
        assert_eq!(IpAddr::decode(&v6.octets()).unwrap(), IpAddr::V6(v6));
    }

    #[test]
    fn a_hardware_address_prints_as_colon_hex() {
        assert_eq!(HardwareAddress(&[2, 0, 0x5e, 0x10, 0, 1]).to_string(), "02:00:5e:10:00:01");
    }
}
