//! The terms of a facility and where an instrument departs from them, edited by those who run it.

use super::hours::{clock, read_clock};
use super::staff_pages::run_by;
use super::terms::{Approval, Departures, NUMBERS, Terms};
use super::{RUN, desks, house_terms, store};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_db::{Audit, DbError, Reads, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Instrument, Person, Timestamp};
use ieum_web::{App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/instruments/{id}/terms", &RUN, of_instrument)
        .post("/instruments/{id}/terms", &RUN, save_instrument)
        .get("/facilities/{id}/terms", &RUN, of_facility)
        .post("/facilities/{id}/terms", &RUN, save_facility)
}

/// Departures as they stand, with their version; units for an instrument.
struct Kept {
    said: Departures,
    version: i64,
    units: Option<i64>,
}

async fn kept_of_instrument(db: &mut impl Reads, id: Id<Instrument>) -> Result<Kept, DbError> {
    let sql = "SELECT terms_json, terms_version, units FROM bookable WHERE instrument_id = $1";
    let kept = db.maybe(sql, args![id], |row| {
        Ok(Kept {
            said: row.json("terms_json")?,
            version: row.get("terms_version")?,
            units: Some(row.get("units")?),
        })
    });
    Ok(kept.await?.unwrap_or(Kept { said: Departures::default(), version: 1, units: Some(1) }))
}

async fn kept_of_facility(db: &mut impl Reads, id: Id<Facility>) -> Result<Kept, DbError> {
    let sql = "SELECT terms_json, terms_version FROM facility_terms WHERE facility_id = $1";
    let kept = db.maybe(sql, args![id], |row| {
        Ok(Kept { said: row.json("terms_json")?, version: row.get("terms_version")?, units: None })
    });
    Ok(kept.await?.unwrap_or(Kept { said: Departures::default(), version: 1, units: None }))
}

/// Weekday letters as boxes: `mon` … `sun`.
const DAYS: [(&str, char); 7] =
    [("mon", 'M'), ("tue", 'T'), ("wed", 'W'), ("thu", 'T'), ("fri", 'F'), ("sat", 'S'), ("sun", 'S')];

/// The form; empty fields mean: as above it.
fn page(kept: &Kept, above: &Terms, action: String, name: &str) -> Page {
    let numbers: Vec<Value> = NUMBERS
        .iter()
        .filter(|number| !matches!(number.name, "opens_at" | "closes_at"))
        .map(|number| {
            json!({
                "name": number.name, "key": number.name.replace('_', "-"), "value": kept.said.number(number.name),
                "above": above.number(number.name), "least": number.least, "most": number.most,
                "unit": if number.name.ends_with("_minutes") { "minutes" }
                    else if number.name.ends_with("_days") { "days" } else { "count" },
            })
        })
        .collect();
    let days = kept.said.open_days.as_deref();
    let ticked: Vec<&str> = DAYS
        .iter()
        .zip(days.unwrap_or_default().chars())
        .filter(|(_, letter)| *letter != '-')
        .map(|((day, _), _)| *day)
        .collect();
    let yes_no = |said: Option<bool>| match said {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    Page::new("booking/terms.html")
        .with("action", action)
        .with("name", name)
        .with("numbers", numbers)
        .with("version", kept.version)
        .with("units", kept.units)
        .with("opens", kept.said.opens_at.map(clock))
        .with("closes", kept.said.closes_at.map(clock))
        .with("above_opens", clock(above.opens_at))
        .with("above_closes", clock(above.closes_at))
        .with("days", ticked)
        .with(
            "above_days",
            DAYS.iter()
                .enumerate()
                .filter(|(n, _)| above.open_weekday(i8::try_from(*n).unwrap_or(7)))
                .map(|(_, (day, _))| *day)
                .collect::<Vec<_>>(),
        )
        .with("on_holidays", yes_no(kept.said.on_holidays))
        .with("across_midnight", yes_no(kept.said.across_midnight))
        .with("approval", kept.said.approval.map_or("", Approval::key))
}

/// Reads the form into departures; every fault at its field.
fn read(app: &App, fields: &Fields, above: &Terms) -> Result<(Departures, Option<i64>), Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let mut said = Departures::default();
    for number in NUMBERS.iter().filter(|number| !matches!(number.name, "opens_at" | "closes_at")) {
        said.say(number.name, form.whole(number.name, number.least, number.most));
    }
    for (field, closing) in [("opens", false), ("closes", true)] {
        let minute = read_clock(fields.get(field));
        if fields.has(field) && minute.is_none() {
            form.fault(field, "field-not-a-time", &[]);
        }
        // A closing time of 00:00 is the end of the day.
        let minute = minute.map(|minute| if closing && minute == 0 { 1440 } else { minute });
        said.say(if closing { "closes_at" } else { "opens_at" }, minute);
    }
    let ticked = fields.all("days");
    if !ticked.is_empty() {
        let letter = |(day, letter): &(&str, char)| if ticked.contains(day) { *letter } else { '-' };
        said.open_days = Some(DAYS.iter().map(letter).collect());
    }
    let yes_no = |field| match fields.get(field) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    said.on_holidays = yes_no("on_holidays");
    said.across_midnight = yes_no("across_midnight");
    said.approval = fields.get("approval").parse().ok();
    let units = form.whole("units", 1, 100);
    let whole = above.clone().with(&said);
    if whole.opens_at >= whole.closes_at {
        form.fault("closes", "booking-terms-closes-first", &[]);
    }
    if whole.shortest_minutes > whole.longest_minutes {
        form.fault("longest_minutes", "booking-terms-longest-first", &[]);
    }
    form.done()?;
    Ok((said, units))
}

/// The instrument's page name and what holds above it: house, facility, catalogue.
async fn instrument_frame(
    app: &App,
    me: &SignedIn,
    id: Id<Instrument>,
) -> Result<(super::Desk, Terms, Kept), Problem> {
    let mut reader = app.db.reader();
    let desk = desks::desk(&mut reader, id, &house_terms(app)).await?.ok_or_else(Problem::not_found)?;
    run_by(app, me, desk.facility).await?;
    let kept = kept_of_instrument(&mut reader, id).await?;
    let facility = kept_of_facility(&mut reader, desk.facility).await?;
    let listed = desks::listed_hours(&mut reader, id).await?;
    let above = house_terms(app).with(&facility.said).with(&listed);
    Ok((desk, above, kept))
}

async fn of_instrument(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Response, Problem> {
    let (desk, above, kept) = instrument_frame(&app, &me, id).await?;
    let name = desk.name.in_lang(me.lang());
    let shown = page(&kept, &above, format!("/instruments/{id}/terms"), name)
        .crumb(name, &format!("/instruments/{id}/calendar"));
    app.render(shown, me.visit())
}

async fn save_instrument(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (desk, above, kept) = instrument_frame(&app, &me, id).await?;
    match read(&app, &fields, &above) {
        Ok((said, units)) => {
            let version = fields.get("version").parse().unwrap_or(kept.version);
            let mut tx = app.db.begin().await?;
            store::take_turn(&mut tx, id).await?;
            let sql = "UPDATE bookable SET terms_json = $2, units = $3, terms_version = terms_version + 1
                       WHERE instrument_id = $1 AND terms_version = $4";
            let values = args![id, to_json(&said)?, units.unwrap_or(1), version];
            if tx.run(sql, values).await? == 0 {
                return Err(Problem::stale(&kept.said));
            }
            note(&mut tx, &id.to_string(), me.id(), &kept.said, &said, app.now()).await?;
            tx.commit().await?;
            Ok(see_other(&app, &format!("/instruments/{id}/terms"), Some("booking-terms-saved")))
        }
        Err(faults) => {
            let name = desk.name.in_lang(me.lang());
            let shown = page(&kept, &above, format!("/instruments/{id}/terms"), name);
            app.render(super::form::faulty(shown, &fields, faults), me.visit())
        }
    }
}

async fn of_facility(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Facility>>,
) -> Result<Response, Problem> {
    let name = run_by(&app, &me, id).await?;
    let kept = kept_of_facility(&mut app.db.reader(), id).await?;
    let name = name.in_lang(me.lang());
    let shown = page(&kept, &house_terms(&app), format!("/facilities/{id}/terms"), name)
        .crumb(name, &format!("/facilities/{id}/day"));
    app.render(shown, me.visit())
}

async fn save_facility(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Facility>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = run_by(&app, &me, id).await?;
    let kept = kept_of_facility(&mut app.db.reader(), id).await?;
    let above = house_terms(&app);
    let said = match read(&app, &fields, &above) {
        Ok((said, _units)) => said,
        Err(faults) => {
            let shown = page(&kept, &above, format!("/facilities/{id}/terms"), name.in_lang(me.lang()));
            return app.render(super::form::faulty(shown, &fields, faults), me.visit());
        }
    };
    let version: i64 = fields.get("version").parse().unwrap_or(kept.version);
    let mut tx = app.db.begin().await?;
    let make = "INSERT INTO facility_terms (facility_id) VALUES ($1) ON CONFLICT (facility_id) DO NOTHING";
    tx.run(make, args![id]).await?;
    let sql = "UPDATE facility_terms SET terms_json = $2, terms_version = terms_version + 1
               WHERE facility_id = $1 AND terms_version = $3";
    if tx.run(sql, args![id, to_json(&said)?, version]).await? == 0 {
        return Err(Problem::stale(&kept.said));
    }
    note(&mut tx, &id.to_string(), me.id(), &kept.said, &said, app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&app, &format!("/facilities/{id}/terms"), Some("booking-terms-saved")))
}

async fn note(
    tx: &mut Tx,
    thing: &str,
    by: Id<Person>,
    before: &Departures,
    after: &Departures,
    at: Timestamp,
) -> Result<(), DbError> {
    let (before, after) = (Some(json!(before)), Some(json!(after)));
    tx.audit(&Audit { actor: Some(by), action: "booking.terms", thing, before, after, at }).await?;
    tx.emit("booking.terms", thing, &json!({}), at).await
}
