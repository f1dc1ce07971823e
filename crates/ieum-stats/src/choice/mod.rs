//! Choosing among alternatives by several criteria: weights, rankings and where they turn over.
//!
//! - Weights: [`ahp`] from judgements in pairs; from the table itself [`entropy_weights`], [`critic_weights`] and others.
//! - Rankings of a [`Problem`]: [`topsis`], [`wsm`], [`promethee`], [`vikor`] and, to check published studies, some twenty more.
//! - How firm a ranking is: [`weight_draws`] over thousands of seeded weights and the exact [`reversals`].
//!
//! The table has a row for each alternative and a column for each criterion, all finite; an alternative without a value is left out
//! beforehand. Weights are used as given: those that do not sum to one bring a caution, for some methods' scores depend on the sum.
//! Every method names the convention it follows, because software differs: «TOPSIS» is with vector normalisation in the book and with
//! min–max in a well-known package, and ranks move by a hundred places.

mod additive;
mod ahp;
mod anchored;
mod comet;
mod compromise;
mod draws;
mod ideal;
mod judged;
mod normalise;
mod objective;
#[cfg(test)]
mod odd;
mod problem;
mod promethee;
#[cfg(test)]
mod published;
mod ratio;
mod reversal;

pub use additive::{lmaw, mabac, mairca, ocra, waspas, wpm, wsm};
pub use ahp::{Ahp, Judgement, RandomIndex, ahp, from_upper, group_judgements};
pub use anchored::{Bounds, Limit, balanced_spotis, ervd, lopm, rafsi, rim, spotis};
pub use comet::comet;
pub use compromise::{Vikor, cocoso, edas, vikor};
pub use draws::{AlternativeDraws, DrawRule, Method, WeightDraws, weight_draws};
pub use ideal::{codas, marcos, probid, sprobid, topsis};
pub use judged::{WeightRange, judgement_draws};
pub use normalise::Normalisation;
pub use objective::{
    CriteriaWeights, angle_weights, cilos_weights, critic_weights, deviation_weights, entropy_weights,
    equal_weights, gini_weights, idocriw_weights, lopcow_weights, merec_weights, variance_weights,
};
pub use problem::{Goal, Problem, Ranking};
pub use promethee::{Preference, Promethee, promethee};
pub use ratio::{CoprasForm, aras, aroman, copras, moora, ram};
pub use reversal::{CriterionReversals, Reversal, Reversals, reversals};
