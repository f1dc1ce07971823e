//! The wiring of the house.
