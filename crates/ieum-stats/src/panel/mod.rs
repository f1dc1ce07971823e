//! Panels: fixed effects.
