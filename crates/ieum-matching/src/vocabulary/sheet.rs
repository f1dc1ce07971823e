//! The vocabulary as a table: taken out in the columns of the glossary that ships, tried and loaded line by line.

use super::policy::{Act, Facts, Refusal, refusals};
use super::service::{By, VocabularyFault, WHY, begin, finish, write};
use super::{KEEP, store};
use crate::find::vocabulary;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_db::Tx;
use ieum_kernel::{Id, Lang, Person};
use ieum_search::vocabulary::{RowFault, SheetRow, read_sheet, write_sheet};
use ieum_search::{Entry, Vocabulary};
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, Upload, attachment, say_refusal, see_other};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most rows of one table.
const ROWS: usize = 5_000;
/// Most bytes of one table.
const BYTES: usize = 2 * 1024 * 1024;
/// Faulty lines a page shows.
const SHOWN: usize = 100;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/vocabulary/export", &KEEP, export).get("/vocabulary/import", &KEEP, ask).post(
        "/vocabulary/import",
        &KEEP,
        import,
    )
}

/// Why a line is not loaded.
#[derive(Debug, Clone, PartialEq)]
pub enum LineFault {
    /// It is no entry.
    Row(RowFault),
    /// Its id stands in an earlier line.
    Repeated,
    /// The rules say no.
    Refused(Vec<Refusal>),
}

/// What came of a table, or would come of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// Lines read.
    pub lines: usize,
    /// Entries that are new.
    pub new: usize,
    /// Entries that change.
    pub changed: usize,
    /// Entries that stand in the vocabulary just so.
    pub same: usize,
    /// Line, id and what is wrong, in order.
    pub faults: Vec<(u64, String, LineFault)>,
    /// Whether anything was written.
    pub written: bool,
}

/// A table sorted into what can be written and what cannot.
struct Sorted {
    report: Loaded,
    /// Entries to write, with whether there is one under the id.
    sound: Vec<(Entry, bool)>,
}

/// Asks the rules about every row, as if all rows that can be read stood in the vocabulary.
fn sort(vocabulary: &Vocabulary, rows: Vec<SheetRow>, why: &str) -> Sorted {
    let mut report = Loaded { lines: rows.len(), ..Loaded::default() };
    let mut seen: HashSet<String> = HashSet::new();
    let mut read: Vec<(u64, Entry)> = Vec::new();
    for (line, row) in rows {
        match row {
            Err(fault) => report.faults.push((line, String::new(), LineFault::Row(fault))),
            Ok(entry) if !seen.insert(entry.id.clone()) => {
                report.faults.push((line, entry.id, LineFault::Repeated));
            }
            Ok(entry) if vocabulary.entry(&entry.id) == Some(&entry) => report.same += 1,
            Ok(entry) => read.push((line, entry)),
        }
    }
    // A row may lead to another one; what a faulty row takes with it shows in the next round.
    loop {
        let together = vocabulary.with(read.iter().map(|(_, entry)| (entry.id.clone(), Some(entry.clone()))));
        let before = read.len();
        read.retain(|(line, entry)| {
            let act = Act::Edit;
            let facts = Facts { vocabulary: &together, entry, act, there: true, why };
            let reasons = refusals(&facts);
            let sound = reasons.is_empty();
            if !sound {
                report.faults.push((*line, entry.id.clone(), LineFault::Refused(reasons)));
            }
            sound
        });
        if read.len() == before {
            break;
        }
    }
    report.faults.sort_by_key(|(line, ..)| *line);
    let sound: Vec<(Entry, bool)> = read
        .into_iter()
        .map(|(_, entry)| (vocabulary.entry(&entry.id).is_some(), entry))
        .map(|(t, e)| (e, t))
        .collect();
    report.changed = sound.iter().filter(|(_, there)| *there).count();
    report.new = sound.len() - report.changed;
    Sorted { report, sound }
}

/// Tries a table, or loads what is sound in it, each row a version of its entry with the same reason. `only_all` loads
/// nothing when a line is faulty. Rows that are not in the table stay as they are.
///
/// # Errors
/// [`VocabularyFault::Refused`] without a reason; faults of the database.
pub async fn load_sheet(
    app: &App,
    by: Id<Person>,
    rows: Vec<SheetRow>,
    why: &str,
    (dry_run, only_all): (bool, bool),
) -> Result<Loaded, VocabularyFault> {
    if !dry_run && why.trim().is_empty() {
        return Err(VocabularyFault::Refused(vec![Refusal::ReasonMissing]));
    }
    let sorting = if why.trim().is_empty() { "-" } else { why }.to_owned();
    if dry_run {
        let (_, vocabulary) = vocabulary(app).await?;
        return Ok(sorted(vocabulary, rows, sorting).await.report);
    }
    let (mut tx, vocabulary) = begin(app).await?;
    let Sorted { mut report, sound } = sorted(vocabulary, rows, sorting).await;
    if sound.is_empty() || (only_all && !report.faults.is_empty()) {
        tx.rollback().await?;
        return Ok(report);
    }
    write_all(app, &mut tx, &sound, By { person: by, why }).await?;
    finish(app, tx, "import").await?;
    report.written = true;
    Ok(report)
}

/// Sorting many rows is work for a processor.
async fn sorted(vocabulary: std::sync::Arc<Vocabulary>, rows: Vec<SheetRow>, why: String) -> Sorted {
    let done = tokio::task::spawn_blocking(move || sort(&vocabulary, rows, &why)).await;
    // It only ends early with the process.
    done.unwrap_or_else(|_cut| Sorted { report: Loaded::default(), sound: Vec::new() })
}

async fn write_all(
    app: &App,
    tx: &mut Tx,
    sound: &[(Entry, bool)],
    by: By<'_>,
) -> Result<(), VocabularyFault> {
    let words = store::touched(tx).await?;
    let versions: HashMap<&str, i64> = words.iter().map(|word| (word.id.as_str(), word.version)).collect();
    for (entry, _) in sound {
        let version = versions.get(entry.id.as_str()).copied().unwrap_or_default();
        write(app, tx, (&entry.id, Some(entry), version), "import", by).await?;
    }
    Ok(())
}

async fn export(Held(app): Held<App>, _me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (_, vocabulary) = vocabulary(&app).await?;
    let touched = store::touched(&mut app.db.reader()).await?;
    let here: HashSet<&str> =
        touched.iter().filter(|word| word.entry.is_some()).map(|word| word.id.as_str()).collect();
    let only_here = fields.get("of") == "here";
    let chosen = vocabulary.entries().iter().filter(|entry| !only_here || here.contains(entry.id.as_str()));
    let table = write_sheet(chosen).map_err(|error| Problem::fault(&error))?;
    // The mark at the front lets spreadsheets read Korean.
    let content = format!("\u{feff}{table}");
    let name = if only_here { "vocabulary-here.csv" } else { "vocabulary.csv" };
    Ok(attachment(name, "text/csv; charset=utf-8", content))
}

fn page(report: Option<Value>, missing: Option<&str>) -> Page {
    Page::new("vocabulary/import.html")
        .with("report", report)
        .with("missing", missing)
        .with("most", BYTES)
        .crumb("vocabulary-title", "/vocabulary")
}

async fn ask(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    app.render(page(None, None), me.visit())
}

async fn import(Held(app): Held<App>, me: SignedIn, upload: Upload) -> Result<Response, Problem> {
    let fields = &upload.fields;
    let again = |key: &str| {
        let page = page(None, Some(key)).typed(fields).status(http::StatusCode::UNPROCESSABLE_ENTITY);
        app.render(page, me.visit())
    };
    // A table that was tried stands in the page, so that it need not be chosen again.
    let text = match upload.file("file") {
        Some(file) if file.content.len() > BYTES => return again("vocabulary-import-too-big"),
        Some(file) => match std::str::from_utf8(&file.content) {
            Ok(text) => text.to_owned(),
            Err(_) => return again("vocabulary-import-not-text"),
        },
        None => fields.get("table").to_owned(),
    };
    if text.trim().is_empty() {
        return again("vocabulary-import-no-file");
    }
    let Ok(rows) = read_sheet(&text, ROWS) else { return again("vocabulary-import-columns") };
    let load = fields.get("do") == "load";
    let why: String = fields.get("why").chars().take(WHY).collect();
    let report = match load_sheet(&app, me.id(), rows, &why, (!load, fields.has("only_all"))).await {
        Ok(report) => report,
        Err(VocabularyFault::Refused(reasons)) => {
            return app.render(page(None, None).refused(fields, "vocabulary", &reasons), me.visit());
        }
        Err(error) => return Err(error.into()),
    };
    if report.written {
        return Ok(see_other(
            &app,
            "/vocabulary?origin=added&origin=changed",
            Some("vocabulary-done-import"),
        ));
    }
    let shown = shown(&app, me.lang(), &report, &text, load);
    app.render(page(Some(shown), None), me.visit())
}

fn shown(app: &App, lang: Lang, report: &Loaded, text: &str, load: bool) -> Value {
    let faults: Vec<Value> = report
        .faults
        .iter()
        .take(SHOWN)
        .map(|(line, id, fault)| json!({ "line": line, "id": id, "reasons": said(app, lang, fault) }))
        .collect();
    json!({ "lines": report.lines, "new": report.new, "changed": report.changed, "same": report.same,
        "faulty": report.faults.len(), "faults": faults, "table": text, "tried": !load })
}

/// What is wrong with a line, in the reader's words.
pub(super) fn said(app: &App, lang: Lang, fault: &LineFault) -> Vec<String> {
    let say = |key: &str, args: &[(&str, Value)]| {
        let args: BTreeMap<String, Value> =
            args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        app.words.say(lang, key, &args)
    };
    match fault {
        LineFault::Row(RowFault::Cells { cells, columns }) => {
            vec![say("vocabulary-line-cells", &[("cells", json!(cells)), ("columns", json!(columns))])]
        }
        LineFault::Row(RowFault::Kind(kind)) => {
            let kind: String = kind.chars().take(40).collect();
            vec![say("vocabulary-line-kind", &[("kind", json!(kind))])]
        }
        LineFault::Repeated => vec![say("vocabulary-line-repeated", &[])],
        LineFault::Refused(reasons) => {
            let told = |reason: &Refusal| {
                let reason = serde_json::to_value(reason).unwrap_or_default();
                say_refusal(&app.words, lang, "vocabulary", &reason).unwrap_or_else(|key| key)
            };
            reasons.iter().map(told).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &str, new: usize, changed: usize, same: usize, faults: &[&str]) {
        let table = format!("id,kind,ko,en,broader\n{rows}");
        let sorted = sort(&Vocabulary::shipped(), read_sheet(&table, ROWS).unwrap(), "why");
        let Loaded { new: n, changed: c, same: s, .. } = sorted.report;
        assert_eq!((n, c, s), (new, changed, same), "{rows}: {:?}", sorted.report);
        let told: Vec<String> = sorted
            .report
            .faults
            .iter()
            .map(|(line, id, fault)| match fault {
                LineFault::Row(fault) => format!("{line}: {fault}"),
                LineFault::Repeated => format!("{line}: {id} again"),
                LineFault::Refused(reasons) => format!("{line}: {}", reasons[0]),
            })
            .collect();
        assert_eq!(told, faults);
    }

    #[test]
    fn rows_may_lead_to_one_another_and_fall_together() {
        check("aa-one,test,하나시험,,aa-two\naa-two,test,둘시험,,\n", 2, 0, 0, &[]);
        check(
            "aa-one,test,하나시험,,aa-two\naa-two,test,둘시험,,aa-one\n",
            0,
            0,
            0,
            &[
                "2: is among its own wider entries through aa-two",
                "3: is among its own wider entries through aa-one",
            ],
        );
        check(
            "aa-one,test,하나시험,,aa-two\naa-two,test,,,\n",
            0,
            0,
            0,
            &["2: leads to aa-two, which is not there", "3: has no name"],
        );
    }

    #[test]
    fn every_faulty_line_is_named() {
        check(
            "aa-one,test,하나시험,,\naa-one,test,둘시험,,\nBAD ID,test,셋시험,,\nx,machine,기계,,\n",
            1,
            0,
            0,
            &["3: aa-one again", "4: has the id BAD ID", "5: names the kind machine, which there is not"],
        );
        check("aa-one,test,인장시험,,\n", 0, 0, 0, &["2: 인장시험 stands for tensile-test"]);
    }

    #[test]
    fn what_stands_there_just_so_is_no_change() {
        let shipped = Vocabulary::shipped();
        let table = write_sheet(shipped.entries()).unwrap();
        let sorted = sort(&shipped, read_sheet(&table, ROWS).unwrap(), "why");
        assert_eq!((sorted.report.same, sorted.sound.len()), (shipped.entries().len(), 0));
    }
}
