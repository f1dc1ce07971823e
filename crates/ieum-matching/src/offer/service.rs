//! The order of things when an instrument is offered and answered for.

use super::policy::{Act, Facts, Refusal, refusals};
use super::store;
use super::thing::{Offer, OfferThing, State};
use crate::asks::{Order, OrderError, Orders};
use crate::find::{self, Card};
use crate::matches::{Wishes, why_not};
use crate::need::{self, Need, Step, open_steps};
use crate::{idle, plan};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Id, Instrument, Person};
use ieum_web::{App, Problem, notices};
use serde_json::{Value, json};

type OfferId = Id<OfferThing>;

/// Longest note that goes with an offer or an answer, characters.
pub(super) const NOTE_LETTERS: usize = 2000;

/// Why nothing was offered or answered.
#[derive(Debug)]
pub enum OfferError {
    /// The rules said no.
    Refused(Vec<Refusal>),
    /// The room that takes orders said no: what the reasons are about, and the reasons.
    OrderRefused(&'static str, Vec<Value>),
    /// There is none, or none this person may know of.
    NotFound,
    /// Something failed.
    Problem(Box<Problem>),
}

impl From<DbError> for OfferError {
    fn from(error: DbError) -> Self {
        match error {
            // Somebody offered the same at this moment.
            DbError::Constraint { name } if name == "offer_offered_before" => {
                Self::Refused(vec![Refusal::OfferedBefore])
            }
            other => Self::Problem(Box::new(other.into())),
        }
    }
}

impl From<Problem> for OfferError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<OfferError> for Problem {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::Refused(reasons) => Self::refused("offer", reasons),
            OfferError::OrderRefused(about, reasons) => Self::refused(about, reasons),
            OfferError::NotFound => Self::not_found(),
            OfferError::Problem(problem) => *problem,
        }
    }
}

/// An instrument as lists show it, if there is one.
pub(super) async fn card(app: &App, instrument: Id<Instrument>) -> Result<Option<Card>, DbError> {
    Ok(find::cards(&mut app.db.reader(), &[instrument.to_string()]).await?.pop())
}

fn is_usable(card: Option<&Card>) -> bool {
    card.is_some_and(|card| why_not(card, &Wishes::default()).is_empty())
}

/// Offers an instrument for a problem that its people may see.
///
/// # Errors
/// [`OfferError::Refused`] with all reasons; [`OfferError::NotFound`] also for a problem they may not know of.
pub async fn make(
    app: &App,
    actor: &Actor,
    instrument: Id<Instrument>,
    need: Id<ieum_kernel::Need>,
    note: &str,
) -> Result<Offer, OfferError> {
    let need = need::store::find(&mut app.db.reader(), need).await?;
    let need = need.filter(|need| need::visible(need, actor)).ok_or(OfferError::NotFound)?;
    let card = card(app, instrument).await?.ok_or(OfferError::NotFound)?;
    let why = idle::reasons(app, &need, &card).await?;
    let facility = card.facility.parse().ok();
    let mut tx = app.db.begin().await?;
    let before = store::standing(&mut tx, need.id, instrument).await?;
    let state = before.as_ref().map(|offer| offer.state.key());
    let usable = is_usable(Some(&card));
    let reasons = refusals(&Facts { act: Act::Make, actor, need: &need, facility, usable, state });
    let (Some(by), Some(facility), true) = (actor.person, facility, reasons.is_empty()) else {
        return Err(OfferError::Refused(reasons));
    };
    let at = app.now();
    let offer = Offer {
        id: app.new_id(),
        need: need.id,
        instrument,
        facility,
        note: note.trim().chars().take(NOTE_LETTERS).collect(),
        why,
        state: State::Made,
        made_by: by,
        made_at: at,
        changed_at: at,
    };
    store::insert(&mut tx, &offer).await?;
    write_down(&mut tx, &offer, Act::Make, by).await?;
    tell(&mut tx, app, &offer, &need, (need.owner, Act::Make)).await?;
    tx.commit().await?;
    Ok(offer)
}

/// An offer with its problem, for its two sides only.
///
/// # Errors
/// [`OfferError::NotFound`] also where somebody may not know of it.
pub(super) async fn load(app: &App, actor: &Actor, id: OfferId) -> Result<(Offer, Need), OfferError> {
    let mut reader = app.db.reader();
    let offer = store::find(&mut reader, id).await?.ok_or(OfferError::NotFound)?;
    let need = need::store::find(&mut reader, offer.need).await?.ok_or(OfferError::NotFound)?;
    let theirs = actor.works_for(offer.facility) && need::visible(&need, actor);
    if need::inside(&need, actor) || theirs { Ok((offer, need)) } else { Err(OfferError::NotFound) }
}

fn allowed(
    act: Act,
    actor: &Actor,
    (offer, need): (&Offer, &Need),
    usable: bool,
) -> Result<Id<Person>, OfferError> {
    let (facility, state) = (Some(offer.facility), Some(offer.state.key()));
    let reasons = refusals(&Facts { act, actor, need, facility, usable, state });
    actor.person.filter(|_| reasons.is_empty()).ok_or(OfferError::Refused(reasons))
}

/// Accepts an offer: the instrument is asked for in the words of the problem, once however often the button is pressed.
///
/// # Errors
/// All reasons at once, the offer's own and those of the room that takes requests.
pub async fn accept(app: &App, actor: &Actor, id: OfferId) -> Result<Offer, OfferError> {
    let (offer, need) = load(app, actor, id).await?;
    if offer.state.request().is_some() && actor.person == Some(need.owner) {
        return Ok(offer);
    }
    let card = card(app, offer.instrument).await?;
    let by = allowed(Act::Accept, actor, (&offer, &need), is_usable(card.as_ref()))?;
    let orders = app.ask::<dyn Orders>().ok_or(OfferError::NotFound)?;
    let order = order(app, actor, &offer, &need);
    let sent = match orders.send(app, actor, &[order]).await {
        Ok(sent) => sent.into_iter().next().ok_or(OfferError::NotFound)?,
        Err(OrderError::Problem(problem)) => return Err(OfferError::Problem(problem)),
        Err(OrderError::Refused(reasons)) => {
            let about = reasons.first().map_or("request", |(_, about, _)| *about);
            return Err(OfferError::OrderRefused(about, reasons.into_iter().map(|(.., why)| why).collect()));
        }
    };
    let state = State::Accepted { by, request: sent.id, number: sent.number };
    let answered = answered(app, offer, &need, (Act::Accept, by), state).await?;
    if open_steps(&need, actor).contains(&"match") {
        // The problem moves on when it can; the request stands either way.
        if let Err(error) = need::take(app, need.id, actor, &Step::Match(String::new())).await {
            tracing::warn!(%error, "a need did not move on with an offer");
        }
    }
    Ok(answered)
}

/// The request in the words of the problem.
fn order(app: &App, actor: &Actor, offer: &Offer, need: &Need) -> Order {
    let said = &need.said;
    let mut words = vec![said.words.clone()];
    let also = [
        ("need-material", &said.material),
        ("need-solved-when", &said.solved_when),
        ("need-quantity", &said.quantity),
    ];
    for (label, text) in also.into_iter().filter(|(_, text)| !text.is_empty()) {
        words.push(format!("{}: {text}", app.words.plain(actor.lang, label)));
    }
    if !offer.note.is_empty() {
        words.push(format!("{}: {}", app.words.plain(actor.lang, "offer-note"), offer.note));
    }
    Order {
        key: offer.id.to_string(),
        need: need.id,
        kind: "instrument".to_owned(),
        id: offer.instrument.to_string(),
        facility: offer.facility.to_string(),
        title: said.title.chars().take(200).collect(),
        words: words.join("\n"),
        quantity: plan::count(&said.quantity),
        deadline: said.due_on,
    }
}

/// Declines an offer, with a reason if there is one.
///
/// # Errors
/// [`OfferError::Refused`] with all reasons.
pub async fn decline(app: &App, actor: &Actor, id: OfferId, reason: &str) -> Result<Offer, OfferError> {
    let (offer, need) = load(app, actor, id).await?;
    let by = allowed(Act::Decline, actor, (&offer, &need), true)?;
    let reason = reason.trim().chars().take(NOTE_LETTERS).collect();
    answered(app, offer, &need, (Act::Decline, by), State::Declined { by, reason }).await
}

/// Takes an offer back.
///
/// # Errors
/// [`OfferError::Refused`] with all reasons.
pub async fn withdraw(app: &App, actor: &Actor, id: OfferId) -> Result<Offer, OfferError> {
    let (offer, need) = load(app, actor, id).await?;
    let by = allowed(Act::Withdraw, actor, (&offer, &need), true)?;
    answered(app, offer, &need, (Act::Withdraw, by), State::Withdrawn { by }).await
}

async fn answered(
    app: &App,
    offer: Offer,
    need: &Need,
    (act, by): (Act, Id<Person>),
    state: State,
) -> Result<Offer, OfferError> {
    let offer = Offer { state, changed_at: app.now(), ..offer };
    let mut tx = app.db.begin().await?;
    if !store::answer(&mut tx, &offer).await? {
        let present = store::find(&mut tx, offer.id).await?.ok_or(OfferError::NotFound)?;
        if present.state == offer.state {
            // The same button pressed twice at one moment.
            return Ok(present);
        }
        let state = present.state.key().to_owned();
        return Err(OfferError::Refused(vec![Refusal::AnsweredBefore { state }]));
    }
    write_down(&mut tx, &offer, act, by).await?;
    let to = if act == Act::Withdraw { need.owner } else { offer.made_by };
    if to != by {
        tell(&mut tx, app, &offer, need, (to, act)).await?;
    }
    tx.commit().await?;
    Ok(offer)
}

async fn tell(
    tx: &mut Tx,
    app: &App,
    offer: &Offer,
    need: &Need,
    (to, act): (Id<Person>, Act),
) -> Result<(), DbError> {
    let args = json!({ "title": need.said.title });
    let key = format!("offer-notice-{}", act.key());
    notices::notify(tx, app.clock(), to, "need", &key, &args, &offer.path()).await
}

/// Audit trail and event of one change.
async fn write_down(tx: &mut Tx, offer: &Offer, act: Act, by: Id<Person>) -> Result<(), DbError> {
    let (thing, action, at) = (offer.id.to_string(), format!("offer.{}", act.key()), offer.changed_at);
    let facts = json!({ "offer": offer.id, "need": offer.need, "instrument": offer.instrument,
        "facility": offer.facility, "state": offer.state });
    let after = Some(facts.clone());
    tx.audit(&Audit { actor: Some(by), action: &action, thing: &thing, before: None, after, at }).await?;
    tx.emit(&action, &thing, &facts, at).await
}
