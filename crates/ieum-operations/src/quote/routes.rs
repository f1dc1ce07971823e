//! Pages of quotes: writing, sending, reading, answering, paper.

use super::policy::{Facts, Wish, refusals};
use super::quote::{Draft, Quote, State};
use super::service::{QuoteError, accept_with, draft, load, reject, send};
use super::{QuoteSettings, READ, WRITE, form, paper, store};
use crate::price::{self, VoucherError};
use crate::request::{self, RequestError, Side};
use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State as Held};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use ieum_kernel::{Id, Lang, Money, Role};
use ieum_web::{App, Body, Call, Doors, Fields, Page, Path, Problem, SignedIn, attachment, see_other};
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/requests/{id}/quotes/new", &WRITE, write_form)
        .post("/requests/{id}/quotes", &WRITE, write)
        .get("/quotes/{id}", &READ, show)
        .post("/quotes/{id}/send", &WRITE, send_it)
        .post("/quotes/{id}/accept", &READ, accept_it)
        .post("/quotes/{id}/reject", &READ, reject_it)
        .get("/quotes/{id}/paper", &READ, pdf)
        .get("/api/v1/quotes/{id}", &READ, one)
        .says(Call::new("quotes-one").path::<QuoteId>("id").gives::<Quote>())
        .post("/api/v1/requests/{id}/quotes", &WRITE, write_api)
        .says(
            Call::new("quotes-create")
                .path::<RequestId>("id")
                .takes::<Draft>()
                .makes::<Quote>()
                .refuses("quote")
                .refuses("request"),
        )
        .post("/api/v1/quotes/{id}/send", &WRITE, send_api)
        .says(
            Call::new("quotes-send")
                .path::<QuoteId>("id")
                .gives::<Quote>()
                .refuses("quote")
                .refuses("request"),
        )
        .post("/api/v1/quotes/{id}/accept", &READ, accept_api)
        .says(
            Call::new("quotes-accept")
                .path::<QuoteId>("id")
                .takes::<Accepting>()
                .gives::<Quote>()
                .refuses("quote")
                .refuses("request"),
        )
}

type RequestId = Id<ieum_kernel::Request>;
type QuoteId = Id<ieum_kernel::Quote>;

/// Where a request came from, as the server saw it; what a proxy says stands behind it.
struct Address(String);

impl FromRequestParts<App> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
        let told = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let told = told.map(|text| text.chars().take(100).collect::<String>());
        let parts: Vec<String> = peer.into_iter().chain(told).collect();
        Ok(Self(parts.join(" < ")))
    }
}

async fn write_form(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
) -> Result<Response, Problem> {
    let request = staffs(&app, &me, id).await?;
    let page = form::page(&app, me.lang(), &request, None).await?;
    app.render(page, me.visit())
}

/// A request of a facility one works for.
async fn staffs(app: &App, me: &SignedIn, id: RequestId) -> Result<request::Request, Problem> {
    let request = request::visible(app, me.actor(), id).await?;
    if request.sides(me.actor()).contains(&Side::Facility) { Ok(request) } else { Err(Problem::not_found()) }
}

async fn write(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let request = staffs(&app, &me, id).await?;
    let read = match form::read(&app, &fields) {
        Ok(read) => read,
        Err(faults) => {
            let page = form::page(&app, me.lang(), &request, Some(&fields)).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    let version = fields.get("version").parse().ok().filter(|version| *version > 0);
    let kept = match draft(&app, me.actor(), id, version, read).await {
        Ok(kept) => kept,
        Err(error) => {
            let page = form::again(&app, me.lang(), &request, &fields, error).await?;
            return app.render(page, me.visit());
        }
    };
    match fields.get("do") {
        "more" => return Ok(see_other(&app, &format!("{}/quotes/new", request.path()), None)),
        "list" => return Ok(see_other(&app, &format!("{}/quotes/lines", request.path()), None)),
        _ => {}
    }
    Ok(see_other(&app, &format!("/quotes/{}", kept.id), Some("quote-kept")))
}

async fn show(Held(app): Held<App>, me: SignedIn, Path(id): Path<QuoteId>) -> Result<Response, Problem> {
    let page = page(&app, &me, id).await?;
    app.render(page, me.visit())
}

async fn page(app: &App, me: &SignedIn, id: QuoteId) -> Result<Page, Problem> {
    let (quote, request) = load(app, me.actor(), id).await?;
    let mut reader = app.db.reader();
    let around = request::around(&mut reader, request.id).await?;
    let accepted = store::acceptance(&mut reader, id).await?;
    let sides = request.sides(me.actor());
    let (firm, staff) = (sides.contains(&Side::Firm), sides.contains(&Side::Facility));
    let alone = request.organisation.is_none() && request.person == me.id();
    let manager = alone || me.actor().is(Role::Manager);
    let limit = Money::won(app.settings::<QuoteSettings>().member_limit_won);
    let today = app.zone.day(app.now());
    let facts =
        Facts { quote: &quote, wish: Wish::Accept, today, shown: &quote.content_hash, manager, limit };
    let open = matches!(quote.state, State::Sent { .. });
    let hindrances = if firm && open { refusals(&facts) } else { Vec::new() };
    let reason = match &quote.state {
        State::Rejected { reason, .. } => reason.clone(),
        _ => String::new(),
    };
    let newer = match &quote.state {
        State::Superseded { by, .. } => Some(format!("/quotes/{by}")),
        _ => None,
    };
    let lines: Vec<_> = quote
        .lines
        .iter()
        .map(|line| {
            json!({
                "description": line.description, "quantity": super::quote::quantity_text(line.quantity_milli),
                "unit": line.unit, "unit_price": line.unit_price, "amount": line.amount, "vat": line.vat.key(),
                "listed": line.listed.as_ref().map(|listed| &listed.price), "departs": line.departs(),
                "reason": line.reason,
            })
        })
        .collect();
    let can_accept = firm && open && hindrances.is_empty();
    let vouchers = match request.organisation.filter(|_| can_accept) {
        Some(payer) => {
            let currency = quote.totals.subtotal.currency.code();
            price::usable(&mut reader, payer, today, currency).await?
        }
        None => Vec::new(),
    };
    let vouchers: Vec<_> = vouchers
        .iter()
        .map(|row| {
            let pays = price::share_of(row, quote.totals.subtotal);
            let args = std::collections::BTreeMap::from([
                ("name".to_owned(), json!(row.name)),
                ("percent".to_owned(), json!(row.percent)),
                ("pays".to_owned(), json!(pays)),
            ]);
            json!({ "value": row.id, "label": app.words.say(me.lang(), "quote-voucher-choice", &args) })
        })
        .collect();
    let held = match price::hold_of(&mut reader, id).await? {
        Some(hold) => {
            let name = price::voucher(&mut reader, hold.voucher).await?.map(|row| row.name);
            let money = |minor| Money { minor, ..quote.totals.subtotal };
            Some(json!({ "name": name, "held": money(hold.held), "taken": money(hold.taken) }))
        }
        None => None,
    };
    Ok(Page::new("quote/show.html")
        .with("vouchers", vouchers)
        .with("held", held)
        .with("q", &quote)
        .with("lines", lines)
        .with(
            "may_state",
            staff && me.actor().may(&super::STATE) && super::actual::may_state(&quote, &request),
        )
        .with("state", quote.state.key())
        .with("kind", kind(&quote))
        .with("r", &request)
        .with("around", around)
        .with("accepted", accepted)
        .with("can_accept", can_accept)
        .with("can_reject", firm && open)
        .with("hindrances", hindrances)
        .with("can_send", staff && quote.state == State::Draft)
        .with(
            "can_revise",
            staff
                && quote.state != State::Draft
                && request::arrow(request.state.name(), request::Step::SendQuote).is_some(),
        )
        .with("reason", reason)
        .with("newer", newer)
        .crumb("request-mine", "/requests")
        .crumb(&request.number, &request.path()))
}

const fn kind(quote: &Quote) -> &'static str {
    match &quote.state {
        State::Draft | State::Superseded { .. } => "neutral",
        State::Sent { .. } => "info",
        State::Accepted { .. } => "success",
        State::Rejected { .. } => "danger",
        State::Expired { .. } => "warning",
    }
}

/// The quote's page again with every reason; other errors as they are.
async fn said(
    app: &App,
    me: &SignedIn,
    id: QuoteId,
    fields: &Fields,
    error: QuoteError,
) -> Result<Response, Problem> {
    let page = match error {
        QuoteError::Refused(reasons) => page(app, me, id).await?.refused(fields, "quote", &reasons),
        QuoteError::Voucher(VoucherError::Refused(reasons)) => {
            page(app, me, id).await?.refused(fields, "price", &reasons)
        }
        QuoteError::Request(RequestError::Refused(reasons)) => {
            page(app, me, id).await?.refused(fields, "request", &reasons)
        }
        other => return Err(other.into()),
    };
    app.render(page, me.visit())
}

async fn send_it(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    fields: Fields,
) -> Result<Response, Problem> {
    match send(&app, me.actor(), id, fields.get("version").parse().ok()).await {
        Ok(sent) => Ok(see_other(&app, &format!("/requests/{}", sent.request), Some("quote-sent"))),
        Err(error) => said(&app, &me, id, &fields, error).await,
    }
}

async fn accept_it(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    Address(address): Address,
    fields: Fields,
) -> Result<Response, Problem> {
    if !fields.has("agree") {
        let fault = ieum_web::FieldError {
            field: "agree".to_owned(),
            key: "quote-agree-first".to_owned(),
            args: Default::default(),
        };
        let page = page(&app, &me, id).await?.faulty(&fields, vec![fault]);
        return app.render(page, me.visit());
    }
    let voucher = fields.get("voucher").parse().ok();
    match accept_with(&app, me.actor(), id, fields.get("hash"), &address, voucher).await {
        Ok(done) => Ok(see_other(&app, &format!("/requests/{}", done.request), Some("quote-accepted"))),
        Err(error) => said(&app, &me, id, &fields, error).await,
    }
}

async fn reject_it(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    fields: Fields,
) -> Result<Response, Problem> {
    match reject(&app, me.actor(), id, fields.get("reason")).await {
        Ok(done) => Ok(see_other(&app, &format!("/requests/{}", done.request), Some("quote-rejected"))),
        Err(error) => said(&app, &me, id, &fields, error).await,
    }
}

async fn pdf(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (quote, request) = load(&app, me.actor(), id).await?;
    let mut reader = app.db.reader();
    let around = request::around(&mut reader, request.id).await?;
    let accepted = store::acceptance(&mut reader, id).await?;
    let lang: Lang = fields.get("in").parse().unwrap_or(me.lang());
    let sheet = paper::paper(&app, lang, &quote, &request, &around, accepted.as_ref());
    let content = ieum_web::pdf(sheet).await?;
    Ok(attachment(&format!("{}-{}.pdf", quote.number, quote.revision), "application/pdf", content))
}

async fn one(Held(app): Held<App>, me: SignedIn, Path(id): Path<QuoteId>) -> Result<Json<Quote>, Problem> {
    Ok(Json(load(&app, me.actor(), id).await?.0))
}

async fn write_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    Body(read): Body<Draft>,
) -> Result<Response, Problem> {
    let kept = draft(&app, me.actor(), id, None, read).await?;
    Ok((StatusCode::CREATED, Json(kept)).into_response())
}

async fn send_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
) -> Result<Json<Quote>, Problem> {
    Ok(Json(send(&app, me.actor(), id, None).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "QuoteAcceptance")]
struct Accepting {
    /// The content's hash as it was shown.
    hash: String,
    /// The voucher that should pay a part.
    #[serde(default)]
    voucher: Option<Id<price::Voucher>>,
}

async fn accept_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    Address(address): Address,
    Body(accepting): Body<Accepting>,
) -> Result<Json<Quote>, Problem> {
    let Accepting { hash, voucher } = accepting;
    Ok(Json(accept_with(&app, me.actor(), id, &hash, &address, voucher).await?))
}
