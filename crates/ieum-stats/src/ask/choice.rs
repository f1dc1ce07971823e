//! `ieum region ahp`, `topsis`, `promethee`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::choice::{
    Goal, Normalisation, Preference, Problem, RandomIndex, Ranking, ahp, critic_weights, entropy_weights,
    equal_weights, promethee, topsis,
};
use crate::intake::{Fault, Figure, Marks, is_missing};
use crate::{Matrix, Unfit};
use serde::Serialize;

const WEIGHINGS: &[&str] = &["equal", "entropy", "critic"];
const NORMALISATIONS: &[&str] = &["vector", "min-max", "sum", "linear", "max"];
const PREFERENCES: &[&str] = &["usual", "u-shape", "v-shape", "level", "linear", "gaussian"];
const INDICES: &[&str] = &["saaty-1980", "alonso-lamata-2006"];

const ALTERNATIVE: Opt = Opt::needed("alternative", Takes::Column, "Column that names the alternatives");
const CRITERIA: Opt = Opt::needed("criteria", Takes::Columns, "Columns of the criteria, with commas between");
const COST: Opt = Opt::optional("cost", Takes::Columns, "Criteria of which less is better");
const WEIGHTS: Opt =
    Opt::optional("weights", Takes::Text, "Weights in the order of the criteria, with commas between");
const WEIGHING: Opt = Opt::optional(
    "weighing",
    Takes::Choice(WEIGHINGS),
    "Without --weights: equal, or from the table by entropy or critic",
);

pub(super) const AHP: Method = Method {
    family: Family::Region,
    key: "ahp",
    about: "Weights from judgements in pairs, with their consistency",
    options: &[Opt::optional(
        "random-index",
        Takes::Choice(INDICES),
        "Mean index of random judgements: saaty-1980 or alonso-lamata-2006",
    )],
    formula: "A w = λ w, Σw = 1; CI = (λ − n)/(n − 1); CR = CI/RI. One row and one column a criterion, 3 or 1/3; cells below the diagonal may be left empty",
    source: "Saaty 1980, The analytic hierarchy process; Alonso and Lamata 2006; Crawford and Williams 1985",
    run: pairs,
};

pub(super) const TOPSIS: Method = Method {
    family: Family::Region,
    key: "topsis",
    about: "Ranks alternatives by their distances to the best and the worst",
    options: &[
        ALTERNATIVE,
        CRITERIA,
        COST,
        WEIGHTS,
        WEIGHING,
        Opt::optional(
            "normalisation",
            Takes::Choice(NORMALISATIONS),
            "vector as in the book, min-max, sum, linear or max",
        ),
    ],
    formula: "r = x/√Σx²; v = w r; score = d⁻/(d⁺ + d⁻)",
    source: "Hwang and Yoon 1981, Multiple attribute decision making, pp. 128–140",
    run: by_distance,
};

pub(super) const PROMETHEE: Method = Method {
    family: Family::Region,
    key: "promethee",
    about: "Ranks alternatives by how much each is preferred to the others",
    options: &[
        ALTERNATIVE,
        CRITERIA,
        COST,
        WEIGHTS,
        WEIGHING,
        Opt::optional(
            "preference",
            Takes::Choice(PREFERENCES),
            "usual, u-shape, v-shape, level, linear or gaussian, for all criteria",
        ),
        Opt::optional("q", Takes::Number, "Indifference threshold"),
        Opt::optional("p", Takes::Number, "Preference threshold"),
        Opt::optional("s", Takes::Number, "Point of inflection of the gaussian"),
    ],
    formula: "π(a, b) = Σ w P(a − b); φ = φ⁺ − φ⁻",
    source: "Brans, Vincke and Mareschal 1986, European Journal of Operational Research 24, 228–238",
    run: by_preference,
};

/// Alternatives that have a value in every criterion, with the names of both.
struct Choices {
    problem: Problem,
    alternatives: Vec<String>,
    criteria: Vec<String>,
    dropped: usize,
    cautions: Vec<crate::Caution>,
}

#[derive(Serialize)]
struct Ranked<'a> {
    method: &'static str,
    convention: &'static str,
    n: usize,
    ranking: Vec<Place<'a>>,
    criteria: Vec<Criterion<'a>>,
    warnings: Vec<crate::Caution>,
    source: &'static str,
}

#[derive(Serialize)]
struct Place<'a> {
    alternative: &'a str,
    score: f64,
    rank: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    positive: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    negative: Option<f64>,
}

#[derive(Serialize)]
struct Criterion<'a> {
    criterion: &'a str,
    weight: f64,
    goal: Goal,
}

fn choices(request: &Request) -> Result<Choices, Refusal> {
    let alternative = request.column("alternative")?;
    let criteria = request.columns("criteria")?;
    let costs = request.columns("cost")?;
    let names = request.names(&criteria);
    if let Some(stranger) = costs.iter().find(|cost| !criteria.contains(cost)) {
        let name = request.names(&[*stranger]).concat();
        return Err(Fault::NoColumn { name, known: names }.into());
    }
    let cases = request.cases(&criteria);
    let columns: Vec<Vec<f64>> =
        criteria.iter().map(|column| request.numbers_in(*column, &cases)).collect::<Result<_, _>>()?;
    let cells = (0..cases.rows.len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
    let blame = |unfit| request.unfit(unfit, names.clone(), &cases.rows);
    let table = Matrix::new(cases.rows.len(), criteria.len(), cells).map_err(blame)?;
    let (weights, cautions) = weights(request, &table).map_err(|refusal| match refusal {
        Refusal::Unfit { unfit, .. } => blame(unfit),
        other => other,
    })?;
    let goals = criteria
        .iter()
        .map(|column| if costs.contains(column) { Goal::Cost } else { Goal::Benefit })
        .collect();
    let problem = Problem::new(table, weights, goals).map_err(blame)?;
    let alternatives =
        cases.rows.iter().map(|row| request.table().cell(*row, alternative).to_owned()).collect();
    Ok(Choices { problem, alternatives, criteria: names, dropped: cases.dropped, cautions })
}

fn weights(request: &Request, table: &Matrix) -> Result<(Vec<f64>, Vec<crate::Caution>), Refusal> {
    let Some(text) = request.word("weights") else {
        let found = match request.choice("weighing", WEIGHINGS)? {
            "entropy" => entropy_weights(table)?,
            "critic" => critic_weights(table)?,
            _ => equal_weights(table)?,
        };
        return Ok((found.weights, found.cautions));
    };
    let read = |part: &str| {
        Figure::read(part, Marks::Point).map(|figure| figure.value).filter(|value| value.is_finite())
    };
    let weights: Option<Vec<f64>> = text.split(',').map(read).collect();
    let weights =
        weights.ok_or_else(|| Refusal::Value { option: "weights", text: text.to_owned(), known: &[] })?;
    Ok((weights, Vec::new()))
}

fn ranked(
    request: &Request,
    choices: &Choices,
    ranking: &Ranking,
    flows: Option<(&[f64], &[f64])>,
) -> Answer {
    let place = |at: usize| Place {
        alternative: &choices.alternatives[at],
        score: ranking.scores[at],
        rank: ranking.ranks[at],
        positive: flows.map(|flows| flows.0[at]),
        negative: flows.map(|flows| flows.1[at]),
    };
    let mut places: Vec<Place> = (0..ranking.n).map(place).collect();
    places.sort_by_key(|place| place.rank);
    let problem = &choices.problem;
    let criterion =
        |(at, name)| Criterion { criterion: name, weight: problem.weights()[at], goal: problem.goals()[at] };
    let found = Ranked {
        method: ranking.method,
        convention: ranking.convention,
        n: ranking.n,
        ranking: places,
        criteria: choices.criteria.iter().map(String::as_str).enumerate().map(criterion).collect(),
        warnings: choices.cautions.iter().chain(&ranking.cautions).cloned().collect(),
        source: ranking.source,
    };
    let answer = Answer::of(&found, request);
    if choices.dropped > 0 {
        answer.cautioned(&crate::Caution::Dropped { cases: choices.dropped })
    } else {
        answer
    }
}

fn by_distance(request: &Request) -> Result<Answer, Refusal> {
    let choices = choices(request)?;
    let normalisation = match request.choice("normalisation", NORMALISATIONS)? {
        "min-max" => Normalisation::MinMax,
        "sum" => Normalisation::Sum,
        "linear" => Normalisation::Linear,
        "max" => Normalisation::Max,
        _ => Normalisation::Vector,
    };
    let ranking = topsis(&choices.problem, normalisation)
        .map_err(|unfit| request.unfit(unfit, choices.criteria.clone(), &[]))?;
    Ok(ranked(request, &choices, &ranking, None))
}

fn by_preference(request: &Request) -> Result<Answer, Refusal> {
    let choices = choices(request)?;
    let (q, p, s) = (request.number("q", 0.0)?, request.number("p", 1.0)?, request.number("s", 1.0)?);
    let preference = match request.choice("preference", PREFERENCES)? {
        "u-shape" => Preference::UShape { q },
        "v-shape" => Preference::VShape { p },
        "level" => Preference::Level { q, p },
        "linear" => Preference::Linear { q, p },
        "gaussian" => Preference::Gaussian { s },
        _ => Preference::Usual,
    };
    let preferences = vec![preference; choices.criteria.len()];
    let found = promethee(&choices.problem, &preferences)
        .map_err(|unfit| request.unfit(unfit, choices.criteria.clone(), &[]))?;
    Ok(ranked(request, &choices, &found.ranking, Some((&found.positive, &found.negative))))
}

#[derive(Serialize)]
struct Weighed {
    n: usize,
    weights: Vec<Weight>,
    lambda_max: f64,
    consistency_index: f64,
    consistency_ratio: f64,
    random_index: RandomIndex,
    /// The judgement farthest from what the weights say: criterion, held against, given, implied.
    #[serde(skip_serializing_if = "Option::is_none")]
    farthest: Option<(String, String, f64, f64)>,
    warnings: Vec<crate::Caution>,
    source: &'static str,
}

#[derive(Serialize)]
struct Weight {
    criterion: String,
    weight: f64,
    geometric: f64,
}

/// A square of judgements; a leading column of words names the criteria.
fn pairs(request: &Request) -> Result<Answer, Refusal> {
    let table = request.table();
    let n = table.rows();
    let lead = usize::from(table.names().len() == n + 1);
    if table.names().len() != n + lead {
        return Err(Unfit::Shape { expected: n, found: table.names().len() }.into());
    }
    let names: Vec<String> = table.names().iter().skip(lead).cloned().collect();
    let mut cells = Vec::with_capacity(n * n);
    for row in 0..n {
        for (column, name) in names.iter().enumerate() {
            let text = table.cell(row, column + lead);
            let mirrored = table.cell(column, row + lead);
            let value = match (is_missing(text), row == column) {
                (true, true) => Some(1.0),
                (true, false) => judgement(mirrored).map(|value| 1.0 / value),
                (false, _) => judgement(text),
            };
            let (line, column) = (table.line(row), name.clone());
            cells.push(value.ok_or_else(|| Fault::NotANumber { line, column, text: text.to_owned() })?);
        }
    }
    let index = match request.choice("random-index", INDICES)? {
        "alonso-lamata-2006" => RandomIndex::AlonsoLamata2006,
        _ => RandomIndex::Saaty1980,
    };
    let rows: Vec<usize> = (0..n).collect();
    let blame = |unfit| request.unfit(unfit, names.clone(), &rows);
    let found = ahp(&Matrix::new(n, n, cells).map_err(blame)?, index).map_err(blame)?;
    let weights = names.iter().zip(found.weights.iter().zip(&found.geometric));
    let weighed = Weighed {
        n: found.n,
        weights: weights
            .map(|(name, (weight, geometric))| Weight {
                criterion: name.clone(),
                weight: *weight,
                geometric: *geometric,
            })
            .collect(),
        lambda_max: found.lambda_max,
        consistency_index: found.consistency_index,
        consistency_ratio: found.consistency_ratio,
        random_index: found.random_index,
        farthest: found
            .farthest
            .map(|one| (names[one.row].clone(), names[one.column].clone(), one.given, one.implied)),
        warnings: found.cautions,
        source: found.source,
    };
    Ok(Answer::of(&weighed, request))
}

/// A judgement: `3`, `0.2` or `1/5`.
fn judgement(text: &str) -> Option<f64> {
    let number = |part: &str| Figure::read(part, Marks::Point).map(|figure| figure.value);
    let value = match text.split_once('/') {
        Some((above, below)) => number(above)? / number(below)?,
        None => number(text)?,
    };
    (value.is_finite() && value > 0.0).then_some(value)
}
