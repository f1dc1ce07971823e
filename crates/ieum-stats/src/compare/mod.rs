//! Comparing groups: t tests, analysis of variance, comparisons after it.
