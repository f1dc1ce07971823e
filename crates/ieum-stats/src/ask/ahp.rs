//! `ieum region ahp`

use super::firmness::{DRAWS, SEED};
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::choice::{RandomIndex, ahp, judgement_draws};
use crate::intake::{Fault, Figure, Marks, is_missing};
use crate::{Matrix, Unfit};
use serde::Serialize;

const INDICES: &[&str] = &["saaty-1980", "alonso-lamata-2006"];
/// Most draws of judgements at once.
const MOST_DRAWS: usize = 1_000_000;

pub(super) const METHOD: Method = Method {
    family: Family::Region,
    key: "ahp",
    about: "Weights from judgements in pairs, with their consistency",
    options: &[
        Opt::optional(
            "random-index",
            Takes::Choice(INDICES),
            "Mean index of random judgements: saaty-1980 or alonso-lamata-2006",
        ),
        DRAWS,
        SEED,
        Opt::optional(
            "spread",
            Takes::Number,
            "With --draws: judgements vary evenly up to this many times either way, 2 unless given",
        ),
    ],
    formula: "A w = λ w, Σw = 1; CI = (λ − n)/(n − 1); CR = CI/RI. One row and one column a criterion, 3 or 1/3; cells below the diagonal may be left empty",
    source: "Saaty 1980, The analytic hierarchy process; Alonso and Lamata 2006; Crawford and Williams 1985",
    run: pairs,
};

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
    /// With draws: 5 % and 95 % of the weight, and how often it is the largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    weight_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight_high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_share: Option<f64>,
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
    let judgements = Matrix::new(n, n, cells).map_err(blame)?;
    let found = ahp(&judgements, index).map_err(blame)?;
    let (draws, seed) = (request.whole_to("draws", 0, MOST_DRAWS)?, request.whole("seed", 1)? as u64);
    let drawn = match draws {
        0 => None,
        draws => {
            Some(judgement_draws(&judgements, request.number("spread", 2.0)?, draws, seed).map_err(blame)?)
        }
    };
    let weights = names.iter().enumerate().zip(found.weights.iter().zip(&found.geometric));
    let weighed = Weighed {
        n: found.n,
        weights: weights
            .map(|((at, name), (weight, geometric))| Weight {
                criterion: name.clone(),
                weight: *weight,
                geometric: *geometric,
                weight_low: drawn.as_ref().map(|drawn| drawn[at].low),
                weight_high: drawn.as_ref().map(|drawn| drawn[at].high),
                first_share: drawn.as_ref().map(|drawn| drawn[at].first),
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
    let answer = Answer::of(&weighed, request);
    Ok(if draws > 0 { answer.with("draws", draws).with("seed", seed) } else { answer })
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
