//! `ieum region relatedness`, `complexity`, `clusters`

use super::{
    ACTIVITY, Answer, Family, LEAST, Listed, Method, Opt, REGION, Refusal, Request, Takes, VALUE, grid,
    threshold, with_cautions,
};
use crate::region::clusters::{definitions, location_correlation};
use crate::region::complexity::complexity;
use crate::region::convention::Convention;
use crate::region::density::{Neighbourhood, density};
use crate::region::labelled::{OfRegion, label_complexity};
use crate::region::outlook::outlook;
use crate::region::presence::{Presence, Threshold};
use crate::region::relatedness::{Diagonal, Normalisation, relatedness};
use crate::{Caution, Unfit};
use serde::Serialize;

const NORMALISATIONS: &[&str] = &["proximity", "association", "cosine", "jaccard", "probability", "z-score"];
const CONVENTIONS: &[&str] = &["ieum", "ecomplexity", "stata", "datawheel", "r-economic-complexity"];
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
    let presence = Presence::of_table(&grid.table, threshold(request)?);
    let normalisation = match request.choice("normalisation", NORMALISATIONS)? {
        "association" => Normalisation::Association,
        "cosine" => Normalisation::Cosine,
        "jaccard" => Normalisation::Jaccard,
        "probability" => Normalisation::Probability,
        "z-score" => Normalisation::ZScore,
        _ => Normalisation::Proximity,
    };
    let found = relatedness(&presence, normalisation, Diagonal::Kept);
    let (mut pairs, mut cautions) = (Vec::new(), grid.table.cautions());
    for (one, activity) in grid.activities.iter().enumerate() {
        for (other, name) in grid.activities.iter().enumerate().skip(one + 1) {
            pairs.push(Pair { activity, other: name, relatedness: found.at(one, other) });
        }
    }
    let densities = if request.flag("density") {
        let near = density(&presence, &found, Neighbourhood::All)?;
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
        _ => Convention::Ieum,
    };
    let choices = convention.choices();
    let presence = Presence::of_table(&grid.table, choices.threshold);
    let found = complexity(&presence, choices.scaling);
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
    let known = found.cautions.clone();
    let more: Vec<Caution> =
        grid.table.cautions().into_iter().filter(|caution| !known.contains(caution)).collect();
    Ok(with_cautions(answer, &more))
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
