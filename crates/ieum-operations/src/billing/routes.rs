//! Pages of invoices: one's own, the facility's, and the steps.

use super::invoice::{Invoice, Refusal, bills};
use super::paper::{paper, sheet};
use super::service::{self, BillingError, Charges, Invoices, METHODS, Payment, Wanted};
use super::{BILL, LOOK, taking_back};
use crate::price::{chosen, facilities_of, options};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Actor, Id, Lang, Money, Role, Text};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, attachment, see_other};
use jiff::civil::Date;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/invoices", &LOOK, list)
        .post("/invoices", &BILL, create)
        .get("/invoices/{id}", &LOOK, look)
        .get("/invoices/{id}/pdf", &LOOK, pdf)
        .get("/invoices/{id}/xlsx", &LOOK, xlsx)
        .post("/invoices/{id}/issue", &BILL, issue)
        .post("/invoices/{id}/send", &BILL, send)
        .post("/invoices/{id}/payments", &BILL, pay)
        .post("/invoices/{id}/void", &BILL, void)
        .post("/invoices/{id}/credit", &BILL, credit)
}

/// An invoice this person may see; others do not exist for them.
pub(super) async fn visible(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
) -> Result<Invoice, Problem> {
    let found = service::find(&mut app.db.reader(), id).await?;
    found.filter(|v| v.open_to(actor)).ok_or_else(Problem::not_found)
}

/// One's own invoices: the organisation's for its managers, else those made out to oneself.
pub(super) fn own(me: &SignedIn) -> Invoices {
    let managed = me.actor().organisation().filter(|_| me.actor().is(Role::Manager));
    match managed {
        Some(organisation) => {
            Invoices { organisation: Some(organisation), issued: true, ..Invoices::default() }
        }
        None => Invoices { person: Some(me.id()), issued: true, ..Invoices::default() },
    }
}

fn row(app: &App, v: &Invoice, payer: &Text) -> Value {
    let overdue = v.is_overdue(app.zone.day(app.now()));
    json!({
        "invoice": v, "payer": payer, "state": v.state.key(), "tone": if overdue { "danger" } else { v.state.kind() },
        "due": v.due(), "overdue": overdue, "due_on": v.due_on.map(|day| day.to_string()),
    })
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let biller = me.actor().may(&BILL);
    let all = if biller { facilities_of(&app, me.actor()).await? } else { Vec::new() };
    let facility = chosen(&all, fields.get("facility"))?.filter(|(id, _)| bills(me.actor(), *id));
    let of = match &facility {
        Some((id, _)) => Invoices { facility: Some(*id), ..Invoices::default() },
        None => own(&me),
    };
    let found = service::invoices(&mut app.db.reader(), of).await?;
    let rows: Vec<Value> = found.iter().map(|(v, payer)| row(&app, v, payer)).collect();
    let open = match &facility {
        Some((id, _)) => super::open_groups(&app, *id).await?,
        None => Vec::new(),
    };
    let page = Page::new("billing/list.html")
        .with("facilities", options(&all, me.lang()))
        .with("facility", facility.map(|(id, name)| json!({ "id": id, "name": name })))
        .with("rows", rows)
        .with("open", open);
    app.render(page, me.visit())
}

async fn create(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let wanted = match fields.get("request").parse() {
        Ok(id) => Wanted::Request(id),
        Err(_) => Wanted::Month {
            facility: fields.get("facility").parse().map_err(|_none| Problem::not_found())?,
            organisation: fields.get("organisation").parse().ok(),
            person: fields.get("person").parse().ok(),
            month: fields.get("month").to_owned(),
        },
    };
    let made = service::draft(&app, me.actor(), wanted).await?;
    Ok(see_other(&app, &made.path(), Some("billing-drafted")))
}

async fn page(app: &App, me: &SignedIn, v: &Invoice) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let charges =
        service::charges(&mut reader, Charges { invoice: Some(v.id), ..Charges::default() }).await?;
    let parties = service::parties(&mut reader, v.id).await?;
    let payments = service::payments(&mut reader, v.id).await?;
    let biller = v.is_biller(me.actor());
    let methods: Vec<Value> = METHODS
        .iter()
        .map(|key| json!({ "value": key, "label": app.words.plain(me.lang(), &format!("billing-method-{key}")) }))
        .collect();
    let name = if parties.payer.is_empty() {
        parties.person.clone()
    } else {
        parties.payer.in_lang(me.lang()).to_owned()
    };
    Ok(Page::new("billing/look.html")
        .with("shown", row(app, v, &parties.payer))
        .with("payer", name)
        .with("parties", parties)
        .with("compared", super::quoted::compared(&charges))
        .with("charges", charges)
        .with("payments", payments)
        .with("methods", methods)
        .with("today", app.zone.day(app.now()).to_string())
        .with("biller", biller)
        .crumb("billing-title", "/invoices"))
}

async fn look(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
) -> Result<Response, Problem> {
    let v = visible(&app, me.actor(), id).await?;
    app.render(page(&app, &me, &v).await?, me.visit())
}

fn file_name(v: &Invoice, ending: &str) -> String {
    format!("{}.{ending}", v.number.clone().unwrap_or_else(|| "draft".to_owned()))
}

async fn pdf(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let v = visible(&app, me.actor(), id).await?;
    let lang: Lang = fields.get("lang").parse().unwrap_or(me.lang());
    let mut reader = app.db.reader();
    let charges = service::charges(&mut reader, Charges { invoice: Some(id), ..Charges::default() }).await?;
    let parties = service::parties(&mut reader, id).await?;
    let bytes = ieum_web::pdf(paper(&app, &v, &parties, &charges, lang)).await?;
    Ok(attachment(&file_name(&v, "pdf"), "application/pdf", bytes))
}

async fn xlsx(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
) -> Result<Response, Problem> {
    let v = visible(&app, me.actor(), id).await?;
    let of = Charges { invoice: Some(id), ..Charges::default() };
    let charges = service::charges(&mut app.db.reader(), of).await?;
    let bytes = ieum_paper::workbook(&[sheet(&app, &v, &charges, me.lang())])
        .map_err(|error| Problem::fault(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment(&file_name(&v, "xlsx"), kind, bytes))
}

/// Goes on, or shows the page again with the reasons.
async fn answered(
    app: &App,
    me: &SignedIn,
    id: Id<ieum_kernel::Invoice>,
    fields: &Fields,
    outcome: Result<Invoice, BillingError>,
    message: &'static str,
) -> Result<Response, Problem> {
    match outcome {
        Ok(v) => Ok(see_other(app, &v.path(), Some(message))),
        Err(BillingError::Refused(reasons)) => refused(app, me, id, fields, &reasons).await,
        Err(error) => Err(error.into()),
    }
}

async fn refused(
    app: &App,
    me: &SignedIn,
    id: Id<ieum_kernel::Invoice>,
    fields: &Fields,
    reasons: &[Refusal],
) -> Result<Response, Problem> {
    let v = visible(app, me.actor(), id).await?;
    let page = page(app, me, &v).await?.refused(fields, "billing", reasons);
    app.render(page, me.visit())
}

fn version(fields: &Fields) -> Option<i64> {
    fields.get("version").parse().ok()
}

async fn issue(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let done = service::issue(&app, me.actor(), id, version(&fields)).await;
    answered(&app, &me, id, &fields, done, "billing-issued-now").await
}

async fn send(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let v = service::send(&app, me.actor(), id, version(&fields)).await?;
    Ok(see_other(&app, &v.path(), Some("billing-sent-now")))
}

async fn pay(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let v = visible(&app, me.actor(), id).await?;
    let mut form = fields.reading(&app.zone);
    let amount = form.must::<Money>("amount", "field-not-money").filter(|money| money.minor > 0);
    if amount.is_none() && form.errors().is_empty() {
        form.fault("amount", "field-not-money", &[]);
    }
    let on = form.must::<Date>("on", "field-not-a-day");
    let method = form.required("method", 20);
    if !METHODS.contains(&method.as_str()) && !method.is_empty() {
        form.fault("method", "field-not-a-choice", &[]);
    }
    let reference = form.optional("reference", 120);
    let read = form.done();
    let (Ok(()), Some(amount), Some(on)) = (&read, amount, on) else {
        let page = page(&app, &me, &v).await?.faulty(&fields, read.err().unwrap_or_default());
        return app.render(page, me.visit());
    };
    let said = Payment { amount, on, method, reference, at: app.now() };
    let done = service::pay(&app, me.actor(), id, version(&fields), said).await;
    answered(&app, &me, id, &fields, done, "billing-payment-kept").await
}

/// The reason of a form, or the page again.
fn reason(app: &App, fields: &Fields) -> Result<String, Vec<ieum_web::FieldError>> {
    let mut form = fields.reading(&app.zone);
    let reason = form.required("reason", 2000);
    form.done().map(|()| reason)
}

/// What is done with an invoice and its reason.
#[derive(Clone, Copy)]
enum TakeBack {
    Void,
    Credit,
}

async fn take_back(
    app: App,
    me: SignedIn,
    id: Id<ieum_kernel::Invoice>,
    fields: Fields,
    how: TakeBack,
) -> Result<Response, Problem> {
    let reason = match reason(&app, &fields) {
        Ok(reason) => reason,
        Err(faults) => {
            let v = visible(&app, me.actor(), id).await?;
            return app.render(page(&app, &me, &v).await?.faulty(&fields, faults), me.visit());
        }
    };
    let seen = version(&fields);
    let (done, message) = match how {
        TakeBack::Void => (taking_back::void(&app, me.actor(), id, seen, reason).await, "billing-voided"),
        TakeBack::Credit => {
            (taking_back::credit(&app, me.actor(), id, seen, reason).await, "billing-credited-now")
        }
    };
    answered(&app, &me, id, &fields, done, message).await
}

async fn void(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    fields: Fields,
) -> Result<Response, Problem> {
    take_back(app, me, id, fields, TakeBack::Void).await
}

async fn credit(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Invoice>>,
    fields: Fields,
) -> Result<Response, Problem> {
    take_back(app, me, id, fields, TakeBack::Credit).await
}
