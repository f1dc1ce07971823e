//! Vouchers: what programmes pay for firms, kept by those who bill.

use super::SET;
use super::store::{self, VoucherRow};
use axum::extract::State;
use axum::response::Response;
use ieum_db::{Audit, args};
use ieum_kernel::{Currency, Id, Organisation, Text};
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, see_other};
use jiff::civil::Date;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/vouchers", &SET, list).post("/vouchers", &SET, keep)
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
            let left = ieum_kernel::Money::won(row.cap.saturating_sub(row.spent));
            json!({ "row": row, "cap": ieum_kernel::Money::won(row.cap), "left": left })
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
    let id: Id<super::Voucher> = app.new_id();
    let row =
        VoucherRow { id, organisation, name, percent, cap: cap.minor, spent: 0, valid_from, valid_until };
    let at = app.now();
    let mut tx = app.db.begin().await?;
    store::insert_voucher(&mut tx, &row, Currency::Krw.code(), (me.id(), at)).await?;
    let (thing, after) = (id.to_string(), Some(json!(row)));
    tx.audit(&Audit { actor: Some(me.id()), action: "voucher.kept", thing: &thing, before: None, after, at })
        .await?;
    tx.emit("voucher.kept", &thing, &json!({ "organisation": organisation }), at).await?;
    tx.commit().await?;
    Ok(see_other(&app, &format!("/vouchers?organisation={organisation}"), Some("voucher-saved")))
}
