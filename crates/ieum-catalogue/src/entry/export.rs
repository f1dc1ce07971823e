//! Downloads of a list: CSV, XLSX, UNIQUIP columns, PIDINST records, narrowed by the same facets as the page.

use super::kind::{Kind, KindKey, ThingId};
use super::list::Asked;
use super::narrow::{self, Filter};
use super::routes::{At, id_of};
use super::show::{Names, Show};
use super::structured;
use super::thing::Entry;
use super::view;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header;
use ieum_kernel::Lang;
use ieum_paper::{CellOut, ColumnKind, ColumnOut, CsvStyle, SheetOut};
use ieum_web::{App, Fields, Path, Problem, Visitor, attachment};
use serde_json::Value;

/// Things read at once.
const PART: i64 = 500;
/// Most rows of a workbook; a CSV has no bound.
const WORKBOOK_ROWS: usize = 100_000;

/// What a list is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
    Uniquip,
    Pidinst,
}

impl Form {
    fn of(file: &str, kind: KindKey) -> Option<Self> {
        let instruments = kind == KindKey::Instrument;
        match file {
            "list.csv" => Some(Self::Csv),
            "list.xlsx" => Some(Self::Xlsx),
            "uniquip.csv" if instruments => Some(Self::Uniquip),
            "pidinst.json" if instruments => Some(Self::Pidinst),
            _ => None,
        }
    }
}

pub(super) async fn download(
    app: State<App>,
    at: At,
    visitor: Visitor,
    Path(file): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let form = Form::of(&file, at.0.key).ok_or_else(Problem::not_found)?;
    let asked = Asked::read(at.0, &fields);
    let filter = asked.filter;
    let name = format!("{}-{file}", at.0.paths.segment);
    if form == Form::Xlsx {
        return workbook(&app, at.0, &filter, visitor.lang(), &name).await;
    }
    let media = if form == Form::Pidinst { "application/json" } else { "text/csv; charset=utf-8" };
    let start = Cursor {
        app: app.0.clone(),
        kind: at.0,
        filter,
        form,
        lang: visitor.lang(),
        after: None,
        first: true,
        done: false,
    };
    let body = Body::from_stream(stream::try_unfold(start, part));
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response())
}

/// Where a running download stands.
struct Cursor {
    app: App,
    kind: &'static Kind,
    filter: Filter,
    form: Form,
    lang: Lang,
    after: Option<(String, String)>,
    first: bool,
    done: bool,
}

async fn part(mut at: Cursor) -> Result<Option<(Bytes, Cursor)>, std::io::Error> {
    if at.done {
        return Ok(None);
    }
    let broken = |error: &dyn std::error::Error| {
        tracing::error!(%error, "a download broke off");
        std::io::Error::other("the download broke off")
    };
    let mut reader = at.app.db.reader();
    let after = at.after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
    let found = narrow::each(&mut reader, at.kind, &at.filter, after, PART).await.map_err(|e| broken(&e))?;
    let entries: Vec<&Entry> = found.iter().map(|(_, e)| e).collect();
    let mut text = match at.form {
        Form::Pidinst => {
            let records: Vec<String> =
                entries.iter().map(|e| structured::pidinst(&at.app, e).to_string()).collect();
            let opening = if at.first {
                "[\n"
            } else if records.is_empty() {
                ""
            } else {
                ",\n"
            };
            format!("{opening}{}", records.join(",\n"))
        }
        Form::Uniquip => csv_part(&uniquip(&at.app, &entries), at.first).map_err(|e| broken(&e))?,
        Form::Csv | Form::Xlsx => {
            let values: Vec<_> = entries.iter().map(|e| &e.values).collect();
            let names = view::names(&mut reader, at.kind, &values).await.map_err(|e| broken(&e))?;
            let show = Show { words: &at.app.words, lang: at.lang };
            csv_part(&sheet(&show, at.kind, &entries, &names), at.first).map_err(|e| broken(&e))?
        }
    };
    at.done = i64::try_from(found.len()).unwrap_or(0) < PART;
    if at.done && at.form == Form::Pidinst {
        text.push_str("\n]\n");
    }
    at.after = found.last().map(|(name, entry)| (name.clone(), entry.id.to_string()));
    at.first = false;
    Ok(Some((Bytes::from(text), at)))
}

/// A sheet as CSV; its header only on the first part.
fn csv_part(sheet: &SheetOut, first: bool) -> Result<String, ieum_paper::OutError> {
    let style = if first { CsvStyle::EXCEL } else { CsvStyle::PLAIN };
    let text = ieum_paper::csv_text(sheet, style)?;
    Ok(match text.split_once("\r\n") {
        Some((_, rest)) if !first => rest.to_owned(),
        _ => text,
    })
}

/// Every field of a kind as columns; headings are labels, which the importer understands in both languages.
fn sheet(show: &Show<'_>, kind: &'static Kind, entries: &[&Entry], names: &Names) -> SheetOut {
    let fields: Vec<_> = kind.fields().filter(|f| f.name != "person_id").collect();
    let mut columns = vec![ColumnOut::new("id", ColumnKind::Text)];
    columns.extend(fields.iter().map(|f| ColumnOut::new(show.label(f.name), ColumnKind::Text)));
    let row = |entry: &&Entry| {
        let mut cells = vec![CellOut::Text(entry.id.to_string())];
        cells.extend(fields.iter().map(|field| {
            let canonical = entry.values.get(field.name);
            let text = match field.input {
                super::Input::Choice(_) | super::Input::Ref(_) => show.value(field, canonical, names),
                _ => field.input.shown(canonical),
            };
            if text.is_empty() { CellOut::Empty } else { CellOut::Text(text) }
        }));
        cells
    };
    SheetOut { name: kind.paths.segment.to_owned(), columns, rows: entries.iter().map(row).collect() }
}

/// The columns of the UNIQUIP exchange format (equipment.data.ac.uk), contact columns without personal data.
const UNIQUIP: [&str; 14] = [
    "Type",
    "Name",
    "Description",
    "Related Facility ID",
    "Technique",
    "Location",
    "Contact Name",
    "Contact URL",
    "ID",
    "Photo",
    "Department",
    "Site Location",
    "Building",
    "Web Address",
];

fn uniquip(app: &App, entries: &[&Entry]) -> SheetOut {
    let row = |entry: &&Entry| {
        let values = &entry.values;
        let english = |text: ieum_kernel::Text| text.in_lang(Lang::En).to_owned();
        let home = english(entry.home_name.clone());
        let link = app.link(&entry.path());
        let cells = [
            "Equipment".to_owned(),
            english(entry.name()),
            english(values.text("description")),
            values.get("facility_id").to_owned(),
            english(values.text("capability")).lines().next().unwrap_or_default().to_owned(),
            values.get("place").to_owned(),
            home.clone(),
            link.clone(),
            entry.id.to_string(),
            String::new(),
            home,
            values.get("address").to_owned(),
            values.get("building").to_owned(),
            link,
        ];
        cells.into_iter().map(|c| if c.is_empty() { CellOut::Empty } else { CellOut::Text(c) }).collect()
    };
    let columns = UNIQUIP.iter().map(|label| ColumnOut::new(*label, ColumnKind::Text)).collect();
    SheetOut { name: "uniquip".to_owned(), columns, rows: entries.iter().map(row).collect() }
}

async fn workbook(
    app: &App,
    kind: &'static Kind,
    filter: &Filter,
    lang: Lang,
    name: &str,
) -> Result<Response, Problem> {
    let show = Show { words: &app.words, lang };
    let mut reader = app.db.reader();
    let mut whole = sheet(&show, kind, &[], &Names::new());
    let mut after: Option<(String, String)> = None;
    loop {
        let from = after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
        let found = narrow::each(&mut reader, kind, filter, from, PART).await?;
        let entries: Vec<&Entry> = found.iter().map(|(_, e)| e).collect();
        let values: Vec<_> = entries.iter().map(|e| &e.values).collect();
        let names = view::names(&mut reader, kind, &values).await?;
        whole.rows.extend(sheet(&show, kind, &entries, &names).rows);
        after = found.last().map(|(name, entry)| (name.clone(), entry.id.to_string()));
        if i64::try_from(found.len()).unwrap_or(0) < PART || whole.rows.len() >= WORKBOOK_ROWS {
            break;
        }
    }
    let written = tokio::task::spawn_blocking(move || ieum_paper::workbook(&[whole])).await;
    let bytes = written.map_err(|e| Problem::fault(&e))?.map_err(|e| Problem::fault(&e))?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment(name, media, bytes))
}

/// One instrument's PIDINST record.
pub(crate) async fn pidinst(
    app: State<App>,
    at: At,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id: ThingId = id_of(at.0, &id)?;
    let entry = super::service::look(&mut app.db.reader(), &visitor.actor, &id).await?;
    let record: Value = structured::pidinst(&app, &entry);
    Ok(axum::Json(record).into_response())
}
