//! When a voucher pays a part of a quote, and which agreements go together.

use super::voucher_store::VoucherRow;
use ieum_kernel::{Id, Money, Organisation, Ratio, Rounding};
use jiff::civil::Date;
use serde::Serialize;

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// A voucher pays for its own organisation.
    #[error("the voucher is another organisation's")]
    VoucherNotYours,
    /// A voucher pays within its days.
    #[error("the voucher is good from {from} to {until}")]
    VoucherNotValid {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// A voucher pays in its own currency.
    #[error("the voucher is in another currency")]
    VoucherCurrency,
    /// What is left of a voucher is neither spent nor held (`voucher_never_overheld`).
    #[error("nothing is left of the voucher")]
    VoucherUsedUp,
    /// An agreement lasts (`price_agreement_lasts`).
    #[error("the agreement ends before it begins")]
    AgreementEndsBeforeStart,
    /// An organisation has one tier on a day (`price_agreement_no_overlap`).
    #[error("an agreement holds from {from} to {until}")]
    AgreementOverlaps {
        /// First day of the other one.
        from: Date,
        /// Its last day.
        until: Date,
    },
}

/// What the rules look at.
pub struct Facts<'a> {
    /// The voucher as it stands.
    pub voucher: &'a VoucherRow,
    /// Who pays.
    pub payer: Option<Id<Organisation>>,
    /// The supply it should pay a share of.
    pub supply: Money,
    /// The civil day.
    pub today: Date,
}

const RULES: &[fn(&Facts) -> Option<Refusal>] = &[own, within_days, same_currency, something_left];

/// All reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn own(f: &Facts) -> Option<Refusal> {
    (f.payer != Some(f.voucher.organisation)).then_some(Refusal::VoucherNotYours)
}

fn within_days(f: &Facts) -> Option<Refusal> {
    let (from, until) = (f.voucher.valid_from, f.voucher.valid_until);
    (f.today < from || f.today > until).then_some(Refusal::VoucherNotValid { from, until })
}

fn same_currency(f: &Facts) -> Option<Refusal> {
    (f.voucher.currency != f.supply.currency.code()).then_some(Refusal::VoucherCurrency)
}

fn something_left(f: &Facts) -> Option<Refusal> {
    (f.voucher.left() <= 0).then_some(Refusal::VoucherUsedUp)
}

/// What a voucher pays of a supply: its share, down to whole units, and never more than is left of it.
pub fn share_of(voucher: &VoucherRow, supply: Money) -> Money {
    let share = supply.share(Ratio::percent(voucher.percent), Rounding::Down).map_or(0, |share| share.minor);
    Money { minor: share.min(voucher.left()).max(0), ..supply }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::Text;
    use jiff::civil::date;

    fn voucher(spent: i64, held: i64) -> VoucherRow {
        VoucherRow {
            id: Id::nth(1),
            organisation: Id::nth(2),
            name: Text::new("바우처", "Voucher"),
            percent: 60,
            cap: 1_000_000,
            spent,
            held,
            currency: "KRW".to_owned(),
            valid_from: date(2026, 1, 1),
            valid_until: date(2026, 12, 31),
        }
    }

    #[track_caller]
    fn check(voucher: &VoucherRow, payer: u128, today: Date, expected: &[Refusal]) {
        let facts = Facts { voucher, payer: Some(Id::nth(payer)), supply: Money::won(500_000), today };
        assert_eq!(refusals(&facts), expected);
    }

    #[test]
    fn a_voucher_pays_its_owner_within_its_days_while_something_is_left() {
        let day = date(2026, 3, 1);
        let (from, until) = (date(2026, 1, 1), date(2026, 12, 31));
        check(&voucher(0, 0), 2, day, &[]);
        check(&voucher(600_000, 400_000), 2, day, &[Refusal::VoucherUsedUp]);
        let over =
            [Refusal::VoucherNotYours, Refusal::VoucherNotValid { from, until }, Refusal::VoucherUsedUp];
        check(&voucher(1_000_000, 0), 3, date(2027, 1, 1), &over);
        let dollars = VoucherRow { currency: "USD".to_owned(), ..voucher(0, 0) };
        check(&dollars, 2, day, &[Refusal::VoucherCurrency]);
    }

    #[test]
    fn it_pays_its_share_and_never_beyond_what_is_left() {
        assert_eq!(share_of(&voucher(0, 0), Money::won(500_001)), Money::won(300_000));
        assert_eq!(share_of(&voucher(500_000, 300_000), Money::won(500_000)), Money::won(200_000));
        assert_eq!(share_of(&voucher(1_000_000, 0), Money::won(1)), Money::won(0));
    }
}
