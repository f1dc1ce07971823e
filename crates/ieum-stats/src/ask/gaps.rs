//! `ieum region inequality`, `agglomeration`, `cluster-index`: how unequal regions are, and whether an industry sits together.

use super::request::{Cases, groups};
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::region::agglomeration::{
    ClusterFacts, ClusterIndex, EllisonGlaeser, Industry, cluster_index, coagglomeration, ellison_glaeser,
};
use crate::region::inequality::{
    About, Point, Theil, atkinson, gini, hoover, locational_gini, lorenz, theil, williamson,
};
use crate::{Caution, Unfit};
use serde::Serialize;

const CONVENTIONS: &[&str] = &["ieum", "reat"];

pub(super) const INEQUALITY: Method = Method {
    family: Family::Region,
    key: "inequality",
    about: "How unequal regions are: Gini, Theil within and between groups, Atkinson, Williamson, Hoover",
    options: &[
        Opt::needed("value", Takes::Column, "Column of values per head, such as income"),
        Opt::optional("people", Takes::Column, "Column of people, to weight regions by"),
        Opt::optional("group", Takes::Column, "Column of groups, to part Theil within and between them"),
        Opt::optional("aversion", Takes::Number, "Atkinson's aversion to inequality, 1 unless given"),
        Opt::optional(
            "convention",
            Takes::Choice(CONVENTIONS),
            "Williamson's mean: ieum (weighted, as published) or reat (deviations from the plain mean)",
        ),
    ],
    formula: "Gini = 2Σ i x(i)/(nΣx) − (n + 1)/n; Theil T = Σw (y/ȳ) ln(y/ȳ); Atkinson = 1 − [Σw (y/ȳ)^(1−ε)]^(1/(1−ε)); Williamson = \
              √Σw(y − ȳ)²/ȳ; Hoover = ½Σ|shares of value − shares of people|",
    source: "Gini 1921; Theil 1967; Shorrocks 1980; Atkinson 1970; Williamson 1965, eq. 1; Hoover 1936",
    run: inequality,
};

pub(super) const AGGLOMERATION: Method = Method {
    family: Family::Region,
    key: "agglomeration",
    about: "Whether an industry's establishments sit together more than chance would have it: Ellison and Glaeser's γ",
    options: &[
        Opt::needed("industry", Takes::Column, "Column of industries, one row an establishment"),
        Opt::needed("region", Takes::Column, "Column of regions"),
        Opt::needed("size", Takes::Column, "Column of the establishments' employment"),
    ],
    formula: "γ = (G − (1 − Σx²)H)/((1 − Σx²)(1 − H)), G = Σ(s − x)², H = Σ of squared shares of establishments",
    source: "Ellison and Glaeser 1997, Journal of Political Economy 105, eq. 5 and p. 897; eq. 8 for industries together",
    run: agglomeration,
};

pub(super) const CLUSTER_INDEX: Method = Method {
    family: Family::Region,
    key: "cluster-index",
    about: "Cluster index of one industry: concentration × specialisation ÷ size of establishments",
    options: &[
        Opt::needed("region", Takes::Column, "Column of regions, one row a region"),
        Opt::needed("employment", Takes::Column, "Column of the industry's employment"),
        Opt::needed("establishments", Takes::Column, "Column of the industry's establishments"),
        Opt::needed("area", Takes::Column, "Column of areas"),
        Opt::needed("people", Takes::Column, "Column of people"),
    ],
    formula: "index = [(e/E)/(a/A)] × [(e/E)/(p/P)] ÷ [(e/b)/(E/B)]",
    source: "Litzenberger and Sternberg 2006, Geographische Zeitschrift 94, eq. 1; Sternberg and Litzenberger 2004",
    run: indices,
};

#[derive(Serialize)]
struct Unequal {
    n: usize,
    mean: f64,
    gini: f64,
    gini_corrected: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    gini_weighted: Option<f64>,
    theil: Theil,
    atkinson: f64,
    aversion: f64,
    williamson: f64,
    williamson_about: About,
    coefficient_of_variation: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    hoover: Option<f64>,
    lorenz: Vec<Point>,
    source: &'static str,
}

fn inequality(request: &Request) -> Result<Answer, Refusal> {
    let value = request.column("value")?;
    let (people, group) = (request.maybe_column("people")?, request.maybe_column("group")?);
    let needed: Vec<usize> = [value].into_iter().chain(people).chain(group).collect();
    let cases = request.cases(&needed);
    let blame = |unfit| request.unfit(unfit, request.names(&needed), &cases.rows);
    let values = request.numbers_in(value, &cases)?;
    let weights = match people {
        Some(column) => request.numbers_in(column, &cases)?,
        None => vec![1.0; values.len()],
    };
    let groups = group.map_or_else(|| vec![0; values.len()], |column| request.groups_in(column, &cases).0);
    let about =
        if request.choice("convention", CONVENTIONS)? == "reat" { About::Reat } else { About::WeightedMean };
    let aversion = request.number("aversion", 1.0)?;
    let all: Vec<f64> = values.iter().zip(&weights).map(|(value, people)| value * people).collect();
    let plain = vec![1.0; values.len()];
    let weighted = |of: fn(&[f64], &[f64]) -> Result<f64, Unfit>| match people {
        Some(_) => of(&all, &weights).map(Some),
        None => Ok(None),
    };
    let found = Unequal {
        n: values.len(),
        mean: all.iter().sum::<f64>() / weights.iter().sum::<f64>(),
        gini: gini(&values, false).map_err(blame)?,
        gini_corrected: gini(&values, true).map_err(blame)?,
        gini_weighted: weighted(locational_gini).map_err(blame)?,
        theil: theil(&values, &weights, &groups).map_err(blame)?,
        atkinson: atkinson(&values, &weights, aversion).map_err(blame)?,
        aversion,
        williamson: williamson(&values, &weights, about).map_err(blame)?,
        williamson_about: about,
        coefficient_of_variation: williamson(&values, &plain, About::PlainMean).map_err(blame)?,
        hoover: weighted(hoover).map_err(blame)?,
        lorenz: lorenz(&values).map_err(blame)?,
        source: INEQUALITY.source,
    };
    Ok(Answer::of(&found, request).left_out(cases.dropped))
}

#[derive(Serialize)]
struct Together<'a> {
    n: usize,
    regions: usize,
    industries: Vec<OfIndustry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coagglomeration: Option<f64>,
    source: &'static str,
}

#[derive(Serialize)]
struct OfIndustry<'a> {
    industry: &'a str,
    employment: f64,
    #[serde(flatten)]
    found: Option<EllisonGlaeser>,
}

fn agglomeration(request: &Request) -> Result<Answer, Refusal> {
    let [industry, region, size] =
        [request.column("industry")?, request.column("region")?, request.column("size")?];
    let cases: Cases = request.cases(&[industry, region, size]);
    let sizes = request.numbers_in(size, &cases)?;
    let blame = |unfit| request.unfit(unfit, request.names(&[size]), &cases.rows);
    if let Some(row) = sizes.iter().position(|size| *size < 0.0) {
        let (value, high) = (sizes[row], f64::MAX);
        return Err(blame(Unfit::OutOfRange { name: "size", value, low: 0.0, high }));
    }
    let (industries, names) = request.groups_in(industry, &cases);
    let (places, regions) = groups(cases.rows.iter().map(|row| request.table().cell(*row, region)));
    let mut totals = vec![0.0; regions.len()];
    places.iter().zip(&sizes).for_each(|(place, size)| totals[*place] += size);
    let mut of = vec![(Vec::new(), Vec::new()); names.len()];
    for (at, code) in industries.iter().enumerate() {
        of[*code].0.push(sizes[at]);
        of[*code].1.push(places[at]);
    }
    // A single establishment or region has no γ: its line says so by having none.
    let each = names.iter().zip(&of).map(|(industry, (sizes, places))| OfIndustry {
        industry,
        employment: sizes.iter().sum(),
        found: ellison_glaeser(sizes, places, &totals).ok(),
    });
    let members: Vec<Industry> = of.iter().map(|(sizes, places)| Industry { sizes, places }).collect();
    let found = Together {
        n: sizes.len(),
        regions: regions.len(),
        industries: each.collect(),
        coagglomeration: if members.len() > 1 { coagglomeration(&members, &totals).ok() } else { None },
        source: AGGLOMERATION.source,
    };
    let answer = Answer::of(&found, request).left_out(cases.dropped);
    Ok(if regions.len() == 1 { answer.cautioned(&Caution::SingleRegion) } else { answer })
}

#[derive(Serialize)]
struct Indices {
    n: usize,
    of_regions: Vec<OfRegion>,
    source: &'static str,
}

#[derive(Serialize)]
struct OfRegion {
    region: String,
    #[serde(flatten)]
    found: ClusterIndex,
}

fn indices(request: &Request) -> Result<Answer, Refusal> {
    let region = request.column("region")?;
    let columns = [
        request.column("employment")?,
        request.column("establishments")?,
        request.column("area")?,
        request.column("people")?,
    ];
    let needed: Vec<usize> = [region].into_iter().chain(columns).collect();
    let cases = request.cases(&needed);
    let blame = |unfit| request.unfit(unfit, request.names(&columns), &cases.rows);
    let mut values = Vec::with_capacity(4);
    for column in columns {
        values.push(request.numbers_in(column, &cases)?);
    }
    let totals: Vec<f64> = values.iter().map(|values| values.iter().sum()).collect();
    let mut of_regions = Vec::with_capacity(cases.rows.len());
    for (at, row) in cases.rows.iter().enumerate() {
        let of = |which: usize| [values[which][at], totals[which]];
        let facts = ClusterFacts { employment: of(0), establishments: of(1), area: of(2), people: of(3) };
        let found = cluster_index(&facts).map_err(blame)?;
        of_regions.push(OfRegion { region: request.table().cell(*row, region).to_owned(), found });
    }
    let found = Indices { n: cases.rows.len(), of_regions, source: CLUSTER_INDEX.source };
    Ok(Answer::of(&found, request).left_out(cases.dropped))
}
