//! Money as whole minor units, and ratios that never become floating point.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An ISO 4217 currency.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default, JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Won: no minor unit.
    #[default]
    Krw,
    /// US dollar: cents.
    Usd,
    /// Euro: cents.
    Eur,
    /// Yen: no minor unit.
    Jpy,
}

impl Currency {
    /// Digits after the point (ISO 4217).
    pub const fn digits(self) -> u32 {
        match self {
            Self::Krw | Self::Jpy => 0,
            Self::Usd | Self::Eur => 2,
        }
    }

    /// The three-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Krw => "KRW",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Jpy => "JPY",
        }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        [Self::Krw, Self::Usd, Self::Eur, Self::Jpy]
            .into_iter()
            .find(|c| c.code().eq_ignore_ascii_case(text.trim()))
            .ok_or(MoneyError::Currency)
    }
}

/// Why a calculation with money cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies in one sum.
    #[error("the amounts are in different currencies")]
    Mixed,
    /// Beyond ±9.2 × 10¹⁸ minor units.
    #[error("the amount is too large")]
    TooLarge,
    /// Not a known ISO 4217 code.
    #[error("not a known currency")]
    Currency,
    /// Not an amount.
    #[error("not an amount of money")]
    Amount,
    /// A ratio over zero.
    #[error("the ratio has no denominator")]
    Ratio,
}

/// An amount in whole minor units of one currency (won: 1, dollars: cents).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// Minor units; negative is a credit.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// A ratio of whole numbers, such as a discount of 3/10 or VAT of 1/10. The denominator is never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    over: i64,
    under: i64,
}

impl Ratio {
    /// `over / under`; an `under` of zero is refused.
    pub const fn new(over: i64, under: i64) -> Result<Self, MoneyError> {
        if under == 0 { Err(MoneyError::Ratio) } else { Ok(Self { over, under }) }
    }

    /// So many hundredths.
    pub const fn percent(hundredths: i64) -> Self {
        Self { over: hundredths, under: 100 }
    }

    /// One whole minus this ratio: what stays after a discount.
    pub const fn rest(self) -> Self {
        Self { over: self.under - self.over, under: self.under }
    }

    /// Numerator and denominator.
    pub const fn parts(self) -> (i64, i64) {
        (self.over, self.under)
    }
}

/// How a fraction of a minor unit is settled; every caller names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Toward the payer's favour: down for amounts due (KRW practice: 원 단위 미만 절사).
    Down,
    /// Down to the last 10 units (Korean public bills: 10원 미만 절사, 국고금관리법 §47).
    DownToTen,
    /// Half away from zero.
    HalfUp,
}

impl Money {
    /// No won at all.
    pub const ZERO_KRW: Self = Self { minor: 0, currency: Currency::Krw };

    /// So many won.
    pub const fn won(minor: i64) -> Self {
        Self { minor, currency: Currency::Krw }
    }

    /// Nothing in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The sum; both must be in one currency.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The difference; both must be in one currency.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(Self { minor: other.minor.checked_neg().ok_or(MoneyError::TooLarge)?, ..other })
    }

    /// So many times the amount.
    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        Ok(Self { minor: self.minor.checked_mul(count).ok_or(MoneyError::TooLarge)?, ..self })
    }

    /// The amount times a ratio, settled by the named rounding; the rest is borne as that rule says.
    pub fn share(self, ratio: Ratio, rounding: Rounding) -> Result<Self, MoneyError> {
        let over = i128::from(self.minor) * i128::from(ratio.over);
        let under = i128::from(ratio.under);
        let whole = match rounding {
            Rounding::Down => over.div_euclid(under),
            Rounding::DownToTen => over.div_euclid(under).div_euclid(10) * 10,
            Rounding::HalfUp => {
                let (over, under) = if under < 0 { (-over, -under) } else { (over, under) };
                let sign = if over < 0 { -1 } else { 1 };
                sign * ((over.abs() * 2 + under) / (under * 2))
            }
        };
        Ok(Self { minor: i64::try_from(whole).map_err(|_wide| MoneyError::TooLarge)?, ..self })
    }

    /// Adds up; an empty list is zero in the given currency.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::plus)
    }

    /// Splits an amount by weights so that the parts add up exactly: largest remainder (Hamilton), ties to the earlier.
    pub fn split(self, weights: &[i64]) -> Result<Vec<Self>, MoneyError> {
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if total <= 0 || weights.iter().any(|w| *w < 0) {
            return Err(MoneyError::Ratio);
        }
        let exact = |w: &i64| i128::from(self.minor) * i128::from(*w);
        let mut parts: Vec<i128> = weights.iter().map(|w| exact(w).div_euclid(total)).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(weights.get(*i).map(|w| exact(w).rem_euclid(total))));
        let left = i128::from(self.minor) - parts.iter().sum::<i128>();
        for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            if let Some(part) = parts.get_mut(index) {
                *part += 1;
            }
        }
        parts
            .into_iter()
            .map(|p| {
                i64::try_from(p).map(|minor| Self { minor, ..self }).map_err(|_wide| MoneyError::TooLarge)
            })
            .collect()
    }

    /// Digits with group commas and the currency's point, without a sign for the currency: `1,234,500` or `12.30`.
    pub fn digits(self) -> String {
        let magnitude = self.minor.unsigned_abs();
        let scale = 10_u64.pow(self.currency.digits());
        let whole = (magnitude / scale).to_string();
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.minor < 0 { "-" } else { "" };
        match self.currency.digits() {
            0 => format!("{sign}{grouped}"),
            _ => format!("{sign}{grouped}.{:02}", magnitude % scale),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.digits(), self.currency.code())
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads `1,234,500`, `1234500 KRW`, `12.30 USD`, `₩5,000` and `5000원`; won when no currency is named.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim().trim_start_matches('₩').trim_end_matches('원').trim();
        let (amount, currency) = match text.rsplit_once(' ') {
            Some((amount, code)) => (amount, code.parse()?),
            None => (text, Currency::Krw),
        };
        let clean: String = amount.chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
        let (whole, part) = clean.split_once('.').unwrap_or((&clean, ""));
        let digits = usize::try_from(currency.digits()).unwrap_or(0);
        if part.len() > digits || whole.is_empty() {
            return Err(MoneyError::Amount);
        }
        let joined = format!("{whole}{part:0<digits$}");
        joined.parse().map(|minor| Self { minor, currency }).map_err(|_text| MoneyError::Amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_name_their_rounding() {
        let fee = Money::won(12_345);
        assert_eq!(fee.share(Ratio::percent(10), Rounding::Down), Ok(Money::won(1_234)));
        assert_eq!(fee.share(Ratio::percent(10), Rounding::DownToTen), Ok(Money::won(1_230)));
        assert_eq!(fee.share(Ratio::percent(10), Rounding::HalfUp), Ok(Money::won(1_235)));
        assert_eq!(Ratio::percent(30).rest(), Ratio::percent(70));
    }

    #[test]
    fn a_split_loses_nothing() {
        let parts = Money::won(100).split(&[1, 1, 1]).unwrap();
        assert_eq!(parts, [34, 33, 33].map(Money::won));
        assert_eq!(Money::won(-100).split(&[1, 2]).unwrap().iter().map(|m| m.minor).sum::<i64>(), -100);
        assert!(Money::won(1).split(&[0]).is_err());
    }

    #[test]
    fn amounts_read_and_write() {
        for (text, expected) in [
            ("1,234,500", Money::won(1_234_500)),
            ("₩5,000", Money::won(5_000)),
            ("5000원", Money::won(5_000)),
            ("12.3 USD", Money { minor: 1_230, currency: Currency::Usd }),
        ] {
            assert_eq!(text.parse(), Ok(expected));
        }
        assert!("1.5".parse::<Money>().is_err());
        assert!("".parse::<Money>().is_err());
        assert_eq!(Money { minor: -123_456, currency: Currency::Usd }.digits(), "-1,234.56");
        assert!(Money::won(1).plus(Money::zero(Currency::Usd)).is_err());
        assert!(Money::won(i64::MAX).plus(Money::won(1)).is_err());
    }
}
