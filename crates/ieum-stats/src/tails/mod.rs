//! Distributions: both tails and quantiles.
