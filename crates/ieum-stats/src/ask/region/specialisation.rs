//! `ieum region lq`, `ieum region shares`

use super::{
    ACTIVITY, Answer, Family, LEAST_ACTIVITY, LEAST_REGION, Listed, MOST_LISTED, Method, Opt, REGION,
    Refusal, Request, Takes, VALUE, at_most, sized_grid, with_cautions,
};
use crate::intake::{Fault, is_missing};
use crate::region::econgeo;
use crate::region::inequality::locational_gini;
use crate::region::quotient::{Form, quotients};
use crate::region::sampling::{Draws, intervals};
use crate::region::structure::{Structure, Variety, structure, structures, variety};
use serde::Serialize;

const FORMS: &[&str] =
    &["ratio", "difference", "symmetric", "logarithm", "standardised", "standardised-logarithm"];

const CONVENTIONS: &[&str] = &["ieum", "econgeo"];
const MOST_DRAWS: usize = 100_000;

pub(in crate::ask) const LQ: Method = Method {
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
        LEAST_REGION,
        LEAST_ACTIVITY,
        Opt::optional(
            "convention",
            Takes::Choice(CONVENTIONS),
            "Whose ratio: ieum (exact) or econgeo (rounded to two digits)",
        ),
    ],
    formula: "LQ = (x_ri/x_r)/(x_i/x)",
    source: "Florence 1939; Balassa 1965, eq. 1; Hoen and Oosterhaven 2006; Laursen 1998; O'Donoghue and Gleave 2004; Tian 2013",
    run: lq,
};

pub(in crate::ask) const SHARES: Method = Method {
    family: Family::Region,
    key: "shares",
    about: "How specialised and how varied each region is",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        Opt::optional(
            "field",
            Takes::Column,
            "Column of the wider field of each activity, for related and unrelated variety",
        ),
        LEAST_REGION,
        LEAST_ACTIVITY,
        Opt::optional(
            "convention",
            Takes::Choice(CONVENTIONS),
            "Whose entropy: ieum (exact) or econgeo (with 10⁻⁹ added to shares, to three digits)",
        ),
    ],
    formula: "Krugman Σ|s_ri − s_i|; Herfindahl Σs²; entropy −Σs ln s",
    source: "Krugman 1991; Herfindahl 1950; Shannon 1948; Hachman 1995; Duranton and Puga 2000",
    run: shares,
};

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
struct Quotients<'a> {
    form: Form,
    quotients: Vec<Quotient<'a>>,
}

fn lq(request: &Request) -> Result<Answer, Refusal> {
    let (grid, left_out) = sized_grid(request)?;
    at_most("results", grid.regions.len().saturating_mul(grid.activities.len()), MOST_LISTED)?;
    let form = match request.choice("form", FORMS)? {
        "difference" => Form::Difference,
        "symmetric" => Form::Symmetric,
        "logarithm" => Form::Logarithm,
        "standardised" => Form::Standardised,
        "standardised-logarithm" => Form::StandardisedLogarithm,
        _ => Form::Ratio,
    };
    let mut found = quotients(&grid.table, form);
    if request.choice("convention", CONVENTIONS)? == "econgeo" {
        found.values.iter_mut().flatten().for_each(|value| *value = econgeo::round(*value, 2));
    }
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
    let mut cautions = [left_out, found.cautions.clone()].concat();
    let draws = request.whole_to("draws", 0, MOST_DRAWS)?;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    variety: Option<Variety>,
}

/// How an activity is spread over regions.
#[derive(Serialize)]
struct Spread<'a> {
    activity: &'a str,
    size: f64,
    share: f64,
    /// Σ|share of the activity's amount − share of all amounts| over regions (Krugman 1991).
    krugman: Option<f64>,
    herfindahl: Option<f64>,
    entropy: Option<f64>,
    locational_gini: Option<f64>,
}

#[derive(Serialize)]
struct Of<'a> {
    of_regions: Vec<Share<'a>>,
    of_activities: Vec<Spread<'a>>,
}

fn shares(request: &Request) -> Result<Answer, Refusal> {
    let (grid, left_out) = sized_grid(request)?;
    let (mut found, cautions) = structures(&grid.table);
    if request.choice("convention", CONVENTIONS)? == "econgeo" {
        for (structure, entropy) in found.iter_mut().zip(econgeo::entropy(&grid.table)) {
            structure.iter_mut().for_each(|structure| structure.concentration.entropy = entropy);
        }
    }
    let fields = fields(request, &grid.activities)?;
    let (sizes, total) = (grid.table.region_totals(), grid.table.total());
    let mut of_regions = Vec::with_capacity(grid.regions.len());
    for (at, (region, structure)) in grid.regions.iter().zip(found).enumerate() {
        let variety = match &fields {
            Some(fields) if sizes[at] > 0.0 => Some(variety(grid.table.values().row(at), fields)?),
            _ => None,
        };
        of_regions.push(Share { region, size: sizes[at], share: sizes[at] / total, structure, variety });
    }
    let spread = |(at, activity)| {
        let (column, size) = (grid.table.values().column(at), grid.table.activity_totals()[at]);
        let found = structure(&column, sizes).ok();
        Spread {
            activity,
            size,
            share: size / total,
            krugman: found.as_ref().map(|found| found.krugman),
            herfindahl: found.as_ref().map(|found| found.concentration.herfindahl),
            entropy: found.as_ref().map(|found| found.concentration.entropy),
            locational_gini: locational_gini(&column, sizes).ok(),
        }
    };
    let of_activities = grid.activities.iter().map(String::as_str).enumerate().map(spread).collect();
    let list = Of { of_regions, of_activities };
    let listed = Listed { regions: grid.regions.len(), activities: grid.activities.len(), list };
    Ok(with_cautions(Answer::of(&listed, request), &[left_out, cautions].concat()))
}

/// The wider field of each activity; an activity has one only.
fn fields(request: &Request, activities: &[String]) -> Result<Option<Vec<usize>>, Refusal> {
    let Some(field) = request.maybe_column("field")? else { return Ok(None) };
    let (activity, table) = (request.column("activity")?, request.table());
    let mut of: Vec<Option<(&str, usize)>> = vec![None; activities.len()];
    for row in 0..table.rows() {
        let (name, text) = (table.cell(row, activity), table.cell(row, field));
        let Some(at) = activities.iter().position(|known| known == name).filter(|_| !is_missing(text)) else {
            continue;
        };
        match of[at] {
            Some((known, line)) if known != text => {
                let known = vec![format!("{known} ({name}, {})", table.line(line))];
                let (line, column) = (table.line(row), table.names()[field].clone());
                return Err(Fault::UnknownWord { line, column, text: text.to_owned(), known }.into());
            }
            _ => of[at] = Some((text, row)),
        }
    }
    // Activities without a field make one field of their own, all together.
    let words = of.iter().map(|field| field.map_or("", |(field, _)| field));
    Ok(Some(crate::ask::request::groups(words).0))
}
