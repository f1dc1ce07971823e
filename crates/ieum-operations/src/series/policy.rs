//! The rules of a series as a whole; each occurrence goes through every booking rule besides.

use serde::Serialize;

/// Why a series is not made: one variant, one rule, one message `series-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Bookings repeat where the terms allow it.
    #[error("bookings do not repeat here")]
    NoSeries,
    /// A series has an end.
    #[error("has no end")]
    Endless,
    /// A series has no more bookings than the terms allow.
    #[error("at most {most} bookings")]
    TooMany {
        /// The most.
        most: i64,
    },
    /// Something is chosen.
    #[error("nothing is chosen")]
    Nothing,
    /// All of what is chosen can be booked.
    #[error("{refused} cannot be booked")]
    NotAll {
        /// How many cannot.
        refused: i64,
    },
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The most bookings of one series; 0 is none.
    pub most: i64,
    /// Whether a count or a last day is given.
    pub ends: bool,
    /// How many bookings the pattern names.
    pub named: i64,
    /// How many are chosen; nothing before anybody chose.
    pub chosen: Option<i64>,
    /// How many of the chosen ones the booking rules refuse.
    pub refused: i64,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[allowed, has_an_end, not_too_many, something, all_of_it];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn allowed(f: &Facts) -> Option<Refusal> {
    (f.most == 0).then_some(Refusal::NoSeries)
}

fn has_an_end(f: &Facts) -> Option<Refusal> {
    (!f.ends).then_some(Refusal::Endless)
}

fn not_too_many(f: &Facts) -> Option<Refusal> {
    (f.most > 0 && f.ends && f.named > f.most).then_some(Refusal::TooMany { most: f.most })
}

fn something(f: &Facts) -> Option<Refusal> {
    (f.chosen == Some(0) || f.named == 0).then_some(Refusal::Nothing)
}

fn all_of_it(f: &Facts) -> Option<Refusal> {
    (f.chosen.is_some() && f.refused > 0).then_some(Refusal::NotAll { refused: f.refused })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected);
    }

    #[test]
    fn a_series_ends_within_bounds_and_books_what_is_chosen() {
        let plain = Facts { most: 26, ends: true, named: 10, chosen: None, refused: 2 };
        check(plain, &[]);
        check(Facts { chosen: Some(8), refused: 0, ..plain }, &[]);
        check(Facts { chosen: Some(10), ..plain }, &[Refusal::NotAll { refused: 2 }]);
        check(Facts { named: 27, ..plain }, &[Refusal::TooMany { most: 26 }]);
        check(Facts { most: 0, ..plain }, &[Refusal::NoSeries]);
        check(Facts { ends: false, named: 52, ..plain }, &[Refusal::Endless]);
        check(Facts { named: 0, ..plain }, &[Refusal::Nothing]);
        check(Facts { chosen: Some(0), refused: 0, ..plain }, &[Refusal::Nothing]);
    }
}
