//! The figures of the ranking formula.

use super::FieldName;

/// What counts how much. [`Weights::default`] is what the crate was tuned to.
///
/// Ranking is BM25F (Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple weighted fields"): for
/// each term the fields' frequencies are normalised by length, weighed, summed and only then saturated.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Saturation of repeated terms.
    pub k1: f64,
    /// Saturation of repeated pairs of syllables, which occur in many words.
    pub k1_pairs: f64,
    /// Weight of each field, in the order of [`FieldName::ALL`].
    pub field: [f64; FieldName::ALL.len()],
    /// Length normalisation of each field, 0 (none) to 1 (full), same order.
    pub length: [f64; FieldName::ALL.len()],
    /// Share of a separate BM25 of the name alone.
    pub name_share: f64,
    /// Weight of words that explain more than they name ("typically", "various", "method").
    pub weak: f64,
    /// Weight of a synonym of the vocabulary.
    pub synonym: f64,
    /// Weight of a translation of the vocabulary or the learned table.
    pub translation: f64,
    /// Weight of a test that solves the problem described; a technique for a test counts half of it.
    pub solution: f64,
    /// Documents with a word at which other words for it in the same language, and what it leads to, count half.
    pub enough: f64,
    /// Weight of a corrected spelling.
    pub fuzzy: f64,
    /// Weight of the words that the best hits share (pseudo-relevance feedback), 0 for none.
    pub related: f64,
    /// Best hits that feedback reads.
    pub related_documents: usize,
    /// Words that feedback adds.
    pub related_words: usize,
    /// How much feedback prefers the better of the best hits: the power to which their scores are raised.
    pub related_sharpness: f64,
    /// How much feedback prefers rare words, 0 (not at all) to 1 (as the ranking does).
    pub related_rarity: f64,
    /// Terms from which on a question of Latin words gets feedback.
    pub related_from_terms: usize,
    /// How far the weights of words follow the learned model of importance, 0 (all alike) to 1.
    pub importance: f64,
    /// Weight of words that stand side by side in the question and near one another in the document.
    pub beside: f64,
    /// The same for pairs of syllables, of one word or of two words that touch.
    pub beside_pairs: f64,
    /// Weight of meaning where words say nothing, as a share of what the whole question could bring by its words, at three
    /// deviations above `meaning_from`.
    pub meaning: f64,
    /// Deviations above the mean likeness from which on a document is near in meaning.
    pub meaning_from: f64,
    /// Coverage of the question by words from which on meaning has no say.
    pub meaning_covered: f64,
    /// How fast meaning gives way to words below that.
    pub meaning_power: f64,
    /// Weight of a morpheme of a dictionary beside the pairs of syllables.
    pub morphemes: f64,
    /// Effect of a full fact boost of 1.0 on the score.
    pub boost: f64,
    /// Documents of an index from which on scores are summed up only where a document can still be among the best.
    pub narrow_from: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            k1: 1.2,
            k1_pairs: 0.6,
            field: [3.0, 2.5, 2.0, 2.5, 1.2, 1.0, 0.5],
            length: [0.3, 0.3, 0.6, 0.6, 0.6, 0.6, 0.3],
            name_share: 0.2,
            weak: 0.5,
            synonym: 0.6,
            translation: 0.7,
            solution: 0.5,
            enough: 20.0,
            fuzzy: 0.6,
            related: 0.4,
            related_documents: 10,
            related_words: 20,
            related_sharpness: 1.0,
            related_rarity: 1.0,
            related_from_terms: 5,
            importance: 1.0,
            beside: 0.4,
            beside_pairs: 0.0,
            meaning: 0.2,
            meaning_from: 1.5,
            meaning_covered: 0.35,
            meaning_power: 1.0,
            morphemes: 0.25,
            boost: 0.3,
            narrow_from: 100_000,
        }
    }
}

impl Weights {
    /// Weight and length normalisation of a field.
    pub(crate) fn of(&self, name: FieldName) -> (f64, f64) {
        let place = FieldName::ALL.iter().position(|own| *own == name).unwrap_or_default();
        let [weight, length] =
            [self.field, self.length].map(|all| all.get(place).copied().unwrap_or_default());
        (weight, length)
    }
}
