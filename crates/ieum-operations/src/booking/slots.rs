//! The nearest times that every rule allows, found by asking the rules themselves.

use super::facts::{Booker, Closure, Facts, Held};
use super::hours::{at_minute, open_hours};
use super::policy::{last_day, passes, refusals};
use super::{desks, house_terms};
use ieum_db::DbError;
use ieum_kernel::{Id, Instrument, Text, TimeSpan, Timestamp};
use ieum_web::App;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many days around the asked one are searched.
const REACH_DAYS: i64 = 45;

/// The time around an asked span for which held time and closures must be known for a search.
pub(crate) fn reach(asked: TimeSpan) -> TimeSpan {
    TimeSpan { starts: asked.starts.plus_days(-REACH_DAYS - 2), ends: asked.ends.plus_days(REACH_DAYS + 2) }
}

/// Up to `wanted` spans that pass every rule, nearest to the asked start first.
///
/// They are as long as asked, brought within the shortest and longest allowed and up to the grid. Empty when no other
/// time could help.
pub fn nearest(facts: &Facts<'_>, wanted: usize) -> Vec<TimeSpan> {
    if wanted == 0 || refusals(facts).iter().any(|refusal| !refusal.is_about_time()) {
        return Vec::new();
    }
    let minutes = fitting_minutes(facts);
    let (first, last) = (facts.zone.day(facts.now), last_day(facts));
    let anchor = facts.zone.day(facts.span.starts).clamp(first, last.max(first));
    let distance = |span: &TimeSpan| (span.starts.micros() - facts.span.starts.micros()).abs();
    let mut found: Vec<TimeSpan> = Vec::new();
    let mut enough_since = None;
    for ring in 0..=REACH_DAYS {
        let sides = if ring == 0 { vec![0] } else { vec![ring, -ring] };
        for side in sides {
            let Ok(day) = anchor.checked_add(side.days()) else { continue };
            if first <= day && day <= last {
                on_day(facts, day, minutes, &mut found);
            }
        }
        found.sort_by_key(|span| (distance(span), span.starts));
        found.truncate(wanted);
        // One ring more: late on one day is nearer to the next morning than to the same morning.
        if found.len() == wanted && *enough_since.get_or_insert(ring) < ring {
            break;
        }
    }
    found
}

fn fitting_minutes(facts: &Facts<'_>) -> i64 {
    let terms = &facts.desk.terms;
    let grid = terms.grid_minutes.max(1);
    let asked = facts.span.minutes().max(1);
    let up = asked.saturating_add(grid - 1) / grid * grid;
    up.clamp(terms.shortest_minutes.min(terms.longest_minutes), terms.longest_minutes)
}

/// The first span of so many minutes within a window that passes every rule, leaving out some starts.
pub(crate) fn first_within(
    facts: &Facts<'_>,
    window: TimeSpan,
    minutes: i64,
    but: &[Timestamp],
) -> Option<TimeSpan> {
    let (today, last) = (facts.zone.day(facts.now), last_day(facts));
    let first = facts.zone.day(window.starts).max(today);
    let last = facts.zone.day(window.ends).min(last);
    let mut day = first;
    while day <= last {
        let mut found = Vec::new();
        on_day(facts, day, minutes, &mut found);
        let fits = |span: &&TimeSpan| window.covers(**span) && !but.contains(&span.starts);
        if let Some(span) = found.iter().find(fits) {
            return Some(*span);
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// Every span of a day on the grid that passes.
fn on_day(facts: &Facts<'_>, day: Date, minutes: i64, found: &mut Vec<TimeSpan>) {
    passing(facts, day, minutes, |span| {
        found.push(span);
        true
    });
}

/// Hands on the spans of a day on the grid that pass, in order, until told to stop.
fn passing(facts: &Facts<'_>, day: Date, minutes: i64, mut go_on: impl FnMut(TimeSpan) -> bool) {
    let Ok(open) = open_hours(&facts.desk.terms, facts.zone, day) else { return };
    let near =
        facts.desk.terms.block(TimeSpan { starts: open.starts, ends: open.ends.plus_minutes(minutes) });
    let held: Vec<Held> = facts.others().filter(|held| held.block.overlaps(near)).copied().collect();
    let today = Facts { held: &held, walk_up: false, ..*facts };
    let (grid, opens_at) = (facts.desk.terms.grid_minutes.max(1), facts.desk.terms.opens_at);
    let origin = at_minute(facts.zone, day, (opens_at + grid - 1) / grid * grid);
    let mut starts = grid_after(facts.now, origin, grid);
    while starts < open.ends {
        let span = TimeSpan { starts, ends: starts.plus_minutes(minutes) };
        if passes(&today.at(span)) && !go_on(span) {
            return;
        }
        starts = starts.plus_minutes(grid);
    }
}

/// The first point of the grid, laid from `origin`, that is not before a moment.
fn grid_after(at: Timestamp, origin: Timestamp, grid: i64) -> Timestamp {
    if at <= origin {
        return origin;
    }
    let steps = (at.micros() - origin.micros()).saturating_add(grid * 60_000_000 - 1) / (grid * 60_000_000);
    origin.plus_minutes(steps.saturating_mul(grid))
}

/// Instruments asked about in one statement.
pub(super) const BATCH: usize = 20;

/// The earliest start from now at which anybody could use each instrument for so many minutes.
///
/// Two statements for every twenty instruments. Left out is what cannot be booked at all, and what is full within the
/// reach of the search; the person's own limits are not asked.
///
/// # Errors
/// Faults of the database.
pub async fn earliest_slot(
    app: &App,
    instruments: &[Id<Instrument>],
    minutes: i64,
) -> Result<BTreeMap<Id<Instrument>, Timestamp>, DbError> {
    let first = |facts: &Facts<'_>| nearest(facts, 1).first().map(|span| span.starts);
    at_each(app, instruments, minutes, first).await
}

/// The first start of every day from now on at which anybody could use each instrument for so many minutes, within
/// the reach of the search: what a plan of several steps waits for.
///
/// Two statements for every twenty instruments. Left out is what cannot be booked at all, or is full all the time.
///
/// # Errors
/// Faults of the database.
pub async fn openings(
    app: &App,
    instruments: &[Id<Instrument>],
    minutes: i64,
) -> Result<BTreeMap<Id<Instrument>, Vec<Timestamp>>, DbError> {
    let every_day = |facts: &Facts<'_>| Some(first_of_days(facts)).filter(|starts| !starts.is_empty());
    at_each(app, instruments, minutes, every_day).await
}

fn first_of_days(facts: &Facts<'_>) -> Vec<Timestamp> {
    if refusals(facts).iter().any(|refusal| !refusal.is_about_time()) {
        return Vec::new();
    }
    let (minutes, mut found) = (fitting_minutes(facts), Vec::new());
    let first = facts.zone.day(facts.now);
    for ahead in 0..=REACH_DAYS {
        let Ok(day) = first.checked_add(ahead.days()) else { break };
        if day > last_day(facts) {
            break;
        }
        passing(facts, day, minutes, |span| {
            found.push(span.starts);
            false
        });
    }
    found
}

/// Asks the facts of every instrument, as anybody's from now for so many minutes; instruments without an answer are
/// left out.
async fn at_each<T>(
    app: &App,
    instruments: &[Id<Instrument>],
    minutes: i64,
    ask: impl Fn(&Facts<'_>) -> Option<T>,
) -> Result<BTreeMap<Id<Instrument>, T>, DbError> {
    let now = app.now();
    let (house, nobody) = (house_terms(app), Booker::anybody(Id::nth(0)));
    let window = TimeSpan { starts: now.plus_days(-1), ends: now.plus_days(REACH_DAYS + 2) };
    let mut found = BTreeMap::new();
    for batch in instruments.chunks(BATCH) {
        let mut reader = app.db.reader();
        let desks = desks::desks(&mut reader, &padded(batch), &house).await?;
        let busy = desks::busy(&mut reader, &padded(batch), window).await?;
        for desk in desks {
            let here = || busy.iter().filter(|(instrument, ..)| *instrument == desk.instrument);
            let held: Vec<Held> = here().filter_map(|(_, held, _)| *held).collect();
            let shut = here().filter(|(_, held, _)| held.is_none());
            let closures: Vec<Closure> = shut.map(|(.., span)| closure_of(*span)).collect();
            let length = minutes.clamp(1, 43_200);
            let facts = Facts {
                span: TimeSpan { starts: now, ends: now.plus_minutes(length) },
                now,
                zone: &app.zone,
                desk: &desk,
                booker: &nobody,
                held: &held,
                closures: &closures,
                changing: None,
                walk_up: false,
                hold: false,
                // Whoever asks wants to know when the instrument is free, also for staff's own work.
                for_request: true,
            };
            if let Some(answer) = ask(&facts) {
                found.insert(desk.instrument, answer);
            }
        }
    }
    Ok(found)
}

fn closure_of(span: TimeSpan) -> Closure {
    Closure { id: Id::nth(0), kind: "closure".to_owned(), span, reason: Text::default(), instrument: None }
}

/// Exactly twenty ids: the last one repeated.
pub(super) fn padded(batch: &[Id<Instrument>]) -> Vec<Id<Instrument>> {
    let last = batch.last().copied();
    batch.iter().copied().chain(last.into_iter().cycle()).take(BATCH).collect()
}
