//! `ieum region relatedness`, `complexity`, `clusters`

use super::{
    ACTIVITY, Answer, Family, Grid, LEAST, Listed, MOST_CELLS, MOST_LISTED, Method, Opt, REGION, Refusal,
    Request, Takes, VALUE, at_most, grid, threshold, with_cautions,
};
use crate::intake::Fault;
use crate::region::clusters::{definitions, location_correlation};
use crate::region::complexity::{Complexity, complexity, components, subnational};
use crate::region::convention::Convention;
use crate::region::cooccur::CoOccurrence;
use crate::region::density::{Neighbourhood, density};
use crate::region::econgeo;
use crate::region::fitness::fitness;
use crate::region::labelled::{OfActivity, OfRegion, label_complexity};
use crate::region::outlook::outlook;
use crate::region::presence::{Presence, Threshold};
use crate::region::reflections::complexity_by_reflections;
use crate::region::relatedness::{Diagonal, Normalisation, relatedness, relatedness_of_counts};
use crate::{Caution, Unfit};
use serde::Serialize;
use std::collections::BTreeMap;

const NORMALISATIONS: &[&str] = &["proximity", "association", "cosine", "jaccard", "probability", "z-score"];
const CONVENTIONS: &[&str] =
    &["ieum", "ecomplexity", "stata", "datawheel", "r-economic-complexity", "econgeo"];
const OF_RELATEDNESS: &[&str] = &["ieum", "datawheel", "econgeo"];
const RELATED_BY: &[&str] = &["location", "proximity"];

pub(in crate::ask) const RELATEDNESS: Method = Method {
    family: Family::Region,
    key: "relatedness",
    about: "Which activities go together, and how near each region is to what it lacks",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        LEAST,
        Opt::optional(
            "normalisation",
            Takes::Choice(NORMALISATIONS),
            "proximity, association, cosine, jaccard, probability or z-score",
        ),
        Opt::optional("density", Takes::Flag, "Also the density around each activity in each region"),
        Opt::optional(
            "nearest",
            Takes::Whole,
            "Density from this many most related activities only; all unless given",
        ),
        Opt::optional("strongest", Takes::Whole, "List only this many pairs, the most related ones"),
        Opt::optional(
            "convention",
            Takes::Choice(OF_RELATEDNESS),
            "Whose: ieum, datawheel (an activity does not count in its own density), econgeo (rounded quotients, probability, percent)",
        ),
    ],
    formula: "proximity φ = C/max(kᵢ, kⱼ); density ω = Σφ M/Σφ",
    source: "Hidalgo et al. 2007, eq. 1 and 5; van Eck and Waltman 2009; Steijn 2017, eq. 8; Teece et al. 1994",
    run: related,
};

pub(in crate::ask) const COMPLEXITY: Method = Method {
    family: Family::Region,
    key: "complexity",
    about: "Economic complexity of regions and activities",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        Opt::optional(
            "convention",
            Takes::Choice(CONVENTIONS),
            "Whose convention: ieum, or a named package's",
        ),
        Opt::optional("outlook", Takes::Flag, "Also each region's outlook"),
        Opt::optional(
            "fitness",
            Takes::Flag,
            "Also fitness of regions and activities (Tacchella et al. 2012)",
        ),
        Opt::optional(
            "world",
            Takes::Table,
            "Table of activity and index: regions by the mean index of what they have, instead of by the table's own",
        ),
    ],
    formula: "second eigenvector of M̃ = D⁻¹ M U⁻¹ M', per connected component, in units of its spread",
    source: "Hidalgo and Hausmann 2009; Hausmann et al. 2013, technical box 2.1; Mealy, Farmer and Teytelboym 2019",
    run: complex,
};

pub(in crate::ask) const CLUSTERS: Method = Method {
    family: Family::Region,
    key: "clusters",
    about: "Activities grouped into clusters by where they are found together",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        Opt::optional(
            "related-by",
            Takes::Choice(RELATED_BY),
            "location (correlation of amounts) or proximity",
        ),
        Opt::optional("fewest", Takes::Whole, "Fewest clusters tried, 2 unless given"),
        Opt::optional("most", Takes::Whole, "Most clusters tried, half the activities unless given"),
    ],
    formula: "Ward's tree on relatedness, cut where clusters hold together best",
    source: "Ward 1963; Murtagh and Legendre 2014; Delgado, Porter and Stern 2016, §3.4",
    run: clusters,
};

#[derive(Serialize)]
struct Related<'a> {
    normalisation: Normalisation,
    pairs: Vec<Pair<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    densities: Option<Vec<Near<'a>>>,
}

#[derive(Serialize)]
struct Pair<'a> {
    activity: &'a str,
    other: &'a str,
    relatedness: f64,
}

#[derive(Serialize)]
struct Near<'a> {
    region: &'a str,
    activity: &'a str,
    present: bool,
    density: f64,
}

fn related(request: &Request) -> Result<Answer, Refusal> {
    let grid = grid(request)?;
    let whose = request.choice("convention", OF_RELATEDNESS)?;
    let presence = match whose {
        "econgeo" => econgeo::rca_presence(&grid.table),
        _ => Presence::of_table(&grid.table, threshold(request)?),
    };
    let (size, strongest) = (grid.activities.len(), request.whole("strongest", usize::MAX)?);
    at_most("cells", size.saturating_mul(size), 4 * MOST_CELLS)?;
    at_most("results", (size * size.saturating_sub(1) / 2).min(strongest), MOST_LISTED)?;
    let normalisation = match request.choice("normalisation", NORMALISATIONS)? {
        "association" => Normalisation::Association,
        "cosine" => Normalisation::Cosine,
        "jaccard" => Normalisation::Jaccard,
        "probability" => Normalisation::Probability,
        "z-score" => Normalisation::ZScore,
        _ => Normalisation::Proximity,
    };
    let counts = || CoOccurrence::of_activities(&presence).to_matrix(false);
    let (normalisation, found) = match (whose, request.word("normalisation")) {
        ("econgeo", None) => {
            (Normalisation::Probability, relatedness_of_counts(&counts(), Normalisation::Probability)?)
        }
        ("econgeo", _) if normalisation != Normalisation::ZScore => {
            (normalisation, relatedness_of_counts(&counts(), normalisation)?)
        }
        ("ieum", _) => (normalisation, relatedness(&presence, normalisation, Diagonal::Kept)),
        _ => (normalisation, relatedness(&presence, normalisation, Diagonal::Zero)),
    };
    let mut cautions = grid.table.cautions();
    let all = (0..size).flat_map(|one| (one + 1..size).map(move |other| (one, other)));
    let mut listed: Vec<(usize, usize)> = all.collect();
    if strongest < listed.len() {
        listed.sort_by(|a, b| found.at(b.0, b.1).total_cmp(&found.at(a.0, a.1)).then(a.cmp(b)));
        listed.truncate(strongest);
    }
    let names = &grid.activities;
    let pairs = listed.into_iter().map(|(one, other)| Pair {
        activity: &names[one],
        other: &names[other],
        relatedness: found.at(one, other),
    });
    let pairs: Vec<Pair> = pairs.collect();
    let densities = if request.flag("density") {
        at_most("results", grid.regions.len().saturating_mul(size), MOST_LISTED)?;
        let neighbourhood = match request.whole("nearest", 0)? {
            0 => Neighbourhood::All,
            count => Neighbourhood::Nearest(count),
        };
        let mut near = density(&presence, &found, neighbourhood)?;
        if whose == "econgeo" {
            near.values = econgeo::relatedness_density(&presence, &counts(), false)?;
        }
        cautions
            .extend(near.cautions.iter().filter(|caution| !grid.table.cautions().contains(caution)).cloned());
        let mut densities = Vec::new();
        for (at, region) in grid.regions.iter().enumerate() {
            for (column, activity) in grid.activities.iter().enumerate() {
                densities.push(Near {
                    region,
                    activity,
                    present: presence.has(at, column),
                    density: near.values.at(at, column),
                });
            }
        }
        Some(densities)
    } else {
        None
    };
    let listed = Listed {
        regions: grid.regions.len(),
        activities: grid.activities.len(),
        list: Related { normalisation, pairs, densities },
    };
    Ok(with_cautions(Answer::of(&listed, request), &cautions))
}

fn complex(request: &Request) -> Result<Answer, Refusal> {
    let grid = grid(request)?;
    let convention = match request.choice("convention", CONVENTIONS)? {
        "ecomplexity" => Convention::Ecomplexity,
        "stata" => Convention::Stata,
        "datawheel" => Convention::Datawheel,
        "r-economic-complexity" => Convention::REconomicComplexity,
        "econgeo" => return by_econgeo(request, &grid),
        _ => Convention::Ieum,
    };
    let choices = convention.choices();
    let presence = Presence::of_table(&grid.table, choices.threshold);
    let mut found = match choices.reflections {
        Some(step) => complexity_by_reflections(&presence, step, choices.scaling),
        None => complexity(&presence, choices.scaling),
    };
    if let Some(world) = request.other("world") {
        found.eci = of_world(request, world, &presence, &grid.activities, &mut found)?;
    }
    let labelled = label_complexity(&found, &grid.regions, &grid.activities)?;
    let mut answer = Answer::of(&labelled, request).with("convention", convention);
    if request.flag("outlook") {
        let proximity = relatedness(&presence, Normalisation::Proximity, choices.diagonal);
        let ahead = outlook(&presence, &proximity, &found, choices.worth, choices.gain)?;
        let of: Vec<OfRegion> = grid
            .regions
            .iter()
            .zip(&ahead.coi)
            .map(|(region, value)| OfRegion { region, value: *value })
            .collect();
        answer = answer.with("coi", of);
    }
    if request.flag("fitness") {
        let fit = fitness(&presence, 1_000, 1e-12, 1.0)?;
        let of_regions = grid.regions.iter().zip(&fit.fitness);
        let of_regions: Vec<OfRegion> =
            of_regions.map(|(region, value)| OfRegion { region, value: *value }).collect();
        let of_activities = grid.activities.iter().zip(&fit.complexity);
        let of_activities: Vec<OfActivity> =
            of_activities.map(|(activity, value)| OfActivity { activity, value: *value }).collect();
        answer = answer.with("fitness", of_regions).with("activity_complexity", of_activities);
    }
    let known = found.cautions.clone();
    let more: Vec<Caution> =
        grid.table.cautions().into_iter().filter(|caution| !known.contains(caution)).collect();
    Ok(with_cautions(answer, &more))
}

/// Regions by the mean of an index of activities that was made elsewhere.
fn of_world(
    request: &Request,
    world: &crate::intake::Table,
    presence: &Presence,
    activities: &[String],
    found: &mut Complexity,
) -> Result<Vec<Option<f64>>, Refusal> {
    if world.names().len() < 2 {
        return Err(Fault::NoColumn { name: "index".to_owned(), known: world.names().to_vec() }.into());
    }
    let values = request.numbers_of(world, 1)?.values;
    let known: BTreeMap<&str, f64> =
        values.iter().enumerate().map(|(row, value)| (world.cell(row, 0), *value)).collect();
    let index = |name: &String| known.get(name.as_str()).copied().filter(|value| value.is_finite());
    found.pci = activities.iter().map(index).collect();
    let without = found.pci.iter().filter(|value| value.is_none()).count();
    if without > 0 {
        found.cautions.push(Caution::EmptyActivities { activities: without });
    }
    Ok(subnational(presence, &found.pci)?)
}

/// `EconGeo`'s complexity: the second eigenvector of the rounded matrix, over its own sum.
fn by_econgeo(request: &Request, grid: &Grid) -> Result<Answer, Refusal> {
    let matrix = econgeo::rca_presence(&grid.table).to_matrix();
    let names = |names: &[String]| names.to_vec();
    let of_regions =
        econgeo::kci(&matrix).map_err(|unfit| request.unfit(unfit, names(&grid.regions), &[]))?;
    let of_activities =
        econgeo::tci(&matrix).map_err(|unfit| request.unfit(unfit, names(&grid.activities), &[]))?;
    let eci = grid.regions.iter().zip(of_regions);
    let pci = grid.activities.iter().zip(of_activities);
    let figures = ByEcongeo {
        eci: eci.map(|(region, value)| OfRegion { region, value: Some(value) }).collect(),
        pci: pci.map(|(activity, value)| OfActivity { activity, value: Some(value) }).collect(),
        spectral_gap: None,
        components: components(&Presence::of_matrix(&matrix, Threshold::AtLeast(1.0))).len(),
        convention: Convention::Econgeo,
    };
    let mut cautions = grid.table.cautions();
    // Where the vector sums to nothing, dividing by its sum leaves no index.
    if figures.eci.iter().any(|one| one.value.is_none_or(|value| !value.is_finite())) {
        cautions.push(Caution::NoIndex { regions: grid.regions.len() });
    }
    Ok(with_cautions(Answer::of(&figures, request), &cautions))
}

#[derive(Serialize)]
struct ByEcongeo<'a> {
    eci: Vec<OfRegion<'a>>,
    pci: Vec<OfActivity<'a>>,
    spectral_gap: Option<f64>,
    components: usize,
    convention: Convention,
}

#[derive(Serialize)]
struct Clustered<'a> {
    clusters: usize,
    score: f64,
    members: Vec<Member<'a>>,
    tried: Vec<Tried>,
}

#[derive(Serialize)]
struct Member<'a> {
    activity: &'a str,
    cluster: usize,
}

#[derive(Serialize)]
struct Tried {
    clusters: usize,
    score: f64,
}

fn clusters(request: &Request) -> Result<Answer, Refusal> {
    let grid = grid(request)?;
    let by = if request.choice("related-by", RELATED_BY)? == "proximity" {
        relatedness(
            &Presence::of_table(&grid.table, Threshold::AtLeast(1.0)),
            Normalisation::Proximity,
            Diagonal::Kept,
        )
    } else {
        location_correlation(grid.table.values())
    };
    if grid.activities.len() < 3 {
        // Two of them, or one, are clusters of themselves.
        return Err(Unfit::TooFew { needed: 3, found: grid.activities.len() }.into());
    }
    let most = (grid.activities.len() / 2).max(2);
    let found = definitions(&by, request.whole("fewest", 2)?, request.whole("most", most)?)?;
    let best = found.first().ok_or(Unfit::TooFew { needed: 3, found: grid.activities.len() })?;
    let members = grid
        .activities
        .iter()
        .zip(&best.cluster)
        .map(|(activity, cluster)| Member { activity, cluster: cluster + 1 });
    let clustered = Clustered {
        clusters: best.clusters,
        score: best.score,
        members: members.collect(),
        tried: found.iter().map(|one| Tried { clusters: one.clusters, score: one.score }).collect(),
    };
    let answer = Answer::of(&clustered, request);
    Ok(with_cautions(answer, &best.cautions))
}
