//! The operation log as a page and as spreadsheets.

use super::log::{LogLine, lines, read_month, totals};
use axum::extract::State;
use axum::response::Response;
use ieum_db::args;
use ieum_kernel::{Facility, Id, Instrument, Role, Text, TimeSpan};
use ieum_paper::{CellOut, ColumnKind, ColumnOut, CsvStyle, SheetOut, csv_text, workbook};
use ieum_web::{App, Fields, Page, Problem, SignedIn, attachment};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

/// What of which month.
struct Wanted {
    facility: Id<Facility>,
    name: Text,
    instrument: Option<Id<Instrument>>,
    month: Date,
}

/// Facilities whose log this person may read.
async fn facilities(app: &App, me: &SignedIn) -> Result<Vec<(Id<Facility>, Text)>, Problem> {
    let sql = "SELECT id, name_ko, name_en FROM public_facility ORDER BY name_ko, id LIMIT 5000";
    let mut reader = app.db.reader();
    let found = reader.all(sql, args![], |row| {
        Ok((row.get("id")?, Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
    });
    let mine = |(id, _): &(Id<Facility>, Text)| me.actor().is(Role::Operator) || me.actor().works_for(*id);
    Ok(found.await?.into_iter().filter(mine).collect())
}

async fn wanted(
    app: &App,
    me: &SignedIn,
    fields: &Fields,
) -> Result<(Option<Wanted>, Vec<(Id<Facility>, Text)>), Problem> {
    let all = facilities(app, me).await?;
    let chosen = match fields.get("facility") {
        "" => all.first().cloned(),
        // Another facility's log does not exist for this person.
        given => {
            let id: Id<Facility> = given.parse().map_err(|_wrong| Problem::not_found())?;
            Some(all.iter().find(|(known, _)| *known == id).cloned().ok_or_else(Problem::not_found)?)
        }
    };
    let today = app.zone.day(app.now());
    let month = read_month(fields.get("month")).unwrap_or_else(|| today.first_of_month());
    let instrument = fields.get("instrument").parse().ok();
    let wanted = chosen.map(|(facility, name)| Wanted { facility, name, instrument, month });
    Ok((wanted, all))
}

impl Wanted {
    fn span(&self, app: &App) -> TimeSpan {
        let next = self.month.checked_add(1.month()).unwrap_or(self.month);
        TimeSpan { starts: app.zone.midnight(self.month), ends: app.zone.midnight(next) }
    }

    fn month_name(&self) -> String {
        format!("{:04}-{:02}", self.month.year(), self.month.month())
    }
}

pub(super) async fn page(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (wanted, all) = wanted(&app, &me, &fields).await?;
    let lang = me.lang();
    let options: Vec<Value> =
        all.iter().map(|(id, name)| json!({ "value": id, "label": name.in_lang(lang) })).collect();
    let page = Page::new("usage/log.html").with("facilities", options);
    let page = match wanted {
        None => page.with("rows", Vec::<Value>::new()).with("log", Value::Null),
        Some(wanted) => {
            let found =
                lines(&mut app.db.reader(), wanted.facility, wanted.instrument, wanted.span(&app)).await?;
            let query = format!("facility={}&month={}", wanted.facility, wanted.month_name());
            page.with("rows", &found).with("log", json!({
                "facility": wanted.facility, "name": wanted.name, "month": wanted.month_name(),
                "totals": totals(&found), "csv": format!("/log.csv?{query}"), "xlsx": format!("/log.xlsx?{query}"),
            }))
        }
    };
    app.render(page, me.visit())
}

/// The sheet, its columns in the order of the standard guideline.
fn sheet(app: &App, me: &SignedIn, wanted: &Wanted, found: &[LogLine]) -> SheetOut {
    let lang = me.lang();
    let word = |key: &str| app.words.plain(lang, key);
    let columns = [
        ("usage-instrument", ColumnKind::Text),
        ("usage-registration", ColumnKind::Text),
        ("usage-operator", ColumnKind::Text),
        ("usage-author", ColumnKind::Text),
        ("usage-started", ColumnKind::Date),
        ("usage-ended", ColumnKind::Date),
        ("usage-minutes", ColumnKind::Number),
        ("usage-organisation", ColumnKind::Text),
        ("usage-organisation-kind", ColumnKind::Text),
        ("usage-user", ColumnKind::Text),
        ("usage-samples", ColumnKind::Number),
        ("usage-staff-minutes", ColumnKind::Number),
        ("usage-fee", ColumnKind::Money),
        ("usage-kind", ColumnKind::Text),
        ("usage-note", ColumnKind::Text),
    ];
    let columns = columns.iter().map(|(key, kind)| ColumnOut::new(word(key), *kind)).collect();
    let kind_of = |kind: &str| {
        let key = format!("usage-organisation-kind-{}", kind.replace('_', "-"));
        if app.words.knows(lang, &key) { word(&key) } else { kind.to_owned() }
    };
    let row = |line: &LogLine| -> Vec<CellOut> {
        vec![
            line.instrument_name.in_lang(lang).into(),
            line.registration_number.as_str().into(),
            line.operator.as_str().into(),
            line.author.as_str().into(),
            CellOut::DateTime(app.zone.civil(line.started)),
            line.ended.map_or(CellOut::Empty, |ended| CellOut::DateTime(app.zone.civil(ended))),
            CellOut::Whole(line.minutes),
            line.organisation.in_lang(lang).into(),
            kind_of(&line.organisation_kind).into(),
            line.user.as_str().into(),
            CellOut::Whole(line.samples),
            CellOut::Whole(line.staff_minutes),
            line.fee.map_or(CellOut::Empty, CellOut::Money),
            word(&format!("usage-kind-{}", line.kind)).into(),
            line.note.as_str().into(),
        ]
    };
    SheetOut { name: wanted.month_name(), columns, rows: found.iter().map(row).collect() }
}

async fn wanted_sheet(app: &App, me: &SignedIn, fields: &Fields) -> Result<(SheetOut, String), Problem> {
    let (wanted, _) = wanted(app, me, fields).await?;
    let wanted = wanted.ok_or_else(Problem::not_found)?;
    let found = lines(&mut app.db.reader(), wanted.facility, wanted.instrument, wanted.span(app)).await?;
    let name = format!("{}-{}", app.words.plain(me.lang(), "usage-log"), wanted.month_name());
    Ok((sheet(app, me, &wanted, &found), name))
}

pub(super) async fn csv(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (sheet, name) = wanted_sheet(&app, &me, &fields).await?;
    let text = csv_text(&sheet, CsvStyle::EXCEL).map_err(|error| Problem::fault(&error))?;
    Ok(attachment(&format!("{name}.csv"), "text/csv; charset=utf-8", text))
}

pub(super) async fn xlsx(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (sheet, name) = wanted_sheet(&app, &me, &fields).await?;
    let bytes = workbook(&[sheet]).map_err(|error| Problem::fault(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment(&format!("{name}.xlsx"), kind, bytes))
}
