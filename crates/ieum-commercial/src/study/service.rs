//! The order of things for study: take the turn, gather facts, ask the rules, write.
