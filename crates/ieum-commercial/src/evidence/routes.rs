//! `/audits`: tables of printed results, what cannot both be right in them, and what is said to it.

use super::service::{EvidenceError, NewAudit, begin, findings, remove, reply, show_to, visible};
use super::thing::{EvidenceAudit, Sight};
use super::{LOOK, USE, pdf, store};
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::Id;
use ieum_stats::intake::Table;
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, Upload, Visitor, attachment, see_other};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/audits", &LOOK, list)
        .post("/audits", &USE, bring)
        .get("/audits/new", &USE, new)
        .get("/audits/{id}", &LOOK, one)
        .get("/audits/{id}/report.pdf", &LOOK, paper)
        .get("/audits/{id}/report.json", &LOOK, report)
        .get("/audits/{id}/table.csv", &LOOK, content)
        .post("/audits/{id}/sight", &USE, sight)
        .post("/audits/{id}/reply", &USE, answer)
        .post("/audits/{id}/remove", &USE, drop_one)
}

/// A table as somebody would type it, for the form.
const EXAMPLE: &str = include_str!("example.csv");

fn page(template: &'static str) -> Page {
    Page::new(template).crumb("evidence-title", "/audits")
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let mut reader = app.db.reader();
    let mine = match visitor.actor.person {
        Some(person) => store::of_person(&mut reader, person).await?,
        None => Vec::new(),
    };
    let open: Vec<EvidenceAudit> = store::open(&mut reader)
        .await?
        .into_iter()
        .filter(|audit| Some(audit.person) != visitor.actor.person)
        .collect();
    app.render(Page::new("evidence/list.html").with("mine", mine).with("open", open), &visitor)
}

fn form(sentences: &[String]) -> Page {
    page("evidence/new.html").with("sentences", sentences).with("example", EXAMPLE)
}

async fn new(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    app.render(form(&[]), me.visit())
}

async fn bring(State(app): State<App>, me: SignedIn, upload: Upload) -> Result<Response, Problem> {
    let fields = &upload.fields;
    let refused = |sentences: &[String]| {
        app.render(form(sentences).typed(fields).status(StatusCode::UNPROCESSABLE_ENTITY), me.visit())
    };
    let content = match upload.file("file") {
        Some(file) => match text_of(&app, &me, &file.name, file.content.clone()).await? {
            Ok(text) => text,
            Err(sentences) => return refused(&sentences),
        },
        None => fields.get("table").trim().to_owned(),
    };
    if content.is_empty() {
        return refused(&[app.words.plain(me.lang(), "evidence-no-table")]);
    }
    let new =
        NewAudit { name: fields.get("name").to_owned(), about: fields.get("about").to_owned(), content };
    match begin(&app, me.actor(), new).await {
        Ok(audit) => Ok(see_other(&app, &format!("/audits/{}", audit.id), None)),
        Err(EvidenceError::Table(sentences)) => refused(&sentences),
        Err(EvidenceError::Refused(reasons)) => {
            app.render(form(&[]).refused(fields, "evidence", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

/// A file as the CSV that is kept: any encoding, or a workbook.
async fn text_of(
    app: &App,
    me: &SignedIn,
    name: &str,
    content: bytes::Bytes,
) -> Result<Result<String, Vec<String>>, Problem> {
    let read = crate::figures::table(app, me.lang(), name.to_owned(), content).await?;
    Ok(read.map(|table| {
        let mut lines = vec![table.names().iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",")];
        for row in 0..table.rows() {
            let cells = (0..table.names().len()).map(|column| quoted(table.cell(row, column)));
            lines.push(cells.collect::<Vec<_>>().join(","));
        }
        lines.join("\n")
    }))
}

/// A cell as CSV writes it.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Findings as the page shows them: those that cannot hold first, then what is to be known, then what agrees; each with the
/// words of its row and where that is printed.
fn sorted(found: &serde_json::Map<String, Value>, content: &str) -> Vec<Value> {
    let table = Table::read(content, crate::figures::limits()).unwrap_or_default();
    let lines: BTreeMap<u64, usize> = (0..table.rows()).map(|row| (table.line(row), row)).collect();
    let words = |row: &Value, column: &str| {
        let at = row.get("line").and_then(Value::as_u64).and_then(|line| lines.get(&line));
        let column = table.column(column).ok();
        at.zip(column).map(|(row, column)| table.cell(*row, column).to_owned()).unwrap_or_default()
    };
    let of = |verdict: &str| {
        let rows = found.get("rows").and_then(Value::as_array).into_iter().flatten();
        let rows: Vec<Value> = rows
            .filter(|row| row.get("verdict").and_then(Value::as_str) == Some(verdict))
            .map(|row| {
                json!({ "id": row.get("id"), "printed": row.get("printed"), "why": row.get("why"),
                    "label": words(row, "label"), "place": words(row, "place") })
            })
            .collect();
        json!({ "verdict": verdict, "rows": rows })
    };
    ["cannot_hold", "information", "agrees"].map(of).to_vec()
}

async fn one_page(app: &App, visitor: &Visitor, audit: &EvidenceAudit) -> Result<Page, Problem> {
    let found = findings(app, visitor.actor.lang, &audit.content).await?;
    let mut replies = Vec::new();
    for said in store::replies(&mut app.db.reader(), audit.id).await? {
        let who = app.directory.person(app, said.person).await?.map(|contact| contact.name);
        replies.push(json!({ "words": said.words, "at": said.at, "who": who.unwrap_or_default() }));
    }
    Ok(page("evidence/show.html")
        .with("audit", audit)
        .with("own", visitor.actor.person == Some(audit.person))
        .with("signed_in", visitor.actor.person.is_some())
        .with("groups", sorted(&found, &audit.content))
        .with("replies", replies)
        .with("link", app.link(&format!("/audits/{}", audit.id)))
        .crumb(&audit.name, ""))
}

async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Id<EvidenceAudit>>,
) -> Result<Response, Problem> {
    let audit = visible(&app, &visitor.actor, id).await?;
    let page = one_page(&app, &visitor, &audit).await?;
    app.render(page, &visitor)
}

async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Id<EvidenceAudit>>,
) -> Result<Response, Problem> {
    let audit = visible(&app, &visitor.actor, id).await?;
    let lang = visitor.actor.lang;
    let found = findings(&app, lang, &audit.content).await?;
    let bytes = ieum_web::pdf(pdf::paper(&app, lang, &audit, &found)).await?;
    Ok(attachment(&format!("{}.pdf", audit.id), "application/pdf", bytes))
}

async fn report(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Id<EvidenceAudit>>,
) -> Result<Response, Problem> {
    let audit = visible(&app, &visitor.actor, id).await?;
    let found = findings(&app, visitor.actor.lang, &audit.content).await?;
    let text = serde_json::to_string_pretty(&found).unwrap_or_default();
    Ok(attachment(&format!("{}.json", audit.id), "application/json", text))
}

async fn content(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Id<EvidenceAudit>>,
) -> Result<Response, Problem> {
    let audit = visible(&app, &visitor.actor, id).await?;
    Ok(attachment(&format!("{}.csv", audit.id), "text/csv; charset=utf-8", audit.content))
}

async fn sight(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<EvidenceAudit>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let sight: Sight = fields.get("sight").parse().map_err(|()| Problem::bad_request())?;
    let version = fields.get("version").parse().unwrap_or_default();
    show_to(&app, me.id(), id, version, sight).await?;
    Ok(see_other(&app, &format!("/audits/{id}"), Some("evidence-sight-changed")))
}

async fn answer(
    State(app): State<App>,
    me: SignedIn,
    visitor: Visitor,
    Path(id): Path<Id<EvidenceAudit>>,
    fields: Fields,
) -> Result<Response, Problem> {
    match reply(&app, me.actor(), id, fields.get("words")).await {
        Ok(()) => Ok(see_other(&app, &format!("/audits/{id}"), Some("evidence-replied"))),
        Err(EvidenceError::Refused(reasons)) => {
            let audit = visible(&app, me.actor(), id).await?;
            let page = one_page(&app, &visitor, &audit).await?.refused(&fields, "evidence", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn drop_one(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<EvidenceAudit>>,
) -> Result<Response, Problem> {
    remove(&app, me.id(), id).await?;
    Ok(see_other(&app, "/audits", Some("evidence-removed")))
}
