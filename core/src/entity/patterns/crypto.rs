//! Addresses of cryptocurrencies: Bitcoin with its checks, Ethereum by its form.

use super::cursor::Cursor;
use super::sha256::sha256;

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The address that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.fresh() {
        return None;
    }
    let rest = c.rest();
    let run = rest
        .bytes()
        .take(91)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let text = &rest.as_bytes()[..run];
    let known = match text {
        [b'0', b'x', hex @ ..] => hex.len() == 40 && hex.iter().all(u8::is_ascii_hexdigit),
        [b'b', b'c', b'1', data @ ..] => bech32(data),
        [b'1' | b'3', ..] => (26..=35).contains(&run) && base58(text),
        _ => false,
    };
    known.then(|| c.skip(run))?.ends()
}

/// Whether 21 bytes with the first four of their double SHA-256 stand here in base 58.
fn base58(text: &[u8]) -> bool {
    let mut bytes = [0_u8; 25];
    for letter in text {
        let Some(digit) = BASE58.iter().position(|known| known == letter) else {
            return false;
        };
        let mut carry = digit as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return false;
        }
    }
    let hash = sha256(&sha256(&bytes[..21]));
    hash[..4] == bytes[21..]
}

/// Whether the data behind `bc1` has the check of BIP 173 or BIP 350.
fn bech32(data: &[u8]) -> bool {
    // The expanded prefix `bc`: the high bits of its letters, 0, and their low bits.
    let mut check = [3, 3, 0, 2, 3].into_iter().fold(1, polymod);
    for letter in data {
        let Some(value) = BECH32.iter().position(|known| known == letter) else {
            return false;
        };
        check = polymod(check, value as u8);
    }
    matches!(data.len(), 39 | 59) && matches!(check, 1 | 0x2bc8_30a3)
}

fn polymod(check: u32, value: u8) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let top = check >> 25;
    let shifted = (check & 0x01ff_ffff) << 5 ^ u32::from(value);
    let bits = GENERATOR
        .iter()
        .enumerate()
        .filter(|(bit, _)| top >> bit & 1 == 1);
    bits.fold(shifted, |check, (_, generator)| check ^ generator)
}
