//! A set of documents.

use crate::numbers::at;

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
        self.words.iter().map(|word| usize::try_from(word.count_ones()).unwrap_or_default()).sum()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().zip(0_u32..).flat_map(|(word, place)| {
            let word = *word;
            (0..64).filter(move |bit| (word >> bit) & 1 == 1).map(move |bit| place * 64 + bit)
        })
    }
}
