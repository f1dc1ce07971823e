//! Whether a question asks what lies behind, not only for results.

/// Beginnings of words that ask so. `because` asks nothing and begins with none of them.
const ASKING: [&str; 10] =
    ["원인", "까닭", "왜", "해석", "규명", "이유", "cause", "why", "interpret", "explain"];

/// Whether somebody wants to know why something is so, or what results mean.
pub fn asks_why(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| ASKING.iter().any(|asking| word.starts_with(asking)))
}

#[cfg(test)]
mod tests {
    use super::asks_why;

    #[test]
    fn asking_why_is_heard_in_both_languages() {
        for (text, expected) in [
            ("파손 원인과 대책", true),
            ("왜 그런지", true),
            ("root cause", true),
            ("because of this", false),
            ("값만 필요해요", false),
        ] {
            assert_eq!(asks_why(text), expected, "{text}");
        }
    }
}
