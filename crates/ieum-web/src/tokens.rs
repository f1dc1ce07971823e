//! Contrast of the colours in `kit/tokens.css`, by the formula of WCAG 2.2 (relative luminance and contrast ratio).

use std::collections::BTreeMap;

/// The token file itself.
pub const TOKENS: &str = include_str!("../kit/tokens.css");

/// What a pair of colours must reach: 4.5 for words, 3 for the edges of controls and the marks of charts
/// (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
const WORDS: f64 = 4.5;
const MARKS: f64 = 3.0;

/// Every pair that pages put together: front, back, least contrast. Holds in light and in dark.
pub const PAIRS: &[(&str, &str, f64)] = &[
    ("text", "surface", WORDS),
    ("text", "sunken", WORDS),
    ("text", "raised", WORDS),
    ("text", "brand-soft", WORDS),
    ("text", "danger-soft", WORDS),
    ("text", "warning-soft", WORDS),
    ("text", "success-soft", WORDS),
    ("text", "neutral-soft", WORDS),
    ("muted", "surface", WORDS),
    ("muted", "sunken", WORDS),
    ("muted", "raised", WORDS),
    ("muted", "brand-soft", WORDS),
    ("muted", "danger-soft", WORDS),
    ("muted", "warning-soft", WORDS),
    ("muted", "success-soft", WORDS),
    ("muted", "neutral-soft", WORDS),
    ("brand", "surface", WORDS),
    ("brand", "sunken", WORDS),
    ("brand", "raised", WORDS),
    ("brand", "brand-soft", WORDS),
    ("brand", "danger-soft", WORDS),
    ("brand", "warning-soft", WORDS),
    ("brand", "success-soft", WORDS),
    ("brand", "neutral-soft", WORDS),
    ("brand-strong", "surface", WORDS),
    ("brand-strong", "sunken", WORDS),
    ("brand-strong", "raised", WORDS),
    ("brand-strong", "brand-soft", WORDS),
    ("on-brand", "brand", WORDS),
    ("on-brand", "brand-strong", WORDS),
    ("visited", "surface", WORDS),
    ("visited", "sunken", WORDS),
    ("danger", "surface", WORDS),
    ("danger", "sunken", WORDS),
    ("danger", "danger-soft", WORDS),
    ("on-danger", "danger", WORDS),
    ("on-danger", "danger-strong", WORDS),
    ("warning", "surface", WORDS),
    ("warning", "sunken", WORDS),
    ("warning", "warning-soft", WORDS),
    ("success", "surface", WORDS),
    ("success", "sunken", WORDS),
    ("success", "success-soft", WORDS),
    ("focus-ink", "focus", WORDS),
    ("control", "surface", MARKS),
    ("control", "sunken", MARKS),
    ("control", "raised", MARKS),
    ("series-1", "surface", WORDS),
    ("series-2", "surface", WORDS),
    ("series-3", "surface", WORDS),
    ("series-4", "surface", WORDS),
    ("series-5", "surface", WORDS),
    ("series-6", "surface", WORDS),
    ("series-7", "surface", WORDS),
    ("series-8", "surface", WORDS),
];

/// Colour tokens of one block.
type Colours = BTreeMap<String, [u8; 3]>;

/// The colours declared after the given selector, up to the end of its block.
fn block(style: &str, selector: &str) -> Colours {
    let inside =
        style.split_once(selector).and_then(|(_, rest)| rest.split_once('}')).map_or("", |(own, _)| own);
    inside
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let number = u32::from_str_radix(value.strip_suffix(';')?, 16).ok()?;
            let [_, red, green, blue] = number.to_be_bytes();
            Some((name.to_owned(), [red, green, blue]))
        })
        .collect()
}

/// Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2, definition "relative luminance").
fn luminance(colour: [u8; 3]) -> f64 {
    let part = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour;
    0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
}

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition "contrast ratio").
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Pairs that miss their contrast, tokens that are missing, and dark blocks that differ; empty when all is well.
pub fn findings(style: &str) -> Vec<String> {
    let light = block(style, ":root {");
    let dark = block(style, ":root[data-theme=\"dark\"] {");
    let mut found = Vec::new();
    if dark != block(style, ":root[data-theme=\"auto\"] {") {
        found.push("the two dark blocks differ".to_owned());
    }
    for (theme, colours) in [("light", &light), ("dark", &dark)] {
        for (front, back, least) in PAIRS {
            match (colours.get(*front), colours.get(*back)) {
                (Some(one), Some(other)) => {
                    let reached = contrast(*one, *other);
                    if reached < *least {
                        found.push(format!("{theme}: {front} on {back} reaches {reached:.2}, needs {least}"));
                    }
                }
                _ => found.push(format!("{theme}: {front} or {back} is missing")),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x77; 3], [255; 3]) - 4.48).abs() < 0.005);
    }

    #[test]
    fn every_pair_can_be_read_in_light_and_dark() {
        assert_eq!(findings(TOKENS), Vec::<String>::new());
    }

    #[test]
    fn a_pale_word_is_found() {
        let pale = TOKENS.replace("--muted: #4C5866", "--muted: #AAAAAA");
        assert!(findings(&pale).iter().any(|f| f.starts_with("light: muted on surface")));
    }
}
