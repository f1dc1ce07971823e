//! Effects of programmes: group-time effects, synthetic controls, matching, and what a study could have seen.
//!
//! Every estimate here is of the effect on the treated, and rests on an assumption the data can only make doubtful, never prove: that
//! without the programme the treated would have moved as their comparison did. Each result says what was checked of it.

mod aggregate;
mod attgt;
mod block;
mod bootstrap;
mod callaway;
mod matching;
mod neighbours;
mod panel;
mod power;
mod simplex;
mod synthetic;

pub use aggregate::{Aggregate, Aggregation, aggregate};
pub use bootstrap::{Band, BootstrapOptions};
pub use callaway::{
    BasePeriod, CallawayOptions, CallawaySantAnna, Comparison, GroupTime, Method, callaway_santanna,
};
pub use matching::{
    Balance, Caliper, Ipw, MatchOptions, Matched, Replacement, Score, inverse_probability,
    match_on_propensity,
};
pub use panel::{Outcomes, balanced};
pub use power::{PreTrend, did_detectable, minimum_detectable_effect, pre_trend};
pub use synthetic::{
    Inference, PathPoint, PeriodWeight, Placebo, Solver, SyntheticKind, SyntheticOptions, SyntheticResult,
    UnitWeight, synthetic,
};

#[cfg(test)]
mod tests;
