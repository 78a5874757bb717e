//! Values that are nobody's: addresses that are the same on every machine.

use core::net::{IpAddr, Ipv4Addr};

use crate::Kind;

/// Whether it says as little of anyone as `localhost` does. Tools are called with such addresses, and a placeholder in
/// their place breaks the call.
pub(super) fn is_nobodys(kind: Kind, value: &str) -> bool {
    let address = value.split('/').next().unwrap_or_default();
    kind == Kind::Ip && address.parse().is_ok_and(is_everywhere)
}

fn is_everywhere(address: IpAddr) -> bool {
    let network = matches!(address, IpAddr::V4(v4) if is_mask(v4));
    address.is_loopback() || address.is_unspecified() || network
}

/// Whether it is the mask of a network, as `255.255.255.0` is, or the address of all (`255.255.255.255`).
fn is_mask(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    bits.leading_ones() >= u8::BITS && bits.leading_ones() + bits.trailing_zeros() >= u32::BITS
}

#[cfg(test)]
mod tests {
    use super::is_nobodys;
    use crate::Kind;

    #[test]
    fn addresses_of_every_machine_are_nobodys() {
        let check = |value: &str, expected: bool| {
            assert_eq!(is_nobodys(Kind::Ip, value), expected, "{value}");
        };
        for value in [
            "127.0.0.1",
            "127.0.1.1",
            "127.0.0.0/8",
            "0.0.0.0",
            "0.0.0.0/0",
            "::1",
            "::1/128",
            "::0",
            "255.255.255.0",
            "255.255.240.0",
            "255.255.255.255",
        ] {
            check(value, true);
        }
        for value in [
            "10.0.0.1",
            "192.168.1.1",
            "128.0.0.1",
            "255.1.2.3",
            "254.0.0.0",
            "203.0.113.9",
            "fe80::1",
            "::2",
            "",
        ] {
            check(value, false);
        }
        assert!(!is_nobodys(Kind::Version, "127.0.0.1"));
    }
}
