//! Hours, grid, slots and limits against counting minute by minute: in zones with and without summer time, across
//! midnight, around leap days, on a grid of fifteen minutes.

use super::facts::{Booker, Desk, Facts, Own};
use super::hours::{at_minute, minute_of_day, open_hours};
use super::policy::{Refusal, passes, refusals};
use super::slots::{first_within, nearest};
use super::terms::Terms;
use ieum_kernel::{Id, Text, TimeSpan, Timestamp, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const ZONES: [&str; 4] = ["Asia/Seoul", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];

/// Days around every change of the clock, a leap day and the turn of a year.
fn days() -> impl Strategy<Value = Date> {
    let around = prop::sample::select(vec![
        date(2026, 3, 8),
        date(2026, 3, 29),
        date(2026, 4, 5),
        date(2026, 10, 4),
        date(2026, 10, 25),
        date(2026, 11, 1),
        date(2028, 2, 29),
        date(2027, 12, 31),
    ]);
    (around, -3_i64..4).prop_map(|(day, off)| day.checked_add(off.days()).unwrap())
}

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(ZONES.to_vec()).prop_map(|name| Zone::named(name).unwrap())
}

fn desk(terms: Terms) -> Desk {
    Desk {
        instrument: Id::nth(1),
        name: Text::default(),
        facility: Id::nth(2),
        facility_name: Text::default(),
        organisation: None,
        access_mode: "self".to_owned(),
        life: "in_service".to_owned(),
        condition: "ok".to_owned(),
        access: "open".to_owned(),
        units: 1,
        terms,
        terms_version: 1,
    }
}

/// Open on weekdays from one quarter of an hour to another, across midnight where that is asked.
fn terms(opens: i64, closes: i64) -> Terms {
    Terms {
        grid_minutes: 15,
        shortest_minutes: 15,
        longest_minutes: 2880,
        opens_at: opens * 15,
        closes_at: closes * 15,
        on_holidays: true,
        across_midnight: true,
        horizon_days: 730,
        outside_horizon_days: 730,
        most_at_once: 0,
        ..Terms::default()
    }
}

fn facts<'a>(
    zone: &'a Zone,
    desk: &'a Desk,
    booker: &'a Booker,
    now: Timestamp,
    span: TimeSpan,
) -> Facts<'a> {
    Facts {
        span,
        now,
        zone,
        desk,
        booker,
        held: &[],
        closures: &[],
        changing: None,
        walk_up: false,
        hold: false,
        for_request: false,
    }
}

fn rule(refusal: &Refusal) -> String {
    serde_json::to_value(refusal).unwrap()["rule"].as_str().unwrap().to_owned()
}

proptest! {
    /// Open hours begin and end when the clock on the wall says so, within their own day.
    #[test]
    fn open_hours_lie_within_their_day(zone in zones(), day in days(), opens in 0_i64..95, long in 1_i64..96) {
        let closes = (opens + long).min(96);
        let terms = Terms { open_days: "MTWTFSS".into(), ..terms(opens, closes) };
        let whole = TimeSpan { starts: zone.midnight(day), ends: zone.midnight(day.tomorrow().unwrap()) };
        if let Ok(open) = open_hours(&terms, &zone, day) {
            prop_assert!(whole.covers(open));
            // What the wall shows is what was asked, except inside the hour that is skipped.
            let shown = minute_of_day(&zone, open.starts).unwrap();
            prop_assert!(shown == opens * 15 || (shown > opens * 15 && shown - opens * 15 <= 60));
        } else {
            prop_assert!(closes - opens <= 4, "only what the skipped hour swallows is shut");
        }
    }

    /// The hour rules agree with asking of every single minute whether the instrument is open.
    #[test]
    fn the_hours_agree_with_counting_minutes(
        zone in zones(), day in days(), opens in 0_i64..95, long in 1_i64..96, quarter in 0_i64..96, asked in 1_i64..130,
    ) {
        let desk = desk(terms(opens, (opens + long).min(96)));
        let starts = at_minute(&zone, day, quarter * 15);
        let span = TimeSpan { starts, ends: starts.plus_minutes(asked * 15) };
        let booker = Booker::anybody(Id::nth(9));
        let now = starts.plus_days(-1);
        let found: Vec<String> = refusals(&facts(&zone, &desk, &booker, now, span)).iter().map(rule).collect();
        let refused = found.iter().any(|rule| matches!(rule.as_str(), "outside-hours" | "closed-day"));
        let open = |at: Timestamp| {
            open_hours(&desk.terms, &zone, zone.day(at)).is_ok_and(|open| open.holds(at))
        };
        let counted = (0..span.minutes()).all(|m| open(starts.plus_minutes(m)));
        let swallowed = facts(&zone, &desk, &booker, now, span)
            .days()
            .any(|day| desk.terms.open_weekday(day.weekday().to_monday_zero_offset())
                && open_hours(&desk.terms, &zone, day).is_err());
        prop_assert!(swallowed || refused != counted, "{found:?} but counted {counted}");
    }

    /// The civil days of a span are the days of its minutes; midnight belongs to the next day.
    #[test]
    fn a_span_touches_the_days_of_its_minutes(zone in zones(), day in days(), quarter in 0_i64..96, asked in 1_i64..300) {
        let desk = desk(terms(0, 96));
        let starts = at_minute(&zone, day, quarter * 15);
        let span = TimeSpan { starts, ends: starts.plus_minutes(asked * 15) };
        let booker = Booker::anybody(Id::nth(9));
        let touched: Vec<Date> = facts(&zone, &desk, &booker, starts, span).days().collect();
        let mut counted: Vec<Date> = (0..span.minutes()).map(|m| zone.day(starts.plus_minutes(m))).collect();
        counted.dedup();
        prop_assert_eq!(touched, counted);
    }

    /// What is offered in any zone passes every rule, lies on the grid, and the first within a window is the first.
    #[test]
    fn what_is_offered_passes_in_every_zone(
        zone in zones(), day in days(), opens in 0_i64..90, long in 4_i64..96, quarter in 0_i64..96, asked in 1_i64..9,
    ) {
        let desk = desk(terms(opens, (opens + long).min(96)));
        let starts = at_minute(&zone, day, quarter * 15);
        let span = TimeSpan { starts, ends: starts.plus_minutes(asked * 15) };
        let booker = Booker::anybody(Id::nth(9));
        let now = starts.plus_days(-2);
        let facts = facts(&zone, &desk, &booker, now, span);
        for slot in nearest(&facts, 3) {
            prop_assert!(passes(&facts.at(slot)));
            prop_assert_eq!(minute_of_day(&zone, slot.starts).unwrap() % 15, 0);
        }
        let window = TimeSpan { starts, ends: starts.plus_days(4) };
        if let Some(first) = first_within(&facts, window, asked * 15, &[]) {
            prop_assert!(window.covers(first) && passes(&facts.at(first)));
            let mut earlier = (0..).map(|n| starts.plus_minutes(n * 15)).take_while(|at| *at < first.starts);
            let passes_at = |at: Timestamp| {
                let span = TimeSpan { starts: at, ends: at.plus_minutes(asked * 15) };
                at >= now && passes(&facts.at(span))
            };
            // A clock that is put back shows an hour twice; the grid is laid once.
            let repeated = |at: &Timestamp| zone.civil(*at) == zone.civil(at.plus_minutes(-60))
                || zone.civil(*at) == zone.civil(at.plus_minutes(-30));
            prop_assert!(!earlier.any(|at| !repeated(&at) && passes_at(at)), "{first:?} is not the first");
            let other = first_within(&facts, window, asked * 15, &[first.starts]);
            prop_assert!(other.is_none_or(|other| other.starts > first.starts));
        }
    }

    /// The weekly quota counts the weeks of the zone, Monday to Sunday, also when the clock changes on a Sunday.
    #[test]
    fn the_weekly_quota_counts_whole_weeks(zone in zones(), day in days(), other in days(), most in 15_i64..240) {
        let mut desk = desk(terms(0, 96));
        desk.terms.weekly_minutes = most;
        let at = |day| at_minute(&zone, day, 600);
        let held = TimeSpan { starts: at(other), ends: at(other).plus_minutes(60) };
        let mut booker = Booker::anybody(Id::nth(9));
        booker.own.push(Own { reservation: Id::nth(1), instrument: desk.instrument, span: held, held: false });
        let span = TimeSpan { starts: at(day), ends: at(day).plus_minutes(60) };
        let found = refusals(&facts(&zone, &desk, &booker, at(day).plus_days(-1), span));
        let same = day.iso_week_date().week() == other.iso_week_date().week()
            && day.iso_week_date().year() == other.iso_week_date().year();
        let left = most - if same { 60 } else { 0 };
        let refused = found.iter().any(|refusal| matches!(refusal, Refusal::QuotaUsed { .. }));
        prop_assert_eq!(refused, left < 60);
    }
}
