//! Corrections for many tests at once.
