//! Working time: when an answer is due.

use crate::booking::{at_minute, holiday};
use ieum_kernel::{Timestamp, Zone};
use jiff::ToSpan;
use jiff::civil::Weekday;

/// Work begins at nine and ends at six (근로기준법 §50: eight hours and a pause).
const DAY: (i64, i64) = (9 * 60, 18 * 60);

/// The moment so many working minutes after another: Monday to Friday, nine to six, public holidays left out.
pub fn working_minutes_later(zone: &Zone, from: Timestamp, minutes: i64) -> Timestamp {
    let mut day = zone.day(from);
    let mut left = minutes.max(0);
    // A year of days bounds the search; no run of holidays is longer.
    for _ in 0..366 {
        let rests = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || holiday(day).is_some();
        if !rests {
            let (opens, closes) = (at_minute(zone, day, DAY.0), at_minute(zone, day, DAY.1));
            let begins = opens.max(from);
            let room = closes.minutes_since(begins).max(0);
            if begins < closes && left <= room {
                return begins.plus_minutes(left);
            }
            left -= room;
        }
        day = day.saturating_add(1.day());
    }
    from.plus_days(366)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, minutes: i64, expected: &str) {
        let zone = Zone::seoul();
        let due = working_minutes_later(&zone, zone.read(from).unwrap(), minutes);
        assert_eq!(zone.civil(due).to_string(), format!("{expected}:00"));
    }

    #[test]
    fn three_working_hours_skip_nights_weekends_and_holidays() {
        check("2026-03-03T10:00", 180, "2026-03-03T13:00");
        check("2026-03-03T07:00", 180, "2026-03-03T12:00");
        check("2026-03-03T17:00", 180, "2026-03-04T11:00");
        // Friday evening to Monday.
        check("2026-03-06T17:30", 180, "2026-03-09T11:30");
        check("2026-03-07T12:00", 180, "2026-03-09T12:00");
        // The day before New Year's Day.
        check("2026-12-31T17:00", 180, "2027-01-04T11:00");
        check("2026-03-03T15:00", 180, "2026-03-03T18:00");
    }
}
