//! What a run found as files: all figures as JSON, every table as CSV, the picture as SVG.

use super::routes::Found;
use super::service::own_run;
use super::show;
use super::thing::{Run, State, Study};
use axum::extract::State as Extract;
use axum::response::Response;
use ieum_kernel::Id;
use ieum_paper::{CellOut, ColumnKind, ColumnOut, CsvStyle, SheetOut, csv_text};
use ieum_web::{App, Path, Problem, SignedIn, attachment};
use serde_json::{Map, Value};

/// The name under which single figures download.
pub(super) const SINGLES: &str = "figures";

/// A finished run of one's own; otherwise there is nothing to download.
async fn finished(app: &App, me: &SignedIn, id: Id<Study>, run: Id<Run>) -> Result<(Study, Run), Problem> {
    let (study, run) = own_run(app, me.id(), run).await?;
    let is_there = study.id == id && matches!(run.state, State::Done { .. });
    if is_there { Ok((study, run)) } else { Err(Problem::not_found()) }
}

pub(super) async fn json(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path((id, run)): Path<(Id<Study>, Id<Run>)>,
) -> Result<Response, Problem> {
    let (_, run) = finished(&app, &me, id, run).await?;
    let State::Done { figures, .. } = &run.state else { return Err(Problem::not_found()) };
    let text = serde_json::to_string_pretty(figures).unwrap_or_default();
    Ok(attachment(&format!("{}.json", run.method), "application/json", text))
}

pub(super) async fn table(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path((id, run, key)): Path<(Id<Study>, Id<Run>, String)>,
) -> Result<Response, Problem> {
    let (study, run) = finished(&app, &me, id, run).await?;
    let found = Found::of(&app, &me, &study, &run).await?.ok_or_else(Problem::not_found)?;
    let name = |column: &str| show::heading(&app, me.lang(), &key, column);
    let sheet = sheet(&found.figures, &key, &name).ok_or_else(Problem::not_found)?;
    let text = csv_text(&sheet, CsvStyle::EXCEL).map_err(|error| Problem::fault(&error))?;
    Ok(attachment(&format!("{}-{key}.csv", run.method), "text/csv; charset=utf-8", text))
}

pub(super) async fn picture(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path((id, run)): Path<(Id<Study>, Id<Run>)>,
) -> Result<Response, Problem> {
    let (study, run) = finished(&app, &me, id, run).await?;
    let found = Found::of(&app, &me, &study, &run).await?.ok_or_else(Problem::not_found)?;
    let picture = found.picture(&app, &me, &run)?.ok_or_else(Problem::not_found)?;
    let command = found.command(&run);
    Ok(attachment(&format!("{}.svg", run.method), "image/svg+xml", picture.svg(me.lang(), &command)))
}

/// A list of the figures as a sheet with all its rows and digits, or all single figures under [`SINGLES`].
fn sheet(figures: &Map<String, Value>, key: &str, name: &dyn Fn(&str) -> String) -> Option<SheetOut> {
    let text = |label: String| ColumnOut::new(label, ColumnKind::Text);
    if key == SINGLES {
        let mut rows = Vec::new();
        for (key, value) in figures {
            match value {
                Value::Array(_) | Value::Null => {}
                Value::Object(parts) => {
                    let told = parts.iter().filter(|(_, value)| !value.is_object() && !value.is_array());
                    rows.extend(told.map(|(part, value)| {
                        vec![CellOut::Text(format!("{} · {}", name(key), name(part))), cell(Some(value))]
                    }));
                }
                value => rows.push(vec![CellOut::Text(name(key)), cell(Some(value))]),
            }
        }
        let columns = vec![text(name("name")), text(name("value"))];
        return (!rows.is_empty()).then(|| SheetOut { name: SINGLES.to_owned(), columns, rows });
    }
    let items = figures.get(key)?.as_array()?;
    let objects: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    if objects.is_empty() || objects.len() < items.len() {
        return None;
    }
    let keys = show::columns(&objects);
    let columns = keys.iter().map(|key| text(name(key))).collect();
    let rows = objects.iter().map(|row| keys.iter().map(|key| cell(row.get(*key))).collect()).collect();
    Some(SheetOut { name: key.to_owned(), columns, rows })
}

/// A value with all its digits.
fn cell(value: Option<&Value>) -> CellOut {
    match value {
        None | Some(Value::Null) => CellOut::Empty,
        Some(Value::String(text)) => CellOut::Text(text.clone()),
        Some(Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => CellOut::Whole(whole),
            (None, Some(value)) => CellOut::Number(value),
            (None, None) => CellOut::Text(number.to_string()),
        },
        Some(value) => CellOut::Text(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{SINGLES, sheet};
    use ieum_paper::{CsvStyle, csv_text};
    use serde_json::{Map, Value, json};

    #[track_caller]
    fn check(figures: &Value, key: &str, expected: Option<&str>) {
        let figures: &Map<String, Value> = figures.as_object().unwrap();
        let sheet = sheet(figures, key, &|name| name.to_owned());
        let text = sheet.map(|sheet| csv_text(&sheet, CsvStyle::PLAIN).unwrap());
        assert_eq!(text.as_deref(), expected, "{key}");
    }

    #[test]
    fn every_digit_and_every_row_is_written() {
        let figures = json!({
            "n": 5, "p": 0.1 + 0.2, "f": null, "effect": {"estimate": -1.5, "parts": [1]},
            "groups": [{"name": "=a", "mean": 1e-300}, {"name": "b", "mean": 2, "sd": 0.5}],
            "curve": [[0, 1]],
        });
        check(&figures, "groups", Some("name,mean,sd\r\n'=a,1e-300,\r\nb,2,0.5\r\n"));
        let singles = "name,value\r\neffect · estimate,-1.5\r\nn,5\r\np,0.30000000000000004\r\n";
        let plain = sheet(figures.as_object().unwrap(), SINGLES, &|name| name.to_owned()).unwrap();
        let mut lines: Vec<String> =
            csv_text(&plain, CsvStyle::PLAIN).unwrap().lines().map(str::to_owned).collect();
        lines[1..].sort();
        assert_eq!(lines.join("\r\n") + "\r\n", singles);
        check(&figures, "curve", None);
        check(&figures, "nothing", None);
        check(&json!({"list": []}), SINGLES, None);
    }
}
