//! Why a match is left out: the wishes of the asker, and what cannot be used at all. Every reason is named.

use crate::find::Card;
use serde::Serialize;

/// What the asker insists on; empty wishes leave nothing out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wishes {
    /// Codes of regions; any of them.
    pub regions: Vec<String>,
    /// `self`, `assisted`, `request`; any of them.
    pub access: Vec<String>,
    /// Only accredited services.
    pub accredited: bool,
    /// Open in the evening (after 18:00) or on Saturday or Sunday.
    pub late_hours: bool,
}

/// Why a match is left out.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum WhyNot {
    /// It is elsewhere.
    #[error("is in region {region}")]
    OtherRegion {
        /// Where.
        region: String,
    },
    /// It is used in another way.
    #[error("is for {access}")]
    OtherAccess {
        /// How.
        access: String,
    },
    /// It has no accreditation.
    #[error("is not accredited")]
    NotAccredited,
    /// It closes early and stays closed at weekends.
    #[error("is open in working hours only")]
    WorkingHoursOnly,
    /// It is not in service.
    #[error("is {life}")]
    NotInService {
        /// Where it is in its life.
        life: String,
    },
    /// It is broken or being repaired.
    #[error("is {condition}")]
    NotWorking {
        /// How it does.
        condition: String,
    },
    /// Only its own organisation may use it.
    #[error("is for its own people")]
    OwnPeopleOnly,
    /// Nobody may use it now.
    #[error("is closed")]
    ClosedToAll,
    /// What it can do does not reach what is asked.
    #[error("reaches {has}, not {asked}")]
    OutOfRange {
        /// As asked.
        asked: String,
        /// As the catalogue says.
        has: String,
    },
}

type Rule = fn(&Card, &Wishes) -> Option<WhyNot>;

const RULES: &[Rule] =
    &[in_service, works, open_to_others, right_region, right_access, accredited, open_late];

/// Every reason why a thing is no match for these wishes.
pub fn why_not(card: &Card, wishes: &Wishes) -> Vec<WhyNot> {
    RULES.iter().filter_map(|rule| rule(card, wishes)).collect()
}

fn in_service(card: &Card, _: &Wishes) -> Option<WhyNot> {
    let usable = card.life.is_empty() || matches!(card.life.as_str(), "in_service" | "idle");
    (!usable).then(|| WhyNot::NotInService { life: card.life.clone() })
}

fn works(card: &Card, _: &Wishes) -> Option<WhyNot> {
    let stopped = matches!(card.condition.as_str(), "down" | "in_maintenance");
    stopped.then(|| WhyNot::NotWorking { condition: card.condition.clone() })
}

fn open_to_others(card: &Card, _: &Wishes) -> Option<WhyNot> {
    match card.access.as_str() {
        "internal_only" => Some(WhyNot::OwnPeopleOnly),
        "closed" => Some(WhyNot::ClosedToAll),
        _ => None,
    }
}

fn right_region(card: &Card, wishes: &Wishes) -> Option<WhyNot> {
    // A method is nowhere, so that it is never in the wrong place.
    let placed = !wishes.regions.is_empty() && !card.region.is_empty();
    (placed && !wishes.regions.contains(&card.region))
        .then(|| WhyNot::OtherRegion { region: card.region.clone() })
}

fn right_access(card: &Card, wishes: &Wishes) -> Option<WhyNot> {
    let asked = !wishes.access.is_empty() && !card.access_mode.is_empty();
    (asked && !wishes.access.contains(&card.access_mode))
        .then(|| WhyNot::OtherAccess { access: card.access_mode.clone() })
}

fn accredited(card: &Card, wishes: &Wishes) -> Option<WhyNot> {
    let bare = card.kind == "service" && card.accreditation.is_empty();
    (wishes.accredited && bare).then_some(WhyNot::NotAccredited)
}

fn open_late(card: &Card, wishes: &Wishes) -> Option<WhyNot> {
    const EVENING: i64 = 18 * 60;
    let weekend = card.open_days.chars().skip(5).any(|day| day != '-');
    let evening = card.closes_at.is_some_and(|at| at > EVENING);
    (wishes.late_hours && card.kind == "instrument" && !weekend && !evening)
        .then_some(WhyNot::WorkingHoursOnly)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::Text;

    fn card(kind: &str) -> Card {
        Card {
            kind: kind.into(),
            id: "x".into(),
            name: Text::default(),
            text: Text::default(),
            place: Text::default(),
            facility: String::new(),
            region: "43".into(),
            access_mode: "self".into(),
            access: String::new(),
            life: String::new(),
            condition: String::new(),
            open_days: "MTWTF--".into(),
            closes_at: Some(1080),
            price: None,
            unit: String::new(),
            turnaround_days: None,
            accreditation: String::new(),
        }
    }

    #[track_caller]
    fn check(card: &Card, wishes: &Wishes, expected: &[&str]) {
        let found: Vec<String> = why_not(card, wishes).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn without_wishes_only_what_cannot_be_used_is_left_out() {
        let none = Wishes::default();
        check(&card("instrument"), &none, &[]);
        check(
            &Card { life: "retired".into(), condition: "down".into(), ..card("instrument") },
            &none,
            &["is retired", "is down"],
        );
        check(
            &Card { access: "internal_only".into(), ..card("instrument") },
            &none,
            &["is for its own people"],
        );
        check(&Card { condition: "degraded".into(), life: "idle".into(), ..card("instrument") }, &none, &[]);
    }

    #[test]
    fn every_wish_names_its_reason() {
        let wishes = Wishes {
            regions: vec!["11".into()],
            access: vec!["request".into()],
            accredited: true,
            late_hours: true,
        };
        check(
            &card("instrument"),
            &wishes,
            &["is in region 43", "is for self", "is open in working hours only"],
        );
        check(&card("service"), &wishes, &["is in region 43", "is for self", "is not accredited"]);
        let method = Card { region: String::new(), access_mode: String::new(), ..card("method") };
        check(&method, &wishes, &[]);
        let late = Card { closes_at: Some(1320), ..card("instrument") };
        check(&late, &Wishes { late_hours: true, ..Wishes::default() }, &[]);
    }
}
