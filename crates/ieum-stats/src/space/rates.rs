//! Rates of units with few people vary by chance; they are steadied before they are compared.

use super::chance::{Alternative, Chance};
use super::global::{Autocorrelation, moran_of};
use super::weights::Weights;
use crate::{Caution, Unfit};

/// Moran's I of rates: events over people at risk, each set against its own chance variance.
///
/// `events`: not negative; `people`: above zero; one a unit. zᵢ = (rᵢ − b) / √vᵢ, with b = Σ events / Σ people,
/// vᵢ = a + b / peopleᵢ, a = s² − b / mean people, s² = Σ peopleᵢ (rᵢ − b)² / Σ people; where vᵢ comes out at or below zero, b / peopleᵢ
/// stands in, as the paper proposes, and [`Caution::FewCases`] tells for how many.
///
/// # Errors
/// As [`super::moran`]; [`Unfit::OutOfRange`] at a negative count or when nobody is at risk.
///
/// Source: Assunção and Reis 1999, eqs 2–4.
pub fn moran_rate(
    events: &[f64],
    people: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<Autocorrelation, Unfit> {
    weights.check(events, 3)?;
    weights.check(people, 3)?;
    if let Some(&value) = events.iter().find(|count| **count < 0.0) {
        return Err(Unfit::OutOfRange { name: "events", value, low: 0.0, high: f64::MAX });
    }
    if let Some(&value) = people.iter().find(|count| **count <= 0.0) {
        return Err(Unfit::OutOfRange { name: "people", value, low: f64::MIN_POSITIVE, high: f64::MAX });
    }
    let all_people: f64 = people.iter().sum();
    let overall = events.iter().sum::<f64>() / all_people;
    let spread = events
        .iter()
        .zip(people)
        .map(|(events, people)| people * (events / people - overall).powi(2))
        .sum::<f64>()
        / all_people;
    let between = spread - overall / (all_people / people.len() as f64);
    let mut stood_in = 0;
    let steadied: Vec<f64> = events
        .iter()
        .zip(people)
        .map(|(events, people)| {
            let mut variance = between + overall / people;
            if variance <= 0.0 {
                stood_in += 1;
                variance = overall / people;
            }
            if variance > 0.0 { (events / people - overall) / variance.sqrt() } else { 0.0 }
        })
        .collect();
    if let Some(row) = steadied.iter().position(|rate| !rate.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    let name = ("moran-rate", "Assunção & Reis 1999, eqs 2-4");
    let mut found = moran_of(name, &steadied, weights, alternative, chance)?;
    if stood_in > 0 {
        found.cautions.push(Caution::FewCases { found: people.len() - stood_in, advised: people.len() });
    }
    Ok(found)
}
