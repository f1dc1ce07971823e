//! When two entries may become one.

use crate::entry::KindKey;
use ieum_kernel::Timestamp;
use serde::Serialize;

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// What the two are.
    pub kind: KindKey,
    /// Bookings of the one that goes for which the other is not free.
    pub booked_together: usize,
    /// When the first of them begins.
    pub first: Option<Timestamp>,
    /// People who belong to the one that goes.
    pub people: i64,
    /// Requests, bookings, agreements and the like in its name.
    pub work: i64,
}

/// Why two entries do not become one.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Both are booked for the same time.
    #[error("{many} bookings overlap")]
    BookedTogether {
        /// How many bookings.
        many: usize,
        /// When the first begins.
        first: Timestamp,
    },
    /// People or work belong to the organisation that goes.
    #[error("{people} people and {work} pieces of work belong to it")]
    InUse {
        /// People.
        people: i64,
        /// Requests, bookings, agreements.
        work: i64,
    },
}

/// Every rule, in the order people read the reasons.
const RULES: &[fn(&Facts) -> Option<Refusal>] = &[not_booked_together, nobody_belongs_to_it];

/// All reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// One instrument cannot be used twice at the same time: bookings of both that overlap are moved or cancelled by people first.
///
/// This rule explains; the constraint `reservation_no_overlap` guarantees.
fn not_booked_together(f: &Facts) -> Option<Refusal> {
    let first = f.first.filter(|_| f.booked_together > 0)?;
    Some(Refusal::BookedTogether { many: f.booked_together, first })
}

/// Who belongs to an organisation, and what it ordered, is not handed to another by a merge: members of the one would see
/// what the other keeps to itself.
fn nobody_belongs_to_it(f: &Facts) -> Option<Refusal> {
    let used = f.kind == KindKey::Organisation && f.people + f.work > 0;
    used.then_some(Refusal::InUse { people: f.people, work: f.work })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected, "{facts:?}");
    }

    const FREE: Facts =
        Facts { kind: KindKey::Instrument, booked_together: 0, first: None, people: 0, work: 0 };

    #[test]
    fn what_is_booked_twice_at_once_stays_two() {
        let first: Timestamp = "2026-03-05T01:00:00Z".parse().unwrap();
        let together = Refusal::BookedTogether { many: 2, first };
        check(FREE, &[]);
        check(Facts { booked_together: 2, first: Some(first), ..FREE }, &[together]);
    }

    #[test]
    fn an_organisation_in_use_is_not_merged_away() {
        let used = Refusal::InUse { people: 1, work: 3 };
        check(Facts { people: 1, work: 3, ..FREE }, &[]);
        check(Facts { kind: KindKey::Organisation, people: 1, work: 3, ..FREE }, &[used]);
    }
}
