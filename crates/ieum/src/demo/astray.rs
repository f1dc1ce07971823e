//! What does not go by the book in the sample region: missed and late bookings, an agreement, a charge stated by hand.

use super::SampleClock;
use super::bookings::open_hour;
use super::cast::Cast;
use super::files::{Vocabulary, parts};
use super::region::SampleRegion;
use anyhow::{Context, anyhow};
use ieum_kernel::{Actor, Currency, Facility, Id, Instrument, Money, Role, TimeSpan, Timestamp};
use ieum_operations::billing::{Statement, state};
use ieum_operations::booking::{Ask, Reservation, ReserveError, Step, miss, reserve, take};
use ieum_operations::price::{Agreed, Tier, agree};
use ieum_operations::quote::Vat;
use ieum_web::App;

/// Everything of it at the first facility, whose people can be tried; before the past uses, which go around it.
pub(super) async fn make(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    region: &SampleRegion,
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<Vec<(Id<Instrument>, Id<ieum_kernel::Person>, TimeSpan)>> {
    let facility = region.facilities.first().context("the region has no facility")?.0;
    let (staff, billing) = (cast.at(facility, Role::Staff)?, cast.at(facility, Role::Billing)?);
    let here: Vec<_> = region.instruments.iter().filter(|i| i.bookable && i.facility == facility).collect();
    let mut taken = Vec::new();
    // Days back, which firm, and whether it was cancelled in the last hours instead of missed.
    for (nth, (days, firm, late)) in
        [(-52, 0, false), (-31, 1, false), (-24, 0, true), (-9, 2, false)].into_iter().enumerate()
    {
        let (Some(instrument), Some(holder)) = (here.get(nth % here.len().max(1)), cast.firms.get(firm))
        else {
            continue;
        };
        let tests = parts(&instrument.kind.test_ko);
        let purpose = tests.first().copied().unwrap_or_default();
        // Closed days and taken times are passed over.
        let mut made = None;
        for back in 0..10 {
            let Some(span) = open_hour(app, today.plus_days(days - back)) else { continue };
            clock.set(span.starts.plus_days(-4));
            made = book(app, holder, instrument.id, span, purpose).await?;
            if made.is_some() {
                break;
            }
        }
        let Some(booked) = made else { continue };
        let span = booked.span;
        taken.push((instrument.id, booked.holder, span));
        if late {
            clock.set(span.starts.plus_minutes(-90));
            step(app, holder, &booked, Step::Cancel(words.say("late.reason", &[]).ko)).await?;
        } else {
            clock.set(span.starts.plus_minutes(45));
            miss(app, booked.id, booked.version).await.map_err(|error| anyhow!("{error:?}"))?;
        }
        if nth == 0 {
            clock.set(span.starts.plus_minutes(26 * 60));
            step(app, &staff, &booked, Step::Excuse(words.say("excuse.reason", &[]).ko)).await?;
        }
    }
    agreed(app, clock, words, (facility, &billing), cast, today).await?;
    Ok(taken)
}

async fn book(
    app: &App,
    holder: &Actor,
    instrument: Id<Instrument>,
    span: TimeSpan,
    purpose: &str,
) -> anyhow::Result<Option<Reservation>> {
    let ask = Ask {
        instrument,
        starts: span.starts,
        ends: span.ends,
        purpose: purpose.to_owned(),
        holder: None,
        request: None,
        need: None,
        hold: false,
        insist: String::new(),
    };
    match reserve(app, holder, ask).await {
        Ok(booked) => Ok(Some(booked)),
        Err(ReserveError::Refused(_)) => Ok(None),
        Err(other) => Err(anyhow!("cannot book: {other:?}")),
    }
}

async fn step(app: &App, actor: &Actor, booked: &Reservation, step: Step) -> anyhow::Result<()> {
    take(app, actor, booked.id, None, step).await.map(drop).map_err(|error| anyhow!("{error:?}"))
}

/// A firm pays what partners pay, and something that no price plan knows was charged to it by hand.
async fn agreed(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    (facility, billing): (Id<Facility>, &Actor),
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<()> {
    let firm = cast.firms.get(1).and_then(Actor::organisation).context("the region has one firm")?;
    let day = |days: i64| app.zone.day(today.plus_days(days));
    clock.set(today.plus_days(-120));
    let note = words.say("agreement.note", &[]).ko;
    let agreed = Agreed {
        facility,
        organisation: firm,
        tier: Tier::Partner,
        from: day(-120),
        until: Some(day(245)),
        note,
    };
    agree(app, billing, agreed).await.map_err(|error| anyhow!("cannot agree: {error:?}"))?;
    clock.set(today.plus_days(-6));
    let said = Statement {
        facility,
        organisation: Some(firm),
        request: None,
        description: words.say("stated.what", &[]),
        supply: Money { minor: 180_000, currency: Currency::Krw },
        vat: Vat::default(),
        budget_line: "equipment_fee".to_owned(),
        used_on: day(-7),
        reason: words.say("stated.reason", &[]).ko,
    };
    state(app, billing, said).await.map(drop).map_err(|error| anyhow!("cannot charge: {error:?}"))
}
