//! Choosing among alternatives by several criteria: weights, rankings and where they turn over.
