//! What providers say of themselves, remembered for a while: a sign-in need not wait for it twice.

use ieum_kernel::Timestamp;
use openidconnect::core::CoreProviderMetadata;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Most providers remembered; the configuration names one, tests a few.
const MOST: usize = 16;

/// By issuer: when it was read, and what it said.
static KNOWN: Mutex<BTreeMap<String, (Timestamp, CoreProviderMetadata)>> = Mutex::new(BTreeMap::new());

/// What an issuer said, if that was at most `minutes` before `now`. A clock that was set back makes it old as well.
pub(super) fn recall(issuer: &str, now: Timestamp, minutes: i64) -> Option<CoreProviderMetadata> {
    let known = KNOWN.lock().ok()?;
    let (read, metadata) = known.get(issuer)?;
    let fresh = *read <= now && now < read.plus_minutes(minutes);
    fresh.then(|| metadata.clone())
}

/// Keeps what an issuer said.
pub(super) fn remember(issuer: &str, now: Timestamp, metadata: &CoreProviderMetadata) {
    let Ok(mut known) = KNOWN.lock() else { return };
    if known.len() >= MOST && !known.contains_key(issuer) {
        known.clear();
    }
    known.insert(issuer.to_owned(), (now, metadata.clone()));
}
