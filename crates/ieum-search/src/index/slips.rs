//! Spellings near to one that was written, found in a dictionary without reading it through.
//!
//! The dictionary is a trie; an automaton walks it and turns back where no spelling within a slip or two can follow. Its state is
//! one number a count of slips, a bit for each place in the written word that may have been reached (Wu and Manber 1992, "Fast
//! text searching allowing errors", with the swap of neighbours as in [`crate::analysis::distance`]).

use tantivy_fst::Automaton;

/// Slips that can be asked for.
const MOST: usize = 2;
/// Letters that have a place in a row of bits.
const LETTERS: usize = 62;

/// Spellings that begin with the same letter as a written word and are otherwise at most so many slips from it.
pub(crate) struct Slips {
    letters: Vec<char>,
    most: usize,
    /// Whether the spelling may go on after the word.
    goes_on: bool,
}

/// Places of the written word that a beginning of a spelling may stand for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reach {
    /// Places after so many slips, those after fewer among them.
    rows: [u64; MOST + 1],
    /// The same before the last letter.
    before: [u64; MOST + 1],
    /// Where the word has the last letter.
    last: u64,
    /// The letter of which some bytes have come, and how many are to come.
    letter: u32,
    to_come: u8,
    /// Whether a letter has come.
    begun: bool,
    /// Whether the whole word was reached, where the spelling may go on.
    passed: bool,
}

impl Slips {
    /// At most two slips; nothing for a word without letters or of more than 62.
    pub(crate) fn new(letters: &[char], most: usize, goes_on: bool) -> Option<Self> {
        let fits = !letters.is_empty() && letters.len() <= LETTERS;
        fits.then(|| Self { letters: letters.to_vec(), most: most.min(MOST), goes_on })
    }

    fn row(&self, reach: &Reach) -> u64 {
        reach.rows.get(self.most).copied().unwrap_or_default()
    }

    /// Whether the whole word was reached.
    fn whole(&self, reach: &Reach) -> bool {
        (self.row(reach) >> self.letters.len()) & 1 == 1
    }

    fn next(&self, reach: &Reach, letter: u32) -> Reach {
        if !reach.begun && self.letters.first().is_none_or(|first| u32::from(*first) != letter) {
            return Reach::default();
        }
        let mut here = 0_u64;
        for (place, own) in self.letters.iter().enumerate() {
            here |= u64::from(u32::from(*own) == letter) << place;
        }
        let all = (1_u64 << (self.letters.len() + 1)) - 1;
        let mut rows = [0_u64; MOST + 1];
        let mut fewer: Option<(u64, u64, u64)> = None;
        for ((row, old), before) in rows.iter_mut().zip(reach.rows).zip(reach.before).take(self.most + 1) {
            *row = (old & here) << 1;
            if let Some((old, new, before)) = fewer {
                // A letter too many, another letter, one too few, and two in the wrong order.
                let swapped = (((before & here) << 1) & reach.last) << 1;
                *row |= old | (old << 1) | new | (new << 1) | swapped;
            }
            *row &= all;
            fewer = Some((old, *row, before));
        }
        let mut next = Reach { rows, before: reach.rows, last: here, begun: true, ..Reach::default() };
        next.passed = self.goes_on && self.whole(&next);
        next
    }
}

impl Automaton for Slips {
    type State = Reach;

    fn start(&self) -> Reach {
        let mut rows = [1, 0b11, 0b111];
        let all = (1_u64 << (self.letters.len() + 1)) - 1;
        rows.iter_mut().for_each(|row| *row &= all);
        Reach { rows, ..Reach::default() }
    }

    fn is_match(&self, reach: &Reach) -> bool {
        reach.passed || (!self.goes_on && reach.begun && reach.to_come == 0 && self.whole(reach))
    }

    fn can_match(&self, reach: &Reach) -> bool {
        reach.passed || self.row(reach) != 0
    }

    fn will_always_match(&self, reach: &Reach) -> bool {
        reach.passed
    }

    fn accept(&self, reach: &Reach, byte: u8) -> Reach {
        if reach.passed || self.row(reach) == 0 {
            return *reach;
        }
        let (letter, to_come) = match byte {
            0..0x80 => (u32::from(byte), 0),
            0x80..0xC0 => ((reach.letter << 6) | u32::from(byte & 0x3F), reach.to_come.saturating_sub(1)),
            0xC0..0xE0 => (u32::from(byte & 0x1F), 1),
            0xE0..0xF0 => (u32::from(byte & 0x0F), 2),
            0xF0.. => (u32::from(byte & 0x07), 3),
        };
        if to_come > 0 { Reach { letter, to_come, ..*reach } } else { self.next(reach, letter) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::distance;

    fn reached(slips: &Slips, text: &str) -> bool {
        let mut reach = slips.start();
        for byte in text.bytes() {
            if !slips.can_match(&reach) {
                return false;
            }
            reach = slips.accept(&reach, byte);
        }
        slips.is_match(&reach)
    }

    /// Every spelling of up to five letters out of three is taken exactly where the distance says so.
    #[track_caller]
    fn check(written: &str, most: usize, alphabet: [char; 3]) {
        let letters: Vec<char> = written.chars().collect();
        let [whole, goes_on] = [false, true].map(|goes_on| Slips::new(&letters, most, goes_on).unwrap());
        let mut spellings = vec![String::new()];
        let mut taken = 0;
        for _ in 0..6 {
            for spelling in &spellings {
                let own: Vec<char> = spelling.chars().collect();
                let same = own.first() == letters.first();
                let near = same && distance(&letters, &own, most).is_some();
                assert_eq!(reached(&whole, spelling), near, "{written} {spelling}");
                let heads = (1..=own.len()).filter_map(|length| own.get(..length));
                let begins = same && heads.into_iter().any(|head| distance(&letters, head, most).is_some());
                assert_eq!(reached(&goes_on, spelling), begins, "{written} {spelling}…");
                taken += usize::from(near);
            }
            spellings =
                spellings.iter().flat_map(|head| alphabet.map(|letter| format!("{head}{letter}"))).collect();
        }
        assert!(taken > 1, "{written}");
    }

    #[test]
    fn it_takes_what_is_so_near_and_nothing_else() {
        check("abca", 1, ['a', 'b', 'c']);
        check("abca", 2, ['a', 'b', 'c']);
        check("aab", 2, ['a', 'b', 'x']);
        check("ㅂㅜㄴ", 1, ['ㅂ', 'ㅜ', 'ㄴ']);
        check("ㅂㅜㄴㅂ", 2, ['ㅂ', 'ㅜ', 'ㄴ']);
    }

    #[test]
    fn what_is_too_long_is_not_looked_for() {
        assert!(Slips::new(&[], 1, false).is_none());
        assert!(Slips::new(&['a'; 63], 1, false).is_none());
        assert!(reached(&Slips::new(&['a'; 62], 1, false).unwrap(), &"a".repeat(61)));
    }
}
