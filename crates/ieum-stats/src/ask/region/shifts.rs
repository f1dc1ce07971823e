//! `ieum region shift-share`

use super::{
    ACTIVITY, Answer, FROM, Family, Listed, MOST_LISTED, Method, Opt, PERIOD, REGION, Refusal, Request, TO,
    Takes, VALUE, at_most, dates, with_cautions,
};
use crate::Matrix;
use crate::region::shift_share::{Form, Gerfin, Parts, dynamic, gerfin, shift_share};
use serde::Serialize;

const FORMS: &[&str] = &["dunn", "esteban", "gerfin"];

pub(in crate::ask) const SHIFT_SHARE: Method = Method {
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
        Opt::optional(
            "form",
            Takes::Choice(FORMS),
            "dunn (three parts), esteban (four) or gerfin (two factors)",
        ),
        Opt::optional("dynamic", Takes::Flag, "Period by period, each from its own mix, and summed"),
    ],
    formula: "Δx = x g + x(gᵢ − g) + x(gᵢᵣ − gᵢ); Esteban parts the last by the mix the region would have; Gerfin: mix × regional = growth factor \
              of the region over that of all",
    source: "Dunn 1960; Esteban-Marquillas 1972, eq. 5 and 6; Gerfin 1964; Barff and Knight 1988",
    run,
};

#[derive(Serialize)]
struct Shifted<'a> {
    form: &'static str,
    from: &'a str,
    to: &'a str,
    periods: usize,
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

#[derive(Serialize)]
struct Factors<'a> {
    form: &'static str,
    from: &'a str,
    to: &'a str,
    of_regions: Vec<Factor<'a>>,
}

#[derive(Serialize)]
struct Factor<'a> {
    region: &'a str,
    #[serde(flatten)]
    factors: Gerfin,
}

fn run(request: &Request) -> Result<Answer, Refusal> {
    let form = request.choice("form", FORMS)?;
    let step_by_step = request.flag("dynamic");
    let found = dates(request, step_by_step)?;
    let cautions: Vec<_> = found.dates.iter().flat_map(|(_, table)| table.cautions()).collect();
    let (from, to) = (found.dates[0].0.as_str(), found.dates[found.dates.len() - 1].0.as_str());
    let (regions, activities) = (found.regions.len(), found.activities.len());
    let blame = |unfit| request.unfit(unfit, found.activities.clone(), &[]);
    let totals: Vec<&[f64]> = found.dates.iter().map(|(_, table)| table.activity_totals()).collect();
    let (first, last) = (&found.dates[0].1, &found.dates[found.dates.len() - 1].1);
    if form == "gerfin" {
        let mut of_regions = Vec::with_capacity(regions);
        for (at, region) in found.regions.iter().enumerate() {
            let own = [first.values().row(at), last.values().row(at)];
            let factors = gerfin(own, [totals[0], totals[totals.len() - 1]]).map_err(blame)?;
            of_regions.push(Factor { region, factors });
        }
        let list = Factors { form, from, to, of_regions };
        let listed = Listed { regions, activities, list };
        return Ok(with_cautions(Answer::of(&listed, request), &cautions));
    }
    at_most("results", regions.saturating_mul(activities), MOST_LISTED)?;
    let parted = if form == "esteban" { Form::Esteban } else { Form::Dunn };
    let nation = rows(activities, &totals).map_err(blame)?;
    let (mut of_regions, mut of_cells) = (Vec::new(), Vec::new());
    for (at, region) in found.regions.iter().enumerate() {
        let (total, by_activity) = if step_by_step {
            let own: Vec<&[f64]> = found.dates.iter().map(|(_, table)| table.values().row(at)).collect();
            let (periods, total) =
                dynamic(&rows(activities, &own).map_err(blame)?, &nation, parted).map_err(blame)?;
            let mut sums = vec![Parts::default(); activities];
            for period in &periods {
                sums.iter_mut().zip(&period.by_activity).for_each(|(sum, parts)| sum.add(parts));
            }
            (total, sums)
        } else {
            let own = [first.values().row(at), last.values().row(at)];
            let found = shift_share(own, [totals[0], totals[totals.len() - 1]], parted).map_err(blame)?;
            (found.total, found.by_activity)
        };
        for (activity, parts) in found.activities.iter().zip(by_activity) {
            of_cells.push(Shift { region, activity: Some(activity), parts });
        }
        of_regions.push(Shift { region, activity: None, parts: total });
    }
    let shifted = Shifted { form, from, to, periods: found.dates.len() - 1, of_regions, of_cells };
    let listed = Listed { regions, activities, list: shifted };
    Ok(with_cautions(Answer::of(&listed, request), &cautions))
}

/// Dates as rows of a matrix.
fn rows(columns: usize, dates: &[&[f64]]) -> Result<Matrix, crate::Unfit> {
    Matrix::new(dates.len(), columns, dates.concat())
}
