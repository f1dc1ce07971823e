//! The six roles.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What an organisation is to the platform.
///
/// Source: provider, user, complementor and sponsor from Eisenmann (2008), leader and second complementor from the case
/// of the first seed deck (research-infrastructure platform, Osong).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformRole {
    /// Sets the direction and the rules: policy makers, large firms.
    Leader,
    /// Brings instruments, methods and people: institutes, universities, private laboratories.
    Provider,
    /// Brings problems.
    User,
    /// Makes results worth more: hospitals, makers, public laboratories.
    Complementor,
    /// Serves those who serve: analysis software, clinical trials, certification and testing.
    SecondComplementor,
    /// Carries the cost: government.
    Sponsor,
}

impl PlatformRole {
    /// All of them, in the order of the deck.
    pub const ALL: [Self; 6] = [
        Self::Leader,
        Self::Provider,
        Self::User,
        Self::Complementor,
        Self::SecondComplementor,
        Self::Sponsor,
    ];

    /// The name in the database and in message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Provider => "provider",
            Self::User => "user",
            Self::Complementor => "complementor",
            Self::SecondComplementor => "second_complementor",
            Self::Sponsor => "sponsor",
        }
    }
}

impl FromStr for PlatformRole {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.key() == text)
            .ok_or_else(|| format!("no such platform role: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back() {
        for role in PlatformRole::ALL {
            assert_eq!(role.key().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.key());
        }
        assert!("boss".parse::<PlatformRole>().is_err());
    }
}
