//! Rules about the person: how often, how much, how many at once, and whether they may at all.

use super::facts::Facts;
use super::policy::Refusal;
use crate::qualification::Standing;
use ieum_kernel::{TimeSpan, Timestamp};
use jiff::civil::Date;

/// The greatest number of spans that share one moment within a span, by sweeping a line over starts and ends.
pub fn most_at_once(spans: impl IntoIterator<Item = TimeSpan>, within: TimeSpan) -> i64 {
    let mut edges: Vec<(Timestamp, i64)> = Vec::new();
    for span in spans.into_iter().filter(|span| span.overlaps(within)) {
        edges.push((span.starts.max(within.starts), 1));
        edges.push((span.ends.min(within.ends), -1));
    }
    // Half-open: at one moment, ends come before starts.
    edges.sort_unstable();
    let (mut open, mut most) = (0, 0);
    for (_, step) in edges {
        open += step;
        most = most.max(open);
    }
    most
}

/// Who has missed too many bookings waits until the ban is over.
pub(super) fn not_banned(f: &Facts<'_>) -> Option<Refusal> {
    let terms = &f.desk.terms;
    if terms.strikes == 0 {
        return None;
    }
    let since = f.now.plus_days(-terms.strike_days);
    let counted: Vec<Timestamp> = f.booker.missed.iter().copied().filter(|at| *at >= since).collect();
    let until = counted.iter().max()?.plus_days(terms.ban_days);
    let enough = i64::try_from(counted.len()).unwrap_or(i64::MAX) >= terms.strikes;
    (enough && until > f.now).then_some(Refusal::Banned { until, missed: terms.strikes })
}

/// Who uses an instrument that asks for a qualification has it.
pub(super) fn qualified(f: &Facts<'_>) -> Option<Refusal> {
    match f.booker.qualified {
        Standing::No { needs, why } => Some(Refusal::NotQualified { needs, why }),
        Standing::NotAsked | Standing::Yes { .. } => None,
    }
}

/// A qualification lasts to the end of the use.
pub(super) fn qualified_to_the_end(f: &Facts<'_>) -> Option<Refusal> {
    match f.booker.qualified {
        Standing::Yes { until: Some(until) } if until < f.span.ends => {
            Some(Refusal::QualificationEnds { until })
        }
        _ => None,
    }
}

/// One time at a time is held for one person on one instrument; staff hold for requests as they need.
pub(super) fn one_hold(f: &Facts<'_>) -> Option<Refusal> {
    let holds = f.own_here().any(|own| own.held);
    (f.hold && !f.for_request && holds).then_some(Refusal::HeldAlready)
}

/// Times can be held where the terms give time to think.
pub(super) fn may_hold(f: &Facts<'_>) -> Option<Refusal> {
    (f.hold && f.desk.terms.hold_for(f.for_request) == 0).then_some(Refusal::NoHolds)
}

/// So many bookings of one person may start on one civil day.
pub(super) fn few_that_day(f: &Facts<'_>) -> Option<Refusal> {
    let most = f.desk.terms.most_a_day;
    let day = f.zone.day(f.span.starts);
    let same = f.own_here().filter(|own| f.zone.day(own.span.starts) == day).count();
    over(same, most).then_some(Refusal::ManyThatDay { most })
}

/// So many bookings of one person may lie ahead.
pub(super) fn few_ahead(f: &Facts<'_>) -> Option<Refusal> {
    let most = f.desk.terms.most_ahead;
    let ahead = f.own_here().filter(|own| own.span.starts >= f.now).count();
    over(ahead, most).then_some(Refusal::ManyAhead { most })
}

fn over(present: usize, most: i64) -> bool {
    most > 0 && i64::try_from(present).unwrap_or(i64::MAX) >= most
}

/// The Monday of the week of a day.
pub(crate) fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::ToSpan::days(back)).unwrap_or(day)
}

/// So many minutes of one person in the week, Monday to Sunday, in which the booking starts.
pub(super) fn within_quota(f: &Facts<'_>) -> Option<Refusal> {
    let most_minutes = f.desk.terms.weekly_minutes;
    if most_minutes == 0 {
        return None;
    }
    let week = monday(f.zone.day(f.span.starts));
    let same_week = f.own_here().filter(|own| monday(f.zone.day(own.span.starts)) == week);
    let used_minutes: i64 = same_week.map(|own| own.span.minutes()).sum();
    let left_minutes = (most_minutes - used_minutes).max(0);
    (f.span.minutes() > left_minutes).then_some(Refusal::QuotaUsed { most_minutes, left_minutes })
}

/// One person holds so many instruments at the same moment.
pub(super) fn few_at_once(f: &Facts<'_>) -> Option<Refusal> {
    let most = f.desk.terms.most_at_once;
    let held = most_at_once(f.own().map(|own| own.span), f.span);
    (most > 0 && held >= most).then_some(Refusal::ManyAtOnce { most })
}

/// Two bookings of one person on one instrument keep a pause.
pub(super) fn pause_kept(f: &Facts<'_>) -> Option<Refusal> {
    let gap_minutes = f.desk.terms.gap_minutes;
    let wide = TimeSpan {
        starts: f.span.starts.plus_minutes(-gap_minutes),
        ends: f.span.ends.plus_minutes(gap_minutes),
    };
    let near = f.own_here().any(|own| own.span.overlaps(wide) && !own.span.overlaps(f.span));
    (gap_minutes > 0 && near).then_some(Refusal::PauseTooShort { gap_minutes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn minutes(from: i64, long: i64) -> TimeSpan {
        let at = |m| Timestamp::from_micros(m * 60_000_000);
        TimeSpan { starts: at(from), ends: at(from + long) }
    }

    proptest! {
        /// The sweep agrees with counting at every minute.
        #[test]
        fn the_sweep_agrees_with_counting_minute_by_minute(
            spans in prop::collection::vec((0_i64..120, 1_i64..60), 0..24), from in 0_i64..120, long in 1_i64..60,
        ) {
            let spans: Vec<TimeSpan> = spans.into_iter().map(|(a, b)| minutes(a, b)).collect();
            let within = minutes(from, long);
            let counted = (from..from + long)
                .map(|m| spans.iter().filter(|s| s.holds(minutes(m, 1).starts)).count())
                .max()
                .unwrap_or(0);
            prop_assert_eq!(most_at_once(spans, within), i64::try_from(counted).unwrap());
        }
    }

    #[test]
    fn touching_spans_are_not_at_once() {
        assert_eq!(most_at_once([minutes(0, 10), minutes(10, 10)], minutes(0, 20)), 1);
        assert_eq!(most_at_once([minutes(0, 11), minutes(10, 10)], minutes(0, 20)), 2);
        assert_eq!(most_at_once([minutes(0, 10)], minutes(10, 10)), 0);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(date(2026, 3, 8)), date(2026, 3, 2));
        assert_eq!(monday(date(2026, 3, 2)), date(2026, 3, 2));
    }
}
