//! One amount over several: a voucher over charges, an amount over payers.

use super::calculate::{Calculation, Measured, Subsidy, Unpriced, price};
use super::plan::Plan;
use ieum_kernel::{Money, MoneyError, Ratio, Rounding};

/// Prices several charges in order with one voucher: what one takes is gone for the next.
///
/// # Errors
/// As [`price`].
pub fn price_all(
    plan: &Plan,
    measured: &[Measured],
    voucher: &Subsidy,
) -> Result<Vec<Calculation>, Unpriced> {
    let mut left = voucher.left;
    let mut done = Vec::new();
    for one in measured {
        let subsidy = Some(Subsidy { left, ..voucher.clone() });
        let calculation = price(plan, &Measured { subsidy, ..one.clone() })?;
        left -= calculation.subsidy.minor;
        done.push(calculation);
    }
    Ok(done)
}

/// Splits an amount over payers by weight; every part is rounded down and the named payer bears the rest.
///
/// # Errors
/// When weights are negative, add up to nothing, or `rest_to` names nobody.
pub fn split(amount: Money, weights: &[i64], rest_to: usize) -> Result<Vec<Money>, MoneyError> {
    let whole: i64 =
        weights.iter().try_fold(0_i64, |sum, weight| sum.checked_add(*weight)).ok_or(MoneyError::TooLarge)?;
    if whole <= 0 || weights.iter().any(|weight| *weight < 0) || rest_to >= weights.len() {
        return Err(MoneyError::Ratio);
    }
    let mut parts = Vec::new();
    for weight in weights {
        parts.push(amount.share(Ratio::new(*weight, whole)?, Rounding::Down)?);
    }
    let rest = amount.minus(Money::sum(amount.currency, parts.iter().copied())?)?;
    if let Some(part) = parts.get_mut(rest_to) {
        *part = part.plus(rest)?;
    }
    Ok(parts)
}
