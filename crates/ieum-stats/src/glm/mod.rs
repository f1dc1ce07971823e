//! Generalised linear models: logit, Poisson, negative binomial, gamma.
