//! The form of a request: read once for a new one and for a draft.

use super::request::{Ask, Request};
use ieum_db::{DbError, Query, Reads, args};
use ieum_kernel::{Facility, Id, Text};
use ieum_web::{App, FieldError, Fields, Page, Problem};
use serde_json::{Value, json};

/// Most letters of the description.
pub(super) const WORDS: usize = 8000;

/// Reads the form. A draft may be half empty; sending needs the rest.
pub(super) fn read(app: &App, fields: &Fields, send: bool) -> Result<Ask, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let title = form.required("title", 200);
    let words = if send { form.required("words", WORDS) } else { form.optional("words", WORDS) };
    let ask = Ask {
        need: form.id("need"),
        facility: form.id("facility"),
        service: form.id("service"),
        instrument: form.id("instrument"),
        title,
        words,
        quantity: form.whole("quantity", 1, 1_000_000),
        deadline: form.day("deadline"),
    };
    if send && ask.facility.is_none() && ask.service.is_none() && ask.instrument.is_none() {
        form.fault("facility", "field-required", &[]);
    }
    form.done().map(|()| ask)
}

/// The form's page with what it offers.
pub(super) async fn page(app: &App, ask: &Ask, draft: Option<&Request>) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let target = target(&mut reader, ask).await?;
    let facilities = facilities(&mut reader, None).await?;
    let page = Page::new("request/edit.html")
        .with("ask", ask)
        .with("draft", draft)
        .with("target", target)
        .with("facilities", facilities)
        .with("limit", WORDS)
        .crumb("request-mine", "/requests");
    Ok(match draft {
        Some(request) => page.crumb(&request.number, &request.path()),
        None => page,
    })
}

/// Facilities to choose from, by Korean name.
pub(super) async fn facilities(
    db: &mut impl Reads,
    without: Option<Id<Facility>>,
) -> Result<Vec<Value>, DbError> {
    let base = "SELECT id, name_ko, name_en FROM public_facility WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_some(" AND id <> ?", without)
        .and(" ORDER BY name_ko, id LIMIT 1000", args![])
        .finish();
    db.all(sql, values, |row| {
        let id: Id<Facility> = row.get("id")?;
        let name = Text {
            ko: row.get::<Option<String>>("name_ko")?.unwrap_or_default(),
            en: row.get::<Option<String>>("name_en")?.unwrap_or_default(),
        };
        Ok(json!({ "id": id, "name": name }))
    })
    .await
}

/// What the form is about: the service or instrument that led here.
async fn target(db: &mut impl Reads, ask: &Ask) -> Result<Value, DbError> {
    let read = |row: &ieum_db::Row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(json!({
            "name": Text { ko: text("name_ko")?, en: text("name_en")? },
            "facility": Text { ko: text("facility_ko")?, en: text("facility_en")? },
            "unit": text("unit")?,
        }))
    };
    let found = match (ask.service, ask.instrument) {
        (Some(service), _) => {
            let sql = "SELECT s.name_ko, s.name_en, s.unit, f.name_ko AS facility_ko, f.name_en AS facility_en
                       FROM public_service s LEFT JOIN public_facility f ON f.id = s.facility_id WHERE s.id = $1";
            db.maybe(sql, args![service], read).await?
        }
        (None, Some(instrument)) => {
            let sql = "SELECT i.name_ko, i.name_en, '' AS unit, f.name_ko AS facility_ko, f.name_en AS facility_en
                       FROM public_instrument i LEFT JOIN public_facility f ON f.id = i.facility_id WHERE i.id = $1";
            db.maybe(sql, args![instrument], read).await?
        }
        (None, None) => None,
    };
    Ok(found.unwrap_or(Value::Null))
}
