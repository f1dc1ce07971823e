//! How much of the time an instrument could be booked was booked.

use super::desks::{self, Busy};
use super::facts::Desk;
use super::hours::open_hours;
use super::{house_terms, slots};
use ieum_db::DbError;
use ieum_kernel::{Id, Instrument, TimeSpan, Zone};
use ieum_web::App;
use std::collections::BTreeMap;

/// Minutes of one instrument within a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// Minutes that were booked, with preparation and cleaning, summed over its units.
    pub booked_minutes: i64,
    /// Minutes it was open to be booked: opening hours without holidays and closures, times its units.
    pub bookable_minutes: i64,
}

/// Longest window, days.
const MOST_DAYS: usize = 400;

/// How much each instrument was booked within a window; instruments nobody knows are left out.
///
/// Two statements for every twenty instruments.
///
/// # Errors
/// Faults of the database.
pub async fn used(
    app: &App,
    instruments: &[Id<Instrument>],
    window: TimeSpan,
) -> Result<BTreeMap<Id<Instrument>, Used>, DbError> {
    let house = house_terms(app);
    let mut found = BTreeMap::new();
    for batch in instruments.chunks(slots::BATCH) {
        let twenty = slots::padded(batch);
        let mut reader = app.db.reader();
        let desks = desks::desks(&mut reader, &twenty, &house).await?;
        let busy = desks::busy(&mut reader, &twenty, window).await?;
        for desk in desks {
            found.insert(desk.instrument, of_desk(&app.zone, &desk, &busy, window));
        }
    }
    Ok(found)
}

fn of_desk(zone: &Zone, desk: &Desk, busy: &[Busy], window: TimeSpan) -> Used {
    let here = || busy.iter().filter(|(instrument, ..)| *instrument == desk.instrument);
    let booked = here().filter(|(_, held, _)| held.is_some()).filter_map(|(.., span)| cut(*span, window));
    let closures: Vec<TimeSpan> =
        here().filter(|(_, held, _)| held.is_none()).map(|(.., span)| *span).collect();
    let (first, last) = (zone.day(window.starts), zone.day(window.ends));
    let days = first.series(jiff::ToSpan::day(1)).take_while(|day| *day <= last).take(MOST_DAYS);
    let open = days.filter_map(|day| cut(open_hours(&desk.terms, zone, day).ok()?, window));
    Used {
        booked_minutes: booked.map(TimeSpan::minutes).sum(),
        bookable_minutes: open.map(|open| open.minutes() - shut(open, &closures)).sum::<i64>() * desk.units,
    }
}

/// The part of a span that lies within another.
fn cut(span: TimeSpan, within: TimeSpan) -> Option<TimeSpan> {
    TimeSpan::new(span.starts.max(within.starts), span.ends.min(within.ends)).ok()
}

/// Minutes of a span that closures cover, however they overlap one another. They come in the order of their beginnings.
fn shut(open: TimeSpan, closures: &[TimeSpan]) -> i64 {
    let (mut minutes, mut until) = (0, open.starts);
    for closure in closures.iter().filter_map(|closure| cut(*closure, open)) {
        if let Ok(fresh) = TimeSpan::new(closure.starts.max(until), closure.ends) {
            minutes += fresh.minutes();
            until = fresh.ends;
        }
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::super::facts::Held;
    use super::super::terms::Terms;
    use super::*;
    use ieum_kernel::Text;

    fn at(from: &str, to: &str) -> TimeSpan {
        let moment = |text: &str| format!("2026-03-{text}:00+09:00").parse().unwrap();
        TimeSpan { starts: moment(from), ends: moment(to) }
    }

    /// One instrument, open 09:00–18:00 on working days, from Tuesday the 3rd to Monday the 9th: five days of nine hours.
    #[track_caller]
    fn check(units: i64, claims: &[TimeSpan], closures: &[TimeSpan], booked: i64, bookable: i64) {
        let desk = Desk {
            instrument: Id::nth(1),
            name: Text::default(),
            facility: Id::nth(2),
            facility_name: Text::default(),
            organisation: None,
            access_mode: "self".into(),
            life: "in_service".into(),
            condition: "ok".into(),
            access: "open".into(),
            units,
            terms: Terms::default(),
            terms_version: 1,
        };
        let held = |block: &TimeSpan| Held { reservation: Id::nth(3), unit: 0, block: *block };
        let mut busy: Vec<Busy> =
            claims.iter().map(|block| (desk.instrument, Some(held(block)), *block)).collect();
        busy.extend(closures.iter().map(|span| (desk.instrument, None, *span)));
        busy.push((Id::nth(9), Some(held(&at("03T09:00", "03T18:00"))), at("03T09:00", "03T18:00")));
        let found = of_desk(&Zone::seoul(), &desk, &busy, at("03T00:00", "10T00:00"));
        assert_eq!((found.booked_minutes, found.bookable_minutes), (booked, bookable));
    }

    #[test]
    fn use_is_what_was_booked_of_what_was_open() {
        check(1, &[], &[], 0, 5 * 540);
        check(2, &[at("03T09:00", "03T12:00"), at("03T10:00", "03T11:00")], &[], 240, 2 * 5 * 540);
        // A weekend stretch counts as booked and not as open; what lies outside the window does not count.
        check(1, &[at("07T10:00", "07T12:00"), at("09T17:00", "10T09:00")], &[], 120 + 420, 5 * 540);
        let overlapping =
            [at("03T00:00", "04T12:00"), at("03T10:00", "04T11:00"), at("04T11:00", "04T13:00")];
        check(1, &[], &overlapping, 0, 5 * 540 - 540 - 240);
    }
}
