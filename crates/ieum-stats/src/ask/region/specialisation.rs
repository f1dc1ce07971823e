//! `ieum region lq`, `ieum region shares`

use super::{
    ACTIVITY, Answer, Family, Listed, Method, Opt, REGION, Refusal, Request, Takes, VALUE, grid,
    with_cautions,
};
use crate::region::quotient::{Form, quotients};
use crate::region::sampling::{Draws, intervals};
use crate::region::structure::{Structure, structures};
use serde::Serialize;

const FORMS: &[&str] =
    &["ratio", "difference", "symmetric", "logarithm", "standardised", "standardised-logarithm"];

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
    ],
    formula: "LQ = (x_ri/x_r)/(x_i/x)",
    source: "Florence 1939; Balassa 1965, eq. 1; Hoen and Oosterhaven 2006; Laursen 1998; O'Donoghue and Gleave 2004; Tian 2013",
    run: lq,
};

pub(in crate::ask) const SHARES: Method = Method {
    family: Family::Region,
    key: "shares",
    about: "How specialised and how varied each region is",
    options: &[REGION, ACTIVITY, VALUE],
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
