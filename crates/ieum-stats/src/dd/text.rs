//! Decimal text to double-double, so that «1.10» is one and a tenth and not the double near it.

use std::str::FromStr;

use super::{Dd, two_product};

/// A text that is no decimal number: not `-12.50`, not `+3`, not `1.5e-3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no decimal number")]
pub struct NotDecimal;

/// Ten to a whole power in 31 digits; exact up to 10⁴⁵, since 5⁴⁵ has 105 bits.
fn ten_to(power: u32) -> Dd {
    Dd::from(10.0).powi(i32::try_from(power).unwrap_or(i32::MAX))
}

/// A whole number of at most 128 bits, to 106 bits.
fn whole(value: u128) -> Dd {
    let parts = [value >> 96, (value >> 64) & 0xFFFF_FFFF, (value >> 32) & 0xFFFF_FFFF, value & 0xFFFF_FFFF];
    parts.iter().fold(Dd::ZERO, |sum, &part| sum.scaled(4_294_967_296.0) + part as f64)
}

/// Powers of ten that are doubles exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The commonest texts by far: at most 15 digits, a point perhaps, no exponent. Both parts of the quotient are doubles exactly, so one
/// division and its remainder give it to 106 bits.
fn short(text: &[u8]) -> Option<Dd> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut whole, mut count, mut point) = (0_u64, 0, None);
    for (at, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => (whole, count) = (whole * 10 + u64::from(byte - b'0'), count + 1),
            b'.' if point.is_none() => point = Some(digits.len() - at - 1),
            _ => return None,
        }
    }
    if count == 0 || count > 15 {
        return None;
    }
    let (whole, ten) = (whole as f64, TENS[point.unwrap_or(0)]);
    let hi = whole / ten;
    let (product, rest) = two_product(hi, ten);
    let lo = ((whole - product) - rest) / ten;
    Some(if negative { Dd::pair(-hi, -lo) } else { Dd::pair(hi, lo) })
}

impl FromStr for Dd {
    type Err = NotDecimal;

    /// The number a plain decimal text names: sign, digits, at most one point, an exponent after `e` or `E`; no blanks, no grouping,
    /// no words for infinity. The first 38 digits count; what a text of more digits adds beyond them is below 10⁻³⁷ of it. Numbers
    /// above 10²⁸⁰ or below 10⁻²⁵⁰ in size come with the digits of one double only.
    ///
    /// # Errors
    /// [`NotDecimal`] when the text is anything else, or names a number no double reaches.
    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        if let Some(read) = short(text.as_bytes()) {
            return Ok(read);
        }
        let (mut digits, mut taken, mut exponent, mut seen) = (0_u128, 0_u32, 0_i32, false);
        let mut bytes = text.as_bytes();
        let mut negative = false;
        if let [sign @ (b'-' | b'+'), rest @ ..] = bytes {
            (negative, bytes) = (*sign == b'-', rest);
        }
        let mut after_point = false;
        loop {
            match bytes {
                [digit @ b'0'..=b'9', rest @ ..] => {
                    bytes = rest;
                    seen = true;
                    if taken < 38 {
                        digits = digits * 10 + u128::from(digit - b'0');
                        taken += u32::from(digits > 0);
                        exponent -= i32::from(after_point);
                    } else {
                        exponent += i32::from(!after_point);
                    }
                }
                [b'.', rest @ ..] if !after_point => (after_point, bytes) = (true, rest),
                _ => break,
            }
        }
        if let [b'e' | b'E', power @ ..] = bytes {
            let power = std::str::from_utf8(power).ok().and_then(|power| power.parse::<i32>().ok());
            exponent = power.and_then(|power| exponent.checked_add(power)).ok_or(NotDecimal)?;
        } else if !bytes.is_empty() {
            return Err(NotDecimal);
        }
        if !seen {
            return Err(NotDecimal);
        }
        let rounded: f64 = text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or(NotDecimal)?;
        if digits == 0 || !(1e-250..1e280).contains(&rounded.abs()) {
            return Ok(Self::from(rounded));
        }
        // Trailing noughts say nothing about the value, and without them ten's power stays exact more often.
        while exponent < 0 && digits % 10 == 0 {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        let size = whole(digits);
        let size = match exponent {
            0.. => size * ten_to(exponent.unsigned_abs()),
            // Two steps, so that ten's power itself stays within reach.
            -280..0 => size / ten_to(exponent.unsigned_abs()),
            _ => size / ten_to(200) / ten_to((exponent + 200).unsigned_abs()),
        };
        Ok(if negative { -size } else { size })
    }
}
