//! Time until something happens: Kaplan-Meier, log-rank, Cox.
