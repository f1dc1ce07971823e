//! When a charge is stated by hand and when it is agreed to.

use super::stated::{Stated, Statement};
use ieum_kernel::{Id, Person};

pub(super) use super::invoice::Refusal;

/// Everything that keeps a statement from being made.
pub(super) fn stating_refusals(said: &Statement) -> Vec<Refusal> {
    [
        (said.supply.minor <= 0).then_some(Refusal::NothingStated),
        said.reason.trim().is_empty().then_some(Refusal::StatedWithoutReason),
        said.organisation.is_none().then_some(Refusal::NoPayer),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Everything that keeps somebody from deciding on a statement.
pub(super) fn deciding_refusals(stated: &Stated, by: Id<Person>, agree: bool, words: &str) -> Vec<Refusal> {
    [
        (stated.state != "waiting").then_some(Refusal::Decided),
        (agree && stated.stated_by == by).then_some(Refusal::SecondPerson),
        (!agree && words.trim().is_empty()).then_some(Refusal::StatedWithoutReason),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::Vat;
    use ieum_kernel::{Money, Text, Timestamp};

    fn said(won: i64, reason: &str) -> Statement {
        Statement {
            facility: Id::nth(1),
            organisation: Some(Id::nth(2)),
            request: None,
            description: Text::new("배송", "Shipping"),
            supply: Money::won(won),
            vat: Vat::Standard,
            budget_line: "test_fee".to_owned(),
            used_on: jiff::civil::date(2026, 3, 1),
            reason: reason.to_owned(),
        }
    }

    #[track_caller]
    fn check(by: u128, state: &str, agree: bool, words: &str, expected: &[Refusal]) {
        let stated = Stated {
            id: Id::nth(1),
            said: said(1, "x"),
            payer: Text::default(),
            needs_second: true,
            state: state.to_owned(),
            stated_by: Id::nth(7),
            stated_by_name: String::new(),
            stated_at: Timestamp::from_micros(0),
            decision: String::new(),
            charge: None,
        };
        assert_eq!(deciding_refusals(&stated, Id::nth(by), agree, words), expected);
    }

    #[test]
    fn a_charge_by_hand_says_what_for_whom_and_why() {
        assert_eq!(stating_refusals(&said(1, "추가 배송")), []);
        let nobody = Statement { organisation: None, ..said(0, " ") };
        let all = [Refusal::NothingStated, Refusal::StatedWithoutReason, Refusal::NoPayer];
        assert_eq!(stating_refusals(&nobody), all);
    }

    #[test]
    fn somebody_else_agrees_once() {
        check(8, "waiting", true, "", &[]);
        check(7, "waiting", true, "", &[Refusal::SecondPerson]);
        // Whoever stated it may take it back, and says why.
        check(7, "waiting", false, "잘못 적음", &[]);
        check(7, "waiting", false, " ", &[Refusal::StatedWithoutReason]);
        check(8, "charged", true, "", &[Refusal::Decided]);
    }
}
