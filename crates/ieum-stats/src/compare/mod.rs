//! Comparing groups: t tests, analysis of variance, comparisons after it.
//!
//! Everything that needs only n, mean and spread is computed from [`Moments`](crate::describe::Moments), so that printed figures and raw
//! data go the same way; only tests of assumptions look at the values themselves.

mod anova;
mod effect;
mod letters;
mod posthoc;
mod ttest;

use serde::Serialize;

use crate::Unfit;
use crate::dd::Dd;
use crate::describe::Moments;

pub use anova::{Anova, AnovaOptions, Welch, one_way, one_way_of};
pub use effect::Effect;
pub use letters::letters;
pub use posthoc::{Comparison, Lettered, Method};
pub use ttest::{
    Alternative, Kind, TOptions, TTest, one_sample, one_sample_of, paired, two_samples, two_samples_of,
};

/// One group of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// As the caller names it.
    pub name: String,
    /// Cases.
    pub n: usize,
    /// Arithmetic.
    pub mean: f64,
    /// With n − 1 below; none for a single case.
    pub sd: Option<f64>,
    /// sd / √n.
    pub std_error: Option<f64>,
}

impl Group {
    fn of(name: &str, moments: &Moments) -> Self {
        let several = moments.n > 1;
        Self {
            name: name.to_owned(),
            n: moments.n,
            mean: moments.mean.to_f64(),
            sd: several.then(|| moments.sd().to_f64()),
            std_error: several.then(|| (moments.variance() / Dd::from(moments.n)).sqrt().to_f64()),
        }
    }
}

fn confidence_fits(confidence: f64) -> Result<(), Unfit> {
    if confidence > 0.0 && confidence < 1.0 {
        Ok(())
    } else {
        Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 })
    }
}

#[cfg(test)]
mod tests;
