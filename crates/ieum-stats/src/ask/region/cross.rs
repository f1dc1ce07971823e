//! `ieum region cross`: what one kind of thing (facilities, patents, sciences) has to do with another (industries).

use super::{
    ACTIVITY, Answer, Family, LEAST, Listed, MOST_CELLS, MOST_LISTED, Method, Opt, REGION, Refusal, Request,
    Takes, VALUE, at_most, grid, threshold, with_cautions,
};
use crate::ask::request::groups;
use crate::intake::{Fault, Table as Text, is_missing};
use crate::region::density::cross_density;
use crate::region::presence::Presence;
use crate::region::relatedness::cross_proximity;
use crate::region::table::Table;
use crate::{Caution, Matrix};
use serde::Serialize;
use std::collections::BTreeMap;

pub(in crate::ask) const CROSS: Method = Method {
    family: Family::Region,
    key: "cross",
    about: "Which facilities, patents or sciences go with which activities, and how near each region is to an activity by them",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        Opt::needed(
            "sources",
            Takes::Table,
            "Table of region, facility (or patent class, science) and amount, over the same regions",
        ),
        LEAST,
    ],
    formula: "φ = C/max(k, k'); density ω = Σφ M/Σφ over the sources a region has",
    source: "Catalán, Navarrete and Figueroa 2020, The scientific and technological cross-space, eq. 3 and 5",
    run,
};

#[derive(Serialize)]
struct Crossed<'a> {
    sources: usize,
    pairs: Vec<Pair<'a>>,
    densities: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Pair<'a> {
    source: &'a str,
    activity: &'a str,
    relatedness: f64,
}

#[derive(Serialize)]
struct Near<'a> {
    region: &'a str,
    activity: &'a str,
    present: bool,
    density: f64,
}

fn run(request: &Request) -> Result<Answer, Refusal> {
    let grid = grid(request)?;
    let least = threshold(request)?;
    let beside = request.other("sources").ok_or(Refusal::Missing { option: "sources" })?;
    let (names, table, strangers) = sources(request, beside, &grid.regions)?;
    let columns = grid.activities.len();
    at_most("results", names.len().max(grid.regions.len()).saturating_mul(columns), MOST_LISTED)?;
    let (own, theirs) = (Presence::of_table(&table, least), Presence::of_table(&grid.table, least));
    let related = cross_proximity(&own, &theirs)?;
    let near = cross_density(&own, &related)?;
    let mut pairs = Vec::with_capacity(names.len() * columns);
    for (row, source) in names.iter().enumerate() {
        for (column, activity) in grid.activities.iter().enumerate() {
            pairs.push(Pair { source, activity, relatedness: related.at(row, column) });
        }
    }
    let mut densities = Vec::with_capacity(grid.regions.len() * columns);
    for (row, region) in grid.regions.iter().enumerate() {
        for (column, activity) in grid.activities.iter().enumerate() {
            let (present, density) = (theirs.has(row, column), near.values.at(row, column));
            densities.push(Near { region, activity, present, density });
        }
    }
    let list = Crossed { sources: names.len(), pairs, densities };
    let listed = Listed { regions: grid.regions.len(), activities: columns, list };
    let mut cautions = grid.table.cautions();
    cautions.extend(near.cautions);
    if strangers > 0 {
        cautions.push(Caution::Dropped { cases: strangers });
    }
    Ok(with_cautions(Answer::of(&listed, request), &cautions))
}

/// Sources over the regions of the other table: their names, the amounts, and how many rows speak of other regions.
fn sources(
    request: &Request,
    beside: &Text,
    regions: &[String],
) -> Result<(Vec<String>, Table, usize), Refusal> {
    if beside.names().len() < 3 {
        return Err(Fault::NoColumn { name: "amount".to_owned(), known: beside.names().to_vec() }.into());
    }
    let amounts = request.numbers_of(beside, 2)?.values;
    let places: BTreeMap<&str, usize> =
        regions.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let is_known =
        |row: &usize| places.contains_key(beside.cell(*row, 0)) && !is_missing(beside.cell(*row, 1));
    let rows: Vec<usize> = (0..beside.rows()).filter(is_known).collect();
    let (codes, names) = groups(rows.iter().map(|row| beside.cell(*row, 1)));
    at_most("cells", regions.len().saturating_mul(names.len()), MOST_CELLS)?;
    let mut cells = Matrix::zeros(regions.len(), names.len());
    let mut seen: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (row, code) in rows.iter().zip(codes) {
        let place = places.get(beside.cell(*row, 0)).copied().unwrap_or_default();
        if let Some(other_line) = seen.insert((place, code), beside.line(*row)) {
            let text = format!("{} · {}", beside.cell(*row, 0), beside.cell(*row, 1));
            return Err(Fault::RepeatedName { line: beside.line(*row), other_line, text }.into());
        }
        *cells.at_mut(place, code) = if amounts[*row].is_nan() { 0.0 } else { amounts[*row] };
    }
    let table = Table::new(cells).map_err(|unfit| request.unfit(unfit, names.clone(), &[]))?;
    Ok((names, table, beside.rows() - rows.len()))
}
