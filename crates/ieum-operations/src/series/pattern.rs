//! When the occurrences of a series are: the same time by the clock on the wall, whatever summer time does.

use crate::booking::at_minute;
use ieum_kernel::{TimeSpan, Timestamp, Zone};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a series repeats by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Days.
    Day,
    /// Weeks.
    #[default]
    Week,
}

impl Every {
    /// The name in code, database and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    const fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
        }
    }
}

impl std::str::FromStr for Every {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = [Self::Day, Self::Week].into_iter().find(|every| every.key() == text);
        found.ok_or_else(|| format!("nothing repeats every {text}"))
    }
}

/// How a time repeats. It ends after a count, on a day, or at whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Pattern {
    /// The first time.
    pub first: TimeSpan,
    /// By what.
    pub every: Every,
    /// Every so many of them; at least 1.
    pub step: i64,
    /// So many times in all.
    pub count: Option<i64>,
    /// Not after this civil day.
    pub until: Option<Date>,
}

/// A minute after midnight of a day by the clock on the wall; it may lie on a later day.
fn wall(zone: &Zone, day: Date, minute: i64) -> Option<Timestamp> {
    let day = day.checked_add(minute.div_euclid(1440).days()).ok()?;
    Some(at_minute(zone, day, minute.rem_euclid(1440)))
}

/// The occurrences, at most `most` of them. One that has no length where the clock jumps is left out.
pub fn spans(pattern: &Pattern, zone: &Zone, most: usize) -> Vec<TimeSpan> {
    let (from, to) = (zone.civil(pattern.first.starts), zone.civil(pattern.first.ends));
    let minute = |at: jiff::civil::DateTime| i64::from(at.hour()) * 60 + i64::from(at.minute());
    let later = from.date().until(to.date()).map_or(0, |span| i64::from(span.get_days()));
    let (starts_at, ends_at) = (minute(from), minute(to) + later * 1440);
    let step = pattern.every.days().saturating_mul(pattern.step.max(1));
    let count = pattern.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(most).min(most);
    let mut found = Vec::new();
    for nth in 0..i64::try_from(count).unwrap_or_default() {
        let Ok(day) = from.date().checked_add(nth.saturating_mul(step).days()) else { break };
        if pattern.until.is_some_and(|until| day > until) {
            break;
        }
        let span = wall(zone, day, starts_at).zip(wall(zone, day, ends_at));
        found.extend(span.and_then(|(starts, ends)| TimeSpan::new(starts, ends).ok()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn pattern(zone: &Zone, from: &str, to: &str, every: Every, count: i64) -> Pattern {
        let first = TimeSpan { starts: zone.read(from).unwrap(), ends: zone.read(to).unwrap() };
        Pattern { first, every, step: 1, count: Some(count), until: None }
    }

    #[test]
    fn the_clock_on_the_wall_rules_across_summer_time() {
        let york = Zone::named("America/New_York").unwrap();
        let weekly = pattern(&york, "2026-03-04T10:00", "2026-03-04T12:00", Every::Week, 2);
        let found = spans(&weekly, &york, 52);
        let starts: Vec<String> = found.iter().map(|span| span.starts.to_string()).collect();
        assert_eq!(starts, ["2026-03-04T15:00:00Z", "2026-03-11T14:00:00Z"]);
        // 02:00–03:00 does not exist on 8 March: nothing is left of that night's booking.
        let nightly = pattern(&york, "2026-03-07T02:00", "2026-03-07T03:00", Every::Day, 3);
        let days: Vec<_> = spans(&nightly, &york, 52).iter().map(|span| york.day(span.starts)).collect();
        assert_eq!(days, [date(2026, 3, 7), date(2026, 3, 9)]);
    }

    #[test]
    fn a_night_ends_on_the_next_day_and_a_leap_day_is_a_day() {
        let seoul = Zone::seoul();
        let nights = pattern(&seoul, "2028-02-28T22:00", "2028-02-29T02:00", Every::Day, 3);
        let found = spans(&nights, &seoul, 52);
        let days: Vec<_> = found.iter().map(|span| seoul.day(span.starts)).collect();
        assert_eq!(days, [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]);
        assert!(found.iter().all(|span| span.minutes() == 240));
    }

    #[test]
    fn it_ends_after_a_count_or_on_a_day_whichever_comes_first() {
        let seoul = Zone::seoul();
        let ten = pattern(&seoul, "2026-03-02T10:00", "2026-03-02T11:00", Every::Week, 10);
        assert_eq!(spans(&ten, &seoul, 52).len(), 10);
        assert_eq!(spans(&ten, &seoul, 4).len(), 4);
        let until = Pattern { until: Some(date(2026, 3, 16)), ..ten };
        assert_eq!(spans(&until, &seoul, 52).len(), 3, "the day itself counts");
        assert_eq!(spans(&Pattern { step: 2, ..until }, &seoul, 52).len(), 2);
    }

    proptest! {
        /// In every zone each occurrence shows the same times on the wall, except where the clock jumps over them.
        #[test]
        fn every_occurrence_shows_the_same_times_on_the_wall(
            day in 0_i64..800, quarter in 0_i64..96, long in 1_i64..64, weekly in any::<bool>(), step in 1_i64..4,
            zone in prop::sample::select(vec!["Asia/Seoul", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]),
        ) {
            let zone = Zone::named(zone).unwrap();
            let first_day = date(2027, 12, 1).checked_add(day.days()).unwrap();
            let Some(first) = wall(&zone, first_day, quarter * 15)
                .zip(wall(&zone, first_day, (quarter + long) * 15))
                .and_then(|(starts, ends)| TimeSpan::new(starts, ends).ok()) else { return Ok(()) };
            let shown = |at| {
                let civil = zone.civil(at);
                (civil.hour(), civil.minute())
            };
            let every = if weekly { Every::Week } else { Every::Day };
            let pattern = Pattern { first, every, step, count: Some(30), until: None };
            let found = spans(&pattern, &zone, 52);
            prop_assert_eq!(found.first(), Some(&first));
            let odd = found.iter().filter(|span| {
                shown(span.starts) != shown(first.starts) || shown(span.ends) != shown(first.ends)
            });
            // A year has two changes of the clock; each can move or drop the occurrences of one night.
            prop_assert!(odd.count() + (30 - found.len()) <= 6);
            for pair in found.windows(2) {
                if let [a, b] = pair {
                    prop_assert!(a.starts < b.starts);
                }
            }
        }
    }
}
