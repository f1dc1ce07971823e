//! What a password must be. NIST SP 800-63B §5.1.1.2: length counts, composition rules do not; commonly used, expected
//! and context-specific words are refused.

use serde::Serialize;

/// All that the rules may look at.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The password asked for.
    pub password: &'a str,
    /// The account's address.
    pub email: &'a str,
    /// The account's name.
    pub name: &'a str,
}

/// Why a password is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Fewer letters than it takes.
    #[error("has {letters} letters, at least {least} needed")]
    TooShort {
        /// Letters it has.
        letters: usize,
        /// Letters it needs.
        least: usize,
    },
    /// More letters than a form should carry.
    #[error("has {letters} letters, at most {most} allowed")]
    TooLong {
        /// Letters it has.
        letters: usize,
        /// Letters it may have.
        most: usize,
    },
    /// Everybody who knows the address would try it.
    #[error("is much like the address")]
    LikeEmail,
    /// Everybody who knows the name would try it.
    #[error("is much like the name")]
    LikeName,
    /// Everybody would try it.
    #[error("is among the most common")]
    Common,
}

/// Fewest letters of a password.
pub const LEAST: usize = 10;
/// Most letters of a password.
pub(crate) const MOST: usize = 200;

/// The most common passwords that would be long enough, one a line, in lower case.
const COMMON: &str = include_str!("common.txt");

const RULES: &[fn(&Facts<'_>) -> Option<Refusal>] =
    &[not_too_short, not_too_long, not_like_email, not_like_name, not_common];

/// Every reason against a password; none if it is good.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// A password has at least ten letters.
fn not_too_short(f: &Facts<'_>) -> Option<Refusal> {
    let letters = f.password.chars().count();
    (letters < LEAST).then_some(Refusal::TooShort { letters, least: LEAST })
}

/// A password has at most two hundred letters.
fn not_too_long(f: &Facts<'_>) -> Option<Refusal> {
    let letters = f.password.chars().count();
    (letters > MOST).then_some(Refusal::TooLong { letters, most: MOST })
}

/// A password is not the mail address, nor mostly the part before its `@`.
fn not_like_email(f: &Facts<'_>) -> Option<Refusal> {
    let local = f.email.split('@').next().unwrap_or_default();
    (mostly(f.password, f.email) || mostly(f.password, local)).then_some(Refusal::LikeEmail)
}

/// A password is not mostly the person's name.
fn not_like_name(f: &Facts<'_>) -> Option<Refusal> {
    mostly(f.password, f.name).then_some(Refusal::LikeName)
}

/// A password is none of the most common ones, also when a figure or a mark is put behind it.
fn not_common(f: &Facts<'_>) -> Option<Refusal> {
    let lower = f.password.to_lowercase();
    let bare = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    let one_letter = lower.chars().next().is_some_and(|first| lower.chars().all(|c| c == first));
    let listed = COMMON.lines().any(|common| common == lower || (bare.len() >= 6 && common == bare));
    (one_letter || listed).then_some(Refusal::Common)
}

/// Whether a word makes up at least three fifths of the password, white space and marks aside.
fn mostly(password: &str, word: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (password, word) = (plain(password), plain(word));
    let (whole, part) = (password.chars().count(), word.chars().count());
    part >= 3 && password.contains(&word) && password.matches(&word).count() * part * 5 >= whole * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(password: &str, expected: &[&str]) {
        let facts = Facts { password, email: "hong.gildong@example.kr", name: "홍길동" };
        let found: Vec<String> = refusals(&facts).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{password}");
    }

    #[test]
    fn good_passwords_pass() {
        check("사과나무 아래 세 사람", &[]);
        check("correct horse battery", &[]);
        check("hong 9 lanterns tonight", &[]);
    }

    #[test]
    fn each_rule_speaks() {
        check("짧아요", &["has 3 letters, at least 10 needed"]);
        check(&"가나다라마바사아자차".repeat(21), &["has 210 letters, at most 200 allowed"]);
        check("Hong.Gildong@example.kr", &["is much like the address"]);
        check("honggildong12", &["is much like the address"]);
        check("홍길동홍길동홍길동!", &["is much like the name"]);
        check("password123", &["is among the most common"]);
        check("Password2026!", &["is among the most common"]);
        check("qwertyuiop", &["is among the most common"]);
        check("aaaaaaaaaaaa", &["is among the most common"]);
    }

    #[test]
    fn every_reason_comes_back_at_once() {
        check("홍길동1", &["has 4 letters, at least 10 needed", "is much like the name"]);
        check("111111", &["has 6 letters, at least 10 needed", "is among the most common"]);
    }
}
