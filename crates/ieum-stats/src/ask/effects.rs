//! `ieum stats cs`, `sc`, `sdid`, `psm`

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::effects::{
    Aggregation, BasePeriod, BootstrapOptions, Caliper, CallawayOptions, Comparison, Inference, MatchOptions,
    Method as Estimator, Replacement, Score, Solver, SyntheticKind, SyntheticOptions, aggregate, balanced,
    callaway_santanna, inverse_probability, match_on_propensity, synthetic,
};
use crate::intake::{Fault, is_missing};
use crate::{Matrix, Unfit};
use serde_json::Value;

const COMPARISONS: &[&str] = &["never-treated", "not-yet-treated"];
const BASES: &[&str] = &["varying", "universal"];
const ESTIMATORS: &[&str] = &["doubly-robust", "outcome-regression", "inverse-probability"];
const GATHERED: &[&str] = &["simple", "dynamic", "group", "calendar"];
const INFERENCES: &[&str] = &["placebo", "jackknife", "none"];
const SOLVERS: &[&str] = &["as-published", "exact"];
const REPLACEMENTS: &[&str] = &["with-ties-shared", "with-first-taken", "without"];
const SCORES: &[&str] = &["log-odds", "probability"];

/// Most draws made at once.
const MOST_DRAWS: usize = 1_000_000;
const VALUE: Opt = Opt::needed("value", Takes::Column, "Column of outcomes");
const UNIT: Opt = Opt::needed("unit", Takes::Column, "Column of units");
const TIME: Opt = Opt::needed("time", Takes::Column, "Column of periods, whole numbers");
const WHILE_TREATED: Opt = Opt::needed(
    "treated",
    Takes::Column,
    "1 while a unit is treated, else 0; all treated units begin together",
);
const CONFIDENCE: Opt =
    Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given");
const SEED: Opt = Opt::optional("seed", Takes::Whole, "Seed of the draws, 1 unless given");
const INFERENCE: Opt = Opt::optional("inference", Takes::Choice(INFERENCES), "placebo, jackknife or none");
const DRAWS: Opt = Opt::optional("draws", Takes::Whole, "Placebo draws, 200 unless given");
const SOLVER: Opt = Opt::optional(
    "solver",
    Takes::Choice(SOLVERS),
    "as-published (stops as the authors' program does) or exact",
);

pub(super) const CS: Method = Method {
    family: Family::Stats,
    key: "cs",
    about: "Callaway–Sant'Anna effects by group and time",
    options: &[
        VALUE,
        UNIT,
        TIME,
        Opt::needed("first", Takes::Column, "First period of treatment; empty or 0 for units never treated"),
        Opt::optional("covariates", Takes::Columns, "Columns of numbers, as of each unit's first period"),
        Opt::optional("comparison", Takes::Choice(COMPARISONS), "never-treated or not-yet-treated"),
        Opt::optional("base", Takes::Choice(BASES), "Base period before the treatment: varying or universal"),
        Opt::optional(
            "estimator",
            Takes::Choice(ESTIMATORS),
            "doubly-robust, outcome-regression or inverse-probability",
        ),
        Opt::optional(
            "aggregate",
            Takes::Choice(GATHERED),
            "How effects are gathered: simple, dynamic, group or calendar",
        ),
        Opt::optional(
            "anticipation",
            Takes::Whole,
            "Periods before the treatment in which it may already act, 0 unless given",
        ),
        Opt::optional("draws", Takes::Whole, "Bootstrap draws for simultaneous bands; none unless given"),
        SEED,
        CONFIDENCE,
    ],
    formula: "ATT(g, t) = E[Y_t − Y_{g−1} | G = g] − E[Y_t − Y_{g−1} | comparison]",
    source: "Callaway and Sant'Anna 2021, Journal of Econometrics 225, eq. 2.2–2.6; Sant'Anna and Zhao 2020",
    run: cs,
};

pub(super) const SC: Method = Method {
    family: Family::Stats,
    key: "sc",
    about: "Synthetic control with placebo test",
    options: &[VALUE, UNIT, TIME, WHILE_TREATED, SOLVER, INFERENCE, DRAWS, SEED, CONFIDENCE],
    formula: "min ‖Y₁ − Y₀w‖² before the treatment, w ≥ 0, Σw = 1",
    source: "Abadie, Diamond and Hainmueller 2010, JASA 105",
    run: |request| controls(request, SyntheticKind::SyntheticControl),
};

pub(super) const SDID: Method = Method {
    family: Family::Stats,
    key: "sdid",
    about: "Synthetic difference in differences",
    options: &[VALUE, UNIT, TIME, WHILE_TREATED, SOLVER, INFERENCE, DRAWS, SEED, CONFIDENCE],
    formula: "two-way fixed effects weighted by units and by periods",
    source: "Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, American Economic Review 111, algorithm 1",
    run: |request| controls(request, SyntheticKind::SyntheticDid),
};

pub(super) const PSM: Method = Method {
    family: Family::Stats,
    key: "psm",
    about: "Matching on the propensity score, or weighting by it, with balance",
    options: &[
        VALUE,
        Opt::needed("treated", Takes::Column, "1 for the treated, else 0"),
        Opt::needed("covariates", Takes::Columns, "Columns of numbers that explain the treatment"),
        Opt::optional("weighting", Takes::Flag, "Weight by the inverse probability instead of matching"),
        Opt::optional("neighbours", Takes::Whole, "Neighbours for each treated case, 1 unless given"),
        Opt::optional(
            "replacement",
            Takes::Choice(REPLACEMENTS),
            "with-ties-shared, with-first-taken or without",
        ),
        Opt::optional("score", Takes::Choice(SCORES), "Distance in log-odds or probability"),
        Opt::optional("caliper", Takes::Number, "Largest distance, in standard deviations of the score"),
        CONFIDENCE,
    ],
    formula: "effect on the treated = mean over treated of (y − mean y of its matches)",
    source: "Rosenbaum and Rubin 1983; Abadie and Imbens 2006, 2016; Austin 2011; Hirano, Imbens and Ridder 2003",
    run: psm,
};

fn cs(request: &Request) -> Result<Answer, Refusal> {
    let [value, unit, time, first] = [
        request.column("value")?,
        request.column("unit")?,
        request.column("time")?,
        request.column("first")?,
    ];
    let covariates = request.columns("covariates")?;
    let needed: Vec<usize> = [value, unit, time].into_iter().chain(covariates.iter().copied()).collect();
    let cases = request.cases(&needed);
    let blame = |unfit| request.unfit(unfit, request.names(&needed), &cases.rows);
    let (units, names) = request.groups_in(unit, &cases);
    let (y, times) = (request.numbers_in(value, &cases)?, request.integers_in(time, &cases)?);
    request.once(unit, time, &cases)?;
    let outcomes =
        balanced(&y, &units, &times).map_err(|unfit| gap(&names, &units, &times, unfit, &blame))?;
    // The first row of each unit kept says when its treatment began and what its covariates are.
    let row_of = |label: &usize| units.iter().position(|unit| unit == label).unwrap_or_default();
    let rows: Vec<usize> = outcomes.units.iter().map(|label| cases.rows[row_of(label)]).collect();
    let starts = Cases {
        rows: rows.iter().copied().filter(|row| !is_missing(request.table().cell(*row, first))).collect(),
        dropped: 0,
    };
    let known: Vec<i64> = request.integers_in(first, &starts)?;
    let mut known = starts.rows.iter().zip(known).peekable();
    let began = rows
        .iter()
        .map(|row| known.next_if(|(at, _)| *at == row).map(|(_, first)| first).filter(|first| *first != 0));
    let began: Vec<Option<i64>> = began.collect();
    let beside = if covariates.is_empty() {
        None
    } else {
        let of = Cases { rows: rows.clone(), dropped: 0 };
        let columns: Vec<Vec<f64>> =
            covariates.iter().map(|column| request.numbers_in(*column, &of)).collect::<Result<_, _>>()?;
        let cells = (0..rows.len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
        Some(Matrix::new(rows.len(), covariates.len(), cells).map_err(blame)?)
    };
    let bootstrap = match request.whole_to("draws", 0, MOST_DRAWS)? {
        0 => None,
        draws => Some(BootstrapOptions { draws, seed: request.whole("seed", 1)? as u64 }),
    };
    let options = CallawayOptions {
        comparison: if request.choice("comparison", COMPARISONS)? == "never-treated" {
            Comparison::NeverTreated
        } else {
            Comparison::NotYetTreated
        },
        base: if request.choice("base", BASES)? == "varying" {
            BasePeriod::Varying
        } else {
            BasePeriod::Universal
        },
        method: match request.choice("estimator", ESTIMATORS)? {
            "outcome-regression" => Estimator::OutcomeRegression,
            "inverse-probability" => Estimator::InverseProbability,
            _ => Estimator::DoublyRobust,
        },
        anticipation: request.whole("anticipation", 0)? as i64,
        level: request.number("confidence", 0.95)?,
        bootstrap,
    };
    let found = callaway_santanna(&outcomes, &began, beside.as_ref(), &options);
    let found = found.map_err(|unfit| match unfit {
        // Without a unit that is never treated there may be nothing left to compare with.
        Unfit::TooFew { .. } if began.iter().all(Option::is_some) => Unfit::NoControls.into(),
        other => blame(other),
    })?;
    let gathering = match request.choice("aggregate", GATHERED)? {
        "dynamic" => Aggregation::Dynamic,
        "group" => Aggregation::Group,
        "calendar" => Aggregation::Calendar,
        _ => Aggregation::Simple,
    };
    let gathered = aggregate(&found, gathering, options.bootstrap.as_ref()).map_err(blame)?;
    let answer = Answer::of(&found, request).with("aggregate", gathered).left_out(cases.dropped);
    Ok(outcomes.warnings.iter().fold(answer, |answer, caution| answer.cautioned(caution)))
}

/// Where the first gap of a panel is in which no unit is seen in every period; any other reason as it is.
fn gap(
    names: &[String],
    units: &[usize],
    times: &[i64],
    unfit: Unfit,
    blame: &dyn Fn(Unfit) -> Refusal,
) -> Refusal {
    let (Unfit::TooFew { .. }, Some(unit)) = (&unfit, names.first()) else { return blame(unfit) };
    let has = |time: &i64| units.iter().zip(times).any(|(unit, other)| *unit == 0 && other == time);
    match times.iter().filter(|time| !has(time)).min() {
        Some(period) => Fault::Gap { unit: unit.clone(), period: period.to_string() }.into(),
        None => blame(unfit),
    }
}

fn controls(request: &Request, kind: SyntheticKind) -> Result<Answer, Refusal> {
    let [value, unit, time, treated] = [
        request.column("value")?,
        request.column("unit")?,
        request.column("time")?,
        request.column("treated")?,
    ];
    let needed = [value, unit, time, treated];
    let cases = request.cases(&needed);
    let blame = |unfit| request.unfit(unfit, request.names(&needed), &cases.rows);
    let (units, names) = request.groups_in(unit, &cases);
    let (y, times) = (request.numbers_in(value, &cases)?, request.integers_in(time, &cases)?);
    let on = request.truths_in(treated, &cases)?;
    request.once(unit, time, &cases)?;
    let outcomes =
        balanced(&y, &units, &times).map_err(|unfit| gap(&names, &units, &times, unfit, &blame))?;
    let start = (0..on.len()).filter(|at| on[*at]).map(|at| times[at]).min();
    let start = start.ok_or(Unfit::TooFew { needed: 1, found: 0 }).map_err(blame)?;
    let is_treated = |label: &usize| (0..on.len()).any(|at| on[at] && units[at] == *label);
    let flags: Vec<bool> = outcomes.units.iter().map(is_treated).collect();
    if flags.iter().all(|flag| *flag) {
        return Err(Unfit::NoControls.into());
    }
    let inference = match request.choice("inference", INFERENCES)? {
        "jackknife" => Inference::Jackknife,
        "none" => Inference::None,
        _ => Inference::Placebo {
            draws: request.whole_to("draws", 200, MOST_DRAWS)?,
            seed: request.whole("seed", 1)? as u64,
        },
    };
    let solver =
        if request.choice("solver", SOLVERS)? == "exact" { Solver::Exact } else { Solver::AsPublished };
    let options = SyntheticOptions { solver, level: request.number("confidence", 0.95)?, inference };
    let found = synthetic(&outcomes, &flags, start, kind, &options).map_err(blame)?;
    let mut answer = Answer::of(&found, request).left_out(cases.dropped);
    if let Some(Value::Array(weights)) = answer.figures.get_mut("unit_weights") {
        for weight in weights.iter_mut().filter_map(Value::as_object_mut) {
            let label =
                weight.get("unit").and_then(Value::as_u64).and_then(|label| usize::try_from(label).ok());
            if let Some(name) = label.and_then(|label| names.get(label)) {
                weight.insert("unit".to_owned(), name.clone().into());
            }
        }
    }
    Ok(outcomes.warnings.iter().fold(answer, |answer, caution| answer.cautioned(caution)))
}

fn psm(request: &Request) -> Result<Answer, Refusal> {
    let (value, treated, covariates) =
        (request.column("value")?, request.column("treated")?, request.columns("covariates")?);
    let needed: Vec<usize> = [value, treated].into_iter().chain(covariates.iter().copied()).collect();
    let cases = request.cases(&needed);
    let names = request.names(&covariates);
    let columns: Vec<Vec<f64>> =
        covariates.iter().map(|column| request.numbers_in(*column, &cases)).collect::<Result<_, _>>()?;
    let cells = (0..cases.rows.len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
    let blame = |unfit| request.unfit(unfit, names.clone(), &cases.rows);
    let x = Matrix::new(cases.rows.len(), names.len(), cells).map_err(blame)?;
    let (y, treated) = (request.numbers_in(value, &cases)?, request.truths_in(treated, &cases)?);
    let level = request.number("confidence", 0.95)?;
    if request.flag("weighting") {
        let found = inverse_probability(&y, &treated, &x, &names, level).map_err(blame)?;
        return Ok(Answer::of(&found, request).left_out(cases.dropped));
    }
    let options = MatchOptions {
        score: if request.choice("score", SCORES)? == "probability" {
            Score::Probability
        } else {
            Score::LogOdds
        },
        neighbours: request.whole("neighbours", 1)?,
        replacement: match request.choice("replacement", REPLACEMENTS)? {
            "with-first-taken" => Replacement::WithFirstTaken,
            "without" => Replacement::Without,
            _ => Replacement::WithTiesShared,
        },
        caliper: if request.word("caliper").is_some() {
            Caliper::InDeviations(request.number("caliper", 0.2)?)
        } else {
            Caliper::None
        },
        level,
    };
    let found = match_on_propensity(&y, &treated, &x, &names, &options).map_err(blame)?;
    Ok(Answer::of(&found, request).left_out(cases.dropped))
}
