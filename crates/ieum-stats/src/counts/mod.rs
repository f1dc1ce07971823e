//! Counted things: contingency tables, proportions, odds ratios.

mod fisher;
mod proportion;
mod table;

pub use fisher::{Fisher, fisher_exact};
pub use proportion::{Proportion, Proportions, clopper_pearson, two_proportions, wilson};
pub use table::{ChiSquare, Ratio, TwoByTwo, chi_square, two_by_two};

#[cfg(test)]
mod tests;
