//! What becomes of somebody an institution vouches for.

use ieum_kernel::{Id, Person};
use serde::Serialize;

/// All that the decision looks at, once the institution's word is verified.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The account connected with this subject of this issuer.
    pub linked: Option<Id<Person>>,
    /// Who was signed in here when the visit began.
    pub visiting: Option<Id<Person>>,
    /// Whether the institution gives an address it has verified.
    pub has_verified_email: bool,
    /// Whether an account has that address already.
    pub email_is_taken: bool,
    /// Whether unknown people get an account.
    pub may_open: bool,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Signs the connected account in.
    SignIn(Id<Person>),
    /// Connects the account that was signed in, and goes on with it.
    Connect(Id<Person>),
    /// Opens a member's account and signs it in.
    Open,
}

/// Why somebody is not signed in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// The institution cannot be reached or answers wrongly.
    #[error("the institution does not answer")]
    Unreachable,
    /// The institution said no, or the visitor turned back.
    #[error("the institution declined")]
    Declined,
    /// The visit began in another browser, too long ago, or was used up.
    #[error("the visit is not known")]
    Stale,
    /// The institution's word does not hold: signature, audience, nonce or time.
    #[error("the answer is not to be trusted")]
    Untrusted,
    /// The account is connected with somebody else.
    #[error("connected with another account")]
    ConnectedElsewhere,
    /// The address has an account that is not connected yet; its owner connects it after signing in.
    #[error("the address has an account already")]
    EmailTaken,
    /// No verified address, so no account can be opened.
    #[error("no verified address")]
    NoEmail,
    /// Unknown here, and accounts are not opened this way.
    #[error("unknown here")]
    Unknown,
}

/// Decides; a connected account goes before everything else.
///
/// An address alone never connects accounts: whoever controls addresses at the institution would take over accounts here.
pub fn decide(f: &Facts) -> Result<Step, Refusal> {
    match (f.linked, f.visiting) {
        (Some(linked), Some(visiting)) if linked != visiting => Err(Refusal::ConnectedElsewhere),
        (Some(linked), _) => Ok(Step::SignIn(linked)),
        (None, Some(visiting)) => Ok(Step::Connect(visiting)),
        (None, None) if f.has_verified_email && f.email_is_taken => Err(Refusal::EmailTaken),
        (None, None) if !f.may_open => Err(Refusal::Unknown),
        (None, None) if !f.has_verified_email => Err(Refusal::NoEmail),
        (None, None) => Ok(Step::Open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Facts = Facts {
        linked: None,
        visiting: None,
        has_verified_email: true,
        email_is_taken: false,
        may_open: true,
    };

    #[track_caller]
    fn check(facts: Facts, expected: Result<Step, &str>) {
        assert_eq!(decide(&facts).map_err(|refusal| refusal.to_string()), expected.map_err(str::to_owned));
    }

    #[test]
    fn a_connected_account_is_signed_in() {
        let (one, other) = (Some(Id::nth(1)), Some(Id::nth(2)));
        check(
            Facts { linked: one, may_open: false, email_is_taken: true, ..NOBODY },
            Ok(Step::SignIn(Id::nth(1))),
        );
        check(Facts { linked: one, visiting: one, ..NOBODY }, Ok(Step::SignIn(Id::nth(1))));
        check(Facts { linked: one, visiting: other, ..NOBODY }, Err("connected with another account"));
        check(Facts { visiting: other, may_open: false, ..NOBODY }, Ok(Step::Connect(Id::nth(2))));
    }

    #[test]
    fn newcomers_need_a_verified_address_nobody_has() {
        check(NOBODY, Ok(Step::Open));
        check(Facts { may_open: false, ..NOBODY }, Err("unknown here"));
        check(Facts { has_verified_email: false, ..NOBODY }, Err("no verified address"));
        check(Facts { email_is_taken: true, ..NOBODY }, Err("the address has an account already"));
    }
}
