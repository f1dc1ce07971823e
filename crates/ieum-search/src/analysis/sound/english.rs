//! What an English stem sounds like to somebody who writes it in Hangul.

use super::is_vowel;

/// Runs of letters that are read together, longest first, with what they sound like; `^` stands for the beginning.
const RUNS: [(&str, &str); 40] = [
    ("^pseud", "Sud"),
    ("^psych", "Saik"),
    ("^pneum", "NuM"),
    ("^kn", "N"),
    ("^wr", "r"),
    ("^wh", "H"),
    ("^x", "Z"),
    ("sch", "S"),
    ("tch", "C"),
    ("dge", "Z"),
    ("dg", "Z"),
    ("ght", "T"),
    ("gh", ""),
    ("tio", "So"),
    ("tia", "Sa"),
    ("cia", "Sa"),
    ("cio", "So"),
    ("ph", "F"),
    ("th", "Y"),
    ("ch", "c"),
    ("sh", "S"),
    ("rh", "r"),
    ("ck", "K"),
    ("qu", "Ku"),
    ("tz", "X"),
    ("ts", "X"),
    ("sce", "Se"),
    ("sci", "Si"),
    ("cce", "KSe"),
    ("cci", "KSi"),
    ("ce", "Se"),
    ("ci", "Si"),
    ("cy", "Sy"),
    ("ge", "Je"),
    ("gi", "Ji"),
    ("gy", "Jy"),
    ("ng", "Q"),
    ("nk", "QK"),
    ("nc", "QK"),
    ("x", "KS"),
];

/// The sounds of a stem in lower-case letters.
pub(super) fn english(term: &str) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(term.len());
    let mut rest = term;
    let mut first = true;
    while let Some(letter) = rest.bytes().next() {
        let run = RUNS.iter().find(|(run, _)| match run.strip_prefix('^') {
            Some(run) => first && rest.starts_with(run),
            // "nc" before a soft vowel is n and s; "ng" before a vowel keeps its g.
            None if *run == "nc" => rest.starts_with("nc") && !soft(rest.get(2..)),
            None if *run == "ng" => rest.starts_with("ng") && !opens(rest.get(2..)),
            None => rest.starts_with(run),
        });
        let used = match run {
            Some((run, sounds)) => {
                sounds.bytes().for_each(|sound| hear(sound, &mut out));
                run.trim_start_matches('^').len()
            }
            None => {
                let next = rest.get(1..);
                let voiced = opens(next);
                let sound = match letter {
                    b'a' | b'e' | b'i' | b'o' | b'u' => letter,
                    b'w' => b'u',
                    // It begins a syllable with a glide, which the vowel after it stands for.
                    b'y' if first && voiced => b'0',
                    b'y' => b'y',
                    b'c' | b'q' => b'K',
                    b'j' => b'Z',
                    b'f' => b'F',
                    b'h' if !voiced => b'0',
                    b'r' if !voiced => b'R',
                    b'r' => b'r',
                    other => other.to_ascii_uppercase(),
                };
                hear(sound, &mut out);
                1
            }
        };
        first = false;
        rest = rest.get(used..).unwrap_or_default();
    }
    out
}

fn soft(rest: Option<&str>) -> bool {
    rest.is_some_and(|rest| rest.starts_with(['e', 'i', 'y']))
}

/// Whether a vowel follows.
fn opens(rest: Option<&str>) -> bool {
    rest.is_some_and(|rest| rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'w']))
}

fn hear(sound: u8, out: &mut Vec<u8>) {
    let Some(before) = out.last().copied() else {
        out.extend((sound != b'0').then_some(sound));
        return;
    };
    let same = before == sound || (before == b'R' && sound == b'r') || (before == b'r' && sound == b'R');
    if sound == b'0' || (is_vowel(before) && is_vowel(sound)) || same {
        return;
    }
    out.push(sound);
}
