//! Every rule by example, every reason at once, and the search for free times against counting.

use super::facts::{Booker, Closure, Desk, Facts, Held, Own};
use super::policy::{Refusal, Verdict, approval, free_unit, passes, refusals};
use super::slots::nearest;
use super::terms::{Approval, Terms};
use crate::qualification::Standing;
use ieum_kernel::{Id, Text, TimeSpan, Timestamp, Zone};
use proptest::prelude::*;

/// A moment of Seoul's clock on the wall.
fn at(text: &str) -> Timestamp {
    Zone::seoul().read(text).unwrap()
}

/// `2026-03-03 10:00-12:00`, or with a second day before the second time.
fn when(text: &str) -> TimeSpan {
    let (day, hours) = text.split_once(' ').unwrap();
    let (from, to) = hours.split_once('-').unwrap();
    let (end_day, to) = to.split_once('/').unwrap_or((day, to));
    let ends = match to {
        "24:00" => at(&format!("{end_day}T00:00")).plus_days(1),
        to => at(&format!("{end_day}T{to}")),
    };
    TimeSpan { starts: at(&format!("{day}T{from}")), ends }
}

/// One ask on Sunday evening, 1 March 2026, of an instrument open on weekdays from nine to six.
struct Case {
    now: Timestamp,
    desk: Desk,
    booker: Booker,
    held: Vec<Held>,
    closures: Vec<Closure>,
    walk_up: bool,
    hold: bool,
    for_request: bool,
}

impl Case {
    fn new() -> Self {
        Self {
            now: at("2026-03-01T20:00"),
            desk: Desk {
                instrument: Id::nth(1),
                name: Text::new("현미경", "microscope"),
                facility: Id::nth(2),
                facility_name: Text::default(),
                organisation: Some(Id::nth(3)),
                access_mode: "self".to_owned(),
                life: "in_service".to_owned(),
                condition: "ok".to_owned(),
                access: "open".to_owned(),
                units: 1,
                terms: Terms::default(),
                terms_version: 1,
            },
            booker: Booker::anybody(Id::nth(9)),
            held: Vec::new(),
            closures: Vec::new(),
            walk_up: false,
            hold: false,
            for_request: false,
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut case = Self::new();
        change(&mut case);
        case
    }

    fn facts<'a>(&'a self, zone: &'a Zone, span: TimeSpan) -> Facts<'a> {
        Facts {
            span,
            now: self.now,
            zone,
            desk: &self.desk,
            booker: &self.booker,
            held: &self.held,
            closures: &self.closures,
            changing: None,
            walk_up: self.walk_up,
            hold: self.hold,
            for_request: self.for_request,
        }
    }

    fn rules(&self, asked: &str) -> Vec<String> {
        let zone = Zone::seoul();
        let name =
            |refusal: &Refusal| serde_json::to_value(refusal).unwrap()["rule"].as_str().unwrap().to_owned();
        refusals(&self.facts(&zone, when(asked))).iter().map(name).collect()
    }

    fn own(&mut self, asked: &str, instrument: u128) {
        let reservation = Id::nth(500 + u128::try_from(self.booker.own.len()).unwrap());
        self.booker.own.push(Own {
            reservation,
            instrument: Id::nth(instrument),
            span: when(asked),
            held: false,
        });
    }

    fn hold(&mut self, asked: &str, unit: i64) {
        let reservation = Id::nth(100 + u128::try_from(self.held.len()).unwrap());
        self.held.push(Held { reservation, unit, block: self.desk.terms.block(when(asked)) });
    }
}

#[track_caller]
fn check(asked: &str, case: &Case, expected: &[&str]) {
    assert_eq!(case.rules(asked), expected, "{asked}");
}

const LACKING: Standing = Standing::No { needs: "independent", why: "none" };

const TUESDAY: &str = "2026-03-03 10:00-12:00";

#[test]
fn a_plain_ask_passes() {
    check(TUESDAY, &Case::new(), &[]);
}

#[test]
fn the_instrument_must_be_usable() {
    for (life, condition, access, expected) in [
        ("in_service", "degraded", "open", vec![]),
        ("in_service", "calibration_overdue", "open", vec![]),
        ("in_service", "down", "open", vec!["out-of-service"]),
        ("in_service", "in_maintenance", "open", vec!["out-of-service"]),
        ("retired", "ok", "open", vec!["out-of-service"]),
        ("idle", "ok", "open", vec!["out-of-service"]),
        ("in_service", "ok", "closed", vec!["out-of-service"]),
        ("in_service", "ok", "internal_only", vec!["internal-only"]),
    ] {
        let case = Case::with(|c| {
            (c.desk.life, c.desk.condition, c.desk.access) = (life.into(), condition.into(), access.into());
        });
        check(TUESDAY, &case, &expected);
    }
    let inside = Case::with(|c| {
        c.desk.access = "internal_only".into();
        c.booker.inside = true;
    });
    check(TUESDAY, &inside, &[]);
}

#[test]
fn analysis_on_request_is_not_booked_by_users() {
    let on_request = Case::with(|c| c.desk.access_mode = "request".into());
    check(TUESDAY, &on_request, &["request-only"]);
    check(TUESDAY, &Case { for_request: true, ..on_request }, &[]);
    check(TUESDAY, &Case::with(|c| c.desk.access_mode = "assisted".into()), &[]);
}

#[test]
fn the_past_and_short_notice_are_refused() {
    let case = Case::with(|c| {
        c.now = at("2026-03-03T10:00");
        c.desk.terms.lead_minutes = 60;
    });
    check("2026-03-03 09:30-10:30", &case, &["past"]);
    check("2026-03-03 10:30-11:00", &case, &["too-soon"]);
    check("2026-03-03 11:00-11:30", &case, &[]);
    let on_the_spot = Case { walk_up: true, ..case };
    check("2026-03-03 10:07-10:20", &on_the_spot, &[]);
}

#[test]
fn the_horizon_counts_whole_days_and_differs_by_organisation() {
    let mut case = Case::with(|c| (c.desk.terms.horizon_days, c.desk.terms.outside_horizon_days) = (4, 2));
    check("2026-03-03 17:00-18:00", &case, &[]);
    check("2026-03-04 09:00-10:00", &case, &["too-far"]);
    case.booker.inside = true;
    check("2026-03-05 17:00-18:00", &case, &[]);
    check("2026-03-06 09:00-10:00", &case, &["too-far"]);
}

#[test]
fn starts_ends_and_lengths_follow_the_grid() {
    check("2026-03-03 10:10-11:00", &Case::new(), &["off-grid"]);
    check("2026-03-03 10:00-11:10", &Case::new(), &["off-grid"]);
    check("2026-03-03 10:00-10:15", &Case::new(), &["off-grid", "too-short"]);
    let short = Case::with(|c| c.desk.terms.longest_minutes = 120);
    check("2026-03-03 10:00-12:00", &short, &[]);
    check("2026-03-03 10:00-12:30", &short, &["too-long"]);
}

#[test]
fn open_hours_days_and_holidays() {
    check("2026-03-03 08:30-09:30", &Case::new(), &["outside-hours"]);
    check("2026-03-03 17:30-18:30", &Case::new(), &["outside-hours"]);
    check("2026-03-03 09:00-17:00", &Case::new(), &[]);
    check("2026-03-07 10:00-12:00", &Case::new(), &["closed-day"]);
    check("2026-03-02 10:00-12:00", &Case::new(), &["holiday"]);
    check("2026-03-02 10:00-12:00", &Case::with(|c| c.desk.terms.on_holidays = true), &[]);
}

#[test]
fn crossing_midnight_needs_terms_that_allow_it() {
    let night = |across| {
        Case::with(|c| {
            (c.desk.terms.opens_at, c.desk.terms.closes_at) = (0, 1440);
            c.desk.terms.across_midnight = across;
        })
    };
    let overnight = "2026-03-03 22:00-2026-03-04/02:00";
    check(overnight, &night(true), &[]);
    check(overnight, &night(false), &["across-midnight"]);
    check("2026-03-03 22:00-24:00", &night(false), &[]);
    check("2026-03-06 22:00-2026-03-07/02:00", &night(true), &["closed-day"]);
    let closed_at_night = Case::with(|c| c.desk.terms.across_midnight = true);
    check("2026-03-03 17:00-2026-03-04/00:30", &closed_at_night, &["outside-hours"]);
}

#[test]
fn closures_shut_what_they_touch() {
    let shut = Case::with(|c| {
        let span = when("2026-03-03 11:00-13:00");
        let (kind, reason) = ("upkeep".to_owned(), Text::default());
        c.closures.push(Closure { id: Id::nth(1), kind, span, reason, instrument: None });
    });
    check(TUESDAY, &shut, &["shut"]);
    check("2026-03-03 13:00-14:00", &shut, &[]);
    check("2026-03-03 10:00-11:00", &shut, &[]);
}

#[test]
fn limits_of_one_person() {
    let a_day = Case::with(|c| {
        c.desk.terms.most_a_day = 1;
        c.own("2026-03-03 14:00-15:00", 1);
    });
    check(TUESDAY, &a_day, &["many-that-day"]);
    check("2026-03-04 10:00-12:00", &a_day, &[]);

    let ahead = Case::with(|c| {
        c.desk.terms.most_ahead = 2;
        c.own("2026-03-09 14:00-15:00", 1);
        c.own("2026-03-10 14:00-15:00", 1);
        c.own("2026-03-11 14:00-15:00", 7);
    });
    check(TUESDAY, &ahead, &["many-ahead"]);

    let quota = Case::with(|c| {
        c.desk.terms.weekly_minutes = 240;
        c.own("2026-03-04 10:00-13:00", 1);
        c.own("2026-03-05 10:00-13:00", 7);
    });
    check(TUESDAY, &quota, &["quota-used"]);
    check("2026-03-03 10:00-11:00", &quota, &[]);
    check("2026-03-10 10:00-14:00", &quota, &[]);

    let at_once = Case::with(|c| {
        c.desk.terms.most_at_once = 2;
        c.own("2026-03-03 09:00-11:00", 7);
        c.own("2026-03-03 10:30-11:30", 8);
    });
    check(TUESDAY, &at_once, &["many-at-once"]);
    check("2026-03-03 11:00-12:00", &at_once, &[]);

    let pause = Case::with(|c| {
        c.desk.terms.gap_minutes = 60;
        c.own("2026-03-03 12:30-13:00", 1);
    });
    check(TUESDAY, &pause, &["pause-too-short"]);
    check("2026-03-03 10:00-11:30", &pause, &[]);
}

#[test]
fn missed_bookings_lead_to_a_ban_that_ends() {
    let mut case = Case::with(|c| c.booker.missed = vec![at("2026-02-10T10:00"), at("2026-02-20T10:00")]);
    check(TUESDAY, &case, &["banned"]);
    case.now = at("2026-03-23T10:00");
    check("2026-03-24 10:00-12:00", &case, &[]);
    let once = Case::with(|c| c.booker.missed = vec![at("2026-02-20T10:00")]);
    check(TUESDAY, &once, &[]);
    let long_ago = Case::with(|c| c.booker.missed = vec![at("2025-10-01T10:00"), at("2026-02-20T10:00")]);
    check(TUESDAY, &long_ago, &[]);
}

#[test]
fn what_must_be_proved_must_be_proved() {
    check(TUESDAY, &Case::with(|c| c.booker.qualified = LACKING), &["not-qualified"]);
    check(TUESDAY, &Case::with(|c| c.booker.qualified = Standing::Yes { until: None }), &[]);
    let until = |text| Case::with(|c| c.booker.qualified = Standing::Yes { until: Some(at(text)) });
    check(TUESDAY, &until("2026-03-03T12:00"), &[]);
    check(TUESDAY, &until("2026-03-03T11:59"), &["qualification-ends"]);
    let ending = until("2026-03-03T11:00");
    let zone = Zone::seoul();
    let found = nearest(&ending.facts(&zone, when(TUESDAY)), 3);
    assert_eq!(found, [when("2026-03-03 09:00-11:00")], "an earlier time does");
}

#[test]
fn a_time_is_held_once_and_where_the_terms_allow_it() {
    let holding = |change: fn(&mut Case)| {
        Case::with(|c| {
            c.hold = true;
            change(c);
        })
    };
    check(TUESDAY, &holding(|_| ()), &[]);
    check(TUESDAY, &holding(|c| c.desk.terms.hold_minutes = 0), &["no-holds"]);
    let held = |c: &mut Case| {
        c.own("2026-03-04 10:00-12:00", 1);
        c.booker.own.iter_mut().for_each(|own| own.held = true);
    };
    check(TUESDAY, &holding(held), &["held-already"]);
    let booking = Case::with(|c| {
        held(c);
        c.desk.terms.hold_minutes = 0;
    });
    check(TUESDAY, &booking, &[]);
    let for_request = holding(|c| {
        c.own("2026-03-04 10:00-12:00", 1);
        c.booker.own.iter_mut().for_each(|own| own.held = true);
        c.for_request = true;
    });
    check(TUESDAY, &for_request, &[]);
}

#[test]
fn taken_time_is_taken_with_preparation_and_cleaning() {
    let taken = Case::with(|c| c.hold("2026-03-03 12:00-13:00", 0));
    check(TUESDAY, &taken, &[]);
    check("2026-03-03 11:30-12:30", &taken, &["overlap"]);
    let cleaned = Case::with(|c| {
        (c.desk.terms.setup_minutes, c.desk.terms.cleanup_minutes) = (10, 20);
        c.hold("2026-03-03 12:00-13:00", 0);
    });
    check(TUESDAY, &cleaned, &["overlap"]);
    check("2026-03-03 13:30-14:00", &cleaned, &[]);
    check("2026-03-03 13:00-14:00", &cleaned, &["overlap"]);
}

#[test]
fn one_free_unit_is_enough_and_two_halves_are_not() {
    let two = Case::with(|c| {
        c.desk.units = 2;
        c.hold("2026-03-03 10:00-11:00", 0);
        c.hold("2026-03-03 11:00-12:00", 1);
    });
    check("2026-03-03 10:00-11:00", &two, &[]);
    check("2026-03-03 11:00-12:00", &two, &[]);
    check(TUESDAY, &two, &["overlap"]);
    let zone = Zone::seoul();
    assert_eq!(free_unit(&two.facts(&zone, when("2026-03-03 10:00-11:00"))), Some(1));
    assert_eq!(free_unit(&two.facts(&zone, when("2026-03-03 11:00-12:00"))), Some(0));
}

#[test]
fn every_reason_comes_back_at_once() {
    let case = Case::with(|c| {
        c.booker.qualified = LACKING;
        c.desk.terms.longest_minutes = 60;
        c.hold("2026-03-07 10:00-12:00", 0);
    });
    let all = ["not-qualified", "off-grid", "too-long", "closed-day", "overlap"];
    check("2026-03-07 10:10-11:40", &case, &all);
}

#[test]
fn approval_depends_on_who_asks() {
    let zone = Zone::seoul();
    let said = |approval_of, inside, staff| {
        let case = Case::with(|c| (c.desk.terms.approval, c.booker.inside) = (approval_of, inside));
        approval(&case.facts(&zone, when(TUESDAY)), staff)
    };
    assert_eq!(said(Approval::Never, false, false), Verdict::Allow);
    assert_eq!(said(Approval::Outside, false, false), Verdict::NeedApproval);
    assert_eq!(said(Approval::Outside, true, false), Verdict::Allow);
    assert_eq!(said(Approval::Always, true, false), Verdict::NeedApproval);
    assert_eq!(said(Approval::Always, true, true), Verdict::Allow);
}

#[test]
fn the_three_nearest_times_pass_every_rule() {
    let zone = Zone::seoul();
    let case = Case::with(|c| c.hold("2026-03-03 09:00-16:00", 0));
    let found = nearest(&case.facts(&zone, when(TUESDAY)), 3);
    let expected = ["2026-03-03 16:00-18:00", "2026-03-04 09:00-11:00", "2026-03-04 09:30-11:30"];
    assert_eq!(found, expected.map(when));
    assert!(found.iter().all(|span| passes(&case.facts(&zone, *span))));
    let banned = Case::with(|c| c.booker.qualified = LACKING);
    assert!(nearest(&banned.facts(&zone, when(TUESDAY)), 3).is_empty(), "no other time could help");
    let holiday = Case::new();
    let found = nearest(&holiday.facts(&zone, when("2026-03-02 10:10-10:20")), 1);
    assert_eq!(found, [when("2026-03-03 09:00-09:30")], "up to the grid, on the next open day");
}

#[test]
fn other_zones_keep_their_own_days() {
    let york = Zone::named("America/New_York").unwrap();
    let mut case = Case::with(|c| {
        (c.desk.terms.opens_at, c.desk.terms.closes_at) = (60, 300);
        c.desk.terms.open_days = "MTWTFSS".into();
    });
    case.now = york.read("2026-03-07T00:00").unwrap();
    let from = |text: &str| york.read(text).unwrap();
    // 8 March has no 02:00–03:00: from 01:30 to 03:30 on the wall is one hour.
    let span = TimeSpan { starts: from("2026-03-08T01:30"), ends: from("2026-03-08T03:30") };
    assert_eq!(span.minutes(), 60);
    assert!(passes(&case.facts(&york, span)));
    // 1 November has 01:00–02:00 twice: an hour from 01:30 ends at 01:30.
    case.now = from("2026-10-31T00:00");
    let span = TimeSpan { starts: from("2026-11-01T01:30"), ends: from("2026-11-01T01:30").plus_minutes(60) };
    assert!(passes(&case.facts(&york, span)));
    let found = nearest(&case.facts(&york, span), 3);
    assert!(found.iter().all(|slot| passes(&case.facts(&york, *slot))) && found.len() == 3);
}

proptest! {
    /// A block is free exactly if, unit by unit and minute by minute, some unit is never taken.
    #[test]
    fn the_overlap_rule_agrees_with_counting_minute_by_minute(
        held in prop::collection::vec((0_i64..3, 0_i64..16, 1_i64..5), 0..12),
        units in 1_i64..4, from in 0_i64..16, long in 1_i64..5, setup in 0_i64..2, cleanup in 0_i64..2,
    ) {
        let zone = Zone::seoul();
        let midnight = when("2026-03-03 00:00-01:00").starts;
        let half_hours = |a: i64, n: i64| TimeSpan {
            starts: midnight.plus_minutes(540 + 30 * a), ends: midnight.plus_minutes(540 + 30 * (a + n)),
        };
        let mut case = Case::new();
        case.desk.units = units;
        (case.desk.terms.setup_minutes, case.desk.terms.cleanup_minutes) = (setup * 30, cleanup * 30);
        for (n, (unit, a, long)) in held.iter().enumerate() {
            let block = case.desk.terms.block(half_hours(*a, *long));
            case.held.push(Held { reservation: Id::nth(100 + u128::try_from(n).unwrap()), unit: unit % units, block });
        }
        let asked = half_hours(from, long);
        let block = case.desk.terms.block(asked);
        let free = (0..units).find(|unit| (0..block.minutes()).all(|m| {
            let moment = block.starts.plus_minutes(m);
            !case.held.iter().any(|held| held.unit == *unit && held.block.holds(moment))
        }));
        let facts = case.facts(&zone, asked);
        prop_assert_eq!(free_unit(&facts), free);
        let overlaps = refusals(&facts).iter().any(|r| matches!(r, Refusal::Overlap { .. }));
        prop_assert_eq!(overlaps, free.is_none());
    }

    /// What is offered passes, and nothing nearer does.
    #[test]
    fn nothing_nearer_than_the_nearest_passes(
        held in prop::collection::vec((0_i64..5, 0_i64..17, 1_i64..8), 0..20), day in 0_i64..5, from in 0_i64..17,
    ) {
        let zone = Zone::seoul();
        let monday = when("2026-03-09 09:00-09:30").starts;
        let mut case = Case::with(|c| c.desk.terms.outside_horizon_days = 14);
        for (n, (d, a, long)) in held.iter().enumerate() {
            let starts = monday.plus_days(*d).plus_minutes(30 * a);
            let block = TimeSpan { starts, ends: starts.plus_minutes(30 * long) };
            case.held.push(Held { reservation: Id::nth(100 + u128::try_from(n).unwrap()), unit: 0, block });
        }
        let starts = monday.plus_days(day).plus_minutes(30 * from);
        let asked = TimeSpan { starts, ends: starts.plus_minutes(60) };
        let found = nearest(&case.facts(&zone, asked), 3);
        let distance = |span: &TimeSpan| (span.starts.micros() - asked.starts.micros()).abs();
        let mut every: Vec<TimeSpan> = (0..15 * 48)
            .map(|n| at("2026-03-02T00:00").plus_minutes(30 * n))
            .map(|starts| TimeSpan { starts, ends: starts.plus_minutes(60) })
            .filter(|span| passes(&case.facts(&zone, *span)))
            .collect();
        every.sort_by_key(|span| (distance(span), span.starts));
        every.truncate(3);
        prop_assert_eq!(found, every);
    }
}
