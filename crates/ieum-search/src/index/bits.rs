//! A set of documents.

use crate::numbers::{at, number};

/// One bit a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    pub(crate) fn new(documents: u32) -> Self {
        Self { words: vec![0; at(documents).div_ceil(64)] }
    }

    pub(crate) fn insert(&mut self, doc: u32) {
        if let Some(word) = self.words.get_mut(at(doc >> 6)) {
            *word |= 1 << (doc & 63);
        }
    }

    pub(crate) fn remove(&mut self, doc: u32) {
        if let Some(word) = self.words.get_mut(at(doc >> 6)) {
            *word &= !(1 << (doc & 63));
        }
    }

    pub(crate) fn contains(&self, doc: u32) -> bool {
        self.words.get(at(doc >> 6)).is_some_and(|word| (word >> (doc & 63)) & 1 == 1)
    }

    pub(crate) fn keep(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.iter().map(|word| at(word.count_ones())).sum()
    }

    /// How many documents it has room for, up to the next whole word.
    pub(crate) fn documents(&self) -> u32 {
        number(self.words.len() * 64)
    }

    /// How many there are from `from` on, `to` left out; both are taken to whole words.
    pub(crate) fn count(&self, from: u32, to: u32) -> usize {
        let words = self.words.get(at(from >> 6)..at(to.div_ceil(64))).unwrap_or_default();
        words.iter().map(|word| at(word.count_ones())).sum()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        self.words.iter().zip(0_u32..).flat_map(|(word, place)| {
            // Each step takes the lowest bit away.
            let bits = std::iter::successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            bits.take_while(|word| *word != 0).map(move |word| place * 64 + word.trailing_zeros())
        })
    }
}
