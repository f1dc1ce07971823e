//! The open calendar: which hours of which civil days an instrument can be used.

use super::facts::Facts;
use super::holidays::{Holiday, holiday};
use super::policy::Refusal;
use super::terms::Terms;
use ieum_kernel::{TimeSpan, Timestamp, Zone};
use jiff::civil::{Date, DateTime};

/// Why a whole day is shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// Not one of the open weekdays.
    Weekday,
    /// A public holiday.
    Holiday(Holiday),
}

/// The open hours of a civil day, or why there are none.
pub fn open_hours(terms: &Terms, zone: &Zone, day: Date) -> Result<TimeSpan, Shut> {
    if !terms.open_weekday(day.weekday().to_monday_zero_offset()) {
        return Err(Shut::Weekday);
    }
    if !terms.on_holidays
        && let Some(which) = holiday(day)
    {
        return Err(Shut::Holiday(which));
    }
    let hours = TimeSpan {
        starts: at_minute(zone, day, terms.opens_at),
        ends: at_minute(zone, day, terms.closes_at),
    };
    if hours.ends > hours.starts { Ok(hours) } else { Err(Shut::Weekday) }
}

/// The moment so many minutes after midnight by the clock on the wall; 1440 is the next midnight.
///
/// On a day that skips or repeats an hour this is not the same as so many minutes after the moment of midnight.
pub fn at_minute(zone: &Zone, day: Date, minute: i64) -> Timestamp {
    if minute >= 1440 {
        return day.tomorrow().map_or_else(|_last_day| zone.midnight(day), |next| zone.midnight(next));
    }
    let part = |n: i64| i8::try_from(n).unwrap_or_default();
    let civil = DateTime::from(day).with().hour(part(minute / 60)).minute(part(minute % 60)).build();
    civil.map_or_else(|_impossible| zone.midnight(day), |civil| zone.moment(civil))
}

/// Minutes after midnight by the clock on the wall; nothing when the moment has seconds.
pub(crate) fn minute_of_day(zone: &Zone, at: Timestamp) -> Option<i64> {
    let civil = zone.civil(at);
    let whole = civil.second() == 0 && civil.subsec_nanosecond() == 0;
    whole.then(|| i64::from(civil.hour()) * 60 + i64::from(civil.minute()))
}

/// Every part of the span lies within the open hours of its day.
pub(super) fn within_hours(f: &Facts<'_>) -> Option<Refusal> {
    let terms = &f.desk.terms;
    let outside =
        f.days().filter_map(|day| Some((day, open_hours(terms, f.zone, day).ok()?))).find(|(day, open)| {
            let whole = TimeSpan { starts: f.zone.midnight(*day), ends: at_minute(f.zone, *day, 1440) };
            let starts = f.span.starts.max(whole.starts);
            let ends = f.span.ends.min(whole.ends);
            starts < open.starts || ends > open.ends
        });
    outside.map(|_| Refusal::OutsideHours { opens: clock(terms.opens_at), closes: clock(terms.closes_at) })
}

/// No day of the span is a closed weekday.
pub(super) fn open_weekday(f: &Facts<'_>) -> Option<Refusal> {
    let shut = |day: &Date| !f.desk.terms.open_weekday(day.weekday().to_monday_zero_offset());
    f.days().find(shut).map(|day| Refusal::ClosedDay { day: day.to_string() })
}

/// No day of the span is a public holiday, unless the terms allow them.
pub(super) fn not_a_holiday(f: &Facts<'_>) -> Option<Refusal> {
    if f.desk.terms.on_holidays {
        return None;
    }
    let found = f.days().find_map(|day| Some((day, holiday(day)?)));
    found.map(|(day, which)| Refusal::Holiday { day: day.to_string(), which: which.key() })
}

/// No closure of the facility or the instrument touches the span.
pub(super) fn not_shut(f: &Facts<'_>) -> Option<Refusal> {
    let shut = f.closures.iter().find(|closure| closure.span.overlaps(f.span))?;
    Some(Refusal::Shut { starts: shut.span.starts, ends: shut.span.ends })
}

/// One booking stays within one civil day, unless the terms allow more.
pub(super) fn within_a_day(f: &Facts<'_>) -> Option<Refusal> {
    (!f.desk.terms.across_midnight && f.days().nth(1).is_some()).then_some(Refusal::AcrossMidnight)
}

/// Minutes after midnight as people write them: `09:00`, `24:00`.
pub(crate) fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))
}

/// Reads `09:00` or `24:00` as minutes after midnight.
pub(crate) fn read_clock(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour.checked_mul(60)?.checked_add(minute)?;
    ((0..60).contains(&minute) && (0..=1440).contains(&total) && hour >= 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_wall_clock_rules_on_days_that_skip_or_repeat_an_hour() {
        let york = Zone::named("America/New_York").unwrap();
        let terms =
            Terms { open_days: "MTWTFSS".to_owned(), opens_at: 60, closes_at: 240, ..Terms::default() };
        let minutes = |day| open_hours(&terms, &york, day).unwrap().minutes();
        assert_eq!(minutes(date(2026, 3, 7)), 180);
        assert_eq!(minutes(date(2026, 3, 8)), 120, "02:00 does not exist");
        assert_eq!(minutes(date(2026, 11, 1)), 240, "01:00 comes twice");
        let opens = at_minute(&york, date(2026, 3, 8), 150);
        assert_eq!(opens.to_string(), "2026-03-08T07:30:00Z", "02:30 is read as 03:30");
    }

    #[test]
    fn midnight_closes_the_day() {
        let zone = Zone::seoul();
        let terms = Terms { opens_at: 0, closes_at: 1440, ..Terms::default() };
        let open = open_hours(&terms, &zone, date(2026, 3, 3)).unwrap();
        assert_eq!(open.minutes(), 1440);
        assert_eq!(open.ends.to_string(), "2026-03-03T15:00:00Z");
        assert_eq!(open_hours(&terms, &zone, date(2026, 3, 2)), Err(Shut::Holiday(Holiday::Substitute)));
        assert_eq!(open_hours(&terms, &zone, date(2026, 3, 7)), Err(Shut::Weekday));
    }

    #[test]
    fn clock_texts_read_back() {
        for minute in [0, 540, 1439, 1440] {
            assert_eq!(read_clock(&clock(minute)), Some(minute));
        }
        for wrong in ["", "9", "25:00", "24:01", "10:60", "-1:00", "a:b"] {
            assert_eq!(read_clock(wrong), None, "{wrong}");
        }
    }
}
