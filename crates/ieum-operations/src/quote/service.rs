//! The order of things: a quote and its request change together.

use super::policy::{Facts, Refusal, Wish, refusals};
use super::prices::{self, Asked};
use super::quote::{Draft, DraftLine, Line, Quote, State, Vat, content_hash, reckoned, totals};
use super::store::{self, Acceptance};
use super::{EXPIRE, EXPIRING, MOST_LINES, QuoteSettings};
use crate::price::{self, PriceError, VoucherError};
use crate::request::{self, Event, Request, RequestError, Side, Step};
use ieum_db::{Audit, DbError, JobFailure, JobHandle, NewJob, Tx};
use ieum_kernel::{Actor, Id, Lang, Money, MoneyError, Person, Role, Rounding};
use ieum_web::{App, FieldError, Problem, notices};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// The rules of quotes said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The request cannot take the step.
    #[error("the request refused")]
    Request(#[from] RequestError),
    /// The sums are beyond all measure or mixed.
    #[error("the quote cannot be reckoned")]
    Money(#[from] MoneyError),
    /// The price list has no answer.
    #[error("the price list has no answer")]
    Price(#[from] PriceError),
    /// The voucher does not pay.
    #[error("the voucher refused")]
    Voucher(#[from] VoucherError),
    /// Somebody was quicker; the quote as it stands.
    #[error("the quote changed meanwhile")]
    Stale(Box<Quote>),
    /// There is no such quote for this person.
    #[error("no such quote")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the quotes")]
    Db(#[from] DbError),
}

impl From<QuoteError> for Problem {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::Refused(reasons) => Self::refused("quote", reasons),
            QuoteError::Request(error) => error.into(),
            QuoteError::Money(_) => Self::invalid(vec![FieldError {
                field: "lines".to_owned(),
                key: "quote-too-large".to_owned(),
                args: BTreeMap::new(),
            }]),
            QuoteError::Price(error) => price_problem(error),
            QuoteError::Voucher(VoucherError::Refused(reasons)) => Self::refused("price", reasons),
            QuoteError::Voucher(VoucherError::NotFound) => Self::not_found(),
            QuoteError::Voucher(VoucherError::Db(error)) => error.into(),
            QuoteError::Stale(now) => Self::stale(now),
            QuoteError::NotFound => Self::not_found(),
            QuoteError::Db(error) => error.into(),
        }
    }
}

fn price_problem(error: PriceError) -> Problem {
    match error {
        PriceError::NoPlan => Problem::refused("price", vec![json!({ "rule": "no-plan" })]),
        PriceError::Unpriced(reason) => Problem::refused("price", vec![reason]),
        PriceError::Db(error) => error.into(),
    }
}

/// One quote with its request, if the person may see them; drafts are the facility's own.
pub async fn load(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Quote>,
) -> Result<(Quote, Request), QuoteError> {
    let mut reader = app.db.reader();
    let quote = store::find(&mut reader, id).await?.ok_or(QuoteError::NotFound)?;
    let request = request::load(&mut reader, quote.request).await?.ok_or(QuoteError::NotFound)?;
    let sides = request.sides(actor);
    let hidden = quote.state == State::Draft && !sides.contains(&Side::Facility);
    if sides.is_empty() || hidden { Err(QuoteError::NotFound) } else { Ok((quote, request)) }
}

fn facts<'a>(app: &App, quote: &'a Quote, wish: Wish, shown: &'a str, manager: bool) -> Facts<'a> {
    let limit = Money::won(app.settings::<QuoteSettings>().member_limit_won);
    Facts { quote, wish, today: app.zone.day(app.now()), shown, manager, limit }
}

fn permitted(facts: &Facts<'_>) -> Result<(), QuoteError> {
    let reasons = refusals(facts);
    if reasons.is_empty() { Ok(()) } else { Err(QuoteError::Refused(reasons)) }
}

async fn write_down(
    tx: &mut Tx,
    quote: &Quote,
    step: &str,
    by: Option<Id<Person>>,
    note: &str,
) -> Result<(), DbError> {
    let (thing, at, action) = (quote.id.to_string(), quote.changed_at, format!("quote.{step}"));
    let after = json!({
        "request": quote.request, "revision": quote.revision, "state": quote.state.key(),
        "total": quote.totals.total, "hash": quote.content_hash, "note": note,
    });
    tx.audit(&Audit { actor: by, action: &action, thing: &thing, before: None, after: Some(after), at })
        .await?;
    let facts = json!({
        "quote": quote.id, "request": quote.request, "state": quote.state.key(), "total": quote.totals.total,
    });
    tx.emit(&action, &thing, &facts, at).await
}

/// Keeps a draft: a new version, or the version in work when there is one. `version` is what the person saw of it.
pub async fn draft(
    app: &App,
    actor: &Actor,
    request_id: Id<ieum_kernel::Request>,
    version: Option<i64>,
    draft: Draft,
) -> Result<Quote, QuoteError> {
    let me = actor.person.ok_or(QuoteError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let request = request::load(&mut tx, request_id).await?.ok_or(QuoteError::NotFound)?;
    let sides = request.sides(actor);
    if !sides.contains(&Side::Facility) {
        return Err(QuoteError::NotFound);
    }
    // The list is asked again whenever a draft is kept: nobody's word stands for it.
    let mut from_list = Vec::new();
    for line in draft.lines.iter().take(MOST_LINES) {
        from_list.push(match &line.asked {
            Some(asked) => Some(prices::listed(&mut tx, app, &request, asked.clone()).await?),
            None => None,
        });
    }
    // A quote is standard or exempt as a whole; zero-rated are lines.
    let vat = if draft.vat == Vat::Exempt { Vat::Exempt } else { Vat::Standard };
    let lines = reckoned(&draft.lines, draft.vat, from_list)?;
    let sums = totals(&lines, draft.rounding)?;
    let (state, event) = (request.state.name(), Step::SendQuote);
    if request::arrow(state, event).is_none() {
        let refusal = request::Refusal::NotFromHere { state, event };
        return Err(RequestError::Refused(vec![refusal]).into());
    }
    let in_work = store::in_state(&mut tx, request_id, "draft").await?;
    let before = match in_work.last() {
        Some(id) => store::find(&mut tx, *id).await?,
        None => None,
    };
    let was = before.as_ref().map(|quote| quote.version);
    if let (Some(present), Some(seen)) = (&before, version)
        && present.version != seen
    {
        return Err(QuoteError::Stale(Box::new(present.clone())));
    }
    let base = match before {
        Some(quote) => quote,
        None => Quote {
            id: app.new_id(),
            request: request_id,
            number: request::next_number(&mut tx, &app.zone, "Q", now).await?,
            revision: store::next_revision(&mut tx, request_id).await?,
            state: State::Draft,
            vat,
            rounding: draft.rounding,
            lines: Vec::new(),
            totals: sums,
            terms: String::new(),
            valid_until: draft.valid_until,
            content_hash: String::new(),
            made_by: me,
            version: 0,
            made_at: now,
            sent_at: None,
            changed_at: now,
        },
    };
    let quote = Quote {
        vat,
        rounding: draft.rounding,
        lines,
        totals: sums,
        terms: draft.terms.trim().chars().take(8000).collect(),
        valid_until: draft.valid_until,
        version: base.version.saturating_add(1),
        changed_at: now,
        ..base
    };
    permitted(&facts(app, &quote, Wish::Write, "", false))?;
    match was {
        None => store::insert(&mut tx, &quote).await?,
        Some(was) => {
            if !store::rewrite(&mut tx, &quote, was).await? {
                return Err(stale(&mut tx, quote.id).await);
            }
        }
    }
    write_down(&mut tx, &quote, "written", Some(me), "").await?;
    tx.commit().await?;
    Ok(quote)
}

/// Adds what the price list says of one thing as a new line to the draft in work, or to a first one.
///
/// # Errors
/// The list has no answer; not this person's facility; rules; faults of the database.
pub async fn add(
    app: &App,
    actor: &Actor,
    request_id: Id<ieum_kernel::Request>,
    asked: Asked,
    lang: Lang,
) -> Result<Quote, QuoteError> {
    let request = request::visible(app, actor, request_id).await?;
    let mut reader = app.db.reader();
    let listed = prices::listed(&mut reader, app, &request, asked).await?;
    let line = prices::line_of(&mut reader, app, &listed, lang).await?;
    let in_work = store::in_state(&mut reader, request_id, "draft").await?;
    let present = match in_work.last() {
        Some(id) => store::find(&mut reader, *id).await?,
        None => None,
    };
    let days = app.settings::<QuoteSettings>().valid_days;
    let (vat, rounding, valid_until, terms, version) = match &present {
        Some(q) => (q.vat, q.rounding, q.valid_until, q.terms.clone(), Some(q.version)),
        None => {
            let until = app.zone.day(app.now()).saturating_add(jiff::Span::new().days(days.clamp(0, 3650)));
            (Vat::Standard, Rounding::Down, until, String::new(), None)
        }
    };
    let mut lines: Vec<DraftLine> =
        present.iter().flat_map(|quote| &quote.lines).map(Line::drafted).collect();
    lines.push(line);
    let whole = Draft { lines, vat, rounding, valid_until, terms };
    draft(app, actor, request_id, version, whole).await
}

/// Sends a draft: it is sealed, older versions give way, the request is quoted, and its end is watched.
pub async fn send(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Quote>,
    version: Option<i64>,
) -> Result<Quote, QuoteError> {
    let me = actor.person.ok_or(QuoteError::NotFound)?;
    let (now, mut tx) = (app.now(), app.db.begin().await?);
    let quote = store::find(&mut tx, id).await?.ok_or(QuoteError::NotFound)?;
    let request = request::load(&mut tx, quote.request).await?.ok_or(QuoteError::NotFound)?;
    if !request.sides(actor).contains(&Side::Facility) {
        return Err(QuoteError::NotFound);
    }
    if version.is_some_and(|version| version != quote.version) {
        return Err(QuoteError::Stale(Box::new(quote)));
    }
    permitted(&facts(app, &quote, Wish::Send, "", false))?;
    for older in store::in_state(&mut tx, quote.request, "sent").await? {
        let Some(older) = store::find(&mut tx, older).await? else { continue };
        let state = State::Superseded { by: quote.id, at: now };
        turned(&mut tx, older, state, now, "superseded", Some(me), "").await?;
    }
    let hash = content_hash(&quote);
    let sealed = Quote { content_hash: hash, sent_at: Some(now), ..quote };
    let sent = turned(&mut tx, sealed, State::Sent { by: me }, now, "sent", Some(me), "").await?;
    let event = Event::SendQuote { quote: sent.id, revision: sent.revision };
    request::apply(&mut tx, app, actor, &request, event).await?;
    let ends = app.zone.midnight(sent.valid_until.saturating_add(jiff::Span::new().days(1)));
    let mut job = NewJob::new(EXPIRE, json!({ "quote": sent.id }), ends);
    job.unique = Some(sent.id.to_string());
    tx.enqueue(&job).await?;
    let warns = ends.plus_days(-WARNED_DAYS).plus_minutes(9 * 60);
    if warns > now {
        tx.enqueue(&NewJob::new(EXPIRING, json!({ "quote": sent.id }), warns)).await?;
    }
    tx.commit().await?;
    Ok(sent)
}

/// Somebody was quicker: the quote as it stands now.
async fn stale(tx: &mut Tx, id: Id<ieum_kernel::Quote>) -> QuoteError {
    match store::find(tx, id).await {
        Ok(Some(present)) => QuoteError::Stale(Box::new(present)),
        Ok(None) => QuoteError::NotFound,
        Err(error) => error.into(),
    }
}

async fn turned(
    tx: &mut Tx,
    quote: Quote,
    state: State,
    at: ieum_kernel::Timestamp,
    step: &str,
    by: Option<Id<Person>>,
    note: &str,
) -> Result<Quote, QuoteError> {
    let was = quote.version;
    let quote = Quote { state, version: was.saturating_add(1), changed_at: at, ..quote };
    if !store::turn(tx, &quote, was).await? {
        return Err(stale(tx, quote.id).await);
    }
    write_down(tx, &quote, step, by, note).await?;
    Ok(quote)
}

/// Accepts a quote without a voucher; see [`accept_with`].
///
/// # Errors
/// As [`accept_with`].
pub async fn accept(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Quote>,
    shown: &str,
    address: &str,
) -> Result<Quote, QuoteError> {
    accept_with(app, actor, id, shown, address, None).await
}

/// Accepts a quote: who, when, from where and over which content is kept for good, the request is accepted, and the
/// voucher that should pay a part is held.
///
/// # Errors
/// Every reason at once, of the quote or of the voucher; not this person's quote; faults of the database.
pub async fn accept_with(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Quote>,
    shown: &str,
    address: &str,
    voucher: Option<Id<price::Voucher>>,
) -> Result<Quote, QuoteError> {
    let me = actor.person.ok_or(QuoteError::NotFound)?;
    let (now, mut tx) = (app.now(), app.db.begin().await?);
    let quote = store::find(&mut tx, id).await?.ok_or(QuoteError::NotFound)?;
    let request = request::load(&mut tx, quote.request).await?.ok_or(QuoteError::NotFound)?;
    if !request.sides(actor).contains(&Side::Firm) || quote.state == State::Draft {
        return Err(QuoteError::NotFound);
    }
    // Whoever asks for nobody but themselves needs no manager.
    let alone = request.organisation.is_none() && request.person == me;
    let manager = alone || actor.is(Role::Manager);
    permitted(&facts(app, &quote, Wish::Accept, shown, manager))?;
    let acceptance = Acceptance {
        by: me,
        by_name: actor.name.clone(),
        at: now,
        address: address.chars().take(200).collect(),
        content_hash: quote.content_hash.clone(),
    };
    let accepted =
        turned(&mut tx, quote, State::Accepted { by: me, at: now }, now, "accepted", Some(me), "").await?;
    store::keep_acceptance(&mut tx, accepted.id, &acceptance).await?;
    request::apply(&mut tx, app, actor, &request, Event::AcceptQuote { quote: accepted.id }).await?;
    // A change of the order takes the place of the quote before it, and so does its hold.
    price::release(&mut tx, app, request.id, Some(me)).await?;
    if let Some(voucher) = voucher {
        let of = (accepted.id, request.id);
        let supply = accepted.totals.subtotal;
        price::hold(&mut tx, app, voucher, request.organisation, of, supply, me).await?;
    }
    tx.commit().await?;
    Ok(accepted)
}

/// Turns a quote down; the request goes back to scoping with the reason.
pub async fn reject(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Quote>,
    reason: &str,
) -> Result<Quote, QuoteError> {
    let me = actor.person.ok_or(QuoteError::NotFound)?;
    let (now, mut tx) = (app.now(), app.db.begin().await?);
    let quote = store::find(&mut tx, id).await?.ok_or(QuoteError::NotFound)?;
    let request = request::load(&mut tx, quote.request).await?.ok_or(QuoteError::NotFound)?;
    if !request.sides(actor).contains(&Side::Firm) || quote.state == State::Draft {
        return Err(QuoteError::NotFound);
    }
    permitted(&facts(app, &quote, Wish::Reject, "", false))?;
    let reason: String = reason.trim().chars().take(2000).collect();
    let state = State::Rejected { by: me, at: now, reason: reason.clone() };
    let rejected = turned(&mut tx, quote, state, now, "rejected", Some(me), &reason).await?;
    request::apply(&mut tx, app, actor, &request, Event::RejectQuote { reason }).await?;
    tx.commit().await?;
    Ok(rejected)
}

#[derive(Debug, Deserialize)]
struct Expiring {
    quote: Id<ieum_kernel::Quote>,
}

/// So many days before its last day is over, the firm is told that a quote still waits.
const WARNED_DAYS: i64 = 3;

/// Tells the one who asked that a quote's validity ends soon.
pub(super) async fn warn(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let expiring: Expiring = job.payload()?;
    let mut tx = app.db.begin().await?;
    let Some(quote) = store::find(&mut tx, expiring.quote).await? else { return Ok(()) };
    if !matches!(quote.state, State::Sent { .. }) {
        return Ok(());
    }
    let Some(request) = request::load(&mut tx, quote.request).await? else { return Ok(()) };
    let args = json!({ "number": quote.number, "until": quote.valid_until, "total": quote.totals.total });
    let (path, key) = (format!("/quotes/{}", quote.id), "quote-notice-expiring");
    notices::notify(&mut tx, app.clock(), request.person, "request", key, &args, &path).await?;
    tx.commit().await?;
    Ok(())
}

/// When a quote's last day is over: it expires, and the request goes back to scoping.
pub(super) async fn expire(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let expiring: Expiring = job.payload()?;
    end(&app, expiring.quote).await.map_err(|error| JobFailure::retry(format!("{error}: {error:?}")))
}

async fn end(app: &App, id: Id<ieum_kernel::Quote>) -> Result<(), QuoteError> {
    let (now, mut tx) = (app.now(), app.db.begin().await?);
    let Some(quote) = store::find(&mut tx, id).await? else { return Ok(()) };
    let over = quote.valid_until < app.zone.day(now);
    if !over || !matches!(quote.state, State::Sent { .. }) {
        return Ok(());
    }
    let request = request::load(&mut tx, quote.request).await?.ok_or(QuoteError::NotFound)?;
    let expired = turned(&mut tx, quote, State::Expired { at: now }, now, "expired", None, "").await?;
    if matches!(&request.state, request::State::Quoted { quote, .. } if *quote == expired.id) {
        request::apply_by_house(&mut tx, app, None, &request, Event::ExpireQuote).await?;
    }
    tx.commit().await?;
    Ok(())
}
