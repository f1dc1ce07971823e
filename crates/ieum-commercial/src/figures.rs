//! Tables in and figures out, the same for pages and programs: bounded, on a thread of its own.

use crate::asks::Figures;
use crate::study::Options;
use ieum_kernel::Lang;
use ieum_stats::ask::{Answer, Family, Method, Refusal, Request, Takes, answer, method};
use ieum_stats::intake::{Limits, Table};
use ieum_web::{App, Problem};
use std::sync::Arc;

/// Letters of the largest table that pages and programs may bring.
pub(crate) const LETTERS: usize = 20_000_000;
/// Rows of it.
pub(crate) const ROWS: usize = 1_000_000;
/// Columns of it.
pub(crate) const COLUMNS: usize = 10_000;
/// Cells up to which an answer is waited for; beyond, it is computed in the background.
pub(crate) const AT_ONCE: usize = 200_000;

/// The bounds of a table.
pub(crate) fn limits() -> Limits {
    Limits { letters: LETTERS, rows: ROWS, columns: COLUMNS }
}

/// The method of a family's and a method's name.
pub(crate) fn found(family: &str, name: &str) -> Option<&'static Method> {
    let family = [Family::Stats, Family::Region].into_iter().find(|one| one.name() == family)?;
    method(family, name)
}

/// What reads and words figures here.
pub(crate) fn figures(app: &App) -> Result<Arc<dyn Figures>, Problem> {
    app.ask::<dyn Figures>().ok_or_else(Problem::busy)
}

/// Reads a table in the background of the process.
pub(crate) async fn table(
    app: &App,
    lang: Lang,
    name: String,
    bytes: bytes::Bytes,
) -> Result<Result<Table, Vec<String>>, Problem> {
    let figures = figures(app)?;
    let words = Arc::clone(&app.words);
    let reading = move || figures.table(&words, lang, &name, &bytes, limits());
    tokio::task::spawn_blocking(reading).await.map_err(|error| Problem::fault(&error))
}

/// The request of a method over a table; an option that takes a table is left out and refused by the method if it is needed, one that the
/// method does not have is refused by it too.
pub(crate) fn request(method: &Method, table: Table, options: &Options) -> Request {
    let takes_table =
        |key: &str| method.options.iter().any(|option| option.key == key && option.takes == Takes::Table);
    let mut request = Request::about(table);
    for (key, values) in options.iter().filter(|(key, _)| !takes_table(key)) {
        for value in values.iter().filter(|value| !value.trim().is_empty()) {
            request = request.option(key, value.trim());
        }
    }
    request
}

/// Computes on a thread of its own.
pub(crate) async fn computed(
    method: &'static Method,
    request: Request,
) -> Result<Result<Answer, Refusal>, Problem> {
    tokio::task::spawn_blocking(move || answer(method, &request))
        .await
        .map_err(|error| Problem::fault(&error))
}
