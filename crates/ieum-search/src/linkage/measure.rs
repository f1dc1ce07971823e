//! Specifications as spans: «10 MHz ~ 40 GHz» covers «1–30 GHz».

use super::text::folded;
use serde::Serialize;

/// Spelling, sign, what is measured, base units it is worth.
type Unit = (&'static str, &'static str, &'static str, f64);

/// The sign of a unit, what it measures and how many base units it is worth, by its spelling.
///
/// Letter case is gone by then, so that `mhz` is read as megahertz and `mpa` as megapascal, which is what instruments have; the sign
/// says how it was read.
const UNITS: &[Unit] = &[
    ("hz", "Hz", "frequency", 1.0),
    ("khz", "kHz", "frequency", 1e3),
    ("mhz", "MHz", "frequency", 1e6),
    ("ghz", "GHz", "frequency", 1e9),
    ("thz", "THz", "frequency", 1e12),
    ("pm", "pm", "length", 1e-12),
    ("nm", "nm", "length", 1e-9),
    ("um", "µm", "length", 1e-6),
    ("mm", "mm", "length", 1e-3),
    ("cm", "cm", "length", 1e-2),
    ("m", "m", "length", 1.0),
    ("a", "A", "current", 1.0),
    ("ma", "mA", "current", 1e-3),
    ("ka", "kA", "current", 1e3),
    ("v", "V", "voltage", 1.0),
    ("mv", "mV", "voltage", 1e-3),
    ("kv", "kV", "voltage", 1e3),
    ("w", "W", "power", 1.0),
    ("mw", "mW", "power", 1e-3),
    ("kw", "kW", "power", 1e3),
    ("kva", "kVA", "apparent power", 1e3),
    ("mva", "MVA", "apparent power", 1e6),
    ("pa", "Pa", "pressure", 1.0),
    ("hpa", "hPa", "pressure", 1e2),
    ("kpa", "kPa", "pressure", 1e3),
    ("mpa", "MPa", "pressure", 1e6),
    ("gpa", "GPa", "pressure", 1e9),
    ("bar", "bar", "pressure", 1e5),
    ("mbar", "mbar", "pressure", 1e2),
    ("torr", "Torr", "pressure", 133.322_368),
    ("psi", "psi", "pressure", 6_894.757),
    ("n", "N", "force", 1.0),
    ("kn", "kN", "force", 1e3),
    ("mn", "mN", "force", 1e-3),
    ("g", "g", "mass", 1e-3),
    ("kg", "kg", "mass", 1.0),
    ("mg", "mg", "mass", 1e-6),
    ("ug", "µg", "mass", 1e-9),
    ("ton", "ton", "mass", 1e3),
    ("da", "Da", "molecular mass", 1.0),
    ("kda", "kDa", "molecular mass", 1e3),
    ("m/z", "m/z", "molecular mass", 1.0),
    ("degc", "°C", "temperature", 1.0),
    ("도", "°C", "temperature", 1.0),
    ("k", "K", "kelvin", 1.0),
    ("s", "s", "time", 1.0),
    ("ms", "ms", "time", 1e-3),
    ("us", "µs", "time", 1e-6),
    ("ns", "ns", "time", 1e-9),
    ("min", "min", "time", 60.0),
    ("h", "h", "time", 3600.0),
    ("l", "L", "volume", 1e-3),
    ("ml", "mL", "volume", 1e-6),
    ("ul", "µL", "volume", 1e-9),
    ("rpm", "rpm", "turning", 1.0),
    ("ev", "eV", "energy", 1.0),
    ("kev", "keV", "energy", 1e3),
    ("mev", "MeV", "energy", 1e6),
    ("db", "dB", "level", 1.0),
    ("ppm", "ppm", "share", 1e-6),
    ("ppb", "ppb", "share", 1e-9),
    ("ppt", "ppt", "share", 1e-12),
    ("%", "%", "share", 1e-2),
    ("ohm", "Ω", "resistance", 1.0),
    ("kohm", "kΩ", "resistance", 1e3),
    ("mohm", "MΩ", "resistance", 1e6),
];

/// A stretch of one kind of measure, in its base unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span {
    /// What is measured: `frequency`, `length`, `temperature`, …
    pub dimension: &'static str,
    /// From; negative infinity when open.
    pub from: f64,
    /// To; positive infinity when open.
    pub to: f64,
    /// As written, with the signs of its units: `200 kV` for `200KV`.
    pub written: String,
}

/// A span of the wish and the span of the record that covers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Covered {
    /// What was wished for.
    pub wished: Span,
    /// What covers it.
    pub by: Span,
}

/// A span of the wish that the record's spans of the same kind do not cover.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unmet {
    /// What was wished for.
    pub wished: Span,
    /// What there is instead, the widest; `None` where the record says nothing of this kind.
    pub has: Option<Span>,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Unit(&'static Unit),
    To,
    PlusMinus,
    AtMost,
    AtLeast,
    Other,
}

/// The spans in a text: `10 MHz ~ 40 GHz`, `20~150㎛`, `상온~80도`, `최대 44GHz`, `up to 700 °C`, `≥ 5 kN`; a single measure is a
/// span of that one value. Numbers without a unit are no measure. `상온` and `room temperature` are 20 °C.
pub fn spans(text: &str) -> Vec<Span> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        if let Some((span, used)) = span_at(&tokens, place) {
            found.push(span);
            place += used;
        } else {
            place += 1;
        }
    }
    found
}

type Spelled = (Token, String);

fn span_at(tokens: &[Spelled], place: usize) -> Option<(Span, usize)> {
    let token = |offset: usize| tokens.get(place + offset).map(|(token, _)| token);
    let number = |offset: usize| match token(offset) {
        Some(Token::Number(value)) => Some(*value),
        _ => None,
    };
    let unit = |offset: usize| match token(offset) {
        Some(Token::Unit((.., dimension, worth))) => Some((*dimension, *worth)),
        _ => None,
    };
    let written = |used: usize| {
        let words: Vec<&str> = tokens.iter().skip(place).take(used).map(|(_, word)| word.as_str()).collect();
        words.join(" ")
    };
    let of = |dimension, from: f64, to: f64, used| {
        Some((Span { dimension, from: from.min(to), to: from.max(to), written: written(used) }, used))
    };
    if let Some(Token::PlusMinus) = token(0) {
        let (value, (dimension, worth)) = (number(1)?, unit(2)?);
        return of(dimension, -value * worth, value * worth, 3);
    }
    if let Some(bound @ (Token::AtMost | Token::AtLeast)) = token(0) {
        let (value, (dimension, worth)) = (number(1)?, unit(2)?);
        return match bound {
            Token::AtMost => of(dimension, f64::NEG_INFINITY, value * worth, 3),
            _ => of(dimension, value * worth, f64::INFINITY, 3),
        };
    }
    let first = number(0)?;
    // 10 MHz ~ 40 GHz
    if let (Some((left, left_worth)), Some(Token::To), Some(second), Some((right, right_worth))) =
        (unit(1), token(2), number(3), unit(4))
        && left == right
    {
        return of(left, first * left_worth, second * right_worth, 5);
    }
    // 20 ~ 150 um
    if let (Some(Token::To), Some(second), Some((dimension, worth))) = (token(1), number(2), unit(3)) {
        return of(dimension, first * worth, second * worth, 4);
    }
    let (dimension, worth) = unit(1)?;
    let value = first * worth;
    match token(2) {
        Some(Token::AtMost) => of(dimension, f64::NEG_INFINITY, value, 3),
        Some(Token::AtLeast) => of(dimension, value, f64::INFINITY, 3),
        _ => of(dimension, value, value, 2),
    }
}

fn tokens(text: &str) -> Vec<Spelled> {
    let text = folded(text).replace('μ', "u").replace("°c", "degc").replace('℃', "degc").replace('ω', "ohm");
    let text = text.replace("room temperature", " 20 degc ").replace("상온", " 20 degc ");
    let text = text.replace("up to", " ≤ ").replace("at least", " ≥ ");
    let letters: Vec<char> = text.chars().collect();
    let mut out: Vec<Spelled> = Vec::new();
    let mut place = 0;
    while let Some(letter) = letters.get(place).copied() {
        let next = letters.get(place + 1).copied().unwrap_or(' ');
        let after_number = matches!(out.last(), Some((Token::Number(_) | Token::Unit(..), _)));
        if letter.is_ascii_digit() || (letter == '-' && next.is_ascii_digit() && !after_number) {
            let end = number_end(&letters, place);
            let word: String = letters.get(place..end).unwrap_or_default().iter().collect();
            let value = word.replace(',', "").parse::<f64>();
            out.push((value.map_or(Token::Other, Token::Number), word));
            place = end;
            continue;
        }
        let (token, used) = match letter {
            '~' | '–' | '∼' | '〜' | '～' => (Token::To, 1),
            '-' if after_number => (Token::To, 1),
            '±' => (Token::PlusMinus, 1),
            '+' if next == '/' => (Token::PlusMinus, 3),
            '≤' | '<' => (Token::AtMost, 1),
            '≥' | '>' => (Token::AtLeast, 1),
            '%' => (unit_of("%").unwrap_or(Token::Other), 1),
            c if c.is_alphabetic() => {
                word_at(&letters, place, matches!(out.last(), Some((Token::Number(_), _))))
            }
            _ => (Token::Other, 1),
        };
        let word: String = match token {
            Token::Unit((_, sign, ..)) => (*sign).to_owned(),
            _ => letters.get(place..place + used).unwrap_or_default().iter().collect(),
        };
        if !(token == Token::Other && word.trim().is_empty()) {
            out.push((token, word));
        }
        place += used.max(1);
    }
    out
}

fn number_end(letters: &[char], place: usize) -> usize {
    let mut end = place + 1;
    while let Some(letter) = letters.get(end).copied() {
        let next = letters.get(end + 1).copied().unwrap_or(' ');
        let inside = letter.is_ascii_digit() || (matches!(letter, '.' | ',') && next.is_ascii_digit());
        if !inside {
            break;
        }
        end += 1;
    }
    end
}

fn word_at(letters: &[char], place: usize, after_number: bool) -> (Token, usize) {
    let hangul = letters.get(place).copied().is_some_and(crate::analysis::is_syllable);
    let same = |c: &char| c.is_alphabetic() && crate::analysis::is_syllable(*c) == hangul;
    let mut used = letters.iter().skip(place).take_while(|c| same(c)).count();
    let mut word: String = letters.iter().skip(place).take(used).collect();
    if word == "m" && letters.get(place + 1..place + 3) == Some(&['/', 'z']) {
        word = "m/z".to_owned();
        used = 3;
    }
    if after_number && hangul {
        // `80도까지`: the unit and what is said of it stand together.
        for (korean, token) in [("도", unit_of("도"))] {
            if let (true, Some(token)) = (word.starts_with(korean), token) {
                return (token, korean.chars().count());
            }
        }
    }
    let token = match word.as_str() {
        "부터" | "to" | "에서" | "내지" => Token::To,
        "최대" | "이하" | "까지" | "미만" | "max" | "maximum" => Token::AtMost,
        "최소" | "이상" | "초과" | "min" | "minimum" if !after_number => Token::AtLeast,
        "이상" | "초과" => Token::AtLeast,
        _ if after_number => unit_of(&word).unwrap_or(Token::Other),
        _ => Token::Other,
    };
    (token, used)
}

fn unit_of(word: &str) -> Option<Token> {
    UNITS.iter().find(|(name, ..)| *name == word).map(Token::Unit)
}

/// Which of the wished spans a record's spans cover, and which not.
///
/// A span of the record covers a wish of the same kind when it holds both ends. A record's single value does not cover a
/// stretch, and a wish without spans is met by nothing and missed by nothing.
pub fn covers(record: &[Span], wished: &[Span]) -> (Vec<Covered>, Vec<Unmet>) {
    let (mut met, mut unmet) = (Vec::new(), Vec::new());
    for wish in wished {
        let same = || record.iter().filter(|span| span.dimension == wish.dimension);
        // An upper bound alone («up to 700 °C») is wished for as a value to reach.
        let from = if wish.from.is_finite() { wish.from } else { wish.to };
        let to = if wish.to.is_finite() { wish.to } else { wish.from };
        let slack = 1e-9 * from.abs().max(to.abs());
        let holds = |span: &&Span| span.from <= from + slack && span.to >= to - slack;
        match same().find(holds) {
            Some(by) => met.push(Covered { wished: wish.clone(), by: by.clone() }),
            None => {
                let widest = same().max_by(|l, r| (l.to - l.from).total_cmp(&(r.to - r.from)));
                unmet.push(Unmet { wished: wish.clone(), has: widest.cloned() });
            }
        }
    }
    (met, unmet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, f64, f64)]) {
        let found = spans(text);
        let close = |l: f64, r: f64| l == r || (l - r).abs() <= 1e-9 * l.abs().max(r.abs());
        let same = found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|(f, e)| f.dimension == e.0 && close(f.from, e.1) && close(f.to, e.2));
        assert!(same, "{text}: {found:?}");
    }

    const LOW: f64 = f64::NEG_INFINITY;
    const HIGH: f64 = f64::INFINITY;

    #[test]
    fn spans_as_catalogues_write_them() {
        check("Frequency 10Mhz ~ 40GHz PAN Series", &[("frequency", 1e7, 4e10)]);
        check("10MHz~40GHz", &[("frequency", 1e7, 4e10)]);
        check("40 Hz ~ 110 MHz", &[("frequency", 40.0, 1.1e8)]);
        check("후막 두께 20~150㎛", &[("length", 2e-5, 1.5e-4)]);
        check(
            "지름 100mm 깊이 200mm, 250Mpa, 상온~80도",
            &[
                ("length", 0.1, 0.1),
                ("length", 0.2, 0.2),
                ("pressure", 2.5e8, 2.5e8),
                ("temperature", 20.0, 80.0),
            ],
        );
        check("최대 44GHz", &[("frequency", LOW, 4.4e10)]);
        check("Maximum 44GHz Carrier Frequency", &[("frequency", LOW, 4.4e10)]);
        check("up to 700 °C", &[("temperature", LOW, 700.0)]);
        check("700℃ 이하", &[("temperature", LOW, 700.0)]);
        check("5 kN 이상", &[("force", 5_000.0, HIGH)]);
        check("±10 V", &[("voltage", -10.0, 10.0)]);
        check("-40 ~ 150 ℃", &[("temperature", -40.0, 150.0)]);
        check("m/z 50", &[]);
        check("50-2,000 m/z", &[("molecular mass", 50.0, 2_000.0)]);
        check("E8363B 2019 3종", &[]);
        check("", &[]);
    }

    #[test]
    fn units_are_shown_by_their_signs() {
        let shown = |text: &str| spans(text).into_iter().map(|span| span.written).collect::<Vec<_>>();
        assert_eq!(shown("electron microscope, 200KV"), ["200 kV"]);
        assert_eq!(shown("10MHZ~40ghz"), ["10 MHz ~ 40 GHz"]);
        assert_eq!(shown("20~150㎛"), ["20 ~ 150 µm"]);
        assert_eq!(shown("up to 700 °C, 50 ㏀"), ["≤ 700 °C", "50 kΩ"]);
    }

    #[track_caller]
    fn met(record: &str, wish: &str, met: usize, unmet: usize) {
        let (found, missing) = covers(&spans(record), &spans(wish));
        assert_eq!((found.len(), missing.len()), (met, unmet), "{record} / {wish}");
    }

    #[test]
    fn a_record_covers_what_lies_within() {
        met("10 MHz ~ 40 GHz", "1 GHz ~ 30 GHz", 1, 0);
        met("10 MHz ~ 40 GHz", "20 GHz", 1, 0);
        met("10 MHz ~ 40 GHz", "1 GHz ~ 50 GHz", 0, 1);
        met("최대 700도", "600도까지", 1, 0);
        met("최대 700도", "800도까지", 0, 1);
        met("두께 20~150㎛", "0.05 mm", 1, 0);
        met("두께 20~150㎛", "5 kV", 0, 1);
        met("no numbers", "nothing asked", 0, 0);
    }
}
