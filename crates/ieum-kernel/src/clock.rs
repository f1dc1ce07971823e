//! Time and new ids come from here and nowhere else.

use crate::{Id, Timestamp};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// The source of the present moment and of new identities.
pub trait Clock: Send + Sync + 'static {
    /// The present moment, UTC.
    fn now(&self) -> Timestamp;

    /// A fresh UUIDv7 of the present moment; [`Id::from_uuid`] gives it its thing.
    fn new_uuid(&self) -> Uuid;
}

impl dyn Clock {
    /// A fresh identity.
    pub fn new_id<T>(&self) -> Id<T> {
        Id::from_uuid(self.new_uuid())
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that may read the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(jiff::Timestamp::now().as_microsecond())
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that may draw chance for ids")]
    fn new_uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that stands still until told; its ids count up and sort by creation.
#[derive(Debug)]
pub struct TestClock {
    micros: AtomicI64,
    made: AtomicU64,
}

impl TestClock {
    /// A clock that stands at an RFC 3339 moment; seconds may be left out. Panics on anything else: for tests only.
    #[expect(clippy::expect_used, reason = "tests give literal times")]
    pub fn at(moment: &str) -> Self {
        let full = match moment.strip_suffix('Z') {
            Some(bare) if bare.matches(':').count() == 1 => format!("{bare}:00Z"),
            _ => moment.to_owned(),
        };
        let at: jiff::Timestamp = full.parse().expect("a moment such as 2026-03-02T08:00Z");
        Self { micros: AtomicI64::new(at.as_microsecond()), made: AtomicU64::new(0) }
    }

    /// Moves the clock on.
    pub fn advance_minutes(&self, minutes: i64) {
        self.micros.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }

    /// Sets the clock to a moment.
    pub fn set(&self, at: Timestamp) {
        self.micros.store(at.micros(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.micros.load(Ordering::SeqCst))
    }

    fn new_uuid(&self) -> Uuid {
        let n = self.made.fetch_add(1, Ordering::SeqCst) + 1;
        let millis = u128::try_from(self.now().micros() / 1000).unwrap_or(0) & ((1 << 48) - 1);
        Uuid::from_u128((millis << 80) | (7 << 76) | (2 << 62) | u128::from(n))
    }
}
