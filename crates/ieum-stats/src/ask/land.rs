//! `ieum region land`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::region::land::{Assumption, land_demand};
use serde::Serialize;

pub(super) const METHOD: Method = Method {
    family: Family::Region,
    key: "land",
    about: "Yearly demand for business land by GIFPRO",
    options: &[
        Opt::needed("group", Takes::Column, "Column that names the groups of activities"),
        Opt::needed("jobs", Takes::Column, "Column of jobs"),
        Opt::needed(
            "on-business-land",
            Takes::Text,
            "Share of the jobs on business land, 0 to 1: a number for all, or a column",
        ),
        Opt::optional(
            "settling",
            Takes::Text,
            "Jobs in new settlements a year per job, a number or a column; 0.0015 unless given",
        ),
        Opt::optional(
            "moving",
            Takes::Text,
            "Jobs moving within the region a year per job, a number or a column; 0.007 unless given",
        ),
        Opt::optional("reused", Takes::Text, "Share of land left behind that is used again; 0 unless given"),
        Opt::optional("square-metres", Takes::Text, "Land a job takes in m²; 225 unless given"),
        Opt::optional("years", Takes::Number, "Years to plan for, 10 unless given"),
    ],
    formula: "area = jobs × share on business land × (settling + moving) × (1 − reused) × m² a job",
    source: "Stark, Velsinger, Bauer and Bonny 1981; Bonny and Kahnert 2005; Vallée, Witte, Brandt and Bischof 2012",
    run,
};

#[derive(Serialize)]
struct Demand {
    n: usize,
    years: f64,
    yearly: f64,
    total: f64,
    of_groups: Vec<Group>,
    source: &'static str,
}

#[derive(Serialize)]
struct Group {
    group: String,
    jobs: f64,
    #[serde(flatten)]
    assumed: Assumption,
    yearly: f64,
    total: f64,
}

fn run(request: &Request) -> Result<Answer, Refusal> {
    let (group, jobs) = (request.column("group")?, request.column("jobs")?);
    let cases = request.cases(&[group, jobs]);
    let counts = request.numbers_in(jobs, &cases)?;
    // A number holds for all groups; any other word is a heading.
    let rate = |option: &'static str, otherwise: f64| -> Result<Vec<f64>, Refusal> {
        let is_number = request.word(option).is_none_or(|word| word.trim().parse::<f64>().is_ok());
        if is_number && request.word(option).is_none_or(|word| request.table().column(word).is_err()) {
            return Ok(vec![request.number(option, otherwise)?; cases.rows.len()]);
        }
        let values = request.numbers_in(request.column(option)?, &cases)?;
        Ok(values.into_iter().map(|value| if value.is_nan() { otherwise } else { value }).collect())
    };
    let on_land = rate("on-business-land", 1.0)?;
    let (settling, moving) = (rate("settling", 0.0015)?, rate("moving", 0.007)?);
    let (reused, square_metres) = (rate("reused", 0.0)?, rate("square-metres", 225.0)?);
    let assumed: Vec<Assumption> = (0..cases.rows.len())
        .map(|at| Assumption {
            on_business_land: on_land[at],
            settling: settling[at],
            moving: moving[at],
            reused: reused[at],
            square_metres: square_metres[at],
        })
        .collect();
    let years = request.number("years", 10.0)?;
    let found = land_demand(&counts, &assumed, years)
        .map_err(|unfit| request.unfit(unfit, request.names(&[jobs]), &cases.rows))?;
    let of_groups = cases.rows.iter().enumerate().map(|(at, row)| Group {
        group: request.table().cell(*row, group).to_owned(),
        jobs: counts[at],
        assumed: assumed[at],
        yearly: found.by_group[at],
        total: found.by_group[at] * years,
    });
    let demand = Demand {
        n: cases.rows.len(),
        years,
        yearly: found.yearly,
        total: found.total,
        of_groups: of_groups.collect(),
        source: METHOD.source,
    };
    Ok(Answer::of(&demand, request).left_out(cases.dropped))
}
