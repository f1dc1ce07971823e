//! The rules of the line: pure, all reasons at once. Whether a time may be used is asked of the booking rules.

use ieum_kernel::{TimeSpan, Timestamp};
use serde::Serialize;

/// Longest period one can wait for, days.
pub const MOST_DAYS: i64 = 60;

/// Why nobody is put in line: one variant, one rule, one message `waiting-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Who can book needs no waiting.
    #[error("{starts} is free")]
    Free {
        /// Start of the first free time.
        starts: Timestamp,
        /// Its end.
        ends: Timestamp,
    },
    /// One place in the line of an instrument for each person.
    #[error("stands in line already")]
    Twice,
    /// The period has some time to come.
    #[error("the period is over")]
    PeriodOver,
    /// The period is not longer than the line looks ahead.
    #[error("at most {most_days} days")]
    PeriodLong {
        /// The most, days.
        most_days: i64,
    },
    /// The use fits into the period and into the terms.
    #[error("from {shortest_minutes} to {longest_minutes} min")]
    LengthOff {
        /// The shortest use.
        shortest_minutes: i64,
        /// The longest use, or the length of the period.
        longest_minutes: i64,
    },
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The present moment.
    pub now: Timestamp,
    /// The period waited for.
    pub period: TimeSpan,
    /// How long the use is to be.
    pub minutes: i64,
    /// The shortest use the terms allow.
    pub shortest_minutes: i64,
    /// The longest use the terms allow.
    pub longest_minutes: i64,
    /// Whether the person stands in this line.
    pub in_line: bool,
    /// The first time within the period that the person could book.
    pub free: Option<TimeSpan>,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[once, to_come, near_enough, fitting, nothing_free];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// One place in the line of an instrument for each person. Constraint `waiting_twice`.
fn once(f: &Facts) -> Option<Refusal> {
    f.in_line.then_some(Refusal::Twice)
}

fn to_come(f: &Facts) -> Option<Refusal> {
    (f.period.ends <= f.now).then_some(Refusal::PeriodOver)
}

fn near_enough(f: &Facts) -> Option<Refusal> {
    let last = f.now.max(f.period.starts).plus_days(MOST_DAYS);
    (f.period.ends > last).then_some(Refusal::PeriodLong { most_days: MOST_DAYS })
}

fn fitting(f: &Facts) -> Option<Refusal> {
    let longest_minutes = f.longest_minutes.min(f.period.minutes());
    let fits = (f.shortest_minutes..=longest_minutes).contains(&f.minutes);
    (!fits).then_some(Refusal::LengthOff { shortest_minutes: f.shortest_minutes, longest_minutes })
}

fn nothing_free(f: &Facts) -> Option<Refusal> {
    f.free.map(|free| Refusal::Free { starts: free.starts, ends: free.ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_micros(0).plus_minutes(hour * 60)
    }

    fn facts() -> Facts {
        Facts {
            now: at(100),
            period: TimeSpan { starts: at(110), ends: at(134) },
            minutes: 60,
            shortest_minutes: 30,
            longest_minutes: 480,
            in_line: false,
            free: None,
        }
    }

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected);
    }

    #[test]
    fn one_waits_once_for_a_time_to_come_that_is_not_free() {
        check(facts(), &[]);
        check(Facts { in_line: true, ..facts() }, &[Refusal::Twice]);
        let over = TimeSpan { starts: at(90), ends: at(100) };
        check(Facts { period: over, ..facts() }, &[Refusal::PeriodOver]);
        let long = TimeSpan { starts: at(110), ends: at(111 + MOST_DAYS * 24) };
        check(Facts { period: long, ..facts() }, &[Refusal::PeriodLong { most_days: MOST_DAYS }]);
        let free = TimeSpan { starts: at(111), ends: at(112) };
        let said = Refusal::Free { starts: free.starts, ends: free.ends };
        check(Facts { free: Some(free), ..facts() }, &[said]);
    }

    #[test]
    fn the_use_fits_into_the_period_and_the_terms() {
        let off = |longest_minutes| Refusal::LengthOff { shortest_minutes: 30, longest_minutes };
        check(Facts { minutes: 29, ..facts() }, &[off(480)]);
        check(Facts { minutes: 481, ..facts() }, &[off(480)]);
        let short = TimeSpan { starts: at(110), ends: at(111) };
        check(Facts { minutes: 61, period: short, in_line: true, ..facts() }, &[Refusal::Twice, off(60)]);
    }
}
