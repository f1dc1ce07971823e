//! `ieum region lq`, `shares`, `shift-share`, `relatedness`, `complexity`, `dynamics`, `clusters`: from a long table of region, activity, value.

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::intake::Fault;
use crate::region::clusters::{definitions, location_correlation};
use crate::region::complexity::complexity;
use crate::region::convention::Convention;
use crate::region::density::{Neighbourhood, density};
use crate::region::dynamics::{Flow, back_test, growth_between, turnover};
use crate::region::labelled::{OfRegion, label_complexity};
use crate::region::outlook::outlook;
use crate::region::presence::{Presence, Threshold};
use crate::region::quotient::{Form, quotients};
use crate::region::relatedness::{Diagonal, Normalisation, relatedness};
use crate::region::sampling::{Draws, intervals};
use crate::region::shift_share::{Form as ShiftForm, Parts, shift_share};
use crate::region::structure::{Structure, structures};
use crate::region::table::Table;
use crate::{Caution, Matrix, Unfit};
use serde::Serialize;

const FORMS: &[&str] =
    &["ratio", "difference", "symmetric", "logarithm", "standardised", "standardised-logarithm"];
const SHIFTS: &[&str] = &["dunn", "esteban"];
const NORMALISATIONS: &[&str] = &["proximity", "association", "cosine", "jaccard", "probability", "z-score"];
const CONVENTIONS: &[&str] = &["ieum", "ecomplexity", "stata", "datawheel", "r-economic-complexity"];
const RELATED_BY: &[&str] = &["location", "proximity"];

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

pub(super) const LQ: Method = Method {
    family: Family::Region,
    key: "lq",
    about: "Location quotients: what a region has more of than others",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        Opt::optional(
            "form",
            Takes::Choice(FORMS),
            "ratio, difference, symmetric, logarithm, standardised or standardised-logarithm",
        ),
        Opt::optional("draws", Takes::Whole, "Draws for intervals of the ratio; none unless given"),
        Opt::optional("seed", Takes::Whole, "Seed of the draws, 1 unless given"),
        Opt::optional(
            "together",
            Takes::Number,
            "For intervals: units that come and go together, such as jobs an establishment; 1 unless given",
        ),
        Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given"),
    ],
    formula: "LQ = (x_ri/x_r)/(x_i/x)",
    source: "Florence 1939; Balassa 1965, eq. 1; Hoen and Oosterhaven 2006; Laursen 1998; O'Donoghue and Gleave 2004; Tian 2013",
    run: lq,
};

pub(super) const SHARES: Method = Method {
    family: Family::Region,
    key: "shares",
    about: "How specialised and how varied each region is",
    options: &[REGION, ACTIVITY, VALUE],
    formula: "Krugman Σ|s_ri − s_i|; Herfindahl Σs²; entropy −Σs ln s",
    source: "Krugman 1991; Herfindahl 1950; Shannon 1948; Hachman 1995; Duranton and Puga 2000",
    run: shares,
};

pub(super) const SHIFT_SHARE: Method = Method {
    family: Family::Region,
    key: "shift-share",
    about: "Growth of each region parted into national, industry mix and regional",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        PERIOD,
        FROM,
        TO,
        Opt::optional("form", Takes::Choice(SHIFTS), "dunn (three parts) or esteban (four)"),
    ],
    formula: "Δx = x g + x(gᵢ − g) + x(gᵢᵣ − gᵢ)",
    source: "Dunn 1960; Esteban-Marquillas 1972, eq. 5 and 6",
    run: shifts,
};

pub(super) const RELATEDNESS: Method = Method {
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

pub(super) const COMPLEXITY: Method = Method {
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

pub(super) const DYNAMICS: Method = Method {
    family: Family::Region,
    key: "dynamics",
    about: "What entered, left and grew, and how well density told it beforehand",
    options: &[REGION, ACTIVITY, VALUE, PERIOD, FROM, TO, LEAST],
    formula: "entry: absent before, present after; back-test: area under the curve of density among what could enter",
    source: "Neffke, Henning and Boschma 2011; Boschma, Balland and Kogler 2015; Hanley and McNeil 1982",
    run: dynamics,
};

pub(super) const CLUSTERS: Method = Method {
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
struct Quotient<'a> {
    region: &'a str,
    activity: &'a str,
    value: f64,
    quotient: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ci_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ci_high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    specialised: Option<f64>,
}

#[derive(Serialize)]
struct Listed<T: Serialize> {
    regions: usize,
    activities: usize,
    #[serde(flatten)]
    list: T,
}

#[derive(Serialize)]
struct Quotients<'a> {
    form: Form,
    quotients: Vec<Quotient<'a>>,
}

fn lq(request: &Request) -> Result<Answer, Refusal> {
    let grid = grid(request)?;
    let form = match request.choice("form", FORMS)? {
        "difference" => Form::Difference,
        "symmetric" => Form::Symmetric,
        "logarithm" => Form::Logarithm,
        "standardised" => Form::Standardised,
        "standardised-logarithm" => Form::StandardisedLogarithm,
        _ => Form::Ratio,
    };
    let found = quotients(&grid.table, form);
    let columns = grid.activities.len();
    let mut rows: Vec<Quotient> = Vec::with_capacity(found.values.len());
    for (region, name) in grid.regions.iter().enumerate() {
        for (activity, other) in grid.activities.iter().enumerate() {
            let (value, quotient) =
                (grid.table.values().at(region, activity), found.values[region * columns + activity]);
            rows.push(Quotient {
                region: name,
                activity: other,
                value,
                quotient,
                ci_low: None,
                ci_high: None,
                specialised: None,
            });
        }
    }
    let mut cautions = found.cautions.clone();
    let draws = request.whole("draws", 0)?;
    if draws > 0 {
        let all: Vec<usize> = (0..grid.regions.len()).collect();
        let draws = Draws {
            seed: request.whole("seed", 1)? as u64,
            draws,
            level: request.number("confidence", 0.95)?,
            together: request.number("together", 1.0)?,
        };
        let (drawn, more) = intervals(&grid.table, &all, draws)?;
        for one in drawn {
            let row = &mut rows[one.region * columns + one.activity];
            (row.ci_low, row.ci_high, row.specialised) =
                (Some(one.low), Some(one.high), Some(one.specialised));
        }
        cautions.extend(more.into_iter().filter(|caution| !found.cautions.contains(caution)));
    }
    let listed = Listed {
        regions: grid.regions.len(),
        activities: columns,
        list: Quotients { form, quotients: rows },
    };
    Ok(with_cautions(Answer::of(&listed, request), &cautions))
}

#[derive(Serialize)]
struct Share<'a> {
    region: &'a str,
    size: f64,
    share: f64,
    #[serde(flatten)]
    structure: Option<Structure>,
}

#[derive(Serialize)]
struct Of<'a> {
    of_regions: Vec<Share<'a>>,
}

fn shares(request: &Request) -> Result<Answer, Refusal> {
    let grid = grid(request)?;
    let (found, cautions) = structures(&grid.table);
    let (sizes, total) = (grid.table.region_totals(), grid.table.total());
    let of_regions = grid.regions.iter().zip(found).zip(sizes);
    let of_regions = of_regions
        .map(|((region, structure), size)| Share { region, size: *size, share: size / total, structure })
        .collect();
    let listed =
        Listed { regions: grid.regions.len(), activities: grid.activities.len(), list: Of { of_regions } };
    Ok(with_cautions(Answer::of(&listed, request), &cautions))
}

#[derive(Serialize)]
struct Shifted<'a> {
    form: ShiftForm,
    from: &'a str,
    to: &'a str,
    of_regions: Vec<Shift<'a>>,
    of_cells: Vec<Shift<'a>>,
}

#[derive(Serialize)]
struct Shift<'a> {
    region: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<&'a str>,
    #[serde(flatten)]
    parts: Parts,
}

fn shifts(request: &Request) -> Result<Answer, Refusal> {
    let span = span(request)?;
    let form =
        if request.choice("form", SHIFTS)? == "esteban" { ShiftForm::Esteban } else { ShiftForm::Dunn };
    let nation = [span.before.activity_totals(), span.after.activity_totals()];
    let (mut of_regions, mut of_cells) = (Vec::new(), Vec::new());
    for (at, region) in span.regions.iter().enumerate() {
        let found = shift_share([span.before.values().row(at), span.after.values().row(at)], nation, form);
        let found = found.map_err(|unfit| request.unfit(unfit, span.activities.clone(), &[]))?;
        for (activity, parts) in span.activities.iter().zip(&found.by_activity) {
            of_cells.push(Shift { region, activity: Some(activity), parts: parts.clone() });
        }
        of_regions.push(Shift { region, activity: None, parts: found.total });
    }
    let cautions = [span.before.cautions(), span.after.cautions()].concat();
    let shifted = Shifted { form, from: &span.from, to: &span.to, of_regions, of_cells };
    let listed = Listed { regions: span.regions.len(), activities: span.activities.len(), list: shifted };
    Ok(with_cautions(Answer::of(&listed, request), &cautions))
}

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
struct Turned<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    all: Flow,
    entry_rate: Option<f64>,
    exit_rate: Option<f64>,
    of_regions: Vec<Moved<'a>>,
    of_activities: Vec<Moved<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back_test: Option<crate::region::dynamics::BackTest>,
}

#[derive(Serialize)]
struct Moved<'a> {
    name: &'a str,
    #[serde(flatten)]
    flow: Flow,
    entry_rate: Option<f64>,
    exit_rate: Option<f64>,
    growth: Option<f64>,
}

fn dynamics(request: &Request) -> Result<Answer, Refusal> {
    let span = span(request)?;
    let least = threshold(request)?;
    let (before, after) = (Presence::of_table(&span.before, least), Presence::of_table(&span.after, least));
    let turned = turnover(&before, &after)?;
    let grown = growth_between(&span.before, &span.after)?;
    let proximity = relatedness(&before, Normalisation::Proximity, Diagonal::Zero);
    let near = density(&before, &proximity, Neighbourhood::All)?;
    // Without anything that could enter there is nothing to foretell.
    let test = back_test(&near.values, &before, &after, &[5, 10]).ok();
    let turned = Turned {
        from: &span.from,
        to: &span.to,
        entry_rate: turned.all.entry_rate(),
        exit_rate: turned.all.exit_rate(),
        all: turned.all.clone(),
        of_regions: moved(&span.regions, &turned.by_region, &grown.regions),
        of_activities: moved(&span.activities, &turned.by_activity, &grown.activities),
        back_test: test,
    };
    let listed = Listed { regions: span.regions.len(), activities: span.activities.len(), list: turned };
    Ok(with_cautions(Answer::of(&listed, request), &near.cautions))
}

fn moved<'a>(names: &'a [String], flows: &[Flow], growth: &[Option<f64>]) -> Vec<Moved<'a>> {
    let one = |((name, flow), growth): ((&'a String, &Flow), &Option<f64>)| Moved {
        name,
        flow: flow.clone(),
        entry_rate: flow.entry_rate(),
        exit_rate: flow.exit_rate(),
        growth: *growth,
    };
    names.iter().zip(flows).zip(growth).map(one).collect()
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
