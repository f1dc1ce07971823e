//! The two languages, texts kept in both, and Korean particles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language Ieum speaks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 한국어
    #[default]
    Ko,
    /// English
    En,
}

impl Lang {
    /// Both languages, Korean first.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The BCP 47 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Ko => Self::En,
            Self::En => Self::Ko,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().get(..2).unwrap_or_default().to_ascii_lowercase().as_str() {
            "ko" => Ok(Self::Ko),
            "en" => Ok(Self::En),
            _ => Err(format!("no such language: {text}")),
        }
    }
}

/// A name or sentence in Korean and English; either side may be empty, not both where a name is required.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default, JsonSchema)]
pub struct Text {
    /// 한국어
    #[serde(default)]
    pub ko: String,
    /// English
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// Both sides at once; outer white space is dropped.
    pub fn new(ko: &str, en: &str) -> Self {
        Self { ko: ko.trim().to_owned(), en: en.trim().to_owned() }
    }

    /// The text in a language, or in the other when that side is empty.
    pub fn in_lang(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Ko => (&self.ko, &self.en),
            Lang::En => (&self.en, &self.ko),
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether neither side says anything.
    pub fn is_empty(&self) -> bool {
        self.ko.is_empty() && self.en.is_empty()
    }
}

/// Appends the Korean particle that fits the last sound of a word.
///
/// `pair` is written `"이/가"`, `"을/를"`, `"은/는"`, `"와/과"` or `"으로/로"`, the form after a final consonant first
/// except in the traditional `"와/과"`, which is also understood. Digits and Latin letters are read as Koreans say
/// them; anything else keeps both forms in brackets, as in `를(을)`.
pub fn josa(word: &str, pair: &str) -> String {
    let Some((first, second)) = pair.split_once('/') else { return format!("{word}{pair}") };
    let (closed, open) = if first == "와" { (second, first) } else { (first, second) };
    let last = word.chars().rev().find(|c| c.is_alphanumeric());
    match last.and_then(final_sound) {
        Some(FinalSound::None) => format!("{word}{open}"),
        Some(FinalSound::Rieul) if closed == "으로" => format!("{word}{open}"),
        Some(_) => format!("{word}{closed}"),
        None => format!("{word}{closed}({open})"),
    }
}

#[derive(Clone, Copy)]
enum FinalSound {
    None,
    Rieul,
    Other,
}

fn final_sound(last: char) -> Option<FinalSound> {
    let code = u32::from(last);
    match last {
        '가'..='힣' => Some(match (code - 0xAC00) % 28 {
            0 => FinalSound::None,
            8 => FinalSound::Rieul,
            _ => FinalSound::Other,
        }),
        '1' | '7' | '8' => Some(FinalSound::Rieul),
        '0' | '3' | '6' => Some(FinalSound::Other),
        '2' | '4' | '5' | '9' => Some(FinalSound::None),
        'l' | 'L' | 'r' | 'R' => Some(FinalSound::Rieul),
        'm' | 'M' | 'n' | 'N' => Some(FinalSound::Other),
        'a'..='z' | 'A'..='Z' => Some(FinalSound::None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        for (word, pair, expected) in [
            ("장비", "을/를", "장비를"),
            ("시료", "이/가", "시료가"),
            ("예약", "을/를", "예약을"),
            ("메일", "으로/로", "메일로"),
            ("책", "으로/로", "책으로"),
            ("XRD 3", "은/는", "XRD 3은"),
            ("SEM", "이/가", "SEM이"),
            ("기관", "와/과", "기관과"),
            ("회사", "와/과", "회사와"),
            ("(주)이음", "은/는", "(주)이음은"),
            ("«»", "을/를", "«»을(를)"),
        ] {
            assert_eq!(josa(word, pair), expected);
        }
    }

    #[test]
    fn a_missing_side_falls_back() {
        let text = Text::new(" 현미경 ", "");
        assert_eq!(text.in_lang(Lang::En), "현미경");
        assert_eq!("en-GB".parse(), Ok(Lang::En));
        assert!("é".parse::<Lang>().is_err());
    }
}
