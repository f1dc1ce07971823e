//! Correlation: Pearson, Spearman, Kendall.
