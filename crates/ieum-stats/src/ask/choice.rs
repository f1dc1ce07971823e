//! `ieum region topsis`, `promethee`, `wsm`

use super::firmness::{DRAWS, REVERSALS, SEED, SPREAD, firmness};
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Matrix;
use crate::choice::{
    Goal, Method as Ranked, Normalisation, Preference, Problem, Ranking, critic_weights, entropy_weights,
    equal_weights, promethee, topsis, wsm,
};
use crate::intake::{Fault, Figure, Marks};
use serde::Serialize;

const WEIGHINGS: &[&str] = &["equal", "entropy", "critic"];
const NORMALISATIONS: &[&str] = &["vector", "min-max", "sum", "linear", "max"];
const ADDED: &[&str] = &["min-max", "vector", "sum", "linear", "max"];
const PREFERENCES: &[&str] = &["usual", "u-shape", "v-shape", "level", "linear", "gaussian"];

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
            "vector as in the book, min-max (as pymcdm does), sum, linear or max",
        ),
        DRAWS,
        SEED,
        SPREAD,
        REVERSALS,
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
        DRAWS,
        SEED,
        SPREAD,
        REVERSALS,
    ],
    formula: "π(a, b) = Σ w P(a − b); φ = φ⁺ − φ⁻",
    source: "Brans, Vincke and Mareschal 1986, European Journal of Operational Research 24, 228–238",
    run: by_preference,
};

pub(super) const WSM: Method = Method {
    family: Family::Region,
    key: "wsm",
    about: "Ranks alternatives by the weighted sum of their criteria",
    options: &[
        ALTERNATIVE,
        CRITERIA,
        COST,
        WEIGHTS,
        WEIGHING,
        Opt::optional("normalisation", Takes::Choice(ADDED), "min-max, vector, sum, linear or max"),
        DRAWS,
        SEED,
        SPREAD,
        REVERSALS,
    ],
    formula: "score = Σ w r, r the criterion brought to one scale",
    source: "Fishburn 1967, Management Science 13, 435–453",
    run: by_sum,
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
struct Order<'a> {
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
    let found = Order {
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

fn normalisation(request: &Request, known: &'static [&'static str]) -> Result<Normalisation, Refusal> {
    Ok(match request.choice("normalisation", known)? {
        "min-max" => Normalisation::MinMax,
        "sum" => Normalisation::Sum,
        "linear" => Normalisation::Linear,
        "max" => Normalisation::Max,
        _ => Normalisation::Vector,
    })
}

fn by_distance(request: &Request) -> Result<Answer, Refusal> {
    let choices = choices(request)?;
    let normalisation = normalisation(request, NORMALISATIONS)?;
    let blame = |unfit| request.unfit(unfit, choices.criteria.clone(), &[]);
    let ranking = topsis(&choices.problem, normalisation).map_err(blame)?;
    let answer = ranked(request, &choices, &ranking, None);
    tried(answer, request, &choices, &Ranked::Topsis(normalisation))
}

fn by_sum(request: &Request) -> Result<Answer, Refusal> {
    let choices = choices(request)?;
    let normalisation = normalisation(request, ADDED)?;
    let blame = |unfit| request.unfit(unfit, choices.criteria.clone(), &[]);
    let ranking = wsm(&choices.problem, normalisation).map_err(blame)?;
    let answer = ranked(request, &choices, &ranking, None);
    tried(answer, request, &choices, &Ranked::Wsm(normalisation))
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
    let answer = ranked(request, &choices, &found.ranking, Some((&found.positive, &found.negative)));
    tried(answer, request, &choices, &Ranked::Promethee(preferences))
}

/// The same with what other weights would say, as far as asked for.
fn tried(answer: Answer, request: &Request, choices: &Choices, method: &Ranked) -> Result<Answer, Refusal> {
    firmness(answer, request, &choices.problem, method, (&choices.alternatives, &choices.criteria))
}
