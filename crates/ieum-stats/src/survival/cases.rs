//! Cases in the order of time.

use crate::Unfit;

/// One moment at which something happened to a case.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) time: f64,
    /// Rows with the event, in the order of the rows.
    pub(crate) events: Vec<usize>,
    /// Rows censored.
    pub(crate) censored: Vec<usize>,
}

/// Refuses what is no set of times.
pub(crate) fn checked(time: &[f64], event: &[bool]) -> Result<(), Unfit> {
    if time.len() != event.len() {
        return Err(Unfit::Shape { expected: time.len(), found: event.len() });
    }
    if time.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    for (row, time) in time.iter().enumerate() {
        if !time.is_finite() {
            return Err(Unfit::NotFinite { row, column: 0 });
        }
        if *time < 0.0 {
            return Err(Unfit::OutOfRange { name: "time", value: *time, low: 0.0, high: f64::INFINITY });
        }
    }
    Ok(())
}

/// The moments among some rows, in rising order of time.
pub(crate) fn moments(time: &[f64], event: &[bool], rows: &[usize]) -> Vec<Moment> {
    let mut order = rows.to_vec();
    order.sort_by(|one, two| time[*one].total_cmp(&time[*two]).then(one.cmp(two)));
    let mut moments: Vec<Moment> = Vec::new();
    for row in order {
        match moments.last_mut() {
            Some(last) if last.time == time[row] => {
                if event[row] {
                    last.events.push(row)
                } else {
                    last.censored.push(row)
                }
            }
            _ => {
                let (events, censored) = if event[row] { (vec![row], vec![]) } else { (vec![], vec![row]) };
                moments.push(Moment { time: time[row], events, censored });
            }
        }
    }
    moments
}
