//! The evidence audit: which printed numbers of a table cannot both be right.
