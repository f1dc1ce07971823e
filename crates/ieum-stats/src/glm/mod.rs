//! Generalised linear models: logit (also Firth's), Poisson, negative binomial, gamma and log-normal.
//!
//! A model takes a design [`Matrix`](crate::Matrix) of n rows and k columns (a constant column where one is wanted), the names of its
//! columns, and an outcome of n numbers. Nothing may be missing: rows with gaps are left out by the caller, who says so with
//! [`Caution::Dropped`](crate::Caution::Dropped), and nothing but 0 may be smaller than 10⁻¹⁰⁰ or larger than 10¹⁰⁰. Estimates are maximum likelihood; the links are the logit and the logarithm.
//!
//! Source of the common method: McCullagh and Nelder 1989, «Generalized Linear Models», 2nd edition, §2.5 and §9.

mod count;
mod family;
mod firth;
mod fit;
mod gamma;
mod irls;
mod logit;
mod negative_binomial;
mod separation;
mod table;
#[cfg(test)]
mod tests;

pub(crate) mod psi;
#[cfg(test)]
pub(crate) mod reference;
pub(crate) mod solve;

pub use count::poisson;
pub use firth::{Firth, FirthLine, firth};
pub use fit::{Errors, Fit, Likelihood, Options, PseudoR2, likelihood_ratio};
pub use gamma::{LogNormal, gamma, log_normal};
pub use logit::logit;
pub use negative_binomial::{NegativeBinomial, negative_binomial};
pub use table::{Check, Coefficient, Ratio, Statistic, Test};

pub(crate) use fit::in_range;
pub(crate) use logit::propensity;
pub(crate) use separation::culprit;
pub(crate) use table::{Scale, ratios};
