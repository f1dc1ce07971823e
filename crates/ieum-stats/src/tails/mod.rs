//! Distributions: both tails and quantiles.
//!
//! Every tail is computed as itself and never as one minus the other where it is the small one, so far tails keep their digits down to
//! the least double. Exponents that run into the hundreds are formed in double-double. Shared rules: an argument that is not a number,
//! or a parameter outside its domain, gives not a number; `cdf` is the chance of at most `x`, `sf` of more than `x`; `quantile` is the
//! inverse of `cdf`, `upper_quantile` that of `sf`.
//!
//! Sources are named at each function; NIST DLMF is the Digital Library of Mathematical Functions, release 1.2.

mod beta;
mod discrete;
mod families;
mod gamma;
mod noncentral;
mod normal;
mod range;
mod solve;

pub use beta::beta_tails;
pub use discrete::{binomial_cdf, binomial_sf, hypergeometric_weights, poisson_cdf, poisson_sf};
pub use families::{
    chi2_cdf, chi2_quantile, chi2_sf, chi2_upper_quantile, f_cdf, f_quantile, f_sf, f_upper_quantile, t_cdf,
    t_pdf, t_quantile, t_sf, t_two_sided, t_two_sided_quantile,
};
pub use gamma::{gamma_tails, ln_gamma};
pub use normal::{normal_cdf, normal_pdf, normal_quantile, normal_sf, normal_two_sided};

pub use noncentral::{noncentral_chi2_cdf, noncentral_f_cdf, noncentral_t_cdf, noncentrality};
pub use range::{range_cdf, range_quantile, range_sf, range_upper_quantile};

#[cfg(test)]
mod tests;
