//! `ieum stats km`, `logrank`, `cox`

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Caution;
use crate::survival::{
    CoxErrors, CoxOptions, KaplanMeier, Ties, TimeScale, Weighting, cox, kaplan_meier, log_rank,
};
use serde::Serialize;

const TIES: &[&str] = &["efron", "breslow"];
const WEIGHTINGS: &[&str] = &["log-rank", "wilcoxon", "tarone-ware", "peto-prentice"];
const ERRORS: &[&str] = &["model", "robust"];
const SCALES: &[&str] = &["kaplan-meier", "rank", "identity", "log"];

const TIME: Opt = Opt::needed("time", Takes::Column, "Column of times");
const EVENT: Opt = Opt::needed(
    "event",
    Takes::Column,
    "1 where the event happened then, 0 where observation ended without it",
);
const CONFIDENCE: Opt =
    Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given");
const STRATA: Opt = Opt::optional("strata", Takes::Column, "Column of strata");

pub(super) const KM: Method = Method {
    family: Family::Stats,
    key: "km",
    about: "Kaplan–Meier curves",
    options: &[
        TIME,
        EVENT,
        Opt::optional("group", Takes::Column, "Column of groups, a curve each"),
        CONFIDENCE,
    ],
    formula: "S(t) = Π(1 − dᵢ/nᵢ); variance by Greenwood; interval on ln(−ln S)",
    source: "Kaplan and Meier 1958, JASA 53; Greenwood 1926; Kalbfleisch and Prentice 2002, §1.4",
    run: km,
};

pub(super) const LOGRANK: Method = Method {
    family: Family::Stats,
    key: "logrank",
    about: "Whether survival differs between groups",
    options: &[
        TIME,
        EVENT,
        Opt::needed("group", Takes::Column, "Column of groups"),
        STRATA,
        Opt::optional(
            "weighting",
            Takes::Choice(WEIGHTINGS),
            "log-rank, wilcoxon, tarone-ware or peto-prentice",
        ),
        CONFIDENCE,
    ],
    formula: "χ² = (O − E)'V⁻¹(O − E), V hypergeometric; two groups: ln hazard ratio = (O − E)/V ± z/√V",
    source: "Mantel 1966; Peto and Peto 1972; Tarone and Ware 1977; Gehan 1965; ratio: Peto et al. 1977",
    run: logrank,
};

pub(super) const COX: Method = Method {
    family: Family::Stats,
    key: "cox",
    about: "Cox regression with the test of proportional hazards",
    options: &[
        TIME,
        EVENT,
        Opt::needed("formula", Takes::Text, "~ x1 + x2"),
        STRATA,
        Opt::optional("cluster", Takes::Column, "Column of clusters for robust errors"),
        Opt::optional("errors", Takes::Choice(ERRORS), "Standard errors: model or robust"),
        Opt::optional("ties", Takes::Choice(TIES), "Events at one time: efron or breslow"),
        Opt::optional(
            "scale",
            Takes::Choice(SCALES),
            "Time in the test of proportional hazards: kaplan-meier, rank, identity or log",
        ),
        CONFIDENCE,
    ],
    formula: "h(t) = h₀(t) exp(Xb), partial likelihood",
    source: "Cox 1972; Efron 1977; Breslow 1974; Grambsch and Therneau 1994; Lin and Wei 1989",
    run: regression,
};

#[derive(Serialize)]
struct Curve<'a> {
    group: &'a str,
    #[serde(flatten)]
    curve: KaplanMeier,
}

fn km(request: &Request) -> Result<Answer, Refusal> {
    let (time, event, group) =
        (request.column("time")?, request.column("event")?, request.maybe_column("group")?);
    let needed: Vec<usize> = [time, event].into_iter().chain(group).collect();
    let cases = request.cases(&needed);
    let level = request.number("confidence", 0.95)?;
    let (times, events) = (request.numbers_in(time, &cases)?, request.truths_in(event, &cases)?);
    let blame = |unfit| request.unfit(unfit, request.names(&needed), &cases.rows);
    let Some(group) = group else {
        let found = kaplan_meier(&times, &events, level).map_err(blame)?;
        return Ok(Answer::of(&found, request).left_out(cases.dropped));
    };
    let (codes, names) = request.groups_in(group, &cases);
    let mut curves = Vec::new();
    for (code, name) in names.iter().enumerate() {
        let rows: Vec<usize> = (0..codes.len()).filter(|at| codes[*at] == code).collect();
        let time: Vec<f64> = rows.iter().map(|at| times[*at]).collect();
        let event: Vec<bool> = rows.iter().map(|at| events[*at]).collect();
        curves.push(Curve { group: name, curve: kaplan_meier(&time, &event, level).map_err(blame)? });
    }
    let all = kaplan_meier(&times, &events, level).map_err(blame)?;
    let mut answer = without(request, Answer::of(&all, request), group, &cases).left_out(cases.dropped);
    answer.figures.shift_remove("curve");
    // A line for each group and moment, so that programs read one table.
    let mut points = Vec::new();
    for curve in &curves {
        for point in &curve.curve.curve {
            points.push(Point { group: curve.group, point });
        }
    }
    Ok(answer.with("curve", points).with("groups", curves))
}

#[derive(Serialize)]
struct Point<'a> {
    group: &'a str,
    #[serde(flatten)]
    point: &'a crate::survival::SurvivalPoint,
}

/// The hazard of one group to that of another.
#[derive(Serialize)]
struct Hazards<'a> {
    first: &'a str,
    second: &'a str,
    estimate: f64,
    ci_low: f64,
    ci_high: f64,
    method: &'static str,
}

/// The answer with the groups that the table names but that have no case.
fn without(request: &Request, answer: Answer, group: usize, cases: &Cases) -> Answer {
    let groups = request.groups_without(group, cases);
    if groups.is_empty() { answer } else { answer.cautioned(&Caution::EmptyGroups { groups }) }
}

fn logrank(request: &Request) -> Result<Answer, Refusal> {
    let (time, event, group) = (request.column("time")?, request.column("event")?, request.column("group")?);
    let strata = request.maybe_column("strata")?;
    let needed: Vec<usize> = [time, event, group].into_iter().chain(strata).collect();
    let cases = request.cases(&needed);
    let (times, events) = (request.numbers_in(time, &cases)?, request.truths_in(event, &cases)?);
    let (codes, names) = request.groups_in(group, &cases);
    let strata = strata.map(|column| request.groups_in(column, &cases).0);
    let weighting = match request.choice("weighting", WEIGHTINGS)? {
        "wilcoxon" => Weighting::Wilcoxon,
        "tarone-ware" => Weighting::TaroneWare,
        "peto-prentice" => Weighting::PetoPrentice,
        _ => Weighting::LogRank,
    };
    let found = log_rank(&times, &events, &codes, strata.as_deref(), weighting);
    let found = found.map_err(|unfit| request.unfit(unfit, request.names(&needed), &cases.rows))?;
    let mut answer = without(request, Answer::of(&found, request), group, &cases).left_out(cases.dropped);
    answer.figures.shift_remove("peto");
    if let (Some(peto), [first, second]) = (found.peto, &names[..]) {
        let [estimate, ci_low, ci_high] = peto.ratio(request.number("confidence", 0.95)?)?;
        let ratio = Hazards { first, second, estimate, ci_low, ci_high, method: "Peto" };
        answer = answer.with("hazard_ratio", ratio);
    }
    if let Some(serde_json::Value::Array(groups)) = answer.figures.get_mut("groups") {
        for group in groups.iter_mut().filter_map(serde_json::Value::as_object_mut) {
            let code = group
                .get("label")
                .and_then(serde_json::Value::as_u64)
                .and_then(|code| usize::try_from(code).ok());
            if let Some(name) = code.and_then(|code| names.get(code)) {
                group.insert("label".to_owned(), name.clone().into());
            }
        }
    }
    Ok(answer)
}

fn regression(request: &Request) -> Result<Answer, Refusal> {
    let (time, event) = (request.column("time")?, request.column("event")?);
    let (strata, cluster) = (request.maybe_column("strata")?, request.maybe_column("cluster")?);
    let beside: Vec<usize> = [time, event].into_iter().chain(strata).chain(cluster).collect();
    let design = request.design("formula", &beside)?;
    let cases = Cases::of(&design);
    let skip = usize::from(design.intercept);
    let terms: Vec<String> = design.terms.iter().skip(skip).cloned().collect();
    let mut x = crate::Matrix::zeros(design.rows.len(), terms.len());
    for (at, column) in design.columns.iter().skip(skip).enumerate() {
        for (row, value) in column.rounded().iter().enumerate() {
            *x.at_mut(row, at) = *value;
        }
    }
    let errors = match (request.choice("errors", ERRORS)?, cluster) {
        (_, Some(column)) => CoxErrors::Cluster(request.groups_in(column, &cases).0),
        ("robust", None) => CoxErrors::Robust,
        _ => CoxErrors::Model,
    };
    let ties = if request.choice("ties", TIES)? == "breslow" { Ties::Breslow } else { Ties::Efron };
    let time_scale = match request.choice("scale", SCALES)? {
        "rank" => TimeScale::Rank,
        "identity" => TimeScale::Identity,
        "log" => TimeScale::Log,
        _ => TimeScale::KaplanMeier,
    };
    let strata = strata.map(|column| request.groups_in(column, &cases).0);
    let options = CoxOptions { ties, errors, strata, time_scale, level: request.number("confidence", 0.95)? };
    let (times, events) = (request.numbers_in(time, &cases)?, request.truths_in(event, &cases)?);
    let found = cox(&x, &terms, &times, &events, &options)
        .map_err(|unfit| request.unfit(unfit, terms.clone(), &cases.rows))?;
    Ok(Answer::of(&found, request).left_out(cases.dropped))
}
