//! The operation log (운영일지): what the standard guideline asks a facility to keep of every use.
//!
//! Fields by 연구시설·장비의 관리 등에 관한 표준지침: equipment name, registration number, person in charge, author;
//! time of use, user organisation, user, number of samples, staff time, fee, type of use, type of organisation.

use super::session::fee_from;
use ieum_db::{DbError, Query, Reads, args};
use ieum_kernel::{Facility, Id, Instrument, Money, Text, TimeSpan, Timestamp};
use serde::Serialize;

/// One line of the log.
#[derive(Debug, Clone, Serialize)]
pub struct LogLine {
    /// The instrument.
    pub instrument: Id<Instrument>,
    /// Its names.
    pub instrument_name: Text,
    /// National registration number.
    pub registration_number: String,
    /// When the use began.
    pub started: Timestamp,
    /// When it ended; nothing while it runs.
    pub ended: Option<Timestamp>,
    /// Minutes of use; 0 while it runs.
    pub minutes: i64,
    /// The user's organisation.
    pub organisation: Text,
    /// Its kind.
    pub organisation_kind: String,
    /// The user.
    pub user: String,
    /// Who operated it, when that was staff: the person in charge.
    pub operator: String,
    /// Who wrote the line.
    pub author: String,
    /// Number of samples.
    pub samples: i64,
    /// Staff minutes.
    pub staff_minutes: i64,
    /// The fee, once known.
    pub fee: Option<Money>,
    /// `self`, `assisted` or `request`.
    pub kind: String,
    /// Remarks.
    pub note: String,
}

/// What the log of a month adds up to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LogTotals {
    /// Uses.
    pub uses: usize,
    /// Minutes of use.
    pub minutes: i64,
    /// Samples.
    pub samples: i64,
    /// Staff minutes.
    pub staff_minutes: i64,
    /// Fees known so far, in won.
    pub fee: Option<Money>,
}

/// The lines of a facility, or of one of its instruments, that began within a span.
pub(crate) async fn lines(
    db: &mut impl Reads,
    facility: Id<Facility>,
    instrument: Option<Id<Instrument>>,
    within: TimeSpan,
) -> Result<Vec<LogLine>, DbError> {
    let base = "SELECT u.instrument_id, i.name_ko, i.name_en, i.registration_number, u.started_at, u.ended_at,
                       o.name_ko AS organisation_ko, o.name_en AS organisation_en, o.kind AS organisation_kind,
                       p.name AS user_name, s.name AS operator_name, w.name AS author_name, u.samples,
                       u.staff_minutes, u.fee_minor, u.fee_currency, u.kind, u.note
                FROM usage_session u
                LEFT JOIN public_instrument i ON i.id = u.instrument_id
                LEFT JOIN public_organisation o ON o.id = u.organisation_id
                LEFT JOIN public_person p ON p.id = u.person_id
                LEFT JOIN public_person s ON s.id = u.operator_id
                LEFT JOIN public_person w ON w.id = u.written_by_id
                WHERE u.facility_id = $1 AND u.started_at >= $2 AND u.started_at < $3";
    let (sql, values) = Query::new(base, args![facility, within.starts, within.ends])
        .and_some(" AND u.instrument_id = ?", instrument)
        .and(" ORDER BY u.started_at, u.id LIMIT 20000", args![])
        .finish();
    db.all(sql, values, |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        let (started, ended): (Timestamp, Option<Timestamp>) = (row.get("started_at")?, row.get("ended_at")?);
        Ok(LogLine {
            instrument: row.get("instrument_id")?,
            instrument_name: Text { ko: text("name_ko")?, en: text("name_en")? },
            registration_number: text("registration_number")?,
            started,
            ended,
            minutes: ended.map_or(0, |ended| ended.minutes_since(started)),
            organisation: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
            organisation_kind: text("organisation_kind")?,
            user: text("user_name")?,
            operator: text("operator_name")?,
            author: text("author_name")?,
            samples: row.get("samples")?,
            staff_minutes: row.get("staff_minutes")?,
            fee: fee_from(row)?,
            kind: row.get("kind")?,
            note: row.get("note")?,
        })
    })
    .await
}

/// Adds the lines up; fees in another currency than won are left to the lines.
pub(crate) fn totals(lines: &[LogLine]) -> LogTotals {
    let won: Vec<i64> = lines
        .iter()
        .filter_map(|line| line.fee.filter(|fee| fee.currency == ieum_kernel::Currency::Krw))
        .map(|fee| fee.minor)
        .collect();
    LogTotals {
        uses: lines.len(),
        minutes: lines.iter().map(|line| line.minutes).sum(),
        samples: lines.iter().map(|line| line.samples).sum(),
        staff_minutes: lines.iter().map(|line| line.staff_minutes).sum(),
        fee: (!won.is_empty()).then(|| Money::won(won.iter().sum())),
    }
}

/// A month in the URL, `2026-03`; reads as its first day.
pub(crate) fn read_month(text: &str) -> Option<jiff::civil::Date> {
    format!("{}-01", text.trim()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_as_their_first_day() {
        assert_eq!(read_month("2026-03"), Some(jiff::civil::date(2026, 3, 1)));
        for wrong in ["", "2026", "2026-13", "x-01"] {
            assert_eq!(read_month(wrong), None, "{wrong}");
        }
    }
}
