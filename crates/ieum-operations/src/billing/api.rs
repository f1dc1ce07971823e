//! `/api/v1/invoices`: the same rules as the pages, answered as JSON.

use super::charge::Charge;
use super::invoice::{Invoice, bills};
use super::routes::{own, visible};
use super::service::{self, Wanted};
use super::store::{self, Charges, Invoices, METHODS, Payment};
use super::{BILL, LOOK};
use axum::Json;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::{Facility, Id, Money, Organisation, Person, Request};
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, SignedIn};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/invoices", &LOOK, list)
        .says(
            Call::new("invoices-list")
                .query::<Id<Facility>>("facility")
                .query::<Id<Request>>("request")
                .gives::<Vec<Invoice>>(),
        )
        .post("/api/v1/invoices", &BILL, create)
        .says(
            Call::new("invoices-create")
                .takes::<Ask>()
                .makes::<Invoice>()
                .refuses("billing")
                .refuses("price")
                .example(json!({ "request": "req_01jc3w8h5k7m9n2p4q6r8s0t1v" })),
        )
        .get("/api/v1/invoices/{id}", &LOOK, one)
        .says(of_one("invoices-one").gives::<Whole>())
        .post("/api/v1/invoices/{id}/issue", &BILL, issue)
        .says(of_one("invoices-issue").gives::<Invoice>().refuses("billing").refuses("price"))
        .post("/api/v1/invoices/{id}/payments", &BILL, pay)
        .says(
            of_one("invoices-pay")
                .takes::<Said>()
                .makes::<Invoice>()
                .refuses("billing")
                .refuses("price")
                .versioned(),
        )
}

fn of_one(id: &'static str) -> Call {
    Call::new(id).path::<Id<ieum_kernel::Invoice>>("id")
}

/// An invoice with all that belongs to it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "InvoiceWhole")]
struct Whole {
    /// The invoice.
    invoice: Invoice,
    /// What is still to be paid.
    due: Money,
    /// What it is for.
    charges: Vec<Charge>,
    /// What was paid.
    payments: Vec<Payment>,
    /// The lines of the quote beside what was charged; empty when none differs.
    compared: Vec<super::quoted::Compared>,
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Json<Vec<Invoice>>, Problem> {
    let mut form = fields.reading(&app.zone);
    let facility = form.id::<Facility>("facility");
    let request = form.id::<Request>("request");
    form.done().map_err(Problem::invalid)?;
    // Who bills for a facility sees its invoices; everybody else their own.
    let of = match facility.filter(|facility| bills(me.actor(), *facility)) {
        Some(facility) => Invoices { facility: Some(facility), ..Invoices::default() },
        None => own(&me),
    };
    let found = store::invoices(&mut app.db.reader(), Invoices { request, ..of }).await?;
    Ok(Json(found.into_iter().map(|(invoice, _)| invoice).collect()))
}

async fn one(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
) -> Result<Json<Whole>, Problem> {
    let invoice = visible(&app, me.actor(), id).await?;
    let mut reader = app.db.reader();
    let charges = store::charges(&mut reader, Charges { invoice: Some(id), ..Charges::default() }).await?;
    let payments = store::payments(&mut reader, id).await?;
    let compared = super::quoted::compared(&charges);
    Ok(Json(Whole { due: invoice.due(), invoice, charges, payments, compared }))
}

/// What is to be invoiced: a request, or a payer's month at a facility.
#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "InvoiceAsk")]
struct Ask {
    /// A request's charges.
    request: Option<Id<Request>>,
    /// Without a request: at which facility.
    facility: Option<Id<Facility>>,
    /// Who pays, when it is an organisation.
    organisation: Option<Id<Organisation>>,
    /// Who pays, when it is a person.
    person: Option<Id<Person>>,
    /// Which month, `2026-03`.
    #[serde(default)]
    month: String,
}

async fn create(Held(app): Held<App>, me: SignedIn, Body(ask): Body<Ask>) -> Result<Response, Problem> {
    let wanted = match (ask.request, ask.facility) {
        (Some(request), _) => Wanted::Request(request),
        (None, Some(facility)) => {
            let Ask { organisation, person, month, .. } = ask;
            Wanted::Month { facility, organisation, person, month }
        }
        (None, None) => return Err(Problem::bad_request()),
    };
    let made = service::draft(&app, me.actor(), wanted).await?;
    let place = format!("/api/v1/invoices/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)).into_response())
}

async fn issue(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
) -> Result<Json<Invoice>, Problem> {
    Ok(Json(service::issue(&app, me.actor(), id, None).await?))
}

/// A payment as a program says it.
#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PaymentAsk")]
struct Said {
    /// How much; more than nothing.
    amount: Money,
    /// When the money came.
    on: Date,
    /// How.
    #[schemars(extend("enum" = METHODS))]
    method: String,
    /// What stands on the bank's statement.
    #[serde(default)]
    reference: String,
    /// The invoice's version one looked at.
    version: Option<i64>,
}

async fn pay(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    Body(said): Body<Said>,
) -> Result<Response, Problem> {
    if said.amount.minor <= 0 || !METHODS.contains(&said.method.as_str()) {
        return Err(Problem::bad_request());
    }
    let Said { amount, on, method, reference, version } = said;
    let payment = Payment { amount, on, method, reference, at: app.now() };
    let invoice = service::pay(&app, me.actor(), id, version, payment).await?;
    Ok((StatusCode::CREATED, Json(invoice)).into_response())
}
