//! Regional measures by name, from a long table of region, activity and value.

mod change;
mod cross;
mod relations;
mod shifts;
mod specialisation;

pub(super) use change::DYNAMICS;
pub(super) use cross::CROSS;
pub(super) use relations::{CLUSTERS, COMPLEXITY, RELATEDNESS};
pub(super) use shifts::SHIFT_SHARE;
pub(super) use specialisation::{LQ, SHARES};

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::intake::Fault;
use crate::region::presence::Threshold;
use crate::region::table::Table;
use crate::{Caution, Matrix, Unfit};
use serde::Serialize;

const REGION: Opt = Opt::needed("region", Takes::Column, "Column of regions");
const ACTIVITY: Opt =
    Opt::needed("activity", Takes::Column, "Column of activities: industries, products, technologies");
const VALUE: Opt = Opt::needed(
    "value",
    Takes::Column,
    "Column of amounts, such as jobs; an empty cell is withheld, a missing row is 0",
);
const PERIOD: Opt = Opt::needed("period", Takes::Column, "Column of periods");
const FROM: Opt = Opt::optional("from", Takes::Text, "First period; the earliest unless given");
const TO: Opt = Opt::optional("to", Takes::Text, "Last period; the latest unless given");
const LEAST: Opt = Opt::optional(
    "threshold",
    Takes::Number,
    "Quotient from which on an activity is present, 1 unless given",
);

const LEAST_REGION: Opt =
    Opt::optional("least-region", Takes::Number, "Leave out regions whose amounts sum to less than this");
const LEAST_ACTIVITY: Opt = Opt::optional(
    "least-activity",
    Takes::Number,
    "Leave out activities whose amounts sum to less than this",
);

/// Cells of a table of regions and activities that are held at once.
const MOST_CELLS: usize = 40_000_000;
/// Cells that are listed one by one in an answer.
const MOST_LISTED: usize = 2_000_000;

/// Refuses to hold or list more than `most` of what a message can name.
fn at_most(what: &'static str, found: usize, most: usize) -> Result<(), Refusal> {
    if found > most { Err(Fault::TooMany { what, found, most }.into()) } else { Ok(()) }
}

/// Regions by activities.
struct Grid {
    regions: Vec<String>,
    activities: Vec<String>,
    table: Table,
}

/// Lays a long table out; an empty value is withheld, a pair without a row is 0.
fn grid(request: &Request) -> Result<Grid, Refusal> {
    let cases = named(request, &[])?;
    let (regions, activities) = axes(request, &cases)?;
    let table = laid(request, &cases, &regions, &activities)?;
    Ok(Grid { regions: regions.1, activities: activities.1, table })
}

/// The same without what is smaller than `--least-region` and `--least-activity` ask for, and what to say of that.
fn sized_grid(request: &Request) -> Result<(Grid, Vec<Caution>), Refusal> {
    let grid = grid(request)?;
    if request.word("least-region").is_none() && request.word("least-activity").is_none() {
        return Ok((grid, Vec::new()));
    }
    let kept =
        grid.table.of_size(request.number("least-region", 0.0)?, request.number("least-activity", 0.0)?)?;
    let of = |names: &[String], at: &[usize]| at.iter().map(|at| names[*at].clone()).collect();
    let (regions, activities) = (of(&grid.regions, &kept.regions), of(&grid.activities, &kept.activities));
    Ok((Grid { regions, activities, table: kept.table }, vec![kept.caution]))
}

type Axis = (Vec<usize>, Vec<String>);

/// Rows that name a region, an activity and whatever else is asked for.
fn named(request: &Request, beside: &[usize]) -> Result<Cases, Refusal> {
    let needed: Vec<usize> = [request.column("region")?, request.column("activity")?]
        .into_iter()
        .chain(beside.iter().copied())
        .collect();
    Ok(request.cases(&needed))
}

fn axes(request: &Request, cases: &Cases) -> Result<(Axis, Axis), Refusal> {
    Ok((
        request.groups_in(request.column("region")?, cases),
        request.groups_in(request.column("activity")?, cases),
    ))
}

fn laid(request: &Request, cases: &Cases, regions: &Axis, activities: &Axis) -> Result<Table, Refusal> {
    let value = request.column("value")?;
    let values = request.numbers(value)?.values;
    let (rows, columns) = (regions.1.len(), activities.1.len());
    at_most("cells", rows.saturating_mul(columns), MOST_CELLS)?;
    let mut cells: Vec<Option<f64>> = vec![Some(0.0); rows * columns];
    let mut seen = vec![false; cells.len()];
    for (at, row) in cases.rows.iter().enumerate() {
        let cell = regions.0[at] * columns + activities.0[at];
        if std::mem::replace(&mut seen[cell], true) {
            let same = |other: &usize| {
                regions.0[*other] == regions.0[at] && activities.0[*other] == activities.0[at]
            };
            let first = (0..at).find(same).unwrap_or_default();
            let text = format!("{} · {}", regions.1[regions.0[at]], activities.1[activities.0[at]]);
            let (line, other_line) = (request.table().line(*row), request.table().line(cases.rows[first]));
            return Err(Fault::RepeatedName { line, other_line, text }.into());
        }
        cells[cell] = Some(values[*row]).filter(|value| !value.is_nan());
    }
    let blame = |unfit| request.unfit(unfit, request.names(&[value]), &cases.rows);
    if cells.iter().any(Option::is_none) {
        return Table::with_gaps(rows, columns, &cells).map_err(blame);
    }
    let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
    Table::new(Matrix::new(rows, columns, cells).map_err(blame)?).map_err(blame)
}

/// The first and the last period, each laid out over the same regions and activities.
struct Span {
    regions: Vec<String>,
    activities: Vec<String>,
    from: String,
    to: String,
    before: Table,
    after: Table,
}

fn span(request: &Request) -> Result<Span, Refusal> {
    let Dates { regions, activities, mut dates } = dates(request, false)?;
    match (dates.pop(), dates.pop()) {
        (Some((to, after)), Some((from, before))) => {
            Ok(Span { regions, activities, from, to, before, after })
        }
        (_, None) | (None, _) => Err(Unfit::TooFew { needed: 2, found: 1 }.into()),
    }
}

/// Periods in order, each laid out over the same regions and activities.
struct Dates {
    regions: Vec<String>,
    activities: Vec<String>,
    dates: Vec<(String, Table)>,
}

/// The periods `--from` and `--to`, with those `between` when these count as well.
fn dates(request: &Request, between: bool) -> Result<Dates, Refusal> {
    let period = request.column("period")?;
    let cases = named(request, &[period])?;
    let (codes, periods) = request.groups_in(period, &cases);
    let chosen = |option: &'static str, otherwise: Option<&String>| {
        let name = request.word(option).or(otherwise.map(String::as_str)).unwrap_or_default();
        let known = || periods.iter().take(20).cloned().collect();
        let unknown = || Fault::NotAmong { what: option, text: name.to_owned(), known: known() };
        periods.iter().position(|period| period == name).ok_or_else(unknown)
    };
    let (from, to) = (chosen("from", periods.first())?, chosen("to", periods.last())?);
    if from == to {
        return Err(Unfit::TooFew { needed: 2, found: 1 }.into());
    }
    let wanted: Vec<usize> = match (between, from < to) {
        (true, true) => (from..=to).collect(),
        _ => vec![from, to],
    };
    // Every date is laid out over all that any of them has, so that what entered and what left have a place.
    let of = |wanted: &[usize]| {
        let is_wanted = |(_, code): &(&usize, &usize)| wanted.contains(code);
        let rows = cases.rows.iter().zip(&codes).filter(is_wanted).map(|(row, _)| *row).collect();
        Cases { rows, dropped: 0 }
    };
    let all = of(&wanted);
    let (regions, activities) = axes(request, &all)?;
    let at = |wanted: usize| {
        let part = of(&[wanted]);
        let is_part = |(_, row): &(usize, &usize)| part.rows.binary_search(row).is_ok();
        let kept: Vec<usize> = all.rows.iter().enumerate().filter(is_part).map(|(at, _)| at).collect();
        let along = |axis: &Axis| (kept.iter().map(|at| axis.0[*at]).collect(), axis.1.clone());
        laid(request, &part, &along(&regions), &along(&activities))
    };
    let mut dates = Vec::with_capacity(wanted.len());
    for date in wanted {
        dates.push((periods[date].clone(), at(date)?));
    }
    Ok(Dates { regions: regions.1, activities: activities.1, dates })
}

fn with_cautions(answer: Answer, cautions: &[Caution]) -> Answer {
    cautions.iter().fold(answer, |answer, caution| answer.cautioned(caution))
}

fn threshold(request: &Request) -> Result<Threshold, Refusal> {
    Ok(Threshold::AtLeast(request.number("threshold", 1.0)?))
}

#[derive(Serialize)]
struct Listed<T: Serialize> {
    regions: usize,
    activities: usize,
    #[serde(flatten)]
    list: T,
}
