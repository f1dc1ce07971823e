//! How long one waits after failed attempts, and what a failed attempt is told.
//!
//! OWASP Authentication Cheat Sheet: count per account, let the wait grow, and answer alike whether the account exists.

use ieum_kernel::Timestamp;
use serde::Serialize;

/// Failures in a row, of one account or from one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: i64,
    /// When the last was.
    pub last_at: Timestamp,
}

/// All that the rules may look at.
pub struct Facts {
    /// Failures of the account, whether it exists or not.
    pub account: Failures,
    /// Failures from the visitor's network address, over all accounts.
    pub address: Failures,
    /// The moment of the attempt.
    pub now: Timestamp,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Too many failed attempts; the next one counts only after a while.
    #[error("waits {minutes} min")]
    Wait {
        /// Minutes until the next attempt counts, rounded up.
        minutes: i64,
    },
    /// Address and password do not belong together, or there is no such account: the answer is the same.
    #[error("address and password do not fit")]
    Mismatch,
    /// The address was never confirmed; a fresh link was sent.
    #[error("the address is not confirmed")]
    Unconfirmed,
}

/// Failures of one account before the first wait.
pub(crate) const FREE_FOR_ACCOUNT: i64 = 5;
/// Failures from one address before the first wait; a whole institution may share one.
pub(crate) const FREE_FOR_ADDRESS: i64 = 50;
/// Failures older than this are forgotten, minutes.
pub(crate) const FORGOTTEN_AFTER_MINUTES: i64 = 24 * 60;
const FIRST_WAIT_SECONDS: i64 = 30;
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;

/// How long one waits after so many failures, seconds: nothing for the first `free`, then 30 s, doubling, at most 15 min.
pub(crate) fn wait_seconds(failures: i64, free: i64) -> i64 {
    if failures < free {
        return 0;
    }
    let doublings = u32::try_from(failures - free).unwrap_or(u32::MAX).min(10);
    FIRST_WAIT_SECONDS.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_WAIT_SECONDS)
}

/// Failures that still count at a moment.
pub(crate) fn counted(failures: Failures, now: Timestamp) -> i64 {
    if now.minutes_since(failures.last_at) >= FORGOTTEN_AFTER_MINUTES { 0 } else { failures.count }
}

/// Every reason not even to look at an attempt.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    wait(facts).into_iter().collect()
}

/// After failed attempts one waits, longer each time; the longer wait of account and address holds.
fn wait(f: &Facts) -> Option<Refusal> {
    let left = |failures: Failures, free: i64| {
        let until = wait_seconds(counted(failures, f.now), free).saturating_mul(1_000_000);
        failures.last_at.micros().saturating_add(until).saturating_sub(f.now.micros())
    };
    let micros = left(f.account, FREE_FOR_ACCOUNT).max(left(f.address, FREE_FOR_ADDRESS));
    (micros > 0).then(|| Refusal::Wait { minutes: micros.saturating_add(59_999_999) / 60_000_000 })
}

/// What a finished attempt is told: nothing wrong, [`Refusal::Mismatch`], or [`Refusal::Unconfirmed`] to whoever knows the password.
pub(crate) fn outcome(fits: bool, confirmed: bool) -> Option<Refusal> {
    match (fits, confirmed) {
        (false, _) => Some(Refusal::Mismatch),
        (true, false) => Some(Refusal::Unconfirmed),
        (true, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(account: (i64, i64), address: (i64, i64), expected: &[&str]) {
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let of = |(count, seconds_ago): (i64, i64)| Failures {
            count,
            last_at: Timestamp::from_micros(now.micros() - seconds_ago * 1_000_000),
        };
        let found = refusals(&Facts { account: of(account), address: of(address), now });
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_wait_grows_and_ends() {
        check((4, 0), (0, 0), &[]);
        check((5, 0), (0, 0), &["waits 1 min"]);
        check((5, 29), (0, 0), &["waits 1 min"]);
        check((5, 30), (0, 0), &[]);
        check((8, 0), (0, 0), &["waits 4 min"]);
        check((30, 0), (0, 0), &["waits 15 min"]);
        check((30, 24 * 3600), (0, 0), &[]);
    }

    #[test]
    fn an_address_may_fail_more_often_and_then_waits_too() {
        check((0, 0), (49, 0), &[]);
        check((0, 0), (52, 0), &["waits 2 min"]);
        check((6, 0), (54, 0), &["waits 8 min"]);
    }

    #[test]
    fn waits_double_up_to_a_quarter_hour() {
        let found: Vec<i64> = (4..12).map(|failures| wait_seconds(failures, 5)).collect();
        assert_eq!(found, [0, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(wait_seconds(i64::MAX, 5), 900);
    }

    #[test]
    fn only_whoever_knows_the_password_learns_that_the_address_is_unconfirmed() {
        assert_eq!(outcome(false, false), Some(Refusal::Mismatch));
        assert_eq!(outcome(true, false), Some(Refusal::Unconfirmed));
        assert_eq!(outcome(true, true), None);
    }
}
