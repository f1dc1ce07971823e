//! `ieum region shift-share`, `ieum region dynamics`

use super::{
    ACTIVITY, Answer, FROM, Family, LEAST, Listed, Method, Opt, PERIOD, REGION, Refusal, Request, TO, Takes,
    VALUE, span, threshold, with_cautions,
};
use crate::region::density::{Neighbourhood, density};
use crate::region::dynamics::{Flow, back_test, growth_between, turnover};
use crate::region::presence::Presence;
use crate::region::relatedness::{Diagonal, Normalisation, relatedness};
use crate::region::shift_share::{Form as ShiftForm, Parts, shift_share};
use serde::Serialize;

const SHIFTS: &[&str] = &["dunn", "esteban"];

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
        Opt::optional("form", Takes::Choice(SHIFTS), "dunn (three parts) or esteban (four)"),
    ],
    formula: "Δx = x g + x(gᵢ − g) + x(gᵢᵣ − gᵢ)",
    source: "Dunn 1960; Esteban-Marquillas 1972, eq. 5 and 6",
    run: shifts,
};

pub(in crate::ask) const DYNAMICS: Method = Method {
    family: Family::Region,
    key: "dynamics",
    about: "What entered, left and grew, and how well density told it beforehand",
    options: &[REGION, ACTIVITY, VALUE, PERIOD, FROM, TO, LEAST],
    formula: "entry: absent before, present after; back-test: area under the curve of density among what could enter",
    source: "Neffke, Henning and Boschma 2011; Boschma, Balland and Kogler 2015; Hanley and McNeil 1982",
    run: dynamics,
};

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
        all: turned.all,
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
        flow: *flow,
        entry_rate: flow.entry_rate(),
        exit_rate: flow.exit_rate(),
        growth: *growth,
    };
    names.iter().zip(flows).zip(growth).map(one).collect()
}
