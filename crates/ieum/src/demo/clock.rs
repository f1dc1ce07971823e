//! A clock that can be set while the sample region's past is written, and then runs with the machine's.

use ieum_kernel::{Clock, SystemClock, Timestamp};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// Stands at a moment of the past until released.
#[derive(Debug, Default)]
pub struct SampleClock {
    /// Microseconds; zero once released.
    fixed: AtomicI64,
    made: AtomicU64,
}

impl SampleClock {
    /// Moves to a moment of the past.
    pub fn set(&self, at: Timestamp) {
        self.fixed.store(at.micros(), Ordering::SeqCst);
    }

    /// Runs with the machine's clock from now on.
    pub fn release(&self) {
        self.fixed.store(0, Ordering::SeqCst);
    }
}

impl Clock for SampleClock {
    fn now(&self) -> Timestamp {
        match self.fixed.load(Ordering::SeqCst) {
            0 => SystemClock.now(),
            fixed => Timestamp::from_micros(fixed),
        }
    }

    fn new_uuid(&self) -> Uuid {
        let fixed = self.fixed.load(Ordering::SeqCst);
        if fixed == 0 {
            return SystemClock.new_uuid();
        }
        let count = self.made.fetch_add(1, Ordering::SeqCst) + 1;
        let millis = u128::try_from(fixed / 1000).unwrap_or(0) & ((1 << 48) - 1);
        Uuid::from_u128((millis << 80) | (7 << 76) | (2 << 62) | u128::from(count))
    }
}
