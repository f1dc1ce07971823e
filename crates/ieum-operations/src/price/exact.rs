//! Amounts between two roundings: whole fractions, so that no step loses anything.

use ieum_kernel::{Currency, Money, MoneyError, Rounding};
use std::fmt;

/// A fraction of minor units in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    over: i128,
    under: i128,
}

const fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    match a {
        0 => 1,
        a => a.cast_signed(),
    }
}

impl Exact {
    pub(super) const ZERO: Self = Self { over: 0, under: 1 };

    pub(super) fn whole(minor: i64) -> Self {
        Self { over: i128::from(minor), under: 1 }
    }

    fn of(over: i128, under: i128) -> Self {
        let shared = gcd(over, under);
        Self { over: over / shared, under: under / shared }
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let wide = |a: i128, b: i128| a.checked_mul(b).ok_or(MoneyError::TooLarge);
        let over = wide(self.over, other.under)?
            .checked_add(wide(other.over, self.under)?)
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self::of(over, wide(self.under, other.under)?))
    }

    /// Times `over / under`; `under` must be positive.
    pub(super) fn times(self, over: i64, under: i64) -> Result<Self, MoneyError> {
        if under <= 0 {
            return Err(MoneyError::Ratio);
        }
        let top = self.over.checked_mul(i128::from(over)).ok_or(MoneyError::TooLarge)?;
        let bottom = self.under.checked_mul(i128::from(under)).ok_or(MoneyError::TooLarge)?;
        Ok(Self::of(top, bottom))
    }

    pub(super) fn percent(self, hundredths: i64) -> Result<Self, MoneyError> {
        self.times(hundredths, 100)
    }

    pub(super) fn is_less_than(self, minor: i64) -> bool {
        match i128::from(minor).checked_mul(self.under) {
            Some(limit) => self.over < limit,
            None => false,
        }
    }

    pub(super) fn is_whole(self) -> bool {
        self.under == 1
    }

    pub(super) fn settle(self, currency: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        let minor = match rounding {
            Rounding::Down => self.over.div_euclid(self.under),
            Rounding::DownToTen => self.over.div_euclid(self.under).div_euclid(10) * 10,
            Rounding::HalfUp => {
                let sign = if self.over < 0 { -1 } else { 1 };
                sign * ((self.over.abs() * 2 + self.under) / (self.under * 2))
            }
        };
        Ok(Money { minor: i64::try_from(minor).map_err(|_wide| MoneyError::TooLarge)?, currency })
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.over, self.under)
    }
}
