//! Public holidays of Korea, 2025–2028.
//!
//! Source: 관공서의 공휴일에 관한 규정 and 공휴일에 관한 법률 (with the amendments of 2026 that make 1 May and 17 July
//! public holidays); lunar days by the Korean almanac; election days by 공직선거법 §34. Substitute days are written out
//! and recomputed by a test. Days declared later by the government are entered as closures of a facility.

use jiff::civil::{Date, date};
use serde::Serialize;

/// Which holiday; the message `holiday-<key>` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holiday {
    /// 신정
    NewYear,
    /// 설날 and the days around it
    Seollal,
    /// 삼일절
    Independence,
    /// 노동절, from 2026
    Labour,
    /// 어린이날
    Children,
    /// 부처님오신날
    Buddha,
    /// 현충일
    Memorial,
    /// 제헌절, again from 2026
    Constitution,
    /// 광복절
    Liberation,
    /// 추석 and the days around it
    Chuseok,
    /// 개천절
    Foundation,
    /// 한글날
    Hangul,
    /// 기독탄신일
    Christmas,
    /// A day of election
    Election,
    /// Declared by the government for once
    Declared,
    /// 대체공휴일
    Substitute,
}

impl Holiday {
    /// The end of its message key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::Seollal => "seollal",
            Self::Independence => "independence",
            Self::Labour => "labour",
            Self::Children => "children",
            Self::Buddha => "buddha",
            Self::Memorial => "memorial",
            Self::Constitution => "constitution",
            Self::Liberation => "liberation",
            Self::Chuseok => "chuseok",
            Self::Foundation => "foundation",
            Self::Hangul => "hangul",
            Self::Christmas => "christmas",
            Self::Election => "election",
            Self::Declared => "declared",
            Self::Substitute => "substitute",
        }
    }
}

/// First and last day the table speaks of.
pub const COVERED: (Date, Date) = (date(2025, 1, 1), date(2028, 12, 31));

/// Every holiday by day; where two fall on one day, the first in the law's order.
const TABLE: &[(Date, Holiday)] = {
    use Holiday::*;
    &[
        (date(2025, 1, 1), NewYear),
        (date(2025, 1, 27), Declared),
        (date(2025, 1, 28), Seollal),
        (date(2025, 1, 29), Seollal),
        (date(2025, 1, 30), Seollal),
        (date(2025, 3, 1), Independence),
        (date(2025, 3, 3), Substitute),
        (date(2025, 5, 5), Children),
        (date(2025, 5, 6), Substitute),
        (date(2025, 6, 3), Election),
        (date(2025, 6, 6), Memorial),
        (date(2025, 8, 15), Liberation),
        (date(2025, 10, 3), Foundation),
        (date(2025, 10, 5), Chuseok),
        (date(2025, 10, 6), Chuseok),
        (date(2025, 10, 7), Chuseok),
        (date(2025, 10, 8), Substitute),
        (date(2025, 10, 9), Hangul),
        (date(2025, 12, 25), Christmas),
        (date(2026, 1, 1), NewYear),
        (date(2026, 2, 16), Seollal),
        (date(2026, 2, 17), Seollal),
        (date(2026, 2, 18), Seollal),
        (date(2026, 3, 1), Independence),
        (date(2026, 3, 2), Substitute),
        (date(2026, 5, 1), Labour),
        (date(2026, 5, 5), Children),
        (date(2026, 5, 24), Buddha),
        (date(2026, 5, 25), Substitute),
        (date(2026, 6, 3), Election),
        (date(2026, 6, 6), Memorial),
        (date(2026, 7, 17), Constitution),
        (date(2026, 8, 15), Liberation),
        (date(2026, 8, 17), Substitute),
        (date(2026, 9, 24), Chuseok),
        (date(2026, 9, 25), Chuseok),
        (date(2026, 9, 26), Chuseok),
        (date(2026, 10, 3), Foundation),
        (date(2026, 10, 5), Substitute),
        (date(2026, 10, 9), Hangul),
        (date(2026, 12, 25), Christmas),
        (date(2027, 1, 1), NewYear),
        (date(2027, 2, 6), Seollal),
        (date(2027, 2, 7), Seollal),
        (date(2027, 2, 8), Seollal),
        (date(2027, 2, 9), Substitute),
        (date(2027, 3, 1), Independence),
        (date(2027, 5, 1), Labour),
        (date(2027, 5, 3), Substitute),
        (date(2027, 5, 5), Children),
        (date(2027, 5, 13), Buddha),
        (date(2027, 6, 6), Memorial),
        (date(2027, 7, 17), Constitution),
        (date(2027, 7, 19), Substitute),
        (date(2027, 8, 15), Liberation),
        (date(2027, 8, 16), Substitute),
        (date(2027, 9, 14), Chuseok),
        (date(2027, 9, 15), Chuseok),
        (date(2027, 9, 16), Chuseok),
        (date(2027, 10, 3), Foundation),
        (date(2027, 10, 4), Substitute),
        (date(2027, 10, 9), Hangul),
        (date(2027, 10, 11), Substitute),
        (date(2027, 12, 25), Christmas),
        (date(2027, 12, 27), Substitute),
        (date(2028, 1, 1), NewYear),
        (date(2028, 1, 26), Seollal),
        (date(2028, 1, 27), Seollal),
        (date(2028, 1, 28), Seollal),
        (date(2028, 3, 1), Independence),
        (date(2028, 4, 12), Election),
        (date(2028, 5, 1), Labour),
        (date(2028, 5, 2), Buddha),
        (date(2028, 5, 5), Children),
        (date(2028, 6, 6), Memorial),
        (date(2028, 7, 17), Constitution),
        (date(2028, 8, 15), Liberation),
        (date(2028, 10, 2), Chuseok),
        (date(2028, 10, 3), Chuseok),
        (date(2028, 10, 4), Chuseok),
        (date(2028, 10, 5), Substitute),
        (date(2028, 10, 9), Hangul),
        (date(2028, 12, 25), Christmas),
    ]
};

/// The public holiday on a civil day, if it is one.
pub fn holiday(day: Date) -> Option<Holiday> {
    let place = TABLE.binary_search_by_key(&day, |(known, _)| *known).ok()?;
    TABLE.get(place).map(|(_, which)| *which)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Weekday;

    /// 관공서의 공휴일에 관한 규정 §3: what falls on a Sunday or another holiday moves to the next free day; the
    /// national days, Children's Day, Buddha's birthday, Christmas and Labour Day also when on a Saturday.
    #[test]
    fn substitute_days_follow_the_law() {
        use Holiday::*;
        let both_weekend_days =
            [Independence, Labour, Children, Buddha, Constitution, Liberation, Foundation, Hangul, Christmas];
        let mut expected = Vec::new();
        let mut meetings = vec![date(2025, 5, 5), date(2028, 10, 3)];
        for (day, which) in TABLE {
            let weekday = day.weekday();
            let moves = match which {
                Seollal | Chuseok => weekday == Weekday::Sunday,
                _ if both_weekend_days.contains(which) => {
                    weekday == Weekday::Sunday || weekday == Weekday::Saturday
                }
                _ => false,
            } || meetings.contains(day);
            meetings.retain(|met| met != day);
            if moves {
                let fixed = |d: Date| TABLE.iter().any(|(known, w)| *known == d && *w != Substitute);
                let mut next = day.tomorrow().unwrap();
                while next.weekday() == Weekday::Sunday || next.weekday() == Weekday::Saturday || fixed(next)
                {
                    next = next.tomorrow().unwrap();
                }
                expected.push(next);
            }
        }
        let written: Vec<Date> = TABLE.iter().filter(|(_, w)| *w == Substitute).map(|(d, _)| *d).collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn the_table_is_sorted_and_within_what_it_says_to_cover() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TABLE.iter().all(|(day, _)| COVERED.0 <= *day && *day <= COVERED.1));
        assert_eq!(holiday(date(2026, 2, 17)), Some(Holiday::Seollal));
        assert_eq!(holiday(date(2026, 3, 2)), Some(Holiday::Substitute));
        assert_eq!(holiday(date(2026, 3, 3)), None);
        assert_eq!(TABLE.iter().filter(|(day, _)| day.year() == 2026).count(), 22);
    }
}
