//! One file for each user task, through HTTP and in a real browser.

mod accessibility;
mod api;
mod backup;
mod bad_input;
mod figures;
mod firm_solves_a_problem;
mod first_request;
mod full_disk;
mod harness;
mod idle_instrument_finds_work;
mod imports;
mod lost_database;
mod names_and_merges;
mod operator_teaches_a_word;
mod permissions;
mod plan_ordered;
mod planner_stops_a_purchase;
mod race;
mod restore_same_thread;
mod signing_in;
mod staff_triage_to_invoice;
mod times;
