//! When the steps of a plan happen: after what they wait for, when the instrument is free, as long as they say.

use super::plan::{Offer, Part};
use ieum_kernel::{Timestamp, Zone};
use jiff::civil::Weekday;

/// Days reckoned with where those who do the work do not say how long it takes.
pub(super) const USUAL_DAYS: i64 = 7;
/// Kilometres within which a parcel is there the next day. An assumption, said on the page.
const NEAR_KM: f64 = 40.0;
/// Mean radius of the earth, km (IUGG).
const EARTH_KM: f64 = 6371.0;

/// What a step needs of time.
#[derive(Debug, Clone)]
pub(super) struct Need<'a> {
    pub part: Part,
    pub offer: &'a Offer,
    /// Latitude and longitude of the facility, degrees.
    pub position: Option<(f64, f64)>,
    /// The first free start of each day; empty without a calendar.
    pub openings: &'a [Timestamp],
    /// Minutes on the instrument, for time that is used by the hour.
    pub minutes: i64,
    /// Places of the steps it waits for; all of them before its own.
    pub after: &'a [usize],
}

/// When a step happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// Days the sample is on its way before it.
    pub transport_days: i64,
    pub starts: Timestamp,
    pub finishes: Timestamp,
    /// Whether a calendar says that it can begin then.
    pub known: bool,
}

/// When each step happens. A step begins once all it waits for is there, at the first start its calendar has after
/// that, or on the next working morning where there is no calendar; public holidays count where calendars know them.
pub(super) fn schedule(needs: &[Need<'_>], now: Timestamp, zone: &Zone) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::with_capacity(needs.len());
    for need in needs {
        let waits: Vec<(&Need<'_>, Slot)> = need
            .after
            .iter()
            .filter_map(|place| Some((needs.get(*place)?, slots.get(*place).copied()?)))
            .collect();
        let (ready, transport_days) = if waits.is_empty() {
            let days = handing_over(need);
            (now.plus_days(days), days)
        } else {
            let each = waits.iter().map(|(before, slot)| {
                let days = way_between(before, need);
                (slot.finishes.plus_days(days), days)
            });
            each.max().unwrap_or((now, 0))
        };
        slots.push(slot(need, ready, transport_days, zone));
    }
    slots
}

fn slot(need: &Need<'_>, ready: Timestamp, transport_days: i64, zone: &Zone) -> Slot {
    let opening = need.openings.iter().copied().find(|opening| *opening >= ready);
    let starts = opening.unwrap_or_else(|| working_morning(zone, ready));
    let finishes = match need.offer.turnaround_days {
        Some(days) => starts.plus_days(days),
        None if need.offer.is_done_for_you() => starts.plus_days(USUAL_DAYS),
        None => starts.plus_minutes(need.minutes),
    };
    Slot { transport_days, starts, finishes, known: opening.is_some() }
}

/// A sample for somebody else's hands is sent the day before; who works at the instrument brings it along.
fn handing_over(need: &Need<'_>) -> i64 {
    i64::from(need.part.needs_sample() && need.offer.is_done_for_you())
}

/// Days between two steps. Results need no transport, and within a facility nothing does.
fn way_between(from: &Need<'_>, to: &Need<'_>) -> i64 {
    let same = !to.offer.facility.is_empty() && from.offer.facility == to.offer.facility;
    if !to.part.needs_sample() || same {
        return 0;
    }
    match (from.position, to.position) {
        (Some(a), Some(b)) if kilometres(a, b) <= NEAR_KM => 1,
        (Some(_), Some(_)) => 2,
        _ if !to.offer.region.is_empty() && from.offer.region == to.offer.region => 1,
        _ => 2,
    }
}

/// Distance on the sphere: haversine formula (Sinnott 1984, Sky & Telescope 68, 158).
pub(super) fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let h = lat_a.to_radians().cos() * lat_b.to_radians().cos() * half(lon_a, lon_b) + half(lat_a, lat_b);
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}

/// A moment itself on a working day before evening, else nine o'clock of the next working day.
fn working_morning(zone: &Zone, at: Timestamp) -> Timestamp {
    let civil = zone.civil(at);
    let rests = |day: jiff::civil::Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if !rests(civil.date()) && (9..18).contains(&civil.hour()) {
        return at;
    }
    let mut day = civil.date();
    if civil.hour() >= 9 {
        day = day.tomorrow().unwrap_or(day);
    }
    while rests(day) {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    zone.moment(day.at(9, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::Text;

    fn offer(kind: &str, facility: &str, days: Option<i64>, access: &str) -> Offer {
        Offer {
            kind: kind.into(),
            id: String::new(),
            name: Text::default(),
            facility: facility.into(),
            place: Text::default(),
            region: "43".into(),
            access_mode: access.into(),
            accreditation: String::new(),
            turnaround_days: days,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Monday morning in Seoul.
    const NOW: &str = "2026-03-02T01:00:00Z";

    #[track_caller]
    fn check(needs: &[Need<'_>], expected: &[(i64, &str, &str, bool)]) {
        let found = schedule(needs, at(NOW), &Zone::seoul());
        let expected: Vec<Slot> = expected
            .iter()
            .map(|(transport_days, starts, finishes, known)| Slot {
                transport_days: *transport_days,
                starts: at(starts),
                finishes: at(finishes),
                known: *known,
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_step_begins_when_the_calendar_has_room_after_what_it_waits_for() {
        let (sem, cutting) =
            (offer("instrument", "a", None, "self"), offer("service", "b", Some(2), "request"));
        let openings = [at("2026-03-03T00:00:00Z"), at("2026-03-06T00:00:00Z"), at("2026-03-09T00:00:00Z")];
        let first = Need {
            part: Part::Prepare,
            offer: &cutting,
            position: None,
            openings: &[],
            minutes: 0,
            after: &[],
        };
        let then = Need {
            part: Part::Measure,
            offer: &sem,
            position: None,
            openings: &openings,
            minutes: 120,
            after: &[0],
        };
        // Sent on Monday, cut from Tuesday to Thursday, a day on the way, so that Friday 09:00 is too early by an hour.
        check(
            &[first, then],
            &[
                (1, "2026-03-03T01:00:00Z", "2026-03-05T01:00:00Z", false),
                (1, "2026-03-09T00:00:00Z", "2026-03-09T02:00:00Z", true),
            ],
        );
    }

    #[test]
    fn without_a_calendar_work_begins_on_a_working_morning() {
        let test = offer("service", "a", None, "request");
        let need =
            Need { part: Part::Measure, offer: &test, position: None, openings: &[], minutes: 0, after: &[] };
        check(&[need], &[(1, "2026-03-03T01:00:00Z", "2026-03-10T01:00:00Z", false)]);
        assert_eq!(working_morning(&Zone::seoul(), at("2026-03-06T10:00:00Z")), at("2026-03-09T00:00:00Z"));
        assert_eq!(working_morning(&Zone::seoul(), at("2026-03-01T22:00:00Z")), at("2026-03-02T00:00:00Z"));
    }

    #[test]
    fn samples_travel_and_results_do_not() {
        let (a, b) = (offer("service", "a", Some(1), "request"), offer("service", "b", Some(1), "request"));
        let far = Some((37.57, 126.98));
        let near = Some((36.63, 127.46));
        let step =
            |part, offer, position, after| Need { part, offer, position, openings: &[], minutes: 0, after };
        let found = schedule(
            &[
                step(Part::Prepare, &a, near, &[]),
                step(Part::Measure, &b, far, &[0]),
                step(Part::Interpret, &a, near, &[1]),
            ],
            at(NOW),
            &Zone::seoul(),
        );
        assert_eq!(found.iter().map(|s| s.transport_days).collect::<Vec<_>>(), [1, 2, 0]);
        // Seoul and Cheongju are about 113 km apart.
        assert!((kilometres((37.57, 126.98), (36.63, 127.46)) - 113.0).abs() < 2.0);
    }

    #[test]
    fn what_waits_for_two_begins_after_the_later() {
        let (a, b) = (offer("service", "a", Some(1), "request"), offer("service", "a", Some(9), "request"));
        let step =
            |part, offer, after| Need { part, offer, position: None, openings: &[], minutes: 0, after };
        let steps =
            [step(Part::Measure, &a, &[]), step(Part::Measure, &b, &[]), step(Part::Certify, &a, &[0, 1])];
        let found = schedule(&steps, at(NOW), &Zone::seoul());
        assert_eq!(found.get(2).map(|s| s.starts), found.get(1).map(|s| s.finishes));
    }
}
