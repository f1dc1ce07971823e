//! English words in Hangul, known by their sound: 크로마토그래피 is "chromatography".
//!
//! Both spellings become a few consonants and vowels in one alphabet, as the rules for writing foreign words in Hangul
//! (외래어 표기법, 국립국어원) lead from one to the other: `f` is ㅍ, `l` and `r` are ㄹ, `z` and `j` are ㅈ, a final ㅅ is
//! `t`, ㅡ fills up and says nothing. What is left is compared by an edit distance in which consonants weigh most.

mod english;
mod korean;

use crate::numbers::{at, number};
use english::english;
use korean::Heard;
use std::collections::HashMap;

/// Syllables of the shortest Hangul word that may be an English one.
const SHORTEST: usize = 2;
/// Letters of the shortest and the longest English term that is compared.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=24;
/// How alike a term with two, three or more consonants must be, 1 being the same: few consonants meet by chance.
const FLOORS: [f64; 3] = [0.87, 0.9, 0.84];
/// Syllables of the shortest word without foreign ones that may be an English one, and how alike it must be.
const WHOLE: usize = 4;
const PLAIN: f64 = 0.9;
/// How much less alike than the best a term may be.
const BEHIND: f64 = 0.05;
/// What it takes from a part that one syllable stands before it, which is rarely a word of its own: 시뮬레이터 has no "multi".
const ONE_BEFORE: f64 = 0.1;
/// What an ending costs that only the Hangul has, because the English is a stem.
const ENDING: u16 = 30;
/// A cost nothing comes near.
const NEVER: u16 = 9_999;

/// English terms by their sound, packed: some twenty bytes a term.
#[derive(Debug, Clone, Default)]
pub struct Sounds {
    texts: String,
    codes: Vec<u8>,
    /// Of each term: where its text and its codes end, and which consonants it has; by first sound.
    terms: Vec<(u32, u32, u32)>,
    /// Each first sound, and the place after the last term that has it.
    firsts: Vec<(u8, usize)>,
}

/// One English term that sounds like a part of a Hangul word.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike<'a> {
    /// The term.
    pub term: &'a str,
    /// How alike, 0 to 1, 1 being as the rules write it.
    pub likeness: f64,
    /// The syllables of the word that it sounds like, from and to.
    pub part: (usize, usize),
}

impl Sounds {
    /// The sounds of these terms; what is not plain Latin letters, too short or too long is left out.
    pub fn of<'a>(terms: impl IntoIterator<Item = &'a str>) -> Self {
        let plain = |term: &&str| {
            LETTERS.contains(&term.len()) && term.bytes().all(|letter| letter.is_ascii_lowercase())
        };
        let heard = terms.into_iter().filter(plain).map(|term| (english(term), term));
        let mut heard: Vec<(Vec<u8>, &str)> = heard.filter(|(codes, _)| consonants(codes) > 1).collect();
        heard.sort_unstable_by(|a, b| a.0.first().cmp(&b.0.first()).then(a.1.cmp(b.1)));
        heard.dedup_by(|a, b| a.1 == b.1);
        let mut out = Self::default();
        for (codes, term) in &heard {
            out.texts.push_str(term);
            out.codes.extend(codes);
            out.terms.push((number(out.texts.len()), number(out.codes.len()), groups(codes)));
            let first = codes.first().copied().unwrap_or_default();
            match out.firsts.last_mut().filter(|(known, _)| *known == first) {
                Some((_, end)) => *end = out.terms.len(),
                None => out.firsts.push((first, out.terms.len())),
            }
        }
        out.texts.shrink_to_fit();
        out.codes.shrink_to_fit();
        out.terms.shrink_to_fit();
        out
    }

    fn term(&self, place: usize) -> Option<&str> {
        let from =
            place.checked_sub(1).and_then(|before| self.terms.get(before)).map_or(0, |term| at(term.0));
        self.texts.get(from..at(self.terms.get(place)?.0))
    }

    fn codes(&self, place: usize) -> &[u8] {
        let from =
            place.checked_sub(1).and_then(|before| self.terms.get(before)).map_or(0, |term| at(term.1));
        let to = self.terms.get(place).map_or(0, |term| at(term.1));
        self.codes.get(from..to).unwrap_or_default()
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the Hangul word `key` may be an English one at all: a quick look before [`Sounds::like`].
    pub fn may_hear(key: &str) -> bool {
        korean::is_heard(key)
    }

    /// The terms that the Hangul word `key` or a part of it sounds like, most alike first, at most `most`.
    ///
    /// A part must have syllables that hardly any Korean word has: 크, 터, 펙. Short words without any
    /// are answered at once.
    pub fn like(&self, key: &str, most: usize) -> Vec<Alike<'_>> {
        let heard = if Self::may_hear(key) { Heard::all(key) } else { Vec::new() };
        if heard.is_empty() {
            return Vec::new();
        }
        let syllables = key.chars().count();
        let mut best: HashMap<usize, (f64, (usize, usize))> = HashMap::new();
        let mut rows = Rows::default();
        for from in &heard {
            let mut begin = 0;
            for (first, end) in &self.firsts {
                let run = begin..*end;
                begin = *end;
                if !from.begins_like(*first) {
                    continue;
                }
                for place in run {
                    // One consonant may be missing.
                    let has = self.terms.get(place).map_or(0, |term| term.2);
                    if (has & !from.has).count_ones() > 1 {
                        continue;
                    }
                    let Some((likeness, to)) = rows.compare(from, self.codes(place), syllables) else {
                        continue;
                    };
                    let known = best.entry(place).or_insert((0.0, (0, 0)));
                    if likeness > known.0 {
                        *known = (likeness, (from.start, to));
                    }
                }
            }
        }
        let alike = |(place, (likeness, part))| Some(Alike { term: self.term(place)?, likeness, part });
        let mut found: Vec<Alike> = best.into_iter().filter_map(alike).collect();
        let weight = |alike: &Alike| {
            let length = f64::from(number(alike.part.1 - alike.part.0));
            alike.likeness + 0.02 * length - if alike.part.0 == 1 { ONE_BEFORE } else { 0.0 }
        };
        found.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.term.cmp(b.term)));
        let mut out: Vec<Alike> = Vec::new();
        for alike in found {
            let beside = |known: &&Alike| known.part.0 < alike.part.1 && alike.part.0 < known.part.1;
            let ahead = out.iter().filter(beside).map(weight).fold(0.0, f64::max);
            if out.len() < most && weight(&alike) > ahead - BEHIND {
                out.push(alike);
            }
        }
        out
    }
}

/// Lines of the table of distances, kept between comparisons.
#[derive(Default)]
struct Rows {
    last: Vec<u16>,
    now: Vec<u16>,
}

impl Rows {
    /// How alike `codes` are to some syllables from the beginning of `heard`, and the syllable after these.
    fn compare(&mut self, heard: &Heard, codes: &[u8], syllables: usize) -> Option<(f64, usize)> {
        let hard = consonants(codes);
        let floor = *FLOORS.get(hard.checked_sub(2)?.min(2))?;
        let whole: u16 = codes.iter().map(|code| if is_vowel(*code) { 20 } else { hardness(*code) }).sum();
        let room = (1.0 - floor) * f64::from(whole);
        self.last.clear();
        self.last.push(0);
        for code in &heard.codes {
            self.last.push(self.last.last().copied().unwrap_or(NEVER).saturating_add(added(*code)));
        }
        for code in codes {
            self.now.clear();
            let left = left_out(*code);
            let mut before = self.last.first().copied().unwrap_or(NEVER);
            let mut here = before.saturating_add(left);
            let mut least = here;
            self.now.push(here);
            for (above, own) in self.last.iter().skip(1).zip(&heard.codes) {
                let changed = before.saturating_add(apart(*own, *code));
                here = changed.min(above.saturating_add(left)).min(here.saturating_add(added(*own)));
                least = least.min(here);
                before = *above;
                self.now.push(here);
            }
            if f64::from(least) > room {
                return None;
            }
            std::mem::swap(&mut self.last, &mut self.now);
        }
        let mut best: Option<(f64, usize)> = None;
        for (place, end) in heard.ends.iter().enumerate() {
            let to = heard.start + place + 1;
            let length = place + 1;
            let foreign = heard.foreign.get(place).copied().unwrap_or_default();
            // Two consonants are a word only where the whole word is foreign.
            let enough = match hard {
                2 => length == syllables && foreign * 3 >= length,
                _ => foreign >= 1 && foreign * 8 >= length,
            };
            // 옥시토신 could be read from Chinese characters; four consonants of a whole word meet by chance less.
            let plain = foreign == 0 && length == syllables && length >= WHOLE && hard > 3;
            let enough = enough || plain;
            let floor = if plain { PLAIN } else { floor };
            // One foreign syllable after a part belongs to it.
            let cut = heard.start + length + 1 == syllables
                && heard.foreign.get(place + 1).is_some_and(|after| *after > foreign);
            if length < SHORTEST || !enough || cut {
                continue;
            }
            let exact = self.last.get(*end).copied().unwrap_or(NEVER);
            let ended = (0..*end).rev().take(6).filter_map(|from| {
                let ending = heard.codes.get(from..*end)?;
                korean::is_ending(ending)
                    .then(|| self.last.get(from).map(|cost| cost.saturating_add(ENDING)))?
            });
            let cost = ended.fold(exact, u16::min);
            let likeness = 1.0 - f64::from(cost) / f64::from(whole.max(1));
            if likeness >= floor && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, to));
            }
        }
        best
    }
}

fn is_vowel(code: u8) -> bool {
    matches!(code, b'a' | b'e' | b'i' | b'o' | b'u' | b'x' | b'y')
}

/// What a consonant weighs, in hundredths; an `r` that only colours the vowel before it weighs little.
fn hardness(code: u8) -> u16 {
    if code == b'R' { 20 } else { 100 }
}

fn consonants(codes: &[u8]) -> usize {
    codes.iter().filter(|code| !is_vowel(**code) && **code != b'R').count()
}

/// Consonants that may stand for one another, as bits: a quick look before the distance.
fn groups(codes: &[u8]) -> u32 {
    codes.iter().fold(0, |bits, code| bits | group(*code))
}

fn group(code: u8) -> u32 {
    match code {
        b'K' | b'G' | b'q' | b'J' => 1,
        b'T' | b'D' | b't' => 2,
        b'P' | b'B' | b'v' | b'F' | b'V' => 4,
        b'S' | b'Z' => 8,
        b'N' | b'M' | b'Q' => 16,
        b'L' | b'r' => 32,
        // Theirs are many: nothing is left out for their sake.
        _ => 0,
    }
}

/// What it costs that the Hangul has a sound which the English has not.
fn added(code: u8) -> u16 {
    match code {
        _ if is_vowel(code) => 18,
        b'H' => 70,
        _ => 95,
    }
}

/// What it costs that the English has a letter which the Hangul has not.
fn left_out(code: u8) -> u16 {
    match code {
        b'R' => 3,
        _ if is_vowel(code) => 16,
        b'H' => 40,
        _ => 95,
    }
}

/// What it costs to hear the sound `own` of the Hangul for the letter `code` of the English.
fn apart(own: u8, code: u8) -> u16 {
    if own == code {
        return 0;
    }
    match (is_vowel(own), is_vowel(code)) {
        (true, true) => return vowels_apart(own, code),
        (false, false) => {}
        _ => return 400,
    }
    match (own, code) {
        (b'q', b'K' | b'G') | (b'v', b'P' | b'B') | (b't', b'T' | b'D') => 0,
        (b'P', b'F') | (b'B', b'V') | (b'L', b'r') | (b'Z', b'J') => 0,
        (b'S' | b'T' | b'D', b'Y') | (b'K' | b'C', b'c') | (b'C', b'X') => 0,
        (b'L', b'R') | (b'G', b'J') | (b'q', b'c' | b'J') | (b't', b'Y') | (b'v', b'V' | b'F') => 10,
        (b'Q', b'N') | (b'N', b'Q') => 15,
        (b'Z', b'S') | (b'S', b'Z') => 20,
        (b'K', b'G') | (b'G', b'K') | (b'T', b'D') | (b'D', b'T') | (b'P', b'B') | (b'B', b'P') => 30,
        (b'C' | b'Z', b'T') | (b'Z', b'D' | b'c' | b'X') | (b't', b'S') | (b'B', b'F') | (b'P', b'V') => 35,
        (b'S', b'c' | b'X' | b'J') | (b'H', b'F') | (b'C', b'Z' | b'S') | (b'N', b'M') | (b'M', b'N') => 40,
        _ => 120,
    }
}

fn vowels_apart(own: u8, code: u8) -> u16 {
    match (own, code) {
        (b'x', _) => 4,
        (b'e' | b'o', b'a') | (b'i', b'e') | (b'a', b'i') | (b'a' | b'u', b'o') => 5,
        (b'i' | b'a', b'y') | (b'a' | b'i', b'u') | (b'e', b'i') | (b'u', b'e') | (b'o', b'u') => 8,
        _ => 24,
    }
}

#[cfg(test)]
mod tests {
    use super::Sounds;

    #[track_caller]
    fn check(pairs: &[(&str, &str)]) {
        let others = "sample analys water residu electron temperatur concentr stat report metal oxid test materi multi";
        let mut missed = Vec::new();
        for (hangul, english) in pairs {
            let term = crate::analysis::terms(english).into_iter().next().expect("a term");
            let sounds = Sounds::of(others.split(' ').chain([term.as_str()]));
            let found = sounds.like(hangul, 3);
            if found.first().is_none_or(|alike| alike.term != term) {
                missed.push((*hangul, term, found.first().map(|alike| alike.term.to_owned())));
            }
        }
        assert_eq!(missed, []);
    }

    #[test]
    fn english_words_in_hangul_are_heard() {
        check(&[
            ("마이크로플레이트", "microplate"),
            ("마이크로스코프", "microscope"),
            ("크로마토그래피", "chromatography"),
            ("스펙트럼", "spectrum"),
            ("폴리머", "polymer"),
            ("옥시토신", "oxytocin"),
            ("필터", "filter"),
            ("센서", "sensor"),
            ("에틸렌", "ethylene"),
            ("스테인리스", "stainless"),
            ("컨덴서", "condenser"),
            ("플라즈마", "plasma"),
            ("시뮬레이션", "simulation"),
            ("시뮬레이터", "simulator"),
            ("톨루엔", "toluene"),
            ("알루미늄", "aluminium"),
            ("리소그래피", "lithography"),
            ("하이드로겔", "hydrogel"),
            ("카테터", "catheter"),
            ("모니터링", "monitoring"),
            ("프로바이오틱스", "probiotics"),
            ("바이러스", "virus"),
            ("콜레스테롤", "cholesterol"),
            ("쿼츠", "quartz"),
            ("레이저", "laser"),
            ("실리콘", "silicon"),
            ("메타데이터", "metadata"),
            ("카올리나이트", "kaolinite"),
            ("글리세롤", "glycerol"),
            ("인버터", "inverter"),
            ("제올라이트", "zeolite"),
            ("콜로이드", "colloid"),
            ("프탈레이트", "phthalate"),
            ("트리할로메탄", "trihalomethane"),
        ]);
    }

    #[test]
    fn a_part_of_a_compound_is_heard() {
        check(&[
            ("가스크로마토그래피질량분석기", "chromatography"),
            ("멤브레인여과", "membrane"),
            ("액체섬광카운터", "counter"),
        ]);
    }

    #[test]
    fn korean_words_sound_like_nothing() {
        let english = "sample analys water residu electron temperatur concentr stat report metal oxid test materi \
                       season size side gene dose scale chain zone zinc sugar guide china join union usage";
        let sounds = Sounds::of(english.split(' '));
        for hangul in
            ["잔류농약", "시험성적서", "부동산", "지진", "도시", "수질", "사용", "오염", "시설물", "의자"]
        {
            assert_eq!(sounds.like(hangul, 3), [], "{hangul}");
        }
    }
}
