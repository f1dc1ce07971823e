//! `ieum stats event`: effects by time since a treatment, and what a test of earlier trends could have seen.

use super::panel::{CLUSTER, CONFIDENCE, ERRORS_OF, RULE, options};
use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Unfit;
use crate::effects::minimum_detectable_effect;
use crate::intake::is_missing;
use crate::panel::event_study;
use serde::Serialize;

/// Of the chance that a study of this size would notice an effect.
pub(super) const POWER: Opt = Opt::optional(
    "power",
    Takes::Number,
    "Chance with which the least noticeable effect would be noticed, 0.8 unless given",
);

/// Most periods told apart on either side of the beginning.
const MOST_PERIODS: usize = 500;

pub(super) const METHOD: Method = Method {
    family: Family::Stats,
    key: "event",
    about: "Event study: effects by time since the treatment, the trends before it, and what could have been seen",
    options: &[
        Opt::needed("value", Takes::Column, "Column of outcomes"),
        Opt::needed("unit", Takes::Column, "Column of units"),
        Opt::needed("time", Takes::Column, "Column of periods, whole numbers"),
        Opt::needed("first", Takes::Column, "First period of treatment; empty or 0 for units never treated"),
        Opt::optional(
            "leads",
            Takes::Whole,
            "Periods before the treatment told apart, those further back with the last; all unless given",
        ),
        Opt::optional("lags", Takes::Whole, "Periods after it told apart, likewise; all unless given"),
        ERRORS_OF,
        CLUSTER,
        RULE,
        CONFIDENCE,
        POWER,
    ],
    formula: "y = Σₖ βₖ 1(t − g = k) + unit + period + e, k = −1 left out; pre-trend: β' V⁻¹ β of k < −1 against χ²; least noticeable effect: \
              (t₁₋α⸝₂ + t_power) · se",
    source: "Freyaldenhoven, Hansen, Pérez and Shapiro 2021, eq. 2; Roth 2022, AER: Insights 4; Bloom 1995, Evaluation Review 19, eq. 1",
    run,
};

#[derive(Serialize)]
struct Detectable {
    event_time: i64,
    effect: f64,
}

fn run(request: &Request) -> Result<Answer, Refusal> {
    let [value, unit, time, first] = [
        request.column("value")?,
        request.column("unit")?,
        request.column("time")?,
        request.column("first")?,
    ];
    let cluster = request.maybe_column("cluster")?;
    let needed: Vec<usize> = [value, unit, time].into_iter().chain(cluster).collect();
    let cases = request.cases(&needed);
    let (units, _) = request.groups_in(unit, &cases);
    let (y, times) = (request.numbers_in(value, &cases)?, request.integers_in(time, &cases)?);
    let is_given = |row: &usize| !is_missing(request.table().cell(*row, first));
    let given = Cases { rows: cases.rows.iter().copied().filter(is_given).collect(), dropped: 0 };
    let known = request.integers_in(first, &given)?;
    let mut known = given.rows.iter().zip(known).peekable();
    let began: Vec<Option<i64>> = cases
        .rows
        .iter()
        .map(|row| known.next_if(|(at, _)| *at == row).map(|(_, first)| first).filter(|first| *first != 0))
        .collect();
    let since = || times.iter().zip(&began).filter_map(|(time, first)| first.map(|first| time - first));
    let furthest = |ends: Option<i64>, least: i64| {
        usize::try_from(ends.unwrap_or(least).max(least)).unwrap_or(usize::MAX).min(MOST_PERIODS)
    };
    let leads = request.whole_to("leads", furthest(since().map(|at| -at).max(), 2), MOST_PERIODS)?;
    let lags = request.whole_to("lags", furthest(since().max(), 0), MOST_PERIODS)?;
    let power = request.number("power", 0.8)?;
    let blame = |unfit| match unfit {
        // Without a unit that is never treated the times since the treatment and the periods say the same.
        Unfit::Collinear { .. } if began.iter().all(Option::is_some) => Unfit::NoControls.into(),
        Unfit::Collinear { column } => {
            let names = (-(leads as i64)..=lags as i64).filter(|at| *at != -1).map(|at| at.to_string());
            request.unfit(Unfit::Collinear { column }, names.collect(), &cases.rows)
        }
        other => request.unfit(other, request.names(&needed), &cases.rows),
    };
    let options = options(request, &cases, cluster)?;
    let found =
        event_study(&y, &units, &times, &began, (leads as i64, lags as i64), &options).map_err(blame)?;
    let mut detectable = Vec::new();
    for one in found.coefficients.iter().filter(|one| one.line.std_error > 0.0) {
        let effect = minimum_detectable_effect(one.line.std_error, options.level, power, Some(found.df_t))
            .map_err(blame)?;
        detectable.push(Detectable { event_time: one.event_time, effect });
    }
    Ok(Answer::of(&found, request)
        .with("power", power)
        .with("detectable", detectable)
        .left_out(cases.dropped))
}
