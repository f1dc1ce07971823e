//! No code: see `xtask/src/hack.rs`.
