//! Commercial: what this part of the domain is for, in one sentence.

pub mod asks;
