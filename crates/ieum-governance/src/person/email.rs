//! Mail addresses.

use serde::Serialize;
use std::{fmt, str::FromStr};

/// A mail address as its owner writes it, with the key that makes one mailbox one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// The text is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address such as name@example.kr")]
pub struct NotAnEmail;

/// Longest address, letters (RFC 5321 §4.5.3.1.3: a path of 256 octets with its brackets).
const LONGEST: usize = 254;

impl Email {
    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in lower case: two accounts never share it.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    /// Accepts what a mail server could accept: one `@`, something before it, a name with a dot or `localhost` after it,
    /// no white space, brackets, quotes or list separators.
    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
        let labels_fit = domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        let fits = !local.is_empty()
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !text.contains("..")
            && !local.contains(odd)
            && labels_fit
            && (domain.contains('.') || domain.eq_ignore_ascii_case("localhost"))
            && text.len() <= LONGEST;
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnEmail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, key: Option<&str>) {
        let found = text.parse::<Email>().ok().map(|email| email.key());
        assert_eq!(found.as_deref(), key, "{text}");
    }

    #[test]
    fn addresses_are_read_and_anything_else_is_not() {
        check(" Kim.Ieum@Example.KR ", Some("kim.ieum@example.kr"));
        check("a+b@xn--9n2bp8q.example", Some("a+b@xn--9n2bp8q.example"));
        check("operator@localhost", Some("operator@localhost"));
        for wrong in [
            "",
            "a",
            "a@",
            "@b.kr",
            "a@b",
            "a b@c.kr",
            "a@b..kr",
            "a@-b.kr",
            "a,b@c.kr",
            "\"a\"@b.kr",
            "a@b@c.kr",
            ".a@b.kr",
        ] {
            check(wrong, None);
        }
        check(&format!("{}@b.kr", "a".repeat(250)), None);
    }
}
