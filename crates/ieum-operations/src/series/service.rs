//! The order of things: every occurrence is asked of every rule, with those before it counted; what is chosen is booked
//! in one transaction, or nothing is.
#![expect(clippy::disallowed_types, reason = "reading a flattened object, serde names every kind of number")]

use super::SeriesId;
use super::pattern::{Every, Pattern, spans};
use super::policy::{Facts, Refusal, refusals};
use super::store::{self, Series};
use crate::booking::{
    self, Ask, Asked, Change, Held, Own, Reach, ReserveError, Scene, Verdict, approval, free_unit, nearest,
};
use ieum_db::{DbError, Reads};
use ieum_kernel::{Actor, Id, Reservation, TimeSpan, Timestamp};
use ieum_web::{App, Problem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What somebody asks for: the first time as a booking, and how it repeats.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SeriesWish")]
pub struct Wish {
    /// The first time, and what every one of them is for.
    #[serde(flatten)]
    pub ask: Ask,
    /// By what it repeats.
    #[serde(default)]
    pub every: Every,
    /// Every so many of them.
    #[serde(default = "one")]
    pub step: i64,
    /// So many times in all.
    #[serde(default)]
    pub count: Option<i64>,
    /// Not after this civil day.
    #[serde(default)]
    pub until: Option<Date>,
    /// Only those that start at these moments; all of them when left out.
    #[serde(default)]
    pub only: Option<Vec<Timestamp>>,
    /// Leaves out what the rules refuse, instead of booking nothing.
    #[serde(default)]
    pub skip_refused: bool,
}

const fn one() -> i64 {
    1
}

impl Wish {
    fn pattern(&self) -> Result<Pattern, SeriesError> {
        let first = TimeSpan::new(self.ask.starts, self.ask.ends)
            .map_err(|_backwards| SeriesError::Booking(ReserveError::Asked(booking::backwards())))?;
        let Self { every, step, count, until, .. } = *self;
        Ok(Pattern { first, every, step: step.clamp(1, 366), count, until })
    }
}

/// What the rules say to one occurrence.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Occurrence {
    /// When.
    #[serde(flatten)]
    pub span: TimeSpan,
    /// The verdict.
    pub verdict: Verdict,
    /// Every reason, when it is no.
    pub findings: Vec<booking::Refusal>,
    /// The nearest times that pass, when it is no.
    pub slots: Vec<TimeSpan>,
    /// The reservation, once it is made.
    pub reservation: Option<Id<Reservation>>,
}

/// A series that was made.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "SeriesMade")]
pub struct Made {
    /// Which.
    pub series: Id<SeriesId>,
    /// Every occurrence, made or left out.
    pub occurrences: Vec<Occurrence>,
}

/// Why a series was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// The rules of series said no; this is what the booking rules say to each occurrence.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>, Vec<Occurrence>),
    /// Booking could not be asked.
    #[error("the booking failed")]
    Booking(#[from] ReserveError),
    /// No such series, or none this person may know of.
    #[error("no such series")]
    NotFound,
    /// Known, but not theirs to do.
    #[error("not theirs to do")]
    Forbidden,
    /// The machine failed.
    #[error("cannot reach the series")]
    Db(#[from] DbError),
}

impl From<SeriesError> for Problem {
    fn from(error: SeriesError) -> Self {
        match error {
            SeriesError::Refused(reasons, occurrences) => {
                let refused = Self::refused("series", reasons);
                Self { extra: Some(json!({ "occurrences": occurrences })), ..refused }
            }
            SeriesError::Booking(error) => error.into(),
            SeriesError::NotFound => Self::not_found(),
            SeriesError::Forbidden => Self::forbidden(),
            SeriesError::Db(error) => error.into(),
        }
    }
}

fn many(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// One more than any terms allow, so that too many shows as too many.
const SEARCHED: usize = 367;

fn chosen(wish: &Wish, all: &[TimeSpan]) -> Vec<TimeSpan> {
    let wanted = |span: &&TimeSpan| wish.only.as_ref().is_none_or(|only| only.contains(&span.starts));
    all.iter().filter(wanted).copied().collect()
}

async fn gather(
    db: &mut impl Reads,
    app: &App,
    asked: &Asked,
    all: &[TimeSpan],
) -> Result<Scene, SeriesError> {
    let first = all.first().copied().unwrap_or(asked.span);
    let last = all.last().copied().unwrap_or(asked.span);
    let window = TimeSpan { starts: first.starts, ends: last.ends };
    // Other times are looked for around each of them.
    let window = TimeSpan { starts: window.starts.plus_days(-47), ends: window.ends.plus_days(47) };
    let scene = Scene::gather(db, app, asked, Reach::Within(window)).await?;
    scene.ok_or(SeriesError::NotFound)
}

/// Asks the rules about one span after another; what passes stands in the way of the next.
fn ask_rules(
    scene: &mut Scene,
    app: &App,
    staff: bool,
    insist: &str,
    all: &[TimeSpan],
) -> Vec<(Occurrence, i64, Vec<booking::Refusal>)> {
    let mut found = Vec::new();
    for span in all {
        scene.asked.span = *span;
        let (findings, aside) = booking::weigh(scene, app, staff, insist);
        let facts = scene.facts(app);
        let (verdict, slots, unit) = if findings.is_empty() {
            (approval(&facts, staff), Vec::new(), free_unit(&facts).unwrap_or_default())
        } else {
            (Verdict::Deny, nearest(&facts, 3), 0)
        };
        if findings.is_empty() {
            let (reservation, instrument) = (app.new_id(), scene.desk.instrument);
            let block = scene.desk.terms.block(*span);
            scene.held.push(Held { reservation, unit, block });
            scene.booker.own.push(Own { reservation, instrument, span: *span, held: false });
        }
        found.push((Occurrence { span: *span, verdict, findings, slots, reservation: None }, unit, aside));
    }
    found
}

/// What the rules would say to each occurrence; nothing is written.
pub async fn plan(app: &App, actor: &Actor, wish: &Wish) -> Result<Vec<Occurrence>, SeriesError> {
    let me = actor.person.ok_or(SeriesError::NotFound)?;
    let pattern = wish.pattern()?;
    let all = spans(&pattern, &app.zone, SEARCHED);
    let asked = booking::asked_for(app, actor, me, &wish.ask).await?;
    let mut scene = gather(&mut app.db.reader(), app, &asked, &all).await?;
    let most = scene.desk.terms.series_most;
    let ends = wish.count.is_some() || wish.until.is_some();
    let reasons = refusals(&Facts { most, ends, named: many(all.len()), chosen: None, refused: 0 });
    if !reasons.is_empty() {
        return Err(SeriesError::Refused(reasons, Vec::new()));
    }
    let staff = booking::runs(actor, scene.desk.facility);
    let told = ask_rules(&mut scene, app, staff, &wish.ask.insist, &chosen(wish, &all));
    Ok(told.into_iter().map(|(occurrence, ..)| occurrence).collect())
}

/// Books every chosen occurrence, or none; with `skip_refused` every one that passes.
pub async fn make(app: &App, actor: &Actor, wish: &Wish) -> Result<Made, SeriesError> {
    let me = actor.person.ok_or(SeriesError::NotFound)?;
    let pattern = wish.pattern()?;
    let all = spans(&pattern, &app.zone, SEARCHED);
    let mut asked = booking::asked_for(app, actor, me, &wish.ask).await?;
    let id = app.new_id();
    (asked.series, asked.hold) = (Some(id), false);
    let now = app.now();
    let mut tx = app.db.begin().await?;
    booking::take_turn(&mut tx, asked.instrument).await.map_err(|error| match error {
        DbError::NotFound => SeriesError::NotFound,
        other => other.into(),
    })?;
    booking::take_turn_of(&mut tx, asked.holder).await?;
    booking::sweep(app, &mut tx, asked.instrument, now).await?;
    let mut scene = gather(&mut tx, app, &asked, &all).await?;
    let staff = booking::runs(actor, scene.desk.facility);
    if asked.holder != me && !staff {
        return Err(SeriesError::Forbidden);
    }
    let most = scene.desk.terms.series_most;
    let ends = wish.count.is_some() || wish.until.is_some();
    let picked = chosen(wish, &all);
    let bounds = Facts { most, ends, named: many(all.len()), chosen: Some(many(picked.len())), refused: 0 };
    let reasons = refusals(&bounds);
    if !reasons.is_empty() {
        return Err(SeriesError::Refused(reasons, Vec::new()));
    }
    let mut told = ask_rules(&mut scene, app, staff, &wish.ask.insist, &picked);
    let refused = many(told.iter().filter(|(occurrence, ..)| !occurrence.findings.is_empty()).count());
    let passing = many(told.len()) - refused;
    let counted = if wish.skip_refused {
        Facts { chosen: Some(passing), ..bounds }
    } else {
        Facts { refused, ..bounds }
    };
    let reasons = refusals(&counted);
    if !reasons.is_empty() {
        let occurrences = told.into_iter().map(|(occurrence, ..)| occurrence).collect();
        return Err(SeriesError::Refused(reasons, occurrences));
    }
    let series = Series {
        id,
        instrument: asked.instrument,
        facility: scene.desk.facility,
        holder: asked.holder,
        organisation: asked.organisation,
        made_by: me,
        every: wish.every,
        step: pattern.step,
        made_at: now,
    };
    store::insert(&mut tx, &series).await?;
    let mut first = None;
    for (occurrence, unit, aside) in told.iter_mut().filter(|(occurrence, ..)| occurrence.findings.is_empty())
    {
        scene.asked.span = occurrence.span;
        let ask = Ask { hold: false, ..wish.ask.clone() };
        let aside = std::mem::take(aside);
        let made = booking::settle(app, &mut tx, &scene, Change::New(ask), me, staff, *unit, aside).await;
        let made = made.map_err(|error| taken(error, occurrence.span))?;
        occurrence.reservation = Some(made.id);
        first.get_or_insert(made);
    }
    if let Some(first) = &first {
        // One word for all of them.
        booking::told(app, &mut tx, first, "made", me, &scene.desk.name).await?;
    }
    tx.commit().await?;
    Ok(Made { series: id, occurrences: told.into_iter().map(|(occurrence, ..)| occurrence).collect() })
}

/// The guard spoke where no rule did: said as the rule it stands for.
fn taken(error: ReserveError, span: TimeSpan) -> SeriesError {
    match error {
        ReserveError::Db(error) if error.is_constraint("reservation_no_overlap") => {
            let findings = vec![booking::Refusal::Overlap { starts: span.starts, ends: span.ends }];
            let (verdict, slots) = (Verdict::Deny, Vec::new());
            let occurrence = Occurrence { span, verdict, findings, slots, reservation: None };
            SeriesError::Refused(vec![Refusal::NotAll { refused: 1 }], vec![occurrence])
        }
        other => other.into(),
    }
}

/// A series this person may see.
pub(super) async fn visible(app: &App, actor: &Actor, id: Id<SeriesId>) -> Result<Series, SeriesError> {
    let found = store::find(&mut app.db.reader(), id).await?.ok_or(SeriesError::NotFound)?;
    let mine = actor.person.is_some_and(|me| me == found.holder || me == found.made_by);
    let ours = found.organisation.is_some_and(|organisation| actor.belongs_to(organisation));
    let seen = mine || ours || booking::runs(actor, found.facility);
    if seen { Ok(found) } else { Err(SeriesError::NotFound) }
}

/// Cancels what is still to come of a series, from a moment on or all of it; returns how many. One transaction.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: Id<SeriesId>,
    from: Option<Timestamp>,
    reason: &str,
) -> Result<usize, SeriesError> {
    let me = actor.person.ok_or(SeriesError::NotFound)?;
    let series = visible(app, actor, id).await?;
    let staff = booking::runs(actor, series.facility);
    let mut tx = app.db.begin().await?;
    booking::take_turn(&mut tx, series.instrument).await?;
    let from = from.unwrap_or_else(|| app.now()).max(app.now());
    let coming = store::to_come(&mut tx, id, from).await?;
    for id in &coming {
        let present = booking::find(&mut tx, *id).await?.ok_or(SeriesError::NotFound)?;
        if !booking::may_change(actor, &present) {
            return Err(SeriesError::Forbidden);
        }
        let step = booking::Step::Cancel(reason.trim().chars().take(1000).collect());
        booking::apply(app, &mut tx, present, &step, me, staff).await?;
    }
    tx.commit().await?;
    Ok(coming.len())
}
