//! Moments, half-open stretches of time, and the zone that turns them into civil days.

use jiff::{civil, tz::TimeZone};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A moment, UTC, in microseconds since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This moment so many minutes later (earlier when negative); saturates.
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000_000)))
    }

    /// This moment so many days of 24 hours later; saturates.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(1440))
    }

    /// Whole minutes from `earlier` to this moment, rounded toward zero.
    pub const fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 60_000_000
    }

    /// The moment as the time library knows it; out-of-range values clamp to the epoch.
    pub fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.jiff().fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let at: jiff::Timestamp = text.trim().parse().map_err(|_ignored: jiff::Error| SpanError::Moment)?;
        Ok(Self(at.as_microsecond()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a text or a pair of moments is not a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// Not an RFC 3339 moment or a civil `YYYY-MM-DDTHH:MM`.
    #[error("not a moment such as 2026-03-02T08:00")]
    Moment,
    /// The end is not after the start.
    #[error("ends before it starts")]
    Backwards,
    /// The zone is not in the IANA list.
    #[error("not a known time zone")]
    Zone,
}

/// A half-open stretch of time `[starts, ends)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TimeSpan {
    /// First moment inside.
    pub starts: Timestamp,
    /// First moment after.
    pub ends: Timestamp,
}

impl TimeSpan {
    /// A span that lasts; an end at or before the start is refused.
    pub fn new(starts: Timestamp, ends: Timestamp) -> Result<Self, SpanError> {
        if ends > starts { Ok(Self { starts, ends }) } else { Err(SpanError::Backwards) }
    }

    /// Whether the two share a moment; touching spans do not.
    pub const fn overlaps(self, other: Self) -> bool {
        self.starts.0 < other.ends.0 && other.starts.0 < self.ends.0
    }

    /// Whether a moment lies inside.
    pub const fn holds(self, at: Timestamp) -> bool {
        self.starts.0 <= at.0 && at.0 < self.ends.0
    }

    /// Whether the other span lies wholly inside.
    pub const fn covers(self, other: Self) -> bool {
        self.starts.0 <= other.starts.0 && other.ends.0 <= self.ends.0
    }

    /// Length in whole minutes.
    pub const fn minutes(self) -> i64 {
        self.ends.minutes_since(self.starts)
    }
}

/// A time zone by its IANA name; civil days, opening hours and deadlines are read in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of that IANA name.
    pub fn named(name: &str) -> Result<Self, SpanError> {
        TimeZone::get(name).map(Self).map_err(|_unknown| SpanError::Zone)
    }

    /// Asia/Seoul; UTC+9 should the zone table lack it.
    pub fn seoul() -> Self {
        Self::named("Asia/Seoul").unwrap_or_else(|_| Self(TimeZone::fixed(jiff::tz::offset(9))))
    }

    /// The IANA name.
    pub fn name(&self) -> String {
        self.0.iana_name().unwrap_or("UTC+9").to_owned()
    }

    /// The civil date and time of a moment here.
    pub fn civil(&self, at: Timestamp) -> civil::DateTime {
        self.0.to_datetime(at.jiff())
    }

    /// The civil day of a moment here.
    pub fn day(&self, at: Timestamp) -> civil::Date {
        self.civil(at).date()
    }

    /// The moment of a civil time here. In a gap the time after it is taken, in a fold the earlier one
    /// (the "compatible" rule of RFC 5545 §3.3.5).
    pub fn moment(&self, civil: civil::DateTime) -> Timestamp {
        let zoned = self.0.to_ambiguous_zoned(civil).compatible();
        Timestamp(zoned.map(|z| z.timestamp().as_microsecond()).unwrap_or_default())
    }

    /// Midnight at the start of a civil day here.
    pub fn midnight(&self, day: civil::Date) -> Timestamp {
        self.moment(day.to_datetime(civil::Time::midnight()))
    }

    /// Reads what a `datetime-local` field sends (civil, in this zone) or an RFC 3339 moment.
    pub fn read(&self, text: &str) -> Result<Timestamp, SpanError> {
        let text = text.trim();
        if let Ok(civil) = text.parse::<civil::DateTime>()
            && !text.ends_with('Z')
        {
            return Ok(self.moment(civil));
        }
        text.parse()
    }
}

/// A span on one UTC day from `"09:00-10:30"`, for tests and samples. Panics on anything else.
#[expect(clippy::expect_used, reason = "tests give literal times")]
pub fn span(day: &str, hours: &str) -> TimeSpan {
    let (from, to) = hours.split_once('-').expect("hours such as 09:00-10:30");
    let at = |hour: &str| format!("{day}T{hour}:00Z").parse::<Timestamp>().expect("a literal time");
    TimeSpan { starts: at(from), ends: at(to) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_spans_do_not_overlap() {
        let day = |hours| span("2026-03-02", hours);
        assert!(!day("09:00-10:00").overlaps(day("10:00-11:00")));
        assert!(day("09:00-10:01").overlaps(day("10:00-11:00")));
        assert!(day("09:00-12:00").covers(day("10:00-12:00")));
        assert!(day("09:00-12:00").holds(day("09:00-10:00").starts));
        assert!(!day("09:00-12:00").holds(day("12:00-13:00").starts));
    }

    #[test]
    fn civil_times_cross_gaps_and_folds() {
        let york = Zone::named("America/New_York").unwrap();
        let gap = york.read("2026-03-08T02:30").unwrap();
        assert_eq!(gap.to_string(), "2026-03-08T07:30:00Z");
        let fold = york.read("2026-11-01T01:30").unwrap();
        assert_eq!(fold.to_string(), "2026-11-01T05:30:00Z");
        assert_eq!(Zone::seoul().read("2026-03-02T00:00").unwrap().to_string(), "2026-03-01T15:00:00Z");
        assert!(Zone::named("Nowhere/At_all").is_err());
    }
}
