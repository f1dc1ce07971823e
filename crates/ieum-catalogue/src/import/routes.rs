//! Pages of imports.

use super::service::{self, ImportError};
use super::{Choices, Import, ImportId, RowFault, State, guess};
use crate::entry::KindKey;
use crate::entry::service::suggest_reference;
use crate::entry::show::field_key;
use axum::extract::State as Extract;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::{Id, Lang, Permission, Role};
use ieum_paper::{CellOut, ColumnKind, ColumnOut, CsvStyle, SheetOut};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, Upload, attachment, see_other};
use serde_json::{Value, json};

/// Import lists and undo imports.
pub static IMPORT: Permission = Permission { key: "catalogue.import", roles: &[Role::Operator] };

/// Doors of the pages.
pub fn doors() -> Doors {
    Doors::new()
        .get("/imports", &IMPORT, list)
        .post("/imports", &IMPORT, open)
        .get("/imports/new", &IMPORT, new)
        .get("/imports/{id}", &IMPORT, one)
        .get("/imports/{id}/progress", &IMPORT, progress)
        .get("/imports/{id}/faults.csv", &IMPORT, faults)
        .post("/imports/{id}/check", &IMPORT, check)
        .post("/imports/{id}/load", &IMPORT, load)
        .post("/imports/{id}/cancel", &IMPORT, cancel)
        .post("/imports/{id}/undo", &IMPORT, undo)
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Sheet(_) => Self::bad_request(),
            ImportError::Refused(reasons) => Self::refused("import", reasons),
            ImportError::NotFound => Self::not_found(),
            ImportError::Web(problem) => *problem,
            ImportError::Db(error) => error.into(),
        }
    }
}

type App1 = Extract<App>;

fn path(id: Id<ImportId>) -> String {
    format!("/imports/{id}")
}

fn page(template: &'static str) -> Page {
    Page::new(template).crumb("entry-catalogue", "/find").crumb("import-title", "/imports")
}

fn kinds() -> Vec<Value> {
    KindKey::ALL.iter().map(|k| json!({ "value": k.key(), "key": format!("entry-kinds-{k}") })).collect()
}

async fn list(app: App1, me: SignedIn) -> Result<Response, Problem> {
    let rows: Vec<Value> = service::latest(&app)
        .await?
        .iter()
        .map(|import| {
            json!({
                "href": path(import.id), "file": import.file_name, "kind": import.kind.key(),
                "state": import.state.key(), "counts": import.counts, "rows": import.rows, "at": import.made_at,
            })
        })
        .collect();
    app.render(page("import/list.html").with("rows", rows), me.visit())
}

fn new_page(app: &App, kind: &str, refused: Option<Value>) -> Page {
    page("import/new.html")
        .with("kinds", kinds())
        .with("kind", kind)
        .with("most", app.site.upload_bytes.min(64 * 1024 * 1024))
        .with("refused", refused)
}

async fn new(app: App1, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let kind = fields.get("kind").parse::<KindKey>().unwrap_or(KindKey::Instrument);
    app.render(new_page(&app, kind.key(), None), me.visit())
}

async fn open(app: App1, me: SignedIn, upload: Upload) -> Result<Response, Problem> {
    let again = |kind: &str, key: &str, args: Value| {
        let refused = json!({ "key": key, "args": args });
        let page = new_page(&app, kind, Some(refused)).status(StatusCode::UNPROCESSABLE_ENTITY);
        app.render(page, me.visit())
    };
    let named = upload.fields.get("kind");
    let Ok(kind) = named.parse::<KindKey>() else {
        return again("instrument", "field-not-a-choice", json!({}));
    };
    let Some(file) = upload.file("file") else {
        return again(kind.key(), "import-no-file", json!({}));
    };
    let sheet = match service::read_sheet(file.content.clone(), file.name.clone()).await {
        Ok(sheet) => sheet,
        Err(ImportError::Sheet(error)) => {
            let args: serde_json::Map<String, Value> =
                error.facts().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            return again(kind.key(), error.key(), Value::Object(args));
        }
        Err(error) => return Err(error.into()),
    };
    let kept = app.keep_file(&file.name, file.content.clone()).await?;
    let import = service::open(&app, Some(me.id()), kind, &file.name, &sheet, &kept).await?;
    Ok(see_other(&app, &path(import.id), None))
}

/// A fault in the reader's words.
fn said(app: &App, lang: Lang, fault: &RowFault) -> String {
    let mut args = fault.args.clone();
    if let Some(field) = args.get("field").and_then(Value::as_str) {
        let label = app.words.plain(lang, &field_key(field));
        args.insert("field".to_owned(), json!(label));
    }
    app.words.say(lang, &fault.key, &args)
}

fn fault_row(app: &App, lang: Lang, fault: &RowFault) -> Value {
    let heading = match fault.key.as_str() {
        "import-field-missing" => app.words.plain(lang, &field_key(&fault.heading)),
        _ => fault.heading.clone(),
    };
    json!({ "line": fault.line, "heading": heading, "value": fault.value, "reason": said(app, lang, fault) })
}

async fn shown(app: &App, me: &SignedIn, import: &Import) -> Result<Value, Problem> {
    let lang = me.lang();
    let kind = import.kind.kind();
    let faults = service::faults(app, import.id, 0, 100).await?;
    let names = service::readings(app, import.id).await?;
    let readings: Vec<Value> = names
        .iter()
        .map(|(one, name)| {
            json!({ "written": one.written, "href": format!("/organisations/{}", one.thing),
                "name": name, "how": one.how, "line": one.line })
        })
        .collect();
    let unknown_names = faults.iter().any(|(_, f)| f.key.starts_with("import-organisation-"));
    let kept = service::kept(app, import.id).await?;
    let kept: Vec<Value> = kept
        .iter()
        .map(|(_, f)| json!({ "href": format!("{}/{}", kind.paths.list, f.heading), "name": f.value }))
        .collect();
    let faults: Vec<Value> =
        faults.iter().filter(|(_, f)| f.line > 0).map(|(_, f)| fault_row(app, lang, f)).collect();
    let label = |field: &str| {
        if field == guess::NAMES {
            app.words.plain(lang, "import-names")
        } else {
            app.words.plain(lang, &field_key(field))
        }
    };
    let columns: Vec<Value> = import
        .headers
        .iter()
        .filter_map(|h| import.choices.columns.get(h).map(|f| json!([h, label(f)])))
        .collect();
    let left_out: Vec<&String> =
        import.headers.iter().filter(|h| !import.choices.columns.contains_key(*h)).collect();
    Ok(json!({
        "id": import.id, "path": path(import.id), "kind": import.kind.key(), "list": kind.paths.list,
        "file": import.file_name, "state": import.state.key(), "running": import.state.is_running(),
        "rows": import.rows, "counts": import.counts, "undone": import.undone, "kept_count": import.kept,
        "faults": faults, "kept": kept, "columns": columns, "left_out": left_out, "source": import.choices.source,
        "readings": readings, "unknown_names": unknown_names,
        "may_load": import.state == State::Checked && import.counts.new + import.counts.update > 0,
        "may_check": matches!(import.state, State::Mapping | State::Checked | State::Failed),
        "may_undo": matches!(import.state, State::Loaded | State::Stopped),
        "at": import.made_at,
        "broke_off": match import.state {
            State::Failed | State::Stopped => super::lost::reason(app, import.id).await?,
            _ => None,
        },
    }))
}

/// The form in which columns are given their meaning.
async fn mapping(app: &App, me: &SignedIn, import: &Import) -> Result<Value, Problem> {
    let lang = me.lang();
    let (file, content) = app.file_content(import.file).await?;
    let sheet = service::read_sheet(content, file.name).await?;
    let samples = service::samples(&sheet, 3);
    let columns: Vec<Value> = import
        .headers
        .iter()
        .enumerate()
        .map(|(place, header)| {
            let shown: Vec<&str> = samples
                .iter()
                .filter_map(|row| row.get(place))
                .map(String::as_str)
                .filter(|c| !c.is_empty())
                .collect();
            let field = import.choices.columns.get(header);
            json!({ "name": format!("column_{place}"), "heading": header, "samples": shown, "field": field })
        })
        .collect();
    let kind = import.kind.kind();
    let mut groups: Vec<Value> = kind
        .sections
        .iter()
        .map(|section| {
            let options: Vec<Value> = section
                .fields
                .iter()
                .map(|f| json!({ "value": f.name, "label": app.words.plain(lang, &field_key(f.name)) }))
                .collect();
            let group = app.words.plain(lang, &format!("entry-section-{}", section.name));
            json!({ "group": group, "options": options })
        })
        .collect();
    groups.push(json!({
        "group": app.words.plain(lang, "import-special"),
        "options": [{ "value": guess::NAMES, "label": app.words.plain(lang, "import-names") }],
    }));
    let mut reader = app.db.reader();
    let facility = suggest_reference(&mut reader, KindKey::Facility, &import.choices.facility, lang).await?;
    let organisation =
        suggest_reference(&mut reader, KindKey::Organisation, &import.choices.organisation, lang).await?;
    Ok(json!({
        "columns": columns, "groups": groups, "facility": facility, "organisation": organisation,
        "has_facility": !matches!(import.kind, KindKey::Organisation | KindKey::Facility),
        "has_organisation": import.kind != KindKey::Organisation,
    }))
}

async fn page_of(
    app: &App,
    me: &SignedIn,
    import: &Import,
    refusals: Vec<super::policy::Refusal>,
) -> Result<Response, Problem> {
    let mapping = match import.state {
        State::Mapping => Some(mapping(app, me, import).await?),
        _ => None,
    };
    let said: Vec<Value> = refusals
        .iter()
        .map(|reason| {
            let value = serde_json::to_value(reason).unwrap_or_default();
            let words =
                ieum_web::say_refusal(&app.words, me.lang(), "import", &value).unwrap_or_else(|key| key);
            json!({ "message": words, "rule": value.get("rule") })
        })
        .collect();
    let status = if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page("import/one.html")
        .with("it", shown(app, me, import).await?)
        .with("mapping", mapping)
        .with("refusals", said)
        .crumb(&import.file_name, "")
        .status(status);
    app.render(page, me.visit())
}

async fn one(app: App1, me: SignedIn, Path(id): Path<Id<ImportId>>) -> Result<Response, Problem> {
    let import = service::find(&app, id).await?;
    page_of(&app, &me, &import, Vec::new()).await
}

async fn progress(app: App1, me: SignedIn, Path(id): Path<Id<ImportId>>) -> Result<Response, Problem> {
    let import = service::find(&app, id).await?;
    let shown = json!({
        "path": path(id), "state": import.state.key(), "running": import.state.is_running(),
        "rows": import.rows, "done": import.counts.read,
    });
    app.render(Page::new("import/progress.html").with("it", shown), me.visit())
}

/// Every faulty row, as a list to put right.
async fn faults(app: App1, me: SignedIn, Path(id): Path<Id<ImportId>>) -> Result<Response, Problem> {
    let import = service::find(&app, id).await?;
    let lang = me.lang();
    let label = |key: &str| app.words.plain(lang, key);
    let columns = ["import-fault-line", "import-fault-heading", "import-fault-value", "import-fault-reason"]
        .map(|key| ColumnOut::new(label(key), ColumnKind::Text));
    let mut sheet = SheetOut { name: "faults".to_owned(), columns: columns.into(), rows: Vec::new() };
    let mut after = 0;
    loop {
        let part = service::faults(&app, id, after, 1_000).await?;
        let Some((last, _)) = part.last() else { break };
        after = *last;
        for (_, fault) in part.iter().filter(|(_, f)| f.line > 0) {
            let row = fault_row(&app, lang, fault);
            let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let cells = [fault.line.to_string(), text("heading"), text("value"), text("reason")];
            sheet.rows.push(cells.map(CellOut::Text).into());
        }
    }
    let text = ieum_paper::csv_text(&sheet, CsvStyle::EXCEL).map_err(|error| Problem::fault(&error))?;
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    Ok(attachment(&format!("{stem}-faults.csv"), "text/csv; charset=utf-8", text))
}

async fn check(
    app: App1,
    me: SignedIn,
    Path(id): Path<Id<ImportId>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let import = service::find(&app, id).await?;
    if fields.has("again") {
        let back = service::choose_again(&app, import).await?;
        return Ok(see_other(&app, &path(back.id), None));
    }
    let kind = import.kind.kind();
    let chosen = |(place, header): (usize, &String)| {
        let field = fields.get(&format!("column_{place}")).to_owned();
        (field == guess::NAMES || kind.field(&field).is_some()).then(|| (header.clone(), field))
    };
    let choices = Choices {
        columns: import.headers.iter().enumerate().filter_map(chosen).collect(),
        facility: fields.get("facility").trim().to_owned(),
        organisation: fields.get("organisation").trim().to_owned(),
        source: fields.get("source").trim().chars().take(100).collect(),
    };
    let kept = Import { choices: choices.clone(), ..import.clone() };
    match service::check(&app, import, choices).await {
        Ok(import) => Ok(see_other(&app, &path(import.id), None)),
        Err(ImportError::Refused(reasons)) => page_of(&app, &me, &kept, reasons).await,
        Err(error) => Err(error.into()),
    }
}

async fn load(
    app: App1,
    me: SignedIn,
    Path(id): Path<Id<ImportId>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let import = service::find(&app, id).await?;
    match service::load(&app, import.clone(), fields.get("rows") == "all").await {
        Ok(import) => Ok(see_other(&app, &path(import.id), None)),
        Err(ImportError::Refused(reasons)) => page_of(&app, &me, &import, reasons).await,
        Err(error) => Err(error.into()),
    }
}

async fn cancel(app: App1, _me: SignedIn, Path(id): Path<Id<ImportId>>) -> Result<Response, Problem> {
    let import = service::cancel(&app, service::find(&app, id).await?).await?;
    Ok(see_other(&app, &path(import.id), Some("import-cancelling")))
}

async fn undo(app: App1, me: SignedIn, Path(id): Path<Id<ImportId>>) -> Result<Response, Problem> {
    let import = service::find(&app, id).await?;
    match service::undo(&app, import.clone()).await {
        Ok(import) => Ok(see_other(&app, &path(import.id), None)),
        Err(ImportError::Refused(reasons)) => page_of(&app, &me, &import, reasons).await,
        Err(error) => Err(error.into()),
    }
}
