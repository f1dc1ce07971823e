//! Hours of the day: how much of a use lies in which band of a plan.

use super::plan::{Band, Days, Plan};
use crate::booking::{at_minute, holiday};
use ieum_kernel::{TimeSpan, Timestamp, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// Minutes of a day.
const DAY: i64 = 1440;
/// A use that lasts longer is measured over this many days only.
const MOST_DAYS: usize = 400;

impl Band {
    /// The end counted from the midnight on which it begins.
    fn ends(&self) -> i64 {
        if self.to <= self.from { self.to.saturating_add(DAY) } else { self.to }
    }

    fn counts_on(&self, day: Date) -> bool {
        let rests = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || holiday(day).is_some();
        match self.days {
            Days::Every => true,
            Days::Workdays => !rests,
            Days::Rest => rests,
        }
    }

    /// Whether its numbers lie in range.
    pub(super) fn sound(&self) -> bool {
        (0..DAY).contains(&self.from)
            && (1..=DAY).contains(&self.to)
            && self.from != self.to
            && (0..=1000).contains(&self.percent)
    }
}

/// When a band that begins on a day ends.
fn end_of(band: &Band, zone: &Zone, day: Date) -> Timestamp {
    match band.ends() {
        minute if minute > DAY => at_minute(zone, day.saturating_add(1.day()), minute - DAY),
        minute => at_minute(zone, day, minute),
    }
}

/// The minutes of a use in each band of a plan; bands it does not touch are left out.
pub fn banded(plan: &Plan, zone: &Zone, span: TimeSpan) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    let (first, last) = (zone.day(span.starts).saturating_sub(1.day()), zone.day(span.ends));
    for band in &plan.bands {
        let mut minutes = 0_i64;
        for day in first.series(1.day()).take_while(|day| *day <= last).take(MOST_DAYS) {
            if band.counts_on(day) {
                let starts = at_minute(zone, day, band.from).max(span.starts);
                let ends = end_of(band, zone, day).min(span.ends);
                minutes = minutes.saturating_add(ends.minutes_since(starts).max(0));
            }
        }
        if minutes > 0 {
            found.insert(band.key.clone(), minutes);
        }
    }
    found
}

/// Whether no moment of a week lies in two bands.
pub(super) fn apart(bands: &[Band]) -> bool {
    // A band on working days and one on days of rest never meet, unless one runs into the next day.
    bands.iter().enumerate().all(|(place, one)| {
        bands.iter().skip(place.saturating_add(1)).all(|other| {
            let same_days = one.days == Days::Every || other.days == Days::Every || one.days == other.days;
            let over_midnight = one.ends() > DAY || other.ends() > DAY;
            let meets = |shift: i64| {
                one.from < other.ends().saturating_add(shift) && other.from.saturating_add(shift) < one.ends()
            };
            !(same_days && meets(0)) && !(over_midnight && (meets(DAY) || meets(-DAY)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::{Money, Text};

    fn band(key: &str, days: Days, from: i64, to: i64) -> Band {
        Band { key: key.to_owned(), name: Text::new(key, key), days, from, to, percent: 150 }
    }

    #[track_caller]
    fn check(bands: &[Band], starts: &str, ends: &str, expected: &[(&str, i64)]) {
        let zone = Zone::seoul();
        let plan = Plan { bands: bands.to_vec(), ..Plan::simple(super::super::Basis::Hour, Money::won(1)) };
        let span = TimeSpan { starts: zone.read(starts).unwrap(), ends: zone.read(ends).unwrap() };
        let expected: BTreeMap<String, i64> =
            expected.iter().map(|(key, minutes)| ((*key).to_owned(), *minutes)).collect();
        assert_eq!(banded(&plan, &zone, span), expected);
    }

    #[test]
    fn a_use_is_measured_in_each_band_across_midnight_and_holidays() {
        let night = [band("night", Days::Every, 1080, 540)];
        check(&night, "2026-03-03T16:00", "2026-03-03T20:00", &[("night", 120)]);
        check(&night, "2026-03-03T17:00", "2026-03-04T10:00", &[("night", 900)]);
        check(&night, "2026-03-03T10:00", "2026-03-03T18:00", &[]);
        // 7 and 8 March 2026 are a weekend; 1 March is a holiday and 2 March its substitute.
        let rest = [band("rest", Days::Rest, 0, 1440)];
        check(&rest, "2026-03-06T22:00", "2026-03-07T03:00", &[("rest", 180)]);
        check(&rest, "2026-03-02T09:00", "2026-03-02T10:00", &[("rest", 60)]);
        check(&rest, "2026-03-03T09:00", "2026-03-03T10:00", &[]);
        let work = [band("early", Days::Workdays, 420, 540), band("rest", Days::Rest, 0, 1440)];
        check(&work, "2026-03-06T08:00", "2026-03-07T01:00", &[("early", 60), ("rest", 60)]);
    }

    #[test]
    fn bands_that_meet_are_found() {
        let night = band("night", Days::Every, 1080, 540);
        assert!(apart(std::slice::from_ref(&night)));
        assert!(apart(&[night.clone(), band("noon", Days::Every, 720, 780)]));
        assert!(!apart(&[night.clone(), band("dawn", Days::Every, 300, 420)]), "the night of the day before");
        assert!(!apart(&[night, band("evening", Days::Workdays, 1020, 1140)]));
        assert!(apart(&[band("a", Days::Workdays, 0, 1440), band("b", Days::Rest, 0, 1440)]));
    }
}
