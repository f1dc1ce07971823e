//! Makes any text safe to set: no control letters, no hidden reordering.

use serde_json::Value;

/// Cleans every text in a value; keys and drawings are left as they are.
pub(super) fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = cleaned(text),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(map) => {
            for (key, item) in map.iter_mut() {
                if key != "svg" {
                    clean(item);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Drops letters that print nothing but change how others are shown (controls, bidirectional overrides), and makes
/// all line ends one line feed.
fn cleaned(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut safe = String::with_capacity(unified.len());
    for letter in unified.chars() {
        match letter {
            '\n' => safe.push('\n'),
            '\t' | '\u{2028}' | '\u{2029}' => safe.push(' '),
            letter if letter.is_control() || reorders(letter) => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// Whether a letter hides or turns round its neighbours: an amount on an invoice must read as it was written.
const fn reorders(letter: char) -> bool {
    matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_letters_go() {
        for (text, expected) in [
            ("금액\u{202e}000,1\u{202c}원", "금액000,1원"),
            ("첫 줄\r\n둘째\r셋째\u{0}", "첫 줄\n둘째\n셋째"),
            ("plain words stay", "plain words stay"),
        ] {
            assert_eq!(cleaned(text), expected);
        }
    }
}
