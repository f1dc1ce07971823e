//! `ieum region pmedian`, `ieum region cover`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::intake::{Fault, Table};
use crate::place::{Effort, max_cover, p_median};
use crate::space::Metric;
use crate::{Caution, Matrix};
use serde::Serialize;
use std::collections::BTreeMap;

const METRICS: &[&str] = &["plane", "sphere"];
/// Pairs of a place and a site that are held at once.
const MOST_PAIRS: usize = 40_000_000;

const PLACE: Opt = Opt::needed("place", Takes::Column, "Column that names the places of demand");
const DEMAND: Opt = Opt::optional("demand", Takes::Column, "Column of demands; 1 each unless given");
const X: Opt = Opt::optional("x", Takes::Column, "Column of eastings or longitudes");
const Y: Opt = Opt::optional("y", Takes::Column, "Column of northings or latitudes");
const METRIC: Opt = Opt::optional("metric", Takes::Choice(METRICS), "plane, or sphere for degrees and km");
const COSTS: Opt = Opt::optional(
    "costs",
    Takes::Table,
    "Table of place, site and cost of every pair, instead of --x and --y; without it every place is a site",
);
const OPEN: Opt = Opt::needed("open", Takes::Whole, "How many sites are open in the end");
const EXISTING: Opt =
    Opt::optional("existing", Takes::Columns, "Names of sites that stay open, with commas between");

pub(super) const PMEDIAN: Method = Method {
    family: Family::Region,
    key: "pmedian",
    about: "Where to open sites so that demand is near, with a proven gap",
    options: &[PLACE, DEMAND, X, Y, METRIC, COSTS, OPEN, EXISTING],
    formula: "min Σ demand × cost to the nearest open site; gap = (found − proven bound)/found",
    source: "Hakimi 1964; Teitz and Bart 1968; Cornuéjols, Fisher and Nemhauser 1977; Christofides and Beasley 1982",
    run: median,
};

pub(super) const COVER: Method = Method {
    family: Family::Region,
    key: "cover",
    about: "Where to open sites so that most demand is within reach, with a proven gap",
    options: &[
        PLACE,
        DEMAND,
        X,
        Y,
        METRIC,
        COSTS,
        OPEN,
        EXISTING,
        Opt::needed("reach", Takes::Number, "Largest distance or cost that counts as within reach"),
    ],
    formula: "max Σ demand with an open site within reach",
    source: "Church and ReVelle 1974; Galvão and ReVelle 1996",
    run: cover,
};

struct Ground {
    places: Vec<String>,
    sites: Vec<String>,
    demands: Vec<f64>,
    costs: Matrix,
    existing: Vec<usize>,
    open: usize,
    dropped: usize,
}

fn ground(request: &Request) -> Result<Ground, Refusal> {
    let (place, demand) = (request.column("place")?, request.maybe_column("demand")?);
    let costs = request.other("costs");
    let points = match costs {
        Some(_) => Vec::new(),
        None if request.word("x").is_none() || request.word("y").is_none() => {
            return Err(Refusal::OneOf { ways: &["x+y", "costs"] });
        }
        None => vec![request.column("x")?, request.column("y")?],
    };
    let needed: Vec<usize> = [place].into_iter().chain(demand).chain(points.iter().copied()).collect();
    let cases = request.cases(&needed);
    let places: Vec<String> =
        cases.rows.iter().map(|row| request.table().cell(*row, place).to_owned()).collect();
    let demands = match demand {
        Some(column) => request.numbers_in(column, &cases)?,
        None => vec![1.0; places.len()],
    };
    let (sites, costs) = match costs {
        Some(table) => listed(request, table, &places)?,
        None => {
            let found = places.len().saturating_mul(places.len());
            if found > MOST_PAIRS {
                return Err(Fault::TooMany { what: "cells", found, most: MOST_PAIRS }.into());
            }
            let (x, y) = (request.numbers_in(points[0], &cases)?, request.numbers_in(points[1], &cases)?);
            let metric =
                if request.choice("metric", METRICS)? == "sphere" { Metric::Sphere } else { Metric::Plane };
            let at = |one: usize| (x[one], y[one]);
            let cells = (0..places.len()).flat_map(|from| (0..places.len()).map(move |to| (from, to)));
            let cells = cells.map(|(from, to)| metric.between(at(from), at(to))).collect();
            let blame = |unfit| request.unfit(unfit, places.clone(), &cases.rows);
            (places.clone(), Matrix::new(places.len(), places.len(), cells).map_err(blame)?)
        }
    };
    let mut existing = Vec::new();
    for name in request
        .words("existing")
        .flat_map(|names| names.split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let unknown =
            || Fault::NoColumn { name: name.to_owned(), known: sites.iter().take(8).cloned().collect() };
        existing.push(sites.iter().position(|site| site == name).ok_or_else(unknown)?);
    }
    let open = request.whole("open", 1)?;
    Ok(Ground { places, sites, demands, costs, existing, open, dropped: cases.dropped })
}

/// Costs from a table of pairs; every pair of a place and a site must be there.
fn listed(request: &Request, table: &Table, places: &[String]) -> Result<(Vec<String>, Matrix), Refusal> {
    if table.names().len() < 3 {
        return Err(Fault::NoColumn { name: "cost".to_owned(), known: table.names().to_vec() }.into());
    }
    let costs = request.numbers_of(table, 2)?.values;
    let rows: BTreeMap<&str, usize> =
        places.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut sites: BTreeMap<&str, usize> = (0..table.rows()).map(|row| (table.cell(row, 1), 0)).collect();
    for (at, place) in sites.values_mut().enumerate() {
        *place = at;
    }
    let found = places.len().saturating_mul(sites.len());
    if found > MOST_PAIRS {
        return Err(Fault::TooMany { what: "cells", found, most: MOST_PAIRS }.into());
    }
    let mut matrix = Matrix::zeros(places.len(), sites.len());
    let mut seen = vec![false; places.len() * sites.len()];
    for (row, cost) in costs.iter().enumerate() {
        if let (Some(place), Some(site), false) =
            (rows.get(table.cell(row, 0)), sites.get(table.cell(row, 1)), cost.is_nan())
        {
            *matrix.at_mut(*place, *site) = *cost;
            seen[place * sites.len() + site] = true;
        }
    }
    let names: Vec<String> = sites.keys().map(|name| (*name).to_owned()).collect();
    if let Some(at) = seen.iter().position(|seen| !seen) {
        let text = format!("{} · {}", places[at / names.len()], names[at % names.len()]);
        return Err(Fault::NoSuchRow { line: 0, column: table.names()[2].clone(), text }.into());
    }
    Ok((names, matrix))
}

#[derive(Serialize)]
struct Found<'a, T: Serialize> {
    n: usize,
    sites: usize,
    open: Vec<Open<'a>>,
    places: Vec<Served<'a>>,
    #[serde(flatten)]
    more: T,
    warnings: Vec<Caution>,
    source: &'static str,
}

#[derive(Serialize)]
struct Open<'a> {
    site: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<f64>,
}

#[derive(Serialize)]
struct Served<'a> {
    place: &'a str,
    demand: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    covered: Option<bool>,
}

#[derive(Serialize)]
struct Median {
    objective: f64,
    mean_cost: Option<f64>,
    lower_bound: f64,
    gap: f64,
}

#[derive(Serialize)]
struct Cover {
    reach: f64,
    covered: f64,
    covered_share: Option<f64>,
    upper_bound: f64,
    gap: f64,
}

fn median(request: &Request) -> Result<Answer, Refusal> {
    let ground = ground(request)?;
    let found = p_median(&ground.costs, &ground.demands, ground.open, &ground.existing, Effort::default())
        .map_err(|unfit| request.unfit(unfit, ground.sites.clone(), &[]))?;
    let open = found
        .open
        .iter()
        .zip(&found.load)
        .map(|(site, load)| Open { site: &ground.sites[*site], load: Some(*load) });
    let served = (0..ground.places.len()).map(|at| Served {
        place: &ground.places[at],
        demand: ground.demands[at],
        site: Some(&ground.sites[found.assigned[at]]),
        cost: Some(ground.costs.at(at, found.assigned[at])),
        covered: None,
    });
    let more = Median {
        objective: found.objective,
        mean_cost: found.mean_cost,
        lower_bound: found.lower_bound,
        gap: found.gap,
    };
    let found = Found {
        n: found.n,
        sites: found.sites,
        open: open.collect(),
        places: served.collect(),
        more,
        warnings: found.cautions,
        source: found.source,
    };
    Ok(Answer::of(&found, request).left_out(ground.dropped))
}

fn cover(request: &Request) -> Result<Answer, Refusal> {
    let ground = ground(request)?;
    let reach = request.number("reach", 0.0)?;
    let found =
        max_cover(&ground.costs, &ground.demands, reach, ground.open, &ground.existing, Effort::default())
            .map_err(|unfit| request.unfit(unfit, ground.sites.clone(), &[]))?;
    let site = |at: usize| ground.sites.get(at).cloned();
    let open = found.open.iter().map(|site| Open { site: &ground.sites[*site], load: None });
    let served = (0..ground.places.len()).map(|at| Served {
        place: &ground.places[at],
        demand: ground.demands[at],
        site: None,
        cost: None,
        covered: Some(!found.uncovered.contains(&at)),
    });
    let more = Cover {
        reach: found.reach,
        covered: found.covered,
        covered_share: found.covered_share,
        upper_bound: found.upper_bound,
        gap: found.gap,
    };
    let found = Found {
        n: found.n,
        sites: found.sites,
        open: open.collect(),
        places: served.collect(),
        more,
        warnings: found.cautions,
        source: found.source,
    };
    Ok(Answer::of(&found, request).naming("idle", "choices", site).left_out(ground.dropped))
}
