//! Tests from summary statistics alone.
