//! The pass over a text that finds words and their terms.

use super::{Catch, hangul, normalise::normalise, particle, stops, units};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashMap;

/// Longest joined word that is kept whole, in bytes; longer ones are only split.
const WHOLE_BYTES: usize = 40;
/// Longest piece that is looked at, in bytes: nobody searches for more.
const PIECE_BYTES: usize = 64;
/// Stems remembered before the memory is emptied.
const REMEMBERED: usize = 32_768;

/// Splits texts into words and terms. Holds the buffers and remembered stems, so keep one for many texts.
pub(crate) struct Sieve {
    stemmer: Stemmer,
    stems: HashMap<String, String>,
    normal: String,
    whole: String,
    pieces: Vec<Piece>,
    /// The number that ended the word before, for a unit written apart.
    number: String,
}

/// A run of letters or digits inside a joined word: `jem`, `2100`, `f` in `jem-2100f`.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: usize,
    to: usize,
    digits: bool,
    /// Which part between joiners, and which part between slashes.
    part: usize,
    slash: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Script {
    Hangul,
    Ideograph,
    Letter,
    Digit,
    Joiner,
}

impl Default for Sieve {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            stems: HashMap::new(),
            normal: String::new(),
            whole: String::new(),
            pieces: Vec::new(),
            number: String::new(),
        }
    }
}

impl Clone for Sieve {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Sieve {
    /// Goes through `text` and hands every word and term to `catch`.
    pub(crate) fn pour(&mut self, text: &str, catch: &mut impl Catch) {
        self.number.clear();
        let mut rest = text;
        while let Some(start) = rest.find(is_inside) {
            let (_, from) = rest.split_at(start);
            let end = word_end(from);
            let (surface, after) = from.split_at(end);
            self.word(surface, catch);
            rest = after;
        }
    }

    fn word(&mut self, surface: &str, catch: &mut impl Catch) {
        catch.word(surface);
        let mut normal = std::mem::take(&mut self.normal);
        normalise(surface, &mut normal);
        if normal.bytes().all(|b| b.is_ascii_lowercase()) {
            let unit = !self.number.is_empty() && units::is_unit(&normal);
            self.letters(&normal, catch);
            if unit {
                self.number.push_str(&normal);
                catch.term(&self.number);
            }
            self.number.clear();
        } else {
            self.mixed(&normal, catch);
        }
        self.normal = normal;
    }

    /// A word of several scripts, or with joiners.
    fn mixed(&mut self, normal: &str, catch: &mut impl Catch) {
        let mut rest = normal;
        let mut latin_before = false;
        let number_before = std::mem::take(&mut self.number);
        while let Some(first) = rest.chars().next() {
            let script = script(first);
            let same = |c: char| match script {
                Script::Hangul => self::script(c) == Script::Hangul,
                Script::Ideograph => self::script(c) == Script::Ideograph,
                Script::Letter | Script::Digit | Script::Joiner => {
                    !matches!(self::script(c), Script::Hangul | Script::Ideograph)
                }
            };
            let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            match script {
                Script::Hangul if latin_before && particle::is_particle(run) => {}
                Script::Hangul => {
                    let stem = particle::strip(run);
                    pairs(stem, catch);
                    catch.key(stem);
                }
                Script::Ideograph => {
                    pairs(run, catch);
                    catch.key(run);
                }
                Script::Letter | Script::Digit | Script::Joiner => {
                    let joined = run.trim_matches(|c| self::script(c) == Script::Joiner);
                    if !joined.is_empty() {
                        if !number_before.is_empty() && rest.len() == normal.len() && units::is_unit(joined) {
                            self.number.clone_from(&number_before);
                        }
                        self.joined(joined, catch);
                        latin_before = true;
                    }
                }
            }
            rest = after;
        }
    }

    /// Letters and digits with joiners between them: a code, a number with unit, a hyphenated word.
    fn joined(&mut self, joined: &str, catch: &mut impl Catch) {
        let number_before = std::mem::take(&mut self.number);
        self.split(joined);
        let pieces = std::mem::take(&mut self.pieces);
        let mut whole = std::mem::take(&mut self.whole);
        whole.clear();
        for piece in &pieces {
            let text = joined.get(piece.from..piece.to).unwrap_or_default();
            whole.extend(text.chars().filter(|c| *c != ','));
        }
        match pieces.as_slice() {
            [] => {}
            [only] if only.digits => {
                if whole.len() <= PIECE_BYTES {
                    catch.term(&whole);
                    catch.key(&whole);
                    self.number.clone_from(&whole);
                }
            }
            [_] => {
                self.letters(&whole, catch);
                if !number_before.is_empty() {
                    let unit = format!("{number_before}{whole}");
                    catch.term(&unit);
                }
            }
            _ => self.code(joined, &whole, &pieces, catch),
        }
        self.whole = whole;
        self.pieces = pieces;
    }

    fn code(&mut self, joined: &str, whole: &str, pieces: &[Piece], catch: &mut impl Catch) {
        let text = |p: &Piece| joined.get(p.from..p.to).unwrap_or_default();
        let letters_only = pieces.iter().all(|p| !p.digits);
        // A possessive is its noun.
        if let [noun, tail] = pieces
            && text(tail) == "s"
            && joined.contains(['\'', '’'])
        {
            return self.letters(text(noun), catch);
        }
        catch.key(whole);
        if whole.len() <= WHOLE_BYTES && pieces.len() <= 12 {
            if letters_only {
                self.stemmed(whole, |stem| catch.term(stem));
            } else {
                catch.term(whole);
            }
        }
        let slashes = pieces.last().map_or(0, |p| p.slash);
        for slash in 0..=slashes {
            let group = || pieces.iter().filter(move |p| p.slash == slash);
            let parts = group().map(|p| p.part).max().zip(group().map(|p| p.part).min());
            if slashes > 0 && group().count() > 1 && parts.is_some_and(|(last, first)| last > first) {
                let group: String = group().map(text).collect();
                if group.len() <= WHOLE_BYTES {
                    catch.term(&group);
                }
            }
        }
        let parts = pieces.last().map_or(0, |p| p.part);
        for part in 0..=parts {
            let mut within = pieces.iter().filter(|p| p.part == part);
            let (first, several) = (within.next(), within.next().is_some());
            let Some(first) = first else { continue };
            if several {
                if parts > 0 {
                    let part: String = pieces.iter().filter(|p| p.part == part).map(text).collect();
                    catch.term(&part);
                }
                for piece in pieces.iter().filter(|p| p.part == part && p.to - p.from > 1) {
                    self.piece(text(piece), piece.digits, catch);
                }
            } else {
                self.piece(text(first), first.digits, catch);
            }
        }
    }

    fn piece(&mut self, text: &str, digits: bool, catch: &mut impl Catch) {
        if text.len() > PIECE_BYTES || (text.len() == 1 && !digits) || stops::is_never(text) {
            return;
        }
        if digits {
            catch.term(text);
        } else {
            self.stemmed(text, |stem| catch.term(stem));
        }
    }

    /// A plain Latin word.
    fn letters(&mut self, word: &str, catch: &mut impl Catch) {
        if word.len() > PIECE_BYTES {
            let cut = (0..=PIECE_BYTES).rev().find(|at| word.is_char_boundary(*at)).unwrap_or_default();
            let (head, _) = word.split_at(cut);
            catch.term(head);
            catch.key(head);
        } else if !stops::is_never(word) {
            self.stemmed(word, |stem| {
                catch.term(stem);
                catch.key(stem);
            });
        }
    }

    fn stemmed(&mut self, word: &str, mut then: impl FnMut(&str)) {
        // The stemmer is made for English words; anything else stays as it is.
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return then(word);
        }
        if let Some(stem) = self.stems.get(word) {
            return then(stem);
        }
        if self.stems.len() >= REMEMBERED {
            self.stems.clear();
        }
        let mut stem = self.stemmer.stem(word).into_owned();
        one_spelling(&mut stem);
        then(&stem);
        self.stems.insert(word.to_owned(), stem);
    }

    /// Fills `pieces` with the runs of letters and of digits in `joined`; `0.5` and `1,000` are one run.
    fn split(&mut self, joined: &str) {
        self.pieces.clear();
        let (mut part, mut slash) = (0, 0);
        let mut chars = joined.char_indices().peekable();
        let mut before: Option<Script> = None;
        while let Some((at, c)) = chars.next() {
            let kind = script(c);
            let next_digit = chars.peek().is_some_and(|(_, n)| script(*n) == Script::Digit);
            let in_number = matches!(c, '.' | ',') && before == Some(Script::Digit) && next_digit;
            if kind == Script::Joiner && !in_number {
                part += 1;
                slash += usize::from(c == '/');
                before = None;
                continue;
            }
            let digits = kind == Script::Digit || in_number;
            let to = at + c.len_utf8();
            match self.pieces.last_mut() {
                Some(piece) if before.is_some() && piece.digits == digits && piece.part == part => {
                    piece.to = to
                }
                _ => self.pieces.push(Piece { from: at, to, digits, part, slash }),
            }
            before = Some(if digits { Script::Digit } else { kind });
        }
    }
}

/// Spellings and forms that the stemmer leaves apart end in one stem: British and American, Greek singular and plural,
/// the instrument and its art (`microscope`, `microscopy`), the doer and the deed (`classifier`, `classification`).
fn one_spelling(stem: &mut String) {
    if stem.len() < 5 {
        return;
    }
    let replaced = [
        ("iz", "is"),
        ("yz", "ys"),
        ("our", "or"),
        ("esi", "es"),
        ("ysi", "ys"),
        ("ifi", "if"),
        ("graphi", "graph"),
        ("scopi", "scop"),
        ("ometri", "omet"),
        ("ometr", "omet"),
    ];
    for (from, to) in replaced {
        if stem.ends_with(from) {
            stem.truncate(stem.len() - from.len());
            stem.push_str(to);
            return;
        }
    }
    if let Some(to) = match stem.as_str() {
        "centr" => Some("center"),
        "fibr" => Some("fiber"),
        "metr" => Some("meter"),
        "litr" => Some("liter"),
        "aluminium" => Some("aluminum"),
        "sulphur" => Some("sulfur"),
        "grey" => Some("gray"),
        _ => None,
    } {
        to.clone_into(stem);
    }
}

/// Pairs of neighbouring characters; one character alone is itself.
fn pairs(run: &str, catch: &mut impl Catch) {
    let mut ends = run.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
    let Some((first, mut middle)) = ends.next() else { return };
    let mut from = first;
    let mut single = true;
    for (at, to) in ends {
        catch.term(run.get(from..to).unwrap_or_default());
        (from, middle, single) = (at, to, false);
    }
    if single {
        catch.term(run.get(from..middle).unwrap_or_default());
    }
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' => Script::Letter,
        '0'..='9' => Script::Digit,
        _ if hangul::is_syllable(c) => Script::Hangul,
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{f900}'..='\u{faff}' => Script::Ideograph,
        _ if c.is_numeric() => Script::Digit,
        _ if c.is_alphabetic() => Script::Letter,
        _ => Script::Joiner,
    }
}

/// Whether `c` can begin or end a word. Squared units and letter-like signs count: NFKC makes letters of them.
fn is_inside(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && (c.is_alphanumeric()
                || matches!(c, '\u{2100}'..='\u{214f}' | '\u{3300}'..='\u{33ff}' | '\u{300}'..='\u{36f}' | '°')))
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '/' | '.' | '_' | '+' | '&' | '\'' | '’' | '·' | '‐' | '‑' | '−')
}

/// Where the word at the start of `text` ends, in bytes: joiners count only between two inside characters.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    let mut last = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_inside(c) {
            end = at + c.len_utf8();
        } else {
            let next = chars.peek().map(|(_, n)| *n);
            let joins = next.is_some_and(is_inside)
                && (is_joiner(c)
                    || (c == ',' && last.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit())));
            if !joins {
                break;
            }
        }
        last = c;
    }
    end
}
