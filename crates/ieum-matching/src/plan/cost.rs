//! What the steps of a plan cost together, and what vouchers pay of it.

use super::plan::{Cost, Total};
use ieum_kernel::{Money, Ratio, Rounding, Text};

/// A voucher that the customer has.
#[derive(Debug, Clone, PartialEq)]
pub struct Voucher {
    /// What people call it.
    pub name: Text,
    /// Hundredths of the supply it pays.
    pub percent: i64,
    /// What is left of it.
    pub left: Money,
}

/// The costs with what vouchers pay. Each step is an order of its own and takes one voucher, the first in the order
/// given of which something is left, as quotes do: its share of the supply down to whole units, never beyond what is
/// left; VAT is the customer's.
pub(super) fn subsidised(costs: &[Option<&Cost>], vouchers: &[Voucher]) -> Vec<Option<Cost>> {
    let mut left: Vec<Money> = vouchers.iter().map(|voucher| voucher.left).collect();
    let one = |cost: &Option<&Cost>| {
        let mut cost = (*cost)?.clone();
        let usable = vouchers
            .iter()
            .zip(&mut left)
            .find(|(_, left)| left.minor > 0 && left.currency == cost.supply.currency);
        if let Some((voucher, left)) = usable {
            let share = cost.supply.share(Ratio::percent(voucher.percent), Rounding::Down).ok()?;
            let paid = Money { minor: share.minor.min(left.minor).max(0), ..share };
            if paid.minor > 0 {
                *left = left.minus(paid).ok()?;
                cost.total = cost.supply.plus(cost.vat).ok()?.minus(paid).ok()?;
                cost.subsidy = paid;
                cost.voucher = Some(voucher.name.clone());
            }
        }
        Some(cost)
    };
    costs.iter().map(one).collect()
}

/// The sum of all costs that are known; nothing when there are none, or their currencies differ.
pub(super) fn sum(costs: &[Option<Cost>]) -> Option<Total> {
    let mut known = costs.iter().flatten();
    let first = known.next()?;
    let Cost { supply, vat, subsidy, total, .. } = *first;
    known.try_fold(Total { supply, vat, subsidy, total }, |sum, cost| {
        Some(Total {
            supply: sum.supply.plus(cost.supply).ok()?,
            vat: sum.vat.plus(cost.vat).ok()?,
            subsidy: sum.subsidy.plus(cost.subsidy).ok()?,
            total: sum.total.plus(cost.total).ok()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(supply: i64) -> Cost {
        let (supply, vat) = (Money::won(supply), Money::won(supply / 10));
        Cost {
            supply,
            vat,
            subsidy: Money::won(0),
            total: supply.plus(vat).unwrap(),
            tier: "sme".into(),
            lines: Vec::new(),
            voucher: None,
        }
    }

    fn voucher(percent: i64, left: i64) -> Voucher {
        Voucher { name: Text::new("바우처", "Voucher"), percent, left: Money::won(left) }
    }

    #[track_caller]
    fn check(supplies: &[i64], vouchers: &[Voucher], subsidies: &[i64], total: i64) {
        let costs: Vec<Cost> = supplies.iter().map(|supply| cost(*supply)).collect();
        let found = subsidised(&costs.iter().map(Some).collect::<Vec<_>>(), vouchers);
        let paid: Vec<i64> = found.iter().flatten().map(|cost| cost.subsidy.minor).collect();
        assert_eq!(paid, subsidies);
        assert_eq!(sum(&found).unwrap().total, Money::won(total));
    }

    #[test]
    fn vouchers_pay_their_share_until_nothing_is_left() {
        check(&[100_000, 200_000], &[], &[0, 0], 330_000);
        check(&[100_000, 200_000], &[voucher(60, 1_000_000)], &[60_000, 120_000], 150_000);
        check(&[100_000, 200_000], &[voucher(60, 100_000)], &[60_000, 40_000], 230_000);
        // The second voucher helps once the first is used up.
        check(&[100_000, 200_000], &[voucher(60, 60_000), voucher(50, 900_000)], &[60_000, 100_000], 170_000);
        check(&[100_001], &[voucher(33, 900_000)], &[33_000], 77_001);
    }

    #[test]
    fn unknown_prices_are_no_zero() {
        let known = cost(10_000);
        let found = subsidised(&[None, Some(&known)], &[]);
        assert_eq!(found.first(), Some(&None));
        assert_eq!(sum(&found).map(|total| total.total), Some(Money::won(11_000)));
        assert_eq!(sum(&[None]), None);
        let dollars = Cost { supply: Money { minor: 100, currency: ieum_kernel::Currency::Usd }, ..cost(0) };
        assert_eq!(sum(&[Some(known), Some(dollars)]), None);
    }
}
