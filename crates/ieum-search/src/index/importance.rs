//! How much a word of a question says, apart from how rare it is.
//!
//! "Predict tertiary structure of protein sequence(s) without homologs of known structure": all of these words are about
//! as rare in a catalogue of programs, but "tertiary" tells the programs apart and "known" does not. An additive model of
//! plain traits of a word (where it stands, how it clusters, how it is written) says how much more or less than usual
//! each counts, after Bendersky, Metzler and Croft 2010, "Learning concept importance using a weighted dependence model".
//! `vocabulary/importance.csv` holds it: per trait, steps up to a bound and what each adds to the weight 1. It is
//! learned by `cargo run --release -p ieum-search --example train`, from every second question of the collections only.

use crate::numbers::real;
use serde::Serialize;
use std::sync::LazyLock;

const SHIPPED: &str = include_str!("../../vocabulary/importance.csv");

/// Least and most weight of a word.
const BOUNDS: (f64, f64) = (0.1, 2.5);
/// Terms from which on the model counts in full; the questions it learned from are sentences.
const SENTENCE: f64 = 5.0;

/// What the question alone says of one of its terms.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Asked {
    /// Different terms of the question.
    pub(crate) terms: usize,
    /// How often the question repeats this one.
    pub(crate) repeats: usize,
    /// Whether its word explains more than it names.
    pub(crate) weak: bool,
    /// Whether its word has capitals after the first letter (`RNA`).
    pub(crate) capitals: bool,
    /// How many different terms of the question stand before it.
    pub(crate) place: usize,
    /// Whether its word has several terms, as codes and hyphenated words do.
    pub(crate) joined: bool,
}

/// What the index says of one term, among visible documents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Spread {
    /// All documents.
    pub(crate) all: usize,
    /// Those that have it.
    pub(crate) documents: usize,
    /// Those that have it in their name.
    pub(crate) names: usize,
    /// All its occurrences.
    pub(crate) occurrences: f64,
    /// Its rarity.
    pub(crate) rarity: f64,
}

/// The traits of one term of a question that the model looks at.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Traits([f64; Traits::NAMES.len()]);

impl Traits {
    /// What each value is, in order:
    ///
    /// - `rarity`: as the ranking has it, a natural logarithm;
    /// - `named`: logarithm of the share of its documents that have it in the name;
    /// - `clustered`: logarithm of its mean occurrences a document;
    /// - `burst`: its rarity beyond what a term as frequent would have by chance, in bits (Church and Gale 1995,
    ///   "Inverse document frequency: a measure of deviations from Poisson");
    /// - `letters`: of the stem; `weak`, `digits`, `capitals`, `joined`: 1 when so; `repeats`: in the question;
    /// - `question`: logarithm of the number of different terms of the question;
    /// - `place`: how many of these stand before it.
    pub const NAMES: [&'static str; 12] = [
        "rarity",
        "named",
        "clustered",
        "burst",
        "letters",
        "weak",
        "repeats",
        "digits",
        "capitals",
        "joined",
        "question",
        "place",
    ];

    pub(crate) fn new(term: &str, asked: Asked, spread: Spread) -> Self {
        let documents = real(spread.documents).max(1.0);
        let all = real(spread.all).max(documents);
        let occurrences = spread.occurrences.max(1.0);
        let yes = |so: bool| f64::from(u8::from(so));
        Self([
            spread.rarity,
            ((real(spread.names) + 0.5) / (documents + 1.0)).ln(),
            (occurrences / documents).ln(),
            (all / documents).log2() + (-(-occurrences / all).exp_m1()).log2(),
            real(term.chars().count()),
            yes(asked.weak),
            real(asked.repeats),
            yes(term.bytes().any(|b| b.is_ascii_digit())),
            yes(asked.capitals),
            yes(asked.joined),
            real(asked.terms.max(1)).ln(),
            real(asked.place),
        ])
    }

    /// The values, in the order of [`Traits::NAMES`].
    pub fn values(&self) -> &[f64] {
        &self.0
    }
}

/// One step of the model: values of the trait up to `below` add `adds`.
struct Step {
    below: f64,
    adds: f64,
}

/// The steps of each trait, in the order of [`Traits::NAMES`].
type Model = [Vec<Step>; Traits::NAMES.len()];

fn parse(text: &str) -> Model {
    let mut model = Model::default();
    for line in text.lines().skip(1) {
        let mut columns = line.split(',');
        let (name, below, adds) = (columns.next(), columns.next(), columns.next());
        let place = Traits::NAMES.iter().position(|known| Some(*known) == name);
        let steps = place.and_then(|place| model.get_mut(place));
        if let (Some(steps), Some(Ok(below)), Some(Ok(adds))) =
            (steps, below.map(str::parse), adds.map(str::parse))
        {
            steps.push(Step { below, adds });
        }
    }
    model
}

/// How much a term with these traits says: 1 as usual, never below 0.1 or above 2.5.
pub(crate) fn importance(traits: &Traits, terms: usize) -> f64 {
    static MODEL: LazyLock<Model> = LazyLock::new(|| parse(SHIPPED));
    let adds = |(steps, value): (&Vec<Step>, &f64)| {
        steps.iter().find(|step| *value < step.below).map_or(0.0, |step| step.adds)
    };
    let sum: f64 = MODEL.iter().zip(&traits.0).map(adds).sum();
    let share = (real(terms.saturating_sub(1)) / (SENTENCE - 1.0)).min(1.0);
    (1.0 + share * sum).clamp(BOUNDS.0, BOUNDS.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_model_is_read_and_its_steps_rise() {
        let model = parse(SHIPPED);
        let read: usize = model.iter().map(Vec::len).sum();
        assert_eq!(read, SHIPPED.lines().count() - 1);
        for (name, steps) in Traits::NAMES.iter().zip(&model) {
            assert!(steps.is_sorted_by(|a, b| a.below < b.below), "{name}");
            assert!(steps.last().is_none_or(|last| last.below.is_infinite()), "{name}");
        }
    }

    #[test]
    fn one_word_alone_counts_as_usual_and_none_counts_nothing() {
        let asked = Asked { terms: 12, weak: true, ..Asked::default() };
        let spread = Spread { all: 1_000, documents: 400, names: 1, occurrences: 500.0, rarity: 0.9 };
        let traits = Traits::new("general", asked, spread);
        assert_eq!(importance(&traits, 1), 1.0);
        let sentence = importance(&traits, 12);
        assert!((BOUNDS.0..=BOUNDS.1).contains(&sentence));
        let never = Traits::new("x", Asked::default(), Spread::default());
        assert!(never.values().iter().all(|value| value.is_finite()), "{never:?}");
    }
}
