//! Who may use what in the sample region, and who waits: training, qualifications, held times, a series, a line.

use super::SampleClock;
use super::cast::Cast;
use super::files::Vocabulary;
use super::region::{SampleInstrument, SampleRegion};
use anyhow::{Context, anyhow};
use ieum_kernel::{Actor, Id, Instrument, Role, TimeSpan, Timestamp};
use ieum_operations::booking::{Ask, Departures, Terms, at_minute, keep_terms, open_hours, reserve};
use ieum_operations::qualification::{
    Grant, Level, TrainingStep, ask as ask_for_training, demand, grant, train,
};
use ieum_operations::series::{Every, Wish, make as make_series};
use ieum_operations::waiting::{Wanted, join};
use ieum_web::App;
use jiff::civil::Date;

/// Everything of it at the first facility, whose people can be tried.
pub async fn make(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    region: &SampleRegion,
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<()> {
    let facility = region.facilities.first().context("the region has no facility")?.0;
    let staff = cast.at(facility, Role::Staff)?;
    let mut here = region.instruments.iter().filter(|i| i.bookable && i.facility == facility).skip(2);
    let (Some(taught), Some(busy)) = (here.next(), here.next()) else { return Ok(()) };
    let firms: Vec<&Actor> = cast.firms.iter().take(5).collect();
    teach(app, clock, words, &staff, taught, &firms, today).await?;
    wait(app, clock, busy, &firms, today).await
}

/// One instrument asks for a qualification: two have it, one of them not for long; one waits for training, one has a time.
async fn teach(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    staff: &Actor,
    taught: &SampleInstrument,
    firms: &[&Actor],
    today: Timestamp,
) -> anyhow::Result<()> {
    let what = words.say("training", &[]);
    clock.set(today.plus_days(-345));
    demand(app, staff, taught.id, None, Some((Level::Independent, 365, what))).await?;
    let mut firms = firms.iter();
    for (days, level) in [(-345, Level::Independent), (-20, Level::Advanced)] {
        let Some(person) = firms.next().and_then(|firm| firm.person) else { return Ok(()) };
        clock.set(today.plus_days(days));
        grant(app, staff, taught.id, &Grant { person, level: Some(level), valid_until: None }).await?;
    }
    clock.set(today.plus_days(-2));
    let Some(asking) = firms.next() else { return Ok(()) };
    ask_for_training(app, asking, taught.id, &words.say("training.wish", &[]).ko).await?;
    let Some(coming) = firms.next() else { return Ok(()) };
    let training = ask_for_training(app, coming, taught.id, "").await?;
    let starts = at_minute(&app.zone, open_day(app, today, 3)?, 14 * 60);
    let schedule = TrainingStep::Schedule { starts, note: words.say("training.place", &[]).ko };
    train(app, staff, training.id, None, schedule).await?;
    Ok(())
}

/// The first day open to bookings, so many days after a moment or later.
fn open_day(app: &App, after: Timestamp, days: i64) -> anyhow::Result<Date> {
    let open = |day: &Date| open_hours(&Terms::default(), &app.zone, *day).is_ok();
    let mut ahead = (days..days + 30).map(|days| app.zone.day(after.plus_days(days)));
    ahead.find(open).context("no open day within a month")
}

fn ask(instrument: Id<Instrument>, span: TimeSpan, hold: bool) -> Ask {
    let TimeSpan { starts, ends } = span;
    let (purpose, insist) = (String::new(), String::new());
    Ask { instrument, starts, ends, purpose, holder: None, request: None, need: None, hold, insist }
}

/// One instrument is in demand: a series, a time that is held, a full day and two people in line for it.
async fn wait(
    app: &App,
    clock: &SampleClock,
    busy: &SampleInstrument,
    firms: &[&Actor],
    today: Timestamp,
) -> anyhow::Result<()> {
    let said = Departures { hold_minutes: Some(1440), ..Departures::default() };
    let mut tx = app.db.begin().await?;
    keep_terms(&mut tx, busy.id, &said).await?;
    tx.commit().await?;
    let [first, second, third, fourth, fifth] = firms else { return Ok(()) };
    // Midnight: nothing of the coming day has passed yet.
    clock.set(app.zone.midnight(app.zone.day(today)));
    let at = |day: Date, minute: i64| at_minute(&app.zone, day, minute);
    let day = open_day(app, today, 4)?;
    let hours =
        |day: Date, from: i64, to: i64| TimeSpan { starts: at(day, from * 60), ends: at(day, to * 60) };
    let wish = Wish {
        ask: ask(busy.id, hours(open_day(app, today, 1)?, 9, 10), false),
        every: Every::Week,
        step: 1,
        count: Some(6),
        until: None,
        only: None,
        skip_refused: true,
    };
    let _made_or_full = make_series(app, first, &wish).await;
    let full_day = [(second, hours(day, 9, 17), false), (third, hours(day, 17, 18), false)];
    let held = [(first, hours(open_day(app, today, 2)?, 14, 16), true)];
    for (who, span, hold) in full_day.into_iter().chain(held) {
        // What others have booked there already is as good.
        let _booked_or_taken = reserve(app, who, ask(busy.id, span, hold)).await;
    }
    for who in [fourth, fifth] {
        let wanted = Wanted {
            instrument: busy.id,
            from: at(day, 0),
            until: at(day, 1440),
            minutes: 120,
            purpose: String::new(),
        };
        match join(app, who, &wanted).await {
            Ok(_) | Err(ieum_operations::waiting::WaitingError::Refused(_)) => {}
            Err(error) => return Err(anyhow!("cannot wait: {error:?}")),
        }
    }
    Ok(())
}
