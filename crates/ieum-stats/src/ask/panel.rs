//! `ieum stats fe`, `ieum stats did`

use super::event::POWER;
use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Matrix;
use crate::effects::minimum_detectable_effect;
use crate::panel::{Errors, Options, SmallSample, fixed_effects, twfe, two_by_two};
use serde_json::Value;

const ERRORS: &[&str] = &["classical", "hc1"];
const SMALL_SAMPLE: &[&str] = &["nested-not-counted", "all-counted", "none"];

pub(super) const ERRORS_OF: Opt =
    Opt::optional("errors", Takes::Choice(ERRORS), "Standard errors: classical or hc1");
pub(super) const CLUSTER: Opt =
    Opt::optional("cluster", Takes::Column, "Column of clusters for cluster-robust errors");
pub(super) const RULE: Opt = Opt::optional(
    "small-sample",
    Takes::Choice(SMALL_SAMPLE),
    "With --cluster: nested-not-counted (fixest), all-counted (Stata areg), none",
);
pub(super) const CONFIDENCE: Opt =
    Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given");

pub(super) const FE: Method = Method {
    family: Family::Stats,
    key: "fe",
    about: "Panel regression with fixed effects",
    options: &[
        Opt::needed("formula", Takes::Text, "y ~ x1 + x2, without the effects"),
        Opt::needed("effects", Takes::Columns, "Columns whose effects are taken out, such as unit,year"),
        ERRORS_OF,
        CLUSTER,
        RULE,
        CONFIDENCE,
    ],
    formula: "y − effects = (X − effects)b + e by alternating projections",
    source: "Wooldridge 2010, Econometric analysis of cross section and panel data, ch. 10; Gaure 2013; Cameron and Miller 2015",
    run: fe,
};

pub(super) const DID: Method = Method {
    family: Family::Stats,
    key: "did",
    about: "Difference in differences: two groups and two times, or with --unit and --time two-way fixed effects",
    options: &[
        Opt::needed("value", Takes::Column, "Column of outcomes"),
        Opt::needed(
            "treated",
            Takes::Column,
            "1 for the treated (with --unit and --time: while treated), else 0",
        ),
        Opt::optional("post", Takes::Column, "1 after the treatment began, else 0"),
        Opt::optional("unit", Takes::Column, "Column of units, for two-way fixed effects"),
        Opt::optional("time", Takes::Column, "Column of periods, for two-way fixed effects"),
        Opt::optional("covariates", Takes::Columns, "Columns of numbers beside"),
        ERRORS_OF,
        CLUSTER,
        RULE,
        CONFIDENCE,
        POWER,
    ],
    formula: "(ȳ treated after − ȳ treated before) − (ȳ control after − ȳ control before)",
    source: "Card and Krueger 1994; Angrist and Pischke 2009, §5.2; de Chaisemartin and D'Haultfœuille 2020 on negative weights",
    run: did,
};

pub(super) fn options(request: &Request, cases: &Cases, cluster: Option<usize>) -> Result<Options, Refusal> {
    let small_sample = match request.choice("small-sample", SMALL_SAMPLE)? {
        "all-counted" => SmallSample::AllCounted,
        "none" => SmallSample::None,
        _ => SmallSample::NestedNotCounted,
    };
    let errors = match (request.choice("errors", ERRORS)?, cluster) {
        (_, Some(column)) => Errors::Cluster { labels: request.groups_in(column, cases).0, small_sample },
        ("hc1", None) => Errors::Hc1,
        _ => Errors::Classical,
    };
    Ok(Options { level: request.number("confidence", 0.95)?, errors })
}

fn fe(request: &Request) -> Result<Answer, Refusal> {
    let (effects, cluster) = (request.columns("effects")?, request.maybe_column("cluster")?);
    let beside: Vec<usize> = effects.iter().copied().chain(cluster).collect();
    let design = request.design("formula", &beside)?;
    let cases = Cases::of(&design);
    // The effects span the intercept.
    let skip = usize::from(design.intercept);
    let terms: Vec<String> = design.terms.iter().skip(skip).cloned().collect();
    let mut x = Matrix::zeros(design.rows.len(), terms.len());
    for (at, column) in design.columns.iter().skip(skip).enumerate() {
        for (row, value) in column.rounded().iter().enumerate() {
            *x.at_mut(row, at) = *value;
        }
    }
    let labels: Vec<Vec<usize>> = effects.iter().map(|column| request.groups_in(*column, &cases).0).collect();
    let labels: Vec<&[usize]> = labels.iter().map(Vec::as_slice).collect();
    let options = options(request, &cases, cluster)?;
    let found = fixed_effects(&x, &terms, design.outcome_f64(), &labels, &options);
    let found = found.map_err(|unfit| request.unfit(unfit, terms.clone(), &design.rows))?;
    Ok(Answer::of(&found, request).left_out(design.dropped))
}

fn did(request: &Request) -> Result<Answer, Refusal> {
    let (value, treated) = (request.column("value")?, request.column("treated")?);
    let (post, unit, time) =
        (request.maybe_column("post")?, request.maybe_column("unit")?, request.maybe_column("time")?);
    let (covariates, cluster) = (request.columns("covariates")?, request.maybe_column("cluster")?);
    let needed: Vec<usize> = [value, treated]
        .into_iter()
        .chain(post)
        .chain(unit)
        .chain(time)
        .chain(covariates.iter().copied())
        .chain(cluster)
        .collect();
    let cases = request.cases(&needed);
    let names = request.names(&covariates);
    let columns: Vec<Vec<f64>> =
        covariates.iter().map(|column| request.numbers_in(*column, &cases)).collect::<Result<_, _>>()?;
    let cells = (0..cases.rows.len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
    let blame = |unfit| request.unfit(unfit, names.clone(), &cases.rows);
    let beside = Matrix::new(cases.rows.len(), names.len(), cells).map_err(blame)?;
    let beside = (!names.is_empty()).then_some((&beside, &names[..]));
    let (y, treated) = (request.numbers_in(value, &cases)?, request.truths_in(treated, &cases)?);
    let post = post.map(|post| request.truths_in(post, &cases)).transpose()?;
    let options = options(request, &cases, cluster)?;
    if let (Some(unit), Some(time)) = (unit, time) {
        let is_on = |at: usize| treated[at] && post.as_ref().is_none_or(|post| post[at]);
        let treatment: Vec<f64> = (0..y.len()).map(|at| f64::from(u8::from(is_on(at)))).collect();
        let (unit, time) = (request.groups_in(unit, &cases).0, request.groups_in(time, &cases).0);
        let found = twfe(&y, &treatment, &unit, &time, beside, &options).map_err(blame)?;
        let answer = Answer::of(&found, request).left_out(cases.dropped);
        return noticeable(answer, request, "coefficients", options.level);
    }
    let post = post.ok_or(Refusal::OneOf { ways: &["post", "unit+time"] })?;
    let found = two_by_two(&y, &treated, &post, beside, &options).map_err(blame)?;
    noticeable(Answer::of(&found, request).left_out(cases.dropped), request, "effect", options.level)
}

/// The same with the least effect that a study with this standard error would notice.
fn noticeable(answer: Answer, request: &Request, field: &str, level: f64) -> Result<Answer, Refusal> {
    let power = request.number("power", 0.8)?;
    let line = match answer.figures.get(field) {
        Some(Value::Array(lines)) => lines.first(),
        line => line,
    };
    let error = line.and_then(|line| line.get("std_error")).and_then(Value::as_f64);
    let df = answer.figures.get("df_t").and_then(Value::as_f64);
    let effect = match error.filter(|error| *error > 0.0) {
        Some(error) => Some(minimum_detectable_effect(error, level, power, df)?),
        None => None,
    };
    Ok(answer.with("power", power).with("detectable_effect", effect))
}
