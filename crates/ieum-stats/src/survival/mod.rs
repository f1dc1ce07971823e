//! Time until something happens: Kaplan-Meier, log-rank, Cox.
//!
//! A case has a time ≥ 0 and says whether the event happened then (`true`) or observation ended without it (`false`, censored).
//! A case censored at the time of an event still counts as at risk there. Nothing may be missing.

mod cases;
mod concordance;
mod cox;
mod kaplan_meier;
mod log_rank;
mod partial;
mod schoenfeld;

pub use concordance::Concordance;
pub use cox::{Cox, CoxErrors, CoxOptions, cox};
pub use kaplan_meier::{KaplanMeier, Median, SurvivalPoint, kaplan_meier};
pub use log_rank::{Group, LogRank, Peto, Weighting, log_rank};
pub use partial::Ties;
pub use schoenfeld::{Hazards, TimeScale};

#[cfg(test)]
mod tests;
