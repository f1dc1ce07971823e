//! How firm a ranking is: other weights drawn, and the weights at which the winner changes.

use super::{Answer, Opt, Refusal, Request, Takes};
use crate::choice::{DrawRule, Method as Ranked, Problem, Reversal, reversals, weight_draws};
use serde::Serialize;

pub(super) const DRAWS: Opt = Opt::optional(
    "draws",
    Takes::Whole,
    "Draws of other weights, to see how firm the answer is; none unless given",
);
pub(super) const SEED: Opt = Opt::optional("seed", Takes::Whole, "Seed of the draws, 1 unless given");
pub(super) const SPREAD: Opt = Opt::optional(
    "spread",
    Takes::Number,
    "With --draws: weights vary by this share either way, from 0 to 1; any weights at all unless given",
);
pub(super) const REVERSALS: Opt =
    Opt::optional("reversals", Takes::Flag, "Also the weight of each criterion at which the winner changes");

/// Most draws made at once.
pub(super) const MOST_DRAWS: usize = 10_000_000;
/// Ranks whose shares are told.
const TOP: usize = 3;

#[derive(Serialize)]
struct Firm<'a> {
    alternative: &'a str,
    rank: usize,
    mean_rank: f64,
    rank_low: usize,
    rank_high: usize,
    first_share: f64,
    top_three_share: f64,
}

#[derive(Serialize)]
struct Turns<'a> {
    criterion: &'a str,
    weight: f64,
    falls_to: Option<f64>,
    then_wins: Option<&'a str>,
    rises_to: Option<f64>,
    wins_then: Option<&'a str>,
}

/// The answer with a list `stability` when draws are asked for, and `reversals` when those are.
pub(super) fn firmness(
    mut answer: Answer,
    request: &Request,
    problem: &Problem,
    method: &Ranked,
    (alternatives, criteria): (&[String], &[String]),
) -> Result<Answer, Refusal> {
    let draws = request.whole_to("draws", 0, MOST_DRAWS)?;
    if draws > 0 {
        let rule = match request.word("spread") {
            Some(_) => DrawRule::Around { spread: request.number("spread", 0.2)? },
            None => DrawRule::Simplex,
        };
        let seed = request.whole("seed", 1)? as u64;
        let found = weight_draws(problem, method, rule, draws, seed, TOP)?;
        let named = alternatives.iter().zip(&found.alternatives);
        let mut firm: Vec<Firm> = named
            .map(|(alternative, one)| Firm {
                alternative,
                rank: one.rank,
                mean_rank: one.mean_rank,
                rank_low: one.rank_low,
                rank_high: one.rank_high,
                first_share: one.rank_shares.first().copied().unwrap_or_default(),
                top_three_share: one.rank_shares.iter().sum(),
            })
            .collect();
        firm.sort_by_key(|one| one.rank);
        answer =
            answer.with("draws", draws).with("seed", seed).with("draw_rule", rule).with("stability", firm);
    }
    if request.flag("reversals") {
        let found = reversals(problem, method)?;
        let weight = |turn: Option<Reversal>| turn.map(|turn| turn.weight);
        let winner =
            |turn: Option<Reversal>| turn.and_then(|turn| alternatives.get(turn.winner)).map(String::as_str);
        let named = criteria.iter().zip(&found.criteria);
        let turns: Vec<Turns> = named
            .map(|(criterion, one)| Turns {
                criterion,
                weight: one.weight,
                falls_to: weight(one.below),
                then_wins: winner(one.below),
                rises_to: weight(one.above),
                wins_then: winner(one.above),
            })
            .collect();
        answer = answer.with("reversals", turns);
    }
    Ok(answer)
}
