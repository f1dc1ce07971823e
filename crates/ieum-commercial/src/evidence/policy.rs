//! The rules of audits: pure, all reasons at once.

use super::thing::{EvidenceAudit, Sight};
use ieum_kernel::Actor;
use serde::Serialize;

/// Most audits one person keeps.
pub const MOST: usize = 200;
/// Most replies to one audit.
pub const MOST_REPLIES: usize = 100;

/// Why the answer is no: one variant, one rule, one message `evidence-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// A person keeps so many audits and no more.
    #[error("{most} audits are kept already")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// An audit takes so many replies and no more.
    #[error("{most} replies are there already")]
    TooManyReplies {
        /// The most.
        most: usize,
    },
    /// A reply says something.
    #[error("says nothing")]
    SaysNothing,
    /// An audit needs a name, so that it can be told from others.
    #[error("has no name")]
    Nameless,
}

/// All that a rule of a new audit may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Audits this person keeps.
    pub kept: usize,
}

/// Every reason against a new audit.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    let nameless = facts.name.trim().is_empty().then_some(Refusal::Nameless);
    let many = (facts.kept >= MOST).then_some(Refusal::TooMany { most: MOST });
    nameless.into_iter().chain(many).collect()
}

/// Every reason against a reply.
pub fn reply_refusals(words: &str, replies: usize) -> Vec<Refusal> {
    let silent = words.trim().is_empty().then_some(Refusal::SaysNothing);
    let many = (replies >= MOST_REPLIES).then_some(Refusal::TooManyReplies { most: MOST_REPLIES });
    silent.into_iter().chain(many).collect()
}

/// Whether somebody may see an audit.
pub fn sees(audit: &EvidenceAudit, actor: &Actor) -> bool {
    let own = actor.person == Some(audit.person);
    match audit.sight {
        Sight::Private => own,
        Sight::Link => actor.person.is_some(),
        Sight::Open => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_given() {
        assert_eq!(refusals(&Facts { name: "표 3", kept: 0 }), []);
        assert_eq!(
            refusals(&Facts { name: " ", kept: MOST }),
            [Refusal::Nameless, Refusal::TooMany { most: MOST }]
        );
        assert_eq!(reply_refusals("n = 44", 0), []);
        assert_eq!(
            reply_refusals("", MOST_REPLIES),
            [Refusal::SaysNothing, Refusal::TooManyReplies { most: MOST_REPLIES }]
        );
    }
}
