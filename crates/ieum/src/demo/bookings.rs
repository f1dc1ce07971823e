//! The bookings of the sample region: two years of use behind today, three weeks ahead of it.

use super::SampleClock;
use super::astray;
use super::cast::Cast;
use super::chance::Chance;
use super::files::{Vocabulary, parts};
use super::region::{SampleInstrument, SampleRegion};
use anyhow::{Context, anyhow};
use ieum_kernel::{Actor, Facility, Id, Instrument, Person, Role, TimeSpan, Timestamp};
use ieum_operations::booking::{
    Approval, Ask, Departures, PastReservation, ReserveError, Step, Terms, at_minute, keep_terms, open_hours,
    record_past, reserve, take,
};
use ieum_operations::usage::Ending;
use ieum_web::App;
use std::collections::BTreeMap;

/// Uses that are over.
const PAST: usize = 600;
/// Bookings that lie ahead.
const COMING: usize = 80;
/// How far back the work of the region goes, days.
const PAST_DAYS: i64 = 729;
/// How far ahead people have booked, days.
const COMING_DAYS: i64 = 21;

/// Writes the past in one transaction and books the coming weeks by the rules.
pub async fn make(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    region: &SampleRegion,
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<()> {
    let bookable: Vec<&SampleInstrument> = region.instruments.iter().filter(|i| i.bookable).collect();
    let plan = Plan { app, region, cast, bookable, today };
    let mut diary = Diary::default();
    for (instrument, person, span) in astray::make(app, clock, words, region, cast, today).await? {
        diary.keep(instrument, person, span);
    }
    past(&plan, clock, &mut diary).await?;
    answered_by_staff(&plan).await?;
    coming(&plan, clock, &mut diary).await
}

struct Plan<'a> {
    app: &'a App,
    region: &'a SampleRegion,
    cast: &'a Cast,
    bookable: Vec<&'a SampleInstrument>,
    today: Timestamp,
}

/// What is taken already, so that nothing is asked in vain.
#[derive(Default)]
struct Diary {
    instruments: BTreeMap<Id<Instrument>, Vec<TimeSpan>>,
    people: BTreeMap<Id<Person>, Vec<TimeSpan>>,
}

impl Diary {
    /// Writes a span down; says no when the instrument or the person has something then.
    fn keep(&mut self, instrument: Id<Instrument>, person: Id<Person>, span: TimeSpan) -> bool {
        let of_instrument = self.instruments.entry(instrument).or_default();
        let of_person = self.people.entry(person).or_default();
        let taken = of_instrument.iter().chain(of_person.iter()).any(|other| other.overlaps(span));
        if !taken {
            of_instrument.push(span);
            of_person.push(span);
        }
        !taken
    }
}

impl Plan<'_> {
    fn first_facility(&self) -> Option<Id<Facility>> {
        self.region.facilities.first().map(|(id, _, _)| *id)
    }

    /// An instrument; the first facility, whose people can be tried, has more to do than others.
    fn instrument(&self, chance: &mut Chance) -> Option<&SampleInstrument> {
        let first = self.first_facility();
        let of_first: Vec<_> = self.bookable.iter().filter(|i| Some(i.facility) == first).copied().collect();
        if !of_first.is_empty() && chance.happens(15) {
            return chance.pick(&of_first).copied();
        }
        chance.pick(&self.bookable).copied()
    }

    /// Somebody of a firm, mostly; else of the organisation that runs the instrument.
    fn holder(&self, chance: &mut Chance, facility: Id<Facility>) -> anyhow::Result<Actor> {
        if chance.happens(20) {
            let home = self.region.facilities.iter().find(|(id, _, _)| *id == facility).map(|f| f.1);
            return self.cast.of_organisation(home.context("an instrument of nobody")?, Role::Manager);
        }
        let shown = if chance.happens(8) { self.cast.firms.first() } else { None };
        shown.or_else(|| chance.pick(&self.cast.firms)).cloned().context("the region has no firm")
    }

    /// A stretch within the opening hours of a day, on the half hour; nothing on closed days.
    fn stretch(&self, chance: &mut Chance, days: i64, minutes: i64) -> Option<TimeSpan> {
        let day = self.app.zone.day(self.today.plus_days(days));
        let open = open_hours(&Terms::default(), &self.app.zone, day).ok()?;
        let starts = open.starts.plus_minutes(30 * chance.below(16));
        let halves = (minutes / 30).clamp(1, 8) + chance.below(5);
        let span = TimeSpan::new(starts, starts.plus_minutes(30 * halves)).ok()?;
        open.covers(span).then_some(span)
    }

    /// Some time in the working hours of a day.
    fn working_moment(&self, chance: &mut Chance, around: Timestamp) -> Timestamp {
        at_minute(&self.app.zone, self.app.zone.day(around), 540 + chance.below(480))
    }
}

/// An hour within the opening hours of a day; nothing on closed days.
pub(super) fn open_hour(app: &App, around: Timestamp) -> Option<TimeSpan> {
    let open = open_hours(&Terms::default(), &app.zone, app.zone.day(around)).ok()?;
    let starts = open.starts.plus_minutes(90);
    TimeSpan::new(starts, starts.plus_minutes(60)).ok().filter(|span| open.covers(*span))
}

async fn past(plan: &Plan<'_>, clock: &SampleClock, diary: &mut Diary) -> anyhow::Result<()> {
    let mut chance = Chance::for_purpose("past bookings");
    let mut uses = Vec::new();
    for _ in 0..PAST * 20 {
        if uses.len() == PAST {
            break;
        }
        let Some(instrument) = plan.instrument(&mut chance) else { break };
        let holder = plan.holder(&mut chance, instrument.facility)?;
        // More and more of it: squares of evenly spread numbers lie closer to today.
        let far = chance.below(1000);
        let days = -1 - (PAST_DAYS * far * far) / 1_000_000;
        let (Some(span), Some(person)) =
            (plan.stretch(&mut chance, days, instrument.kind.minutes), holder.person)
        else {
            continue;
        };
        if diary.keep(instrument.id, person, span) {
            uses.push((span, instrument, holder, person));
        }
    }
    uses.sort_by_key(|(span, instrument, _, _)| (span.starts, instrument.id));
    let mut tx = plan.app.db.begin().await?;
    for (span, instrument, holder, person) in uses {
        let ahead = plan.working_moment(&mut chance, span.starts.plus_days(-1 - chance_days(span)));
        clock.set(ahead);
        let helped = instrument.kind.access == "assisted";
        let staff = plan.cast.at(instrument.facility, Role::Staff)?.person.filter(|_| helped);
        let ending = Ending {
            samples: 1 + chance.below(12),
            staff_minutes: if helped { 15 * (1 + chance.below(6)) } else { 0 },
            operator: staff,
            note: String::new(),
        };
        let purpose = chance.pick(&parts(&instrument.kind.test_ko)).copied().unwrap_or_default().to_owned();
        let used = PastReservation {
            id: plan.app.new_id(),
            usage: plan.app.new_id(),
            instrument: instrument.id,
            facility: instrument.facility,
            holder: person,
            organisation: holder.organisation(),
            span,
            purpose,
            kind: instrument.kind.access.clone(),
            ending,
            made_at: ahead,
        };
        record_past(&mut tx, &used).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many days before a use it was booked: anything within two weeks.
const fn chance_days(span: TimeSpan) -> i64 {
    (span.starts.micros() / 1_800_000_000) % 14
}

/// At some instruments staff answer every booking from outside first.
async fn answered_by_staff(plan: &Plan<'_>) -> anyhow::Result<()> {
    let first = plan.first_facility();
    let said = Departures { approval: Some(Approval::Outside), ..Departures::default() };
    let mut tx = plan.app.db.begin().await?;
    let of_first = plan.bookable.iter().filter(|i| Some(i.facility) == first).take(2);
    let of_others = plan.bookable.iter().filter(|i| Some(i.facility) != first).step_by(12);
    for instrument in of_first.chain(of_others) {
        keep_terms(&mut tx, instrument.id, &said).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Books like people do: by the rules, some days ago. What the rules refuse is left.
async fn coming(plan: &Plan<'_>, clock: &SampleClock, diary: &mut Diary) -> anyhow::Result<()> {
    let mut chance = Chance::for_purpose("coming bookings");
    let first = plan.first_facility();
    let waiting = plan.bookable.iter().find(|i| Some(i.facility) == first).copied();
    let mut made = 0;
    for attempt in 0..COMING * 20 {
        if made == COMING {
            break;
        }
        let instrument = if made < 4 { waiting } else { None };
        let Some(instrument) = instrument.or_else(|| plan.instrument(&mut chance)) else { break };
        let holder = match plan.cast.firms.get(attempt) {
            Some(shown) if attempt < 4 => shown.clone(),
            _ => plan.holder(&mut chance, instrument.facility)?,
        };
        let days = chance.below(COMING_DAYS + 1);
        let Some(span) = plan.stretch(&mut chance, days, instrument.kind.minutes) else { continue };
        let (Some(person), true) = (holder.person, span.starts > plan.today.plus_minutes(30)) else {
            continue;
        };
        if span.minutes() > 480 || !diary.keep(instrument.id, person, span) {
            continue;
        }
        let when = plan.today.plus_days(-1 - chance.below(8));
        clock.set(plan.working_moment(&mut chance, when));
        let purpose = chance.pick(&parts(&instrument.kind.test_ko)).copied().unwrap_or_default().to_owned();
        let ask = Ask {
            instrument: instrument.id,
            starts: span.starts,
            ends: span.ends,
            purpose,
            holder: None,
            request: None,
            need: None,
            hold: false,
            insist: String::new(),
        };
        match reserve(plan.app, &holder, ask).await {
            Ok(booked) => {
                made += 1;
                if made % 15 == 0 {
                    clock.set(plan.app.now().plus_minutes(90));
                    let step = Step::Cancel(String::new());
                    take(plan.app, &holder, booked.id, None, step)
                        .await
                        .map_err(|error| anyhow!("{error:?}"))?;
                }
            }
            Err(ReserveError::Refused(_)) => {}
            Err(other) => return Err(anyhow!("cannot book: {other:?}")),
        }
    }
    Ok(())
}
