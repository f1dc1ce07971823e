//! What a distribution brings to the common fit, case by case.

use crate::tails::ln_gamma;

/// A distribution of the outcome with its link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Family {
    /// 0 or 1, log odds.
    Logit,
    /// Counts whose variance is their mean, logarithm.
    Poisson,
    /// Counts whose variance is μ + αμ², logarithm.
    NegativeBinomial {
        /// α > 0.
        alpha: f64,
    },
    /// Positive numbers whose standard deviation is proportional to their mean, logarithm.
    Gamma,
}

/// One case at a linear predictor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    /// The mean.
    pub(crate) mean: f64,
    /// The derivative of the log-likelihood by the linear predictor, at dispersion 1.
    pub(crate) score: f64,
    /// The expected information on the linear predictor, at dispersion 1.
    pub(crate) weight: f64,
}

impl Family {
    pub(crate) fn case(self, y: f64, eta: f64) -> Case {
        match self {
            Self::Logit => {
                // Through the smaller tail, so that 1 − μ keeps its digits.
                let small = (-eta.abs()).exp();
                let (near, far) = (1.0 / (1.0 + small), small / (1.0 + small));
                let (mean, complement) = if eta >= 0.0 { (near, far) } else { (far, near) };
                let score = y * complement - (1.0 - y) * mean;
                Case { mean, score, weight: near * far }
            }
            Self::Poisson => {
                let mean = eta.exp();
                Case { mean, score: y - mean, weight: mean }
            }
            Self::NegativeBinomial { alpha } => {
                let mean = eta.exp();
                let spread = 1.0 + alpha * mean;
                Case { mean, score: (y - mean) / spread, weight: mean / spread }
            }
            Self::Gamma => {
                let mean = eta.exp();
                Case { mean, score: y / mean - 1.0, weight: 1.0 }
            }
        }
    }

    /// A linear predictor near the outcome from which the fit starts.
    pub(crate) fn start(self, y: f64, mean_of_all: f64) -> f64 {
        match self {
            Self::Logit => {
                let near = (y + 0.5) / 2.0;
                (near / (1.0 - near)).ln()
            }
            Self::Poisson | Self::NegativeBinomial { .. } => (0.5 * (y + mean_of_all)).ln(),
            Self::Gamma => y.ln(),
        }
    }

    /// Twice the log-likelihood a case loses to a model that meets it exactly, at dispersion 1 and never below 0.
    pub(crate) fn deviance(self, y: f64, eta: f64, mean: f64) -> f64 {
        let log_ratio = |y: f64| if y > 0.0 { y * (y.ln() - eta) } else { 0.0 };
        match self {
            // ln(1 + e^∓η), kept exact in both tails.
            Self::Logit => {
                let log_sum = (-eta.abs()).exp().ln_1p() + eta.max(0.0);
                2.0 * (log_sum - y * eta)
            }
            Self::Poisson => 2.0 * (log_ratio(y) - (y - mean)),
            Self::NegativeBinomial { alpha } => {
                2.0 * (log_ratio(y) - (y + 1.0 / alpha) * ((alpha * y).ln_1p() - (alpha * mean).ln_1p()))
            }
            Self::Gamma => 2.0 * ((y - mean) / mean - (y.ln() - eta)),
        }
        .max(0.0)
    }

    /// Squared distance from the mean over the variance, at dispersion 1.
    pub(crate) fn pearson(self, y: f64, mean: f64) -> f64 {
        let variance = match self {
            Self::Logit => mean * (1.0 - mean),
            Self::Poisson => mean,
            Self::NegativeBinomial { alpha } => mean * (1.0 + alpha * mean),
            Self::Gamma => mean * mean,
        };
        if variance > 0.0 { (y - mean) * ((y - mean) / variance) } else { 0.0 }
    }

    /// The log-likelihood with all its constants; for gamma at the most likely shape, which the deviance determines.
    pub(crate) fn log_likelihood(self, y: &[f64], eta: &[f64], deviance: f64) -> f64 {
        match self {
            Self::Logit => -deviance / 2.0,
            Self::Poisson => y
                .iter()
                .zip(eta)
                .map(|(y, eta)| if *y > 0.0 { y * eta } else { 0.0 } - eta.exp() - ln_gamma(y + 1.0))
                .sum(),
            Self::NegativeBinomial { alpha } => super::negative_binomial::log_likelihood(y, eta, alpha),
            Self::Gamma => {
                let n = y.len() as f64;
                let shape = super::gamma::likeliest_shape(deviance / n);
                let logs: f64 = y.iter().map(|y| y.ln()).sum();
                // Σ[ν(ln ν − η − y/μ) + (ν − 1) ln y] with Σ y/μ = deviance/2 − Σ(η − ln y) + n.
                let scaled: f64 = eta.iter().sum();
                let ratios = deviance / 2.0 + n - (scaled - logs);
                n * (shape * shape.ln() - ln_gamma(shape)) - shape * scaled - shape * ratios
                    + (shape - 1.0) * logs
            }
        }
    }
}
