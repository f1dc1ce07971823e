//! A week as rows of cells, ready for the table: free cells lead to the form, taken ones say no more than they may.

use crate::booking::{Closure, Desk, Facts, Line, Shut, at_minute, open_hours, passes};
use ieum_kernel::{TimeSpan, Timestamp, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::Serialize;

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Free,
    Mine,
    Taken,
    Asked,
    Held,
    Closed,
    Upkeep,
    Past,
}

/// One cell; it may stretch over several rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Cell {
    pub kind: Kind,
    pub span: usize,
    /// Who, or what for; nothing for those who may not know.
    pub title: Option<String>,
    pub detail: Option<String>,
    pub href: Option<String>,
    pub label: Option<String>,
    #[serde(skip)]
    what: What,
    #[serde(skip)]
    pub starts: Timestamp,
}

/// What keeps neighbouring rows together in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Row(usize),
    Reservation(usize),
    Closure(usize),
    Shut,
    Past,
}

/// One row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub time: String,
    pub cells: Vec<Cell>,
}

/// The Monday of an ISO week such as `2026-W10`, or of the week of a civil day.
pub(crate) fn monday_of(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse::<Date>() {
        let back = i64::from(day.weekday().to_monday_zero_offset());
        return day.checked_sub(back.days()).ok();
    }
    let (year, week) = text.trim().split_once("-W")?;
    Some(ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?.date())
}

/// The ISO week of a day, as in the address: `2026-W10`.
pub(crate) fn week_name(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

/// The seven days from a Monday.
pub(crate) fn days_of(monday: Date) -> Vec<Date> {
    monday.series(1.day()).take(7).collect()
}

/// What is shown of a reservation to the visitor.
#[derive(Debug, Clone)]
pub(crate) struct Shown<'a> {
    pub line: &'a Line,
    pub mine: bool,
    pub title: String,
    pub detail: Option<String>,
    pub href: Option<String>,
}

/// Everything the table is made of.
pub(crate) struct Week<'a> {
    pub desk: &'a Desk,
    pub zone: &'a Zone,
    pub now: Timestamp,
    pub days: &'a [Date],
    pub shown: &'a [Shown<'a>],
    pub closures: &'a [Closure],
    /// Facts for asking the rules whether a free row can be booked; nothing for visitors who have not signed in.
    pub facts: Option<Facts<'a>>,
    /// Where a free cell leads; the day, start and minutes are appended.
    pub book: String,
}

impl Week<'_> {
    /// Minutes of a row: the grid, but no finer than half an hour.
    fn step(&self) -> i64 {
        let terms = &self.desk.terms;
        let long = terms.closes_at - terms.opens_at > 16 * 60;
        terms.grid_minutes.clamp(if long { 60 } else { 30 }, 240)
    }

    /// First and last minute of the table: the open hours, widened to what is booked outside them.
    fn hours(&self) -> (i64, i64) {
        let (mut from, mut to) = (self.desk.terms.opens_at, self.desk.terms.closes_at);
        for span in self.shown.iter().map(|shown| shown.line.span) {
            for day in self.days {
                let (midnight, next) = (self.zone.midnight(*day), at_minute(self.zone, *day, 1440));
                if span.overlaps(TimeSpan { starts: midnight, ends: next }) {
                    from = from.min(span.starts.max(midnight).minutes_since(midnight));
                    to = to.max(span.ends.min(next).minutes_since(midnight).min(1440));
                }
            }
        }
        let step = self.step();
        (from.div_euclid(step) * step, (to + step - 1).div_euclid(step) * step)
    }

    /// The rows, each with the cells that begin in it.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let (from, to) = self.hours();
        let step = self.step();
        let starts: Vec<i64> =
            (0..).map(|n| from + n * step).take_while(|minute| *minute < to.min(1440)).collect();
        let mut rows: Vec<Row> = starts
            .iter()
            .map(|minute| Row { time: format!("{:02}:{:02}", minute / 60, minute % 60), cells: Vec::new() })
            .collect();
        for day in self.days {
            let mut column: Vec<(usize, Cell)> = Vec::new();
            for (place, minute) in starts.iter().enumerate() {
                let span = TimeSpan {
                    starts: at_minute(self.zone, *day, *minute),
                    ends: at_minute(self.zone, *day, (minute + step).min(1440)),
                };
                let cell = self.cell(place, *day, *minute, span);
                match column.last_mut() {
                    Some((_, above)) if above.what == cell.what => above.span += 1,
                    _ => column.push((place, cell)),
                }
            }
            for (place, cell) in column {
                if let Some(row) = rows.get_mut(place) {
                    row.cells.push(cell);
                }
            }
        }
        rows
    }

    fn cell(&self, place: usize, day: Date, minute: i64, span: TimeSpan) -> Cell {
        let bare = |kind, what| Cell {
            kind,
            span: 1,
            title: None,
            detail: None,
            href: None,
            label: None,
            what,
            starts: span.starts,
        };
        let here: Vec<(usize, &Shown<'_>)> =
            self.shown.iter().enumerate().filter(|(_, shown)| shown.line.span.overlaps(span)).collect();
        let full = i64::try_from(here.len()).unwrap_or(i64::MAX) >= self.desk.units;
        // One's own is shown even where another unit is free.
        let first = here.iter().find(|(_, shown)| shown.mine).or(here.first().filter(|_| full));
        if let Some((number, shown)) = first {
            let kind = match (shown.mine, shown.line.state.as_str()) {
                (_, "held") => Kind::Held,
                (true, _) => Kind::Mine,
                (false, "pending_approval") => Kind::Asked,
                (false, _) => Kind::Taken,
            };
            return Cell {
                title: Some(shown.title.clone()),
                detail: shown.detail.clone(),
                href: shown.href.clone(),
                ..bare(kind, What::Reservation(*number))
            };
        }
        let shut = self.closures.iter().enumerate().find(|(_, closure)| closure.span.overlaps(span));
        if let Some((number, closure)) = shut {
            let kind = if closure.kind == "upkeep" { Kind::Upkeep } else { Kind::Closed };
            return bare(kind, What::Closure(number));
        }
        let open = open_hours(&self.desk.terms, self.zone, day);
        if !open.is_ok_and(|open| open.covers(span)) {
            return bare(Kind::Closed, What::Shut);
        }
        if span.starts < self.now {
            return bare(Kind::Past, What::Past);
        }
        let minutes = self.desk.terms.shortest_minutes.max(self.desk.terms.grid_minutes);
        let asked = TimeSpan { starts: span.starts, ends: span.starts.plus_minutes(minutes) };
        let bookable = self.facts.is_none_or(|facts| passes(&facts.at(asked)));
        let href =
            format!("{}&day={day}&start={:02}:{:02}&minutes={minutes}", self.book, minute / 60, minute % 60);
        Cell { href: bookable.then_some(href), ..bare(Kind::Free, What::Row(place)) }
    }
}

/// Why a day is shut, as the end of a message key: `weekday` or the holiday's.
pub(crate) fn shut_key(desk: &Desk, zone: &Zone, day: Date) -> Option<&'static str> {
    match open_hours(&desk.terms, zone, day) {
        Ok(_) => None,
        Err(Shut::Weekday) => Some("weekday"),
        Err(Shut::Holiday(which)) => Some(which.key()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_read_and_write() {
        assert_eq!(monday_of("2026-W10"), Some(date(2026, 3, 2)));
        assert_eq!(monday_of("2026-03-08"), Some(date(2026, 3, 2)));
        assert_eq!(monday_of("2020-W53"), Some(date(2020, 12, 28)));
        assert_eq!(week_name(date(2021, 1, 3)), "2020-W53");
        for wrong in ["", "2026-W54", "2026-10", "W10"] {
            assert_eq!(monday_of(wrong), None, "{wrong}");
        }
        assert_eq!(days_of(date(2026, 3, 2)).last(), Some(&date(2026, 3, 8)));
    }
}
