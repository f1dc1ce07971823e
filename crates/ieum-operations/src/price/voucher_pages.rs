//! Vouchers: what programmes pay for firms, kept by those who bill.

use super::voucher_store::{self as store, VoucherRow};
use super::{OWN_VOUCHERS, SET};
use axum::extract::State;
use axum::response::Response;
use ieum_db::{Audit, DbError, Tx, args};
use ieum_kernel::{Id, Money, Organisation, Person, Text};
use ieum_web::api::{Call, Shape};
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, see_other};
use jiff::civil::Date;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/vouchers", &SET, list)
        .post("/vouchers", &SET, keep)
        .get("/vouchers/mine", &OWN_VOUCHERS, mine)
        .get("/api/v1/vouchers", &OWN_VOUCHERS, mine_api)
        .says(Call::new("vouchers-list").gives_of(Shape::list(Shape::given(json!({ "type": "object" })))))
}

/// The vouchers of one's own organisations with every movement.
async fn own(app: &App, me: &SignedIn) -> Result<Vec<Value>, Problem> {
    let mut reader = app.db.reader();
    let mut found = Vec::new();
    for organisation in &me.actor().organisations {
        for row in store::vouchers(&mut reader, *organisation).await? {
            let money = |minor: i64| Money { minor, currency: row.currency.parse().unwrap_or_default() };
            let moved: Vec<Value> = store::movements(&mut reader, row.id)
                .await?
                .iter()
                .map(|one| {
                    json!({ "kind": one.kind, "amount": money(one.minor), "at": one.at, "quote": one.quote,
                                   "number": one.quote_number })
                })
                .collect();
            found.push(json!({
                "id": row.id, "name": row.name, "percent": row.percent, "cap": money(row.cap),
                "spent": money(row.spent), "held": money(row.held), "left": money(row.left()),
                "valid_from": row.valid_from, "valid_until": row.valid_until, "moved": moved,
            }));
        }
    }
    Ok(found)
}

async fn mine(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let rows = own(&app, &me).await?;
    app.render(Page::new("price/mine.html").with("rows", rows), me.visit())
}

async fn mine_api(State(app): State<App>, me: SignedIn) -> Result<axum::Json<Vec<Value>>, Problem> {
    Ok(axum::Json(own(&app, &me).await?))
}

async fn page(app: &App, me: &SignedIn, organisation: Option<Id<Organisation>>) -> Result<Page, Problem> {
    let sql = "SELECT id, name_ko, name_en FROM public_organisation WHERE kind = 'firm'
               ORDER BY name_ko, id LIMIT 2000";
    let mut reader = app.db.reader();
    let firms: Vec<(Id<Organisation>, Text)> = reader
        .all(sql, args![], |row| {
            Ok((row.get("id")?, Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
        })
        .await?;
    let rows = match organisation {
        Some(organisation) => store::vouchers(&mut reader, organisation).await?,
        None => Vec::new(),
    };
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let money = |minor: i64| Money { minor, currency: row.currency.parse().unwrap_or_default() };
            json!({ "row": row, "cap": money(row.cap), "held": money(row.held), "left": money(row.left()) })
        })
        .collect();
    let label =
        |(id, name): &(Id<Organisation>, Text)| json!({ "value": id, "label": name.in_lang(me.lang()) });
    let chosen = organisation.and_then(|id| firms.iter().find(|(known, _)| *known == id));
    Ok(Page::new("price/vouchers.html")
        .with("firms", firms.iter().map(label).collect::<Vec<_>>())
        .with("organisation", organisation)
        .with("name", chosen.map(|(_, name)| name.clone()))
        .with("rows", rows))
}

async fn list(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let page = page(&app, &me, fields.get("organisation").parse().ok()).await?;
    app.render(page, me.visit())
}

async fn keep(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let organisation = form.must::<Id<Organisation>>("organisation", "field-not-an-id");
    let name = form.text("name", 120, true);
    let percent = form.whole("percent", 1, 100);
    if !fields.has("percent") {
        form.fault("percent", "field-required", &[]);
    }
    let cap = form.money("cap");
    if !fields.has("cap") {
        form.fault("cap", "field-required", &[]);
    }
    let valid_from = form.must::<Date>("valid_from", "field-not-a-day");
    let valid_until = form.must::<Date>("valid_until", "field-not-a-day");
    if valid_from.zip(valid_until).is_some_and(|(from, until)| until < from) {
        form.fault("valid_until", "field-ends-before-start", &[]);
    }
    let read = form.done();
    let all = (organisation, percent, cap, valid_from, valid_until);
    let (Ok(()), (Some(organisation), Some(percent), Some(cap), Some(valid_from), Some(valid_until))) =
        (&read, all)
    else {
        let page = page(&app, &me, organisation).await?.faulty(&fields, read.err().unwrap_or_default());
        return app.render(page, me.visit());
    };
    let row = VoucherRow {
        id: app.new_id(),
        organisation,
        name,
        percent,
        cap: cap.minor,
        spent: 0,
        held: 0,
        currency: cap.currency.code().to_owned(),
        valid_from,
        valid_until,
    };
    let mut tx = app.db.begin().await?;
    keep_voucher(&mut tx, &app, &row, me.id()).await?;
    tx.commit().await?;
    Ok(see_other(&app, &format!("/vouchers?organisation={organisation}"), Some("voucher-saved")))
}

/// Keeps a new voucher with audit trail and event.
///
/// # Errors
/// Faults of the database, its constraints among them.
pub async fn keep_voucher(tx: &mut Tx, app: &App, row: &VoucherRow, by: Id<Person>) -> Result<(), DbError> {
    let at = app.now();
    store::insert_voucher(tx, row, (by, at)).await?;
    let (thing, after) = (row.id.to_string(), Some(json!(row)));
    let action = "voucher.kept";
    tx.audit(&Audit { actor: Some(by), action, thing: &thing, before: None, after, at }).await?;
    tx.emit(action, &thing, &json!({ "organisation": row.organisation }), at).await
}
