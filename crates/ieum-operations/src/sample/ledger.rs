//! The custody ledger: each entry holds the hash of the one before, so that none can be changed, left out or moved.

use super::place::PlaceThing;
use super::policy::{Action, State};
use ieum_kernel::{Id, Person, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Custody {
    /// Counts from 1 within a sample.
    pub seq: i64,
    /// What was done.
    pub action: Action,
    /// How the sample stands since.
    pub state: State,
    /// By whom.
    pub by: Id<Person>,
    /// Their name at that moment.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// Where it lies since; nowhere known while somebody has it in hand.
    pub place: Option<Id<PlaceThing>>,
    /// The place's path at that moment.
    pub place_path: String,
    /// Condition, temperature, reason.
    pub note: String,
    /// The hash of the entry before; 64 zeros for the first.
    pub previous_hash: String,
    /// SHA-256 over all of the above.
    pub hash: String,
}

/// What stands before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Whether the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
#[schemars(rename = "CustodyChain")]
pub enum Chain {
    /// Every entry follows from the one before; the last hash stands for all.
    Whole {
        /// How many entries.
        entries: usize,
        /// The last hash.
        seal: String,
    },
    /// An entry was changed, left out or moved.
    Broken {
        /// The first that does not follow.
        at: i64,
    },
}

/// The hash of an entry: SHA-256 over one JSON list in a fixed order, beginning with the hash before it.
pub fn digest(sample: Id<ieum_kernel::Sample>, entry: &Custody) -> String {
    let content = serde_json::json!([
        "ieum-custody-1",
        entry.previous_hash,
        sample,
        entry.seq,
        entry.action.key(),
        entry.state.key(),
        entry.by,
        entry.by_name,
        entry.at.micros(),
        entry.place,
        entry.place_path,
        entry.note,
    ]);
    hex::encode(Sha256::digest(content.to_string()))
}

/// Walks the ledger from its first entry.
pub fn verify(sample: Id<ieum_kernel::Sample>, entries: &[Custody]) -> Chain {
    let mut before = GENESIS.to_owned();
    for (entry, seq) in entries.iter().zip(1_i64..) {
        let follows =
            entry.seq == seq && entry.previous_hash == before && entry.hash == digest(sample, entry);
        if !follows {
            return Chain::Broken { at: entry.seq };
        }
        before.clone_from(&entry.hash);
    }
    Chain::Whole { entries: entries.len(), seal: before }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Vec<Custody> {
        let mut entries: Vec<Custody> = Vec::new();
        let steps = [
            (Action::Declare, State::Declared),
            (Action::Accept, State::Accepted),
            (Action::Store, State::Stored),
        ];
        for ((action, state), seq) in steps.into_iter().zip(1_i64..) {
            let mut entry = Custody {
                seq,
                action,
                state,
                by: Id::nth(3),
                by_name: "김이음".to_owned(),
                at: Timestamp::from_micros(seq * 1_000_000),
                place: (seq == 3).then(|| Id::nth(9)),
                place_path: String::new(),
                note: "얼음 위".to_owned(),
                previous_hash: entries.last().map_or(GENESIS.to_owned(), |e| e.hash.clone()),
                hash: String::new(),
            };
            entry.hash = digest(Id::nth(1), &entry);
            entries.push(entry);
        }
        entries
    }

    #[test]
    fn a_whole_chain_is_whole() {
        let entries = chain();
        let seal = entries[2].hash.clone();
        assert_eq!(verify(Id::nth(1), &entries), Chain::Whole { entries: 3, seal });
        assert_eq!(verify(Id::nth(1), &[]), Chain::Whole { entries: 0, seal: GENESIS.to_owned() });
    }

    #[test]
    fn any_change_shows() {
        #[track_caller]
        fn check(change: impl Fn(&mut Vec<Custody>), at: i64) {
            let mut entries = chain();
            change(&mut entries);
            assert_eq!(verify(Id::nth(1), &entries), Chain::Broken { at });
        }
        check(|e| e[1].note = "녹았어요".to_owned(), 2);
        check(|e| e[0].by_name = "박이음".to_owned(), 1);
        check(|e| e[2].at = Timestamp::from_micros(9), 3);
        check(|e| e[2].place = None, 3);
        check(|e| drop(e.remove(1)), 3);
        check(|e| e.swap(0, 1), 2);
        // A changed entry with a fresh hash of its own breaks the next one.
        check(
            |e| {
                e[1].note = "다른 말".to_owned();
                e[1].hash = digest(Id::nth(1), &e[1]);
            },
            3,
        );
        // Another sample's entries do not pass.
        assert_eq!(verify(Id::nth(2), &chain()), Chain::Broken { at: 1 });
    }
}
