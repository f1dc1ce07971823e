//! Whose name is this: a written name among the names of many organisations, with what speaks for it in each case.

use super::linker::Band;
use super::organisation::{Piece, both_ways, core, name_key, partner, pieces};
use crate::numbers::real;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// From here on a name that nobody else comes near is taken for the organisation's own, where every part of both has its partner.
///
/// On the Korean organisations of the ROR sample 97 of 100 names taken so are right; the test
/// `a_written_name_is_taken_rightly_or_asked_about` prints and holds it.
const SURE: f64 = 0.9;
/// So much less alike has to be whoever comes second.
const MARGIN: f64 = 0.07;
/// Below this two names have nothing to say to each other.
const LOOK: f64 = 0.62;
/// A name that consists of the first letters of another is that likely the same; never sure, for many share three letters.
const INITIALS: f64 = 0.75;
/// What sounds and means the same is still not the same letters.
const NEVER_THE_SAME: f64 = 0.99;
/// Names that are compared in full for one question.
const COMPARED: usize = 120;
/// What more than one name in so many has tells no two apart and is not looked up while there is anything else.
const USUAL: usize = 25;

/// What speaks for or against a name being somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum NameReason {
    /// It is the same but for legal form, blanks and case.
    SameName,
    /// It consists of the first letters of the name.
    Initials {
        /// The whole name.
        name: String,
    },
    /// What stands in both.
    InBoth {
        /// The words.
        words: String,
    },
    /// Parts that mean the same in two languages.
    Meaning {
        /// In the written name.
        written: String,
        /// In the organisation's.
        known: String,
    },
    /// Parts that sound alike in two scripts, or are spelled alike in one.
    Sound {
        /// In the written name.
        written: String,
        /// In the organisation's.
        known: String,
    },
    /// What only the written name has.
    OnlyWritten {
        /// The words.
        words: String,
    },
    /// What only the organisation's name has.
    OnlyKnown {
        /// The words.
        words: String,
    },
}

/// An organisation that a written name may stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NameMatch {
    /// Whose it may be: the number given with its names.
    pub owner: usize,
    /// Which of its names comes nearest.
    pub name: String,
    /// From 0 to 1.
    pub likeness: f64,
    /// What to do about it.
    pub band: Band,
    /// Why.
    pub reasons: Vec<NameReason>,
}

#[derive(Debug)]
struct Name {
    owner: usize,
    written: String,
    key: String,
    pieces: Vec<Piece>,
}

/// Names of many organisations, ready to be looked through. The same in every run.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<Name>,
    by_key: HashMap<String, Vec<usize>>,
    by_initials: HashMap<String, Vec<usize>>,
    /// Names by runs of two letters of how their parts sound.
    by_sound: HashMap<String, Vec<usize>>,
    /// Owners that have a name in Hangul, and those that have one in Latin letters.
    in_script: [HashSet<usize>; 2],
}

/// What comes of one owner: how alike, by which name, and whether by the letters, the first letters or the sound.
#[derive(Debug, Clone, Copy)]
struct Best {
    likeness: f64,
    place: usize,
    by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Letters,
    Initials,
    Sound,
}

impl Names {
    /// Takes names with the number of whose they are; one owner may have many. Names that say nothing are left out.
    pub fn new<'a>(names: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let mut all = Self::default();
        for (owner, written) in names {
            let key = name_key(written);
            if key.is_empty() {
                continue;
            }
            let (place, pieces) = (all.names.len(), pieces(&core(written)));
            for run in runs(&pieces) {
                all.by_sound.entry(run).or_default().push(place);
            }
            if let Some(short) = initials(written) {
                all.by_initials.entry(short).or_default().push(place);
            }
            let [hangul, latin] = &mut all.in_script;
            if in_hangul(&key) {
                hangul.insert(owner)
            } else {
                latin.insert(owner)
            };
            all.by_key.entry(key.clone()).or_default().push(place);
            all.names.push(Name { owner, written: written.to_owned(), key, pieces });
        }
        all
    }

    /// Those who have this very name but for legal form and blanks, in the order they were given.
    pub fn called(&self, written: &str) -> Vec<usize> {
        let places = self.by_key.get(&name_key(written)).into_iter().flatten();
        let mut owners: Vec<usize> =
            places.filter_map(|place| self.names.get(*place)).map(|name| name.owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// Whom a written name may stand for, the likeliest first, each once; at most `most`, none that has nothing in common and
    /// none of those whom `allowed` leaves out.
    ///
    /// The first is in the band *same*, and nothing has to be asked, in two cases: it alone has this very name but for legal
    /// form and blanks; or it has no name in the script of the written one, sounds and means the same, and nobody else comes
    /// near. Whoever has a name in that script would be called by it: there, likeness is a reason to look.
    pub fn find(&self, written: &str, most: usize, allowed: impl Fn(usize) -> bool) -> Vec<NameMatch> {
        self.matches(written, most, COMPARED, allowed)
    }

    /// As [`Self::find`], for every name against all others: fewer are compared in full.
    pub fn twins(&self, written: &str, most: usize, allowed: impl Fn(usize) -> bool) -> Vec<NameMatch> {
        self.matches(written, most, COMPARED / 6, allowed)
    }

    fn matches(
        &self,
        written: &str,
        most: usize,
        compared: usize,
        allowed: impl Fn(usize) -> bool,
    ) -> Vec<NameMatch> {
        let key = name_key(written);
        if key.is_empty() {
            return Vec::new();
        }
        let asked = pieces(&core(written));
        let found = self.best(&key, &asked, compared, allowed);
        let exact = found.iter().filter(|(_, best)| best.by == By::Letters).count();
        let second = found.get(1).map_or(0.0, |(_, best)| best.likeness);
        let [hangul, latin] = &self.in_script;
        let script = if in_hangul(&key) { hangul } else { latin };
        let judged = found.iter().take(most).enumerate().filter_map(|(nth, (owner, best))| {
            let name = self.names.get(best.place)?;
            let alone = nth == 0 && best.likeness - second >= MARGIN;
            let reasons = match best.by {
                By::Letters => vec![NameReason::SameName],
                By::Initials => vec![NameReason::Initials { name: name.written.clone() }],
                By::Sound => reasons(&asked, name),
            };
            let lacks = |one: &NameReason| {
                matches!(one, NameReason::OnlyWritten { .. } | NameReason::OnlyKnown { .. })
            };
            let whole = !reasons.iter().any(lacks);
            let band = match best.by {
                By::Letters if exact == 1 => Band::Same,
                By::Sound if best.likeness >= SURE && alone && !script.contains(owner) && whole => Band::Same,
                _ if best.likeness >= LOOK => Band::Look,
                _ => Band::Different,
            };
            let name = name.written.clone();
            Some(NameMatch { owner: *owner, name, likeness: best.likeness, band, reasons })
        });
        judged.collect()
    }

    /// The best name of every owner that has something in common with the written one, the likeliest first.
    fn best(
        &self,
        key: &str,
        asked: &[Piece],
        compared: usize,
        allowed: impl Fn(usize) -> bool,
    ) -> Vec<(usize, Best)> {
        let mut best: BTreeMap<usize, Best> = BTreeMap::new();
        let mut offer = |place: usize, likeness: f64, by: By| {
            let Some(name) = self.names.get(place).filter(|name| allowed(name.owner)) else { return };
            let one = Best { likeness, place, by };
            let known = best.entry(name.owner).or_insert(one);
            if likeness > known.likeness {
                *known = one;
            }
        };
        for place in self.by_key.get(key).into_iter().flatten() {
            offer(*place, 1.0, By::Letters);
        }
        for place in self.by_initials.get(key).into_iter().flatten() {
            offer(*place, INITIALS, By::Initials);
        }
        for place in self.near(asked, compared) {
            if let Some(name) = self.names.get(place).filter(|name| name.key != key) {
                offer(place, NEVER_THE_SAME * both_ways(asked, &name.pieces), By::Sound);
            }
        }
        let mut found: Vec<(usize, Best)> =
            best.into_iter().filter(|(_, best)| best.likeness >= LOOK / 2.0).collect();
        found.sort_by(|l, r| r.1.likeness.total_cmp(&l.1.likeness).then(l.0.cmp(&r.0)));
        found
    }

    /// Names that share the rarest sounds, in the order of how much they share.
    fn near(&self, asked: &[Piece], most: usize) -> Vec<usize> {
        let runs = runs(asked);
        let known: Vec<&Vec<usize>> = runs.iter().filter_map(|run| self.by_sound.get(run)).collect();
        let rare = |places: &&&Vec<usize>| places.len() * USUAL <= self.names.len().max(USUAL * 4);
        let telling: Vec<&Vec<usize>> = known.iter().filter(rare).copied().collect();
        let telling = if telling.is_empty() { known } else { telling };
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for places in telling {
            let tells = (1.0 + real(self.names.len()) / real(places.len().max(1))).ln();
            for place in places {
                *shared.entry(*place).or_default() += tells;
            }
        }
        let mut ordered: Vec<(usize, f64)> = shared.into_iter().collect();
        ordered.sort_by(|l, r| r.1.total_cmp(&l.1).then(l.0.cmp(&r.0)));
        ordered.into_iter().take(most).map(|(place, _)| place).collect()
    }
}

fn in_hangul(key: &str) -> bool {
    key.chars().any(crate::analysis::is_syllable)
}

/// Runs of two letters of how the parts of a name sound, their beginnings marked; each once.
fn runs(pieces: &[Piece]) -> Vec<String> {
    let mut all = Vec::new();
    for piece in pieces {
        let letters: Vec<char> = std::iter::once('^').chain(piece.sound.chars()).collect();
        all.extend(letters.windows(2).map(|run| run.iter().collect::<String>()));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The first letters of a name of three words or more in Latin letters: `Korea Electrotechnology Research Institute` is
/// `keri`.
fn initials(name: &str) -> Option<String> {
    let bare = core(name);
    let words = bare.split(' ').filter(|word| !matches!(*word, "of" | "and" | "for" | "in" | "at" | "the"));
    let firsts: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
    let fits = firsts.len() >= 3 && firsts.iter().all(char::is_ascii_alphabetic);
    fits.then(|| firsts.into_iter().collect())
}

/// What the parts of two names say.
fn reasons(asked: &[Piece], name: &Name) -> Vec<NameReason> {
    let (mut found, mut only, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for piece in asked {
        let Some((other, _)) = partner(piece, &name.pieces) else {
            push_once(&mut only, &piece.word);
            continue;
        };
        if piece.word == other.word {
            push_once(&mut both, &piece.word);
            continue;
        }
        let (written, known) = (piece.word.clone(), other.word.clone());
        let reason = if piece.translated == other.translated {
            NameReason::Sound { written, known }
        } else {
            NameReason::Meaning { written, known }
        };
        // One word may mean two: 과학기술원 is «institute», «science» and «technology».
        if !found.contains(&reason) {
            found.push(reason);
        }
    }
    if !both.is_empty() {
        found.insert(0, NameReason::InBoth { words: both.join(" ") });
    }
    if !only.is_empty() {
        found.push(NameReason::OnlyWritten { words: only.join(" ") });
    }
    let mut lacking: Vec<String> = Vec::new();
    for piece in name.pieces.iter().filter(|piece| partner(piece, asked).is_none()) {
        push_once(&mut lacking, &piece.word);
    }
    if !lacking.is_empty() {
        found.push(NameReason::OnlyKnown { words: lacking.join(" ") });
    }
    found
}

fn push_once(words: &mut Vec<String>, word: &str) {
    if !words.iter().any(|known| known == word) {
        words.push(word.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[(usize, &str)] = &[
        (0, "한림대학교"),
        (0, "Hallym University"),
        (1, "한국전기연구원"),
        (1, "Korea Electrotechnology Research Institute"),
        (2, "서울대학교"),
        (2, "Seoul National University"),
        (3, "㈜정민실업"),
        (4, "서울과학기술대학교"),
        (4, "Seoul National University of Science and Technology"),
        (5, "한국전자통신연구원"),
        (6, "정민 실업 주식회사"),
    ];

    /// Whom a written name stands for first, and in which band.
    #[track_caller]
    fn check(written: &str, expected: Option<(usize, Band)>) {
        let found = Names::new(KNOWN.iter().copied()).find(written, 5, |_| true);
        assert_eq!(found.first().map(|one| (one.owner, one.band)), expected, "{written}: {found:?}");
    }

    #[test]
    fn a_name_that_nobody_else_comes_near_is_sure() {
        check("Halrim University", Some((0, Band::Look)));
        check("Korea Electronics and Telecommunications Research Institute", Some((5, Band::Same)));
        check("한국전자통신기술원", Some((5, Band::Different)));
        check("HALLYM UNIVERSITY", Some((0, Band::Same)));
        check("(재) 한국전기연구원", Some((1, Band::Same)));
        check("KERI", Some((1, Band::Look)));
        check("서울대학교", Some((2, Band::Same)));
        check("...", None);
        check("", None);
    }

    #[test]
    fn one_name_of_two_organisations_is_never_sure() {
        check("정민실업", Some((3, Band::Look)));
        let found = Names::new(KNOWN.iter().copied()).find("정민실업(주)", 5, |_| true);
        let owners: Vec<usize> = found.iter().map(|one| one.owner).collect();
        assert_eq!(owners.get(..2), Some(&[3, 6][..]), "{found:?}");
    }

    #[test]
    fn reasons_name_the_parts() {
        let found = Names::new(KNOWN.iter().copied()).find("한림 University Hospital", 1, |_| true);
        let reasons = &found.first().expect("somebody").reasons;
        let sound = NameReason::InBoth { words: "한림".into() };
        let only = NameReason::OnlyWritten { words: "hospital".into() };
        assert!(reasons.contains(&sound) && reasons.contains(&only), "{reasons:?}");
        let keri = Names::new(KNOWN.iter().copied()).find("KERI", 1, |_| true);
        let whole = NameReason::Initials { name: "Korea Electrotechnology Research Institute".into() };
        assert_eq!(keri.first().map(|one| one.reasons.clone()), Some(vec![whole]));
    }
}
