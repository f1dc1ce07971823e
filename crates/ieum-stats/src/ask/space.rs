//! `ieum region moran`, `geary`, `lisa`, `hotspots`: neighbours from a second table or from coordinates.

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Caution;
use crate::adjust::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};
use crate::intake::Fault;
use crate::space::{
    Alternative, Autocorrelation, Chance, LocalScale, Locals, Metric, Quadrant, Weights, geary, global_g,
    lisa, local_g, moran, nearest, within,
};
use serde::Serialize;
use std::collections::BTreeMap;

const ALTERNATIVES: &[&str] = &["two-sided", "greater", "less", "directed"];
const STYLES: &[&str] = &["row", "given"];
const METRICS: &[&str] = &["plane", "sphere"];
const SCALES: &[&str] = &["population", "sample"];
const RULES: &[&str] = &["bh", "by", "holm", "bonferroni", "none"];
/// Places in a plane or on a sphere, every pair of which is measured.
const MOST_POINTS: usize = 20_000;
/// Permutations at once.
const MOST_PERMUTATIONS: usize = 1_000_000;

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
const FDR: Opt = Opt::optional(
    "fdr",
    Takes::Choice(RULES),
    "How the units' p values are corrected: bh and by limit the false discovery rate, holm and bonferroni any false one",
);

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

pub(super) const GEARY: Method = Method {
    family: Family::Region,
    key: "geary",
    about: "Whether neighbours differ less than others do",
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
    formula: "c = (n − 1) Σw (xᵢ − xⱼ)² / (2 Σw Σz²)",
    source: "Geary 1954; Cliff and Ord 1981, eqs 1.45, 2.25–2.30",
    run: differences,
};

pub(super) const HOTSPOTS: Method = Method {
    family: Family::Region,
    key: "hotspots",
    about: "Where large values lie together: Getis and Ord's G",
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
        FDR,
        Opt::optional("without-itself", Takes::Flag, "Leave a unit out of its own figure (G instead of G*)"),
    ],
    formula: "G* = Σ wᵢⱼ xⱼ / Σ xⱼ, the unit itself counted; z as Ord and Getis standardise it",
    source: "Getis and Ord 1992, eqs 1, 5–8; Ord and Getis 1995, eqs 14.2, 14.3",
    run: hotspots,
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
        FDR,
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
        if points.len() > MOST_POINTS {
            return Err(Fault::TooMany { what: "places", found: points.len(), most: MOST_POINTS }.into());
        }
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
        return Err(Refusal::OneOf { ways: &["neighbours", "x+y"] });
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
    let (permutations, seed) =
        (request.whole_to("permutations", 999, MOST_PERMUTATIONS)?, request.whole("seed", 1)?);
    Ok((alternative, Chance::of(permutations, seed as u64)))
}

fn told(answer: Answer, map: &Map) -> Answer {
    let answer = answer.naming("islands", "units", |unit| map.names.get(unit).cloned());
    let answer = map.cautions.iter().fold(answer, |answer, caution| answer.cautioned(caution));
    if map.cases.dropped > 0 {
        answer.cautioned(&Caution::Dropped { cases: map.cases.dropped })
    } else {
        answer
    }
}

/// A global measure of the values and weights.
type Global = fn(&[f64], &Weights, Alternative, Chance) -> Result<Autocorrelation, crate::Unfit>;

fn global(request: &Request) -> Result<Answer, Refusal> {
    let map = map(request)?;
    let answer = measured(request, &map, moran)?;
    let points: Vec<Scatter> = scatter(&map);
    Ok(answer.with("units", points))
}

fn differences(request: &Request) -> Result<Answer, Refusal> {
    let map = map(request)?;
    measured(request, &map, geary)
}

fn measured(request: &Request, map: &Map, measure: Global) -> Result<Answer, Refusal> {
    let (alternative, chance) = chance(request)?;
    let found = measure(&map.values, &map.weights, alternative, chance)
        .map_err(|unfit| blame(request, map, unfit))?;
    Ok(told(Answer::of(&found, request), map))
}

fn blame(request: &Request, map: &Map, unfit: crate::Unfit) -> Refusal {
    request.unfit(unfit, request.words("value").map(str::to_owned).collect(), &map.cases.rows)
}

/// A unit in the Moran scatter plot: its value less the mean, and its neighbours' weighted likewise.
#[derive(Serialize)]
struct Scatter<'a> {
    unit: &'a str,
    deviation: f64,
    lag: Option<f64>,
}

fn scatter(map: &Map) -> Vec<Scatter<'_>> {
    let mean = map.values.iter().sum::<f64>() / map.values.len() as f64;
    let lag = |unit: usize| {
        let mut neighbours = map.weights.of(unit).peekable();
        neighbours.peek()?;
        Some(neighbours.map(|(other, weight)| weight * (map.values[other] - mean)).sum())
    };
    let one = |(at, unit)| Scatter { unit, deviation: map.values[at] - mean, lag: lag(at) };
    map.names.iter().map(String::as_str).enumerate().map(one).collect()
}

#[derive(Serialize)]
struct Unit<'a> {
    unit: &'a str,
    value: Option<f64>,
    expected: Option<f64>,
    z: Option<f64>,
    p: Option<f64>,
    p_adjusted: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quadrant: Option<Quadrant>,
    deviation: f64,
    lag: Option<f64>,
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
    of_units(request, &map, found.map_err(|unfit| blame(request, &map, unfit))?)
}

fn hotspots(request: &Request) -> Result<Answer, Refusal> {
    let map = map(request)?;
    let (alternative, chance) = chance(request)?;
    let star = !request.flag("without-itself");
    let found = local_g(&map.values, &map.weights, star, alternative, chance);
    let answer = of_units(request, &map, found.map_err(|unfit| blame(request, &map, unfit))?)?;
    let all = global_g(&map.values, &map.weights, alternative, chance);
    Ok(answer.with("global", all.map_err(|unfit| blame(request, &map, unfit))?))
}

/// Units by name, their p values corrected by the rule asked for.
fn of_units(request: &Request, map: &Map, mut found: Locals) -> Result<Answer, Refusal> {
    let rule = request.choice("fdr", RULES)?;
    let adjust = match rule {
        "by" => benjamini_yekutieli,
        "holm" => holm,
        "bonferroni" => bonferroni,
        _ => benjamini_hochberg,
    };
    let known: Vec<f64> = found.units.iter().filter_map(|unit| unit.p).collect();
    let adjusted = if rule == "none" || known.is_empty() { known } else { adjust(&known)? };
    let mut adjusted = adjusted.into_iter();
    for unit in found.units.iter_mut().filter(|unit| unit.p.is_some()) {
        unit.p_adjusted = adjusted.next();
    }
    let units: Vec<Unit> = scatter(map)
        .into_iter()
        .zip(&found.units)
        .map(|(place, one)| Unit {
            unit: place.unit,
            value: one.value,
            expected: one.expected,
            z: one.z,
            p: one.p,
            p_adjusted: one.p_adjusted,
            quadrant: one.quadrant,
            deviation: place.deviation,
            lag: place.lag,
        })
        .collect();
    let answer = Answer::of(&found, request).with("fdr", rule).with("found", found.found(0.05));
    Ok(told(answer.with("units", units), map))
}
