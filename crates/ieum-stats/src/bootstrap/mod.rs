//! Seeded resampling intervals.
