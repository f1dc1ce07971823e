//! `ieum region moran`, `ieum region lisa`: neighbours from a second table or from coordinates.

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Caution;
use crate::intake::Fault;
use crate::space::{
    Alternative, Chance, LocalScale, Metric, Quadrant, Weights, lisa, moran, nearest, within,
};
use serde::Serialize;
use std::collections::BTreeMap;

const ALTERNATIVES: &[&str] = &["two-sided", "greater", "less", "directed"];
const STYLES: &[&str] = &["row", "given"];
const METRICS: &[&str] = &["plane", "sphere"];
const SCALES: &[&str] = &["population", "sample"];

const UNIT: Opt = Opt::needed("unit", Takes::Column, "Column that names the units");
const VALUE: Opt = Opt::needed("value", Takes::Column, "Column of numbers");
const NEIGHBOURS: Opt = Opt::optional(
    "neighbours",
    Takes::Table,
    "Table of neighbours: from, to, and a weight if it has a third column",
);
const X: Opt = Opt::optional("x", Takes::Column, "Column of eastings or longitudes, instead of --neighbours");
const Y: Opt = Opt::optional("y", Takes::Column, "Column of northings or latitudes");
const NEAREST: Opt = Opt::optional(
    "nearest",
    Takes::Whole,
    "With --x and --y: how many nearest units are neighbours, 4 unless given",
);
const WITHIN: Opt =
    Opt::optional("within", Takes::Number, "With --x and --y: neighbours are all units within this distance");
const METRIC: Opt = Opt::optional("metric", Takes::Choice(METRICS), "plane, or sphere for degrees and km");
const STYLE: Opt = Opt::optional(
    "style",
    Takes::Choice(STYLES),
    "row makes each unit's weights sum to one; given leaves them",
);
const ALTERNATIVE: Opt = Opt::optional(
    "alternative",
    Takes::Choice(ALTERNATIVES),
    "two-sided, greater, less, or directed as PySAL counts",
);
const PERMUTATIONS: Opt =
    Opt::optional("permutations", Takes::Whole, "How many permutations, 999 unless given");
const SEED: Opt = Opt::optional("seed", Takes::Whole, "Seed of the permutations, 1 unless given");

pub(super) const MORAN: Method = Method {
    family: Family::Region,
    key: "moran",
    about: "Whether like lies beside like",
    options: &[
        UNIT,
        VALUE,
        NEIGHBOURS,
        X,
        Y,
        NEAREST,
        WITHIN,
        METRIC,
        STYLE,
        ALTERNATIVE,
        PERMUTATIONS,
        SEED,
    ],
    formula: "I = (n/Σw) Σw zᵢzⱼ / Σz²",
    source: "Moran 1950; Cliff and Ord 1981, eqs 1.44, 2.22–2.29",
    run: global,
};

pub(super) const LISA: Method = Method {
    family: Family::Region,
    key: "lisa",
    about: "For every unit, whether like lies beside like",
    options: &[
        UNIT,
        VALUE,
        NEIGHBOURS,
        X,
        Y,
        NEAREST,
        WITHIN,
        METRIC,
        STYLE,
        ALTERNATIVE,
        PERMUTATIONS,
        SEED,
        Opt::optional(
            "scale",
            Takes::Choice(SCALES),
            "Divisor of the variance: population (R spdep) or sample (PySAL esda)",
        ),
    ],
    formula: "Iᵢ = zᵢ Σwᵢⱼ zⱼ / (Σz²/n); p adjusted so that the false discovery rate is limited",
    source: "Anselin 1995, eqs 7, 12; Benjamini and Hochberg 1995; Caldas de Castro and Singer 2006",
    run: local,
};

struct Map {
    names: Vec<String>,
    values: Vec<f64>,
    weights: Weights,
    cautions: Vec<Caution>,
    cases: Cases,
}

fn map(request: &Request) -> Result<Map, Refusal> {
    let (unit, value) = (request.column("unit")?, request.column("value")?);
    let mut needed = vec![unit, value];
    let has_points = request.word("x").is_some() && request.word("y").is_some();
    if has_points {
        needed.extend([request.column("x")?, request.column("y")?]);
    }
    let cases = request.cases(&needed);
    let names: Vec<String> =
        cases.rows.iter().map(|row| request.table().cell(*row, unit).to_owned()).collect();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, name) in names.iter().enumerate() {
        if let Some(first) = places.insert(name, place) {
            let line = |place: usize| request.table().line(cases.rows[place]);
            return Err(Fault::RepeatedName {
                line: line(place),
                other_line: line(first),
                text: name.clone(),
            }
            .into());
        }
    }
    let values = request.numbers_in(value, &cases)?;
    let mut cautions = Vec::new();
    let blame = |unfit| request.unfit(unfit, request.names(&needed[2..]), &cases.rows);
    let weights = if let Some(pairs) = request.other("neighbours") {
        listed(request, pairs, &places)?
    } else if has_points {
        let (x, y) = (request.numbers_in(needed[2], &cases)?, request.numbers_in(needed[3], &cases)?);
        let points: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        let metric =
            if request.choice("metric", METRICS)? == "sphere" { Metric::Sphere } else { Metric::Plane };
        if request.word("within").is_some() {
            within(&points, request.number("within", 0.0)?, metric).map_err(blame)?
        } else {
            let (weights, ties) = nearest(&points, request.whole("nearest", 4)?, metric).map_err(blame)?;
            cautions = ties;
            weights
        }
    } else {
        return Err(Refusal::Missing { option: "neighbours" });
    };
    let weights =
        if request.choice("style", STYLES)? == "row" { weights.row_standardised() } else { weights };
    Ok(Map { names, values, weights, cautions, cases })
}

/// Weights from a table of pairs; a pair whose unit has no value is passed over.
fn listed(
    request: &Request,
    pairs: &crate::intake::Table,
    places: &BTreeMap<&str, usize>,
) -> Result<Weights, Refusal> {
    if pairs.names().len() < 2 {
        return Err(Fault::NoColumn { name: "to".to_owned(), known: pairs.names().to_vec() }.into());
    }
    let given = if pairs.names().len() > 2 { Some(request.numbers_of(pairs, 2)?.values) } else { None };
    let mut lists: Vec<Vec<(usize, f64)>> = vec![Vec::new(); places.len()];
    for row in 0..pairs.rows() {
        let (from, to) = (places.get(pairs.cell(row, 0)), places.get(pairs.cell(row, 1)));
        if let (Some(from), Some(to)) = (from, to) {
            lists[*from].push((*to, given.as_ref().map_or(1.0, |given| given[row])));
        }
    }
    Ok(Weights::given(&lists)?)
}

fn chance(request: &Request) -> Result<(Alternative, Chance), Refusal> {
    let alternative = match request.choice("alternative", ALTERNATIVES)? {
        "greater" => Alternative::Greater,
        "less" => Alternative::Less,
        "directed" => Alternative::Directed,
        _ => Alternative::TwoSided,
    };
    let (permutations, seed) = (request.whole("permutations", 999)?, request.whole("seed", 1)?);
    Ok((alternative, Chance::of(permutations, seed as u64)))
}

fn told(answer: Answer, map: &Map) -> Answer {
    let answer = map.cautions.iter().fold(answer, |answer, caution| answer.cautioned(caution));
    if map.cases.dropped > 0 {
        answer.cautioned(&Caution::Dropped { cases: map.cases.dropped })
    } else {
        answer
    }
}

fn global(request: &Request) -> Result<Answer, Refusal> {
    let map = map(request)?;
    let (alternative, chance) = chance(request)?;
    let found = moran(&map.values, &map.weights, alternative, chance);
    let found = found.map_err(|unfit| {
        request.unfit(unfit, request.words("value").map(str::to_owned).collect(), &map.cases.rows)
    })?;
    Ok(told(Answer::of(&found, request), &map))
}

#[derive(Serialize)]
struct Unit<'a> {
    unit: &'a str,
    value: Option<f64>,
    expected: Option<f64>,
    z: Option<f64>,
    p: Option<f64>,
    p_adjusted: Option<f64>,
    quadrant: Option<Quadrant>,
}

fn local(request: &Request) -> Result<Answer, Refusal> {
    let map = map(request)?;
    let (alternative, chance) = chance(request)?;
    let scale = if request.choice("scale", SCALES)? == "sample" {
        LocalScale::Sample
    } else {
        LocalScale::Population
    };
    let found = lisa(&map.values, &map.weights, scale, alternative, chance);
    let found = found.map_err(|unfit| {
        request.unfit(unfit, request.words("value").map(str::to_owned).collect(), &map.cases.rows)
    })?;
    let units: Vec<Unit> = map
        .names
        .iter()
        .zip(&found.units)
        .map(|(unit, one)| Unit {
            unit,
            value: one.value,
            expected: one.expected,
            z: one.z,
            p: one.p,
            p_adjusted: one.p_adjusted,
            quadrant: one.quadrant,
        })
        .collect();
    Ok(told(Answer::of(&found, request).with("units", units), &map))
}
