//! Counted things: contingency tables, proportions, odds ratios.
