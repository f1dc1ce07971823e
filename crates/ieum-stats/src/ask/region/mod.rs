//! Regional measures by name, from a long table of region, activity and value.

mod change;
mod relations;
mod specialisation;

pub(super) use change::{DYNAMICS, SHIFT_SHARE};
pub(super) use relations::{CLUSTERS, COMPLEXITY, RELATEDNESS};
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
    let mut cells: Vec<Option<f64>> = vec![Some(0.0); rows.saturating_mul(columns)];
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
    let period = request.column("period")?;
    let cases = named(request, &[period])?;
    let (codes, periods) = request.groups_in(period, &cases);
    let chosen = |option: &'static str, otherwise: Option<&String>| {
        let name = request.word(option).or(otherwise.map(String::as_str)).unwrap_or_default();
        let known = || Refusal::Value { option, text: name.to_owned(), known: &[] };
        periods.iter().position(|period| period == name).ok_or_else(known)
    };
    let (from, to) = (chosen("from", periods.first())?, chosen("to", periods.last())?);
    if from == to {
        return Err(Unfit::TooFew { needed: 2, found: 1 }.into());
    }
    // Both dates are laid out over all that either has, so that what entered and what left have a place.
    let of = |wanted: &[usize]| {
        let rows = cases
            .rows
            .iter()
            .zip(&codes)
            .filter(|(_, code)| wanted.contains(code))
            .map(|(row, _)| *row)
            .collect();
        Cases { rows, dropped: 0 }
    };
    let both = of(&[from, to]);
    let (regions, activities) = axes(request, &both)?;
    let at = |wanted: usize| {
        let part = of(&[wanted]);
        let kept: Vec<usize> = both
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| part.rows.binary_search(row).is_ok())
            .map(|(at, _)| at)
            .collect();
        let along = |axis: &Axis| (kept.iter().map(|at| axis.0[*at]).collect(), axis.1.clone());
        laid(request, &part, &along(&regions), &along(&activities))
    };
    let (before, after) = (at(from)?, at(to)?);
    Ok(Span {
        regions: regions.1,
        activities: activities.1,
        from: periods[from].clone(),
        to: periods[to].clone(),
        before,
        after,
    })
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
