//! Where to put things: p-median, maximum cover.
