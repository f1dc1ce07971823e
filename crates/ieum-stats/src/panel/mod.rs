//! Panels: fixed effects, differences in differences, event studies.
//!
//! Cases are rows; a panel names for each row its unit and its period by any label. Standard errors by cluster always name their
//! small-sample rule, because programs differ in it.
//!
//! Source of the common method: Wooldridge 2010, «Econometric Analysis of Cross Section and Panel Data», 2nd edition, ch. 10.

mod absorb;
mod did;
mod event;
mod fixed;
mod linear;

pub use did::{Cell, TwoByTwo, two_by_two};
pub use event::{EventCoefficient, EventStudy, event_study};
pub use fixed::{FixedEffects, Twfe, fixed_effects, twfe};
pub use linear::{Errors, Options, SmallSample};
