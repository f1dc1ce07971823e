//! The terms of a facility: the numbers behind the booking rules, and how an instrument departs from them.

use super::BookingSettings;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Whose bookings wait for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nobody's.
    #[default]
    Never,
    /// Those of other organisations than the facility's.
    Outside,
    /// Everybody's but staff's.
    Always,
}

impl Approval {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Never, Self::Outside, Self::Always];

    /// The name in code, database and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Outside => "outside",
            Self::Always => "always",
        }
    }
}

impl FromStr for Approval {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|a| a.key() == text).ok_or(())
    }
}

/// One number of the terms, as the form that edits them needs it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Number {
    /// Its name; messages `booking-term-<name>` and `booking-term-<name>-hint` say it.
    pub name: &'static str,
    /// Least value allowed.
    pub least: i64,
    /// Greatest value allowed.
    pub most: i64,
}

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $key:ident = $default:expr, $least:literal to $most:literal;)*) => {
        /// What holds for one instrument, every choice made.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct Terms {
            $($(#[doc = $doc])+ pub $key: i64,)*
            /// Seven letters from Monday; `-` is a closed day.
            pub open_days: String,
            /// Whether it can be used on public holidays.
            pub on_holidays: bool,
            /// Whether one booking may cross midnight.
            pub across_midnight: bool,
            /// Whose bookings wait for staff.
            pub approval: Approval,
        }

        /// Where a facility or an instrument departs from what holds above it; nothing said means the same.
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Departures {
            $($(#[doc = $doc])+ #[serde(skip_serializing_if = "Option::is_none")] pub $key: Option<i64>,)*
            /// Seven letters from Monday; `-` is a closed day.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub open_days: Option<String>,
            /// Whether it can be used on public holidays.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub on_holidays: Option<bool>,
            /// Whether one booking may cross midnight.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub across_midnight: Option<bool>,
            /// Whose bookings wait for staff.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub approval: Option<Approval>,
        }

        /// Every number, in the order people read them.
        pub const NUMBERS: &[Number] = &[$(Number { name: stringify!($key), least: $least, most: $most },)*];

        impl Default for Terms {
            fn default() -> Self {
                Self {
                    $($key: $default,)*
                    open_days: "MTWTF--".to_owned(),
                    on_holidays: false,
                    across_midnight: false,
                    approval: Approval::Never,
                }
            }
        }

        impl Terms {
            /// These terms with departures applied.
            #[must_use]
            pub fn with(self, said: &Departures) -> Self {
                Self {
                    $($key: said.$key.unwrap_or(self.$key),)*
                    open_days: said.open_days.clone().unwrap_or(self.open_days),
                    on_holidays: said.on_holidays.unwrap_or(self.on_holidays),
                    across_midnight: said.across_midnight.unwrap_or(self.across_midnight),
                    approval: said.approval.unwrap_or(self.approval),
                }
            }

            /// The number of a name.
            pub fn number(&self, name: &str) -> Option<i64> {
                match name {
                    $(stringify!($key) => Some(self.$key),)*
                    _ => None,
                }
            }
        }

        impl Departures {
            /// The number said for a name.
            pub fn number(&self, name: &str) -> Option<i64> {
                match name {
                    $(stringify!($key) => self.$key,)*
                    _ => None,
                }
            }

            /// Says a number, or takes it back.
            pub fn say(&mut self, name: &str, value: Option<i64>) {
                match name {
                    $(stringify!($key) => self.$key = value,)*
                    _ => {}
                }
            }
        }
    };
}

terms! {
    /// Bookings start and end on this grid, minutes of the civil day.
    grid_minutes = 30, 5 to 1440;
    /// Shortest booking, minutes.
    shortest_minutes = 30, 5 to 10080;
    /// Longest booking, minutes.
    longest_minutes = 480, 5 to 43200;
    /// How far ahead people of the facility's own organisation may book, days.
    horizon_days = 90, 1 to 730;
    /// How far ahead everybody else may book, days.
    outside_horizon_days = 60, 1 to 730;
    /// How long before its start a booking must be made, minutes.
    lead_minutes = 0, 0 to 129600;
    /// Opens at, minutes after midnight.
    opens_at = 540, 0 to 1439;
    /// Closes at, minutes after midnight; 1440 is midnight.
    closes_at = 1080, 1 to 1440;
    /// Bookings of one person that may start on one day; 0 is no limit.
    most_a_day = 0, 0 to 100;
    /// Bookings of one person that may lie ahead; 0 is no limit.
    most_ahead = 0, 0 to 1000;
    /// Minutes one person may book in a week from Monday; 0 is no limit.
    weekly_minutes = 0, 0 to 10080;
    /// Instruments one person may hold at the same moment; 0 is no limit.
    most_at_once = 3, 0 to 100;
    /// Least pause between two bookings of one person, minutes; touching ones are a pause of 0.
    gap_minutes = 0, 0 to 1440;
    /// Preparation kept free before each booking, minutes.
    setup_minutes = 0, 0 to 1440;
    /// Cleaning kept free after each booking, minutes.
    cleanup_minutes = 0, 0 to 1440;
    /// Cancelling is free until so many minutes before the start.
    cancel_free_minutes = 1440, 0 to 43200;
    /// Check-in opens so many minutes before the start.
    early_minutes = 15, 0 to 1440;
    /// Who has not checked in so many minutes after the start has not come; source: practice of Seoul Technopark.
    grace_minutes = 15, 0 to 1440;
    /// So many missed bookings lead to a ban; 0 is no ban.
    strikes = 2, 0 to 100;
    /// Missed bookings count for so many days.
    strike_days = 90, 1 to 730;
    /// So many minutes one may hold a time before booking it; 0 is no holding.
    hold_minutes = 10, 0 to 1440;
    /// So many minutes staff may hold a time for a request while its quote is answered; 0 is no holding.
    request_hold_minutes = 4320, 0 to 43200;
    /// A time that became free is kept so many minutes for the first in line.
    offer_minutes = 120, 5 to 10080;
    /// Bookings of one series; 0 is no series.
    series_most = 26, 0 to 366;
    /// A ban lasts so many days from the last missed booking.
    ban_days = 30, 1 to 730;
}

impl Terms {
    /// What the house's configuration says.
    pub fn of_house(settings: &BookingSettings) -> Self {
        Self {
            grid_minutes: settings.grid_minutes.clamp(5, 1440),
            shortest_minutes: settings.shortest_minutes.max(1),
            longest_minutes: settings.longest_minutes.max(1),
            horizon_days: settings.horizon_days.max(1),
            outside_horizon_days: settings.outside_horizon_days.max(1),
            lead_minutes: settings.lead_minutes.max(0),
            opens_at: settings.opens_at.clamp(0, 1439),
            closes_at: settings.closes_at.clamp(1, 1440),
            open_days: settings.open_days.clone(),
            on_holidays: settings.on_holidays,
            cancel_free_minutes: settings.cancel_free_minutes.max(0),
            grace_minutes: settings.grace_minutes.max(0),
            most_at_once: settings.most_at_once.max(0),
            series_most: settings.series_most.clamp(0, 366),
            hold_minutes: settings.hold_minutes.max(0),
            request_hold_minutes: settings.request_hold_minutes.max(0),
            ..Self::default()
        }
    }

    /// Whether a weekday, counted from Monday as 0, is open.
    pub fn open_weekday(&self, from_monday: i8) -> bool {
        let place = usize::try_from(from_monday).unwrap_or(7);
        self.open_days.chars().nth(place).is_some_and(|letter| letter != '-')
    }

    /// The horizon of somebody inside or outside the facility's organisation, days.
    pub const fn horizon(&self, inside: bool) -> i64 {
        if inside { self.horizon_days } else { self.outside_horizon_days }
    }

    /// So many minutes a time may be held, minutes.
    pub const fn hold_for(&self, request: bool) -> i64 {
        if request { self.request_hold_minutes } else { self.hold_minutes }
    }

    /// The time kept for a use, with preparation and cleaning around it.
    pub const fn block(&self, span: ieum_kernel::TimeSpan) -> ieum_kernel::TimeSpan {
        ieum_kernel::TimeSpan {
            starts: span.starts.plus_minutes(-self.setup_minutes),
            ends: span.ends.plus_minutes(self.cleanup_minutes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instrument_says_only_what_differs() {
        let facility =
            Departures { longest_minutes: Some(240), on_holidays: Some(true), ..Departures::default() };
        let instrument = Departures { longest_minutes: Some(120), ..Departures::default() };
        let terms = Terms::default().with(&facility).with(&instrument);
        assert_eq!((terms.longest_minutes, terms.on_holidays, terms.grid_minutes), (120, true, 30));
        let text = serde_json::to_string(&instrument).unwrap();
        assert_eq!(text, r#"{"longest_minutes":120}"#);
        assert_eq!(serde_json::from_str::<Departures>(&text).unwrap(), instrument);
    }

    #[test]
    fn every_default_lies_within_its_bounds() {
        let terms = Terms::default();
        for number in NUMBERS {
            let value = terms.number(number.name).unwrap();
            assert!((number.least..=number.most).contains(&value), "{}", number.name);
        }
        assert!(terms.open_weekday(4) && !terms.open_weekday(5) && !terms.open_weekday(7));
    }
}
