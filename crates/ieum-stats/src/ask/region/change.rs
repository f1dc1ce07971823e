//! `ieum region dynamics`

use super::{
    ACTIVITY, Answer, FROM, Family, LEAST, Listed, Method, Opt, PERIOD, REGION, Refusal, Request, TO, Takes,
    VALUE, span, threshold, with_cautions,
};
use crate::region::density::{Neighbourhood, density};
use crate::region::dynamics::{Flow, back_test, growth_between, turnover};
use crate::region::econgeo;
use crate::region::presence::Presence;
use crate::region::relatedness::{Diagonal, Normalisation, relatedness};
use serde::Serialize;

const CONVENTIONS: &[&str] = &["ieum", "econgeo"];

pub(in crate::ask) const DYNAMICS: Method = Method {
    family: Family::Region,
    key: "dynamics",
    about: "What entered, left and grew, and how well density told it beforehand",
    options: &[
        REGION,
        ACTIVITY,
        VALUE,
        PERIOD,
        FROM,
        TO,
        LEAST,
        Opt::optional(
            "convention",
            Takes::Choice(CONVENTIONS),
            "Whose growth rates: ieum (shares), or econgeo (percent to two digits, infinite from nothing)",
        ),
    ],
    formula: "entry: absent before, present after; back-test: area under the curve of density among what could enter",
    source: "Neffke, Henning and Boschma 2011; Boschma, Balland and Kogler 2015; Hanley and McNeil 1982",
    run: dynamics,
};

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
    let (of_regions, of_activities) = match request.choice("convention", CONVENTIONS)? {
        "econgeo" => {
            let [_, regions, activities] = econgeo::growth(&span.before, &span.after)?;
            (regions.into_iter().map(Some).collect(), activities.into_iter().map(Some).collect())
        }
        _ => {
            let grown = growth_between(&span.before, &span.after)?;
            (grown.regions, grown.activities)
        }
    };
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
        of_regions: moved(&span.regions, &turned.by_region, &of_regions),
        of_activities: moved(&span.activities, &turned.by_activity, &of_activities),
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
