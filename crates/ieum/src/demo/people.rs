//! The people of the sample region: one sign-in a role to try, and those who did the work of two years.

use super::files::Vocabulary;
use super::region::SampleRegion;
use anyhow::{Context, anyhow};
use ieum_governance::{Email, FirstPassword, NewMembership, NewPerson, create_people};
use ieum_kernel::{Facility, Id, Lang, Organisation, Person, Role};
use ieum_web::App;
use serde::Serialize;

/// A sign-in to try.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// What they are.
    pub role: String,
    /// Address.
    pub email: String,
    /// Password; only ever one of the sample region.
    pub password: &'static str,
}

/// The password of every account of the sample region.
pub const PASSWORD: &str = "sample-region-2026";

/// Somebody with their place.
#[derive(Debug, Clone)]
pub struct SamplePerson {
    /// The account.
    pub id: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their organisation.
    pub organisation: Id<Organisation>,
    /// The facility they work for, if any.
    pub facility: Option<Id<Facility>>,
    /// What they do.
    pub role: Role,
}

/// Everybody.
#[derive(Debug, Clone, Default)]
pub struct SamplePeople {
    /// One sign-in a role.
    pub accounts: Vec<Account>,
    /// All of them.
    pub everybody: Vec<SamplePerson>,
}

struct Seat {
    email: String,
    name: String,
    organisation: Id<Organisation>,
    seats: Vec<(Option<Id<Facility>>, Role)>,
    shown_as: Option<&'static str>,
}

/// Opens the accounts.
pub async fn make(app: &App, words: &Vocabulary, region: &SampleRegion) -> anyhow::Result<SamplePeople> {
    let seats = seats(words, region)?;
    let hash = ieum_governance::password::hash(app, PASSWORD).await?;
    let mut rows = Vec::new();
    for seat in &seats {
        let person = NewPerson {
            email: seat.email.parse::<Email>().map_err(|error| anyhow!("{}: {error}", seat.email))?,
            name: seat.name.clone(),
            lang: Lang::Ko,
            password: FirstPassword::Hash(hash.clone()),
            confirmed: true,
        };
        let memberships = seat.seats.iter().map(|(facility, role)| NewMembership {
            person: Id::nth(0),
            organisation: Some(seat.organisation).filter(|_| !matches!(role, Role::Operator | Role::Planner)),
            facility: *facility,
            role: *role,
        });
        rows.push((person, memberships.collect()));
    }
    let ids =
        create_people(app, rows).await.map_err(|problem| anyhow!("cannot make the people: {problem:?}"))?;
    let mut people = SamplePeople::default();
    for (seat, id) in seats.iter().zip(ids) {
        for (facility, role) in &seat.seats {
            let (name, organisation) = (seat.name.clone(), seat.organisation);
            people.everybody.push(SamplePerson { id, name, organisation, facility: *facility, role: *role });
        }
        if let Some(role) = seat.shown_as {
            people.accounts.push(Account {
                role: role.to_owned(),
                email: seat.email.clone(),
                password: PASSWORD,
            });
        }
    }
    Ok(people)
}

fn seats(words: &Vocabulary, region: &SampleRegion) -> anyhow::Result<Vec<Seat>> {
    let mut names = words.names.iter().skip(80).cycle();
    let mut name = || names.next().map(|n| n.ko.clone()).unwrap_or_default();
    let of =
        |key: &str| region.organisations.get(key).copied().context("an organisation of the files is missing");
    let (first, first_home, _) = region.facilities.first().context("the region has no facility")?.clone();
    let firm = of("firm1")?;
    let support = of("sup1")?;
    let shown = |email: &str, organisation, seats, role, name| Seat {
        email: format!("{email}@sample.ieum"),
        name,
        organisation,
        seats,
        shown_as: Some(role),
    };
    let mut all = vec![
        shown("firm", firm, vec![(None, Role::Member)], "firm engineer (member)", name()),
        shown("boss", firm, vec![(None, Role::Manager)], "firm manager", name()),
        shown("staff", first_home, vec![(Some(first), Role::Staff)], "facility staff", name()),
        shown("reviewer", first_home, vec![(Some(first), Role::Reviewer)], "reviewer", name()),
        shown("billing", first_home, vec![(Some(first), Role::Billing)], "billing", name()),
        shown("expert", first_home, vec![(None, Role::Expert)], "expert", name()),
        shown("planner", support, vec![(None, Role::Planner)], "regional planner", name()),
        shown("operator", support, vec![(None, Role::Operator)], "operator", name()),
    ];
    for (place, (facility, organisation, _)) in region.facilities.iter().enumerate().skip(1) {
        let at = |who: &str| format!("{who}{:02}@sample.ieum", place + 1);
        let seat = |who: &str, role, name| Seat {
            email: at(who),
            name,
            organisation: *organisation,
            seats: vec![(Some(*facility), role)],
            shown_as: None,
        };
        all.push(seat("staff", Role::Staff, name()));
        all.push(seat("reviewer", Role::Reviewer, name()));
        let billing = seat("billing", Role::Billing, name());
        all.push(billing);
    }
    let firms = words.organisations.iter().filter(|o| o.kind == "firm" && o.key != "firm1");
    for row in firms {
        let organisation = of(&row.key)?;
        all.push(Seat {
            email: format!("{}@sample.ieum", row.key),
            name: name(),
            organisation,
            seats: vec![(None, Role::Manager)],
            shown_as: None,
        });
    }
    // Every organisation that runs something has a manager, so that its people can be looked after.
    let mut led: Vec<Id<Organisation>> = Vec::new();
    for (place, (_, organisation, _)) in region.facilities.iter().enumerate() {
        if !led.contains(organisation) {
            led.push(*organisation);
            all.push(Seat {
                email: format!("lead{:02}@sample.ieum", place + 1),
                name: name(),
                organisation: *organisation,
                seats: vec![(None, Role::Manager)],
                shown_as: None,
            });
        }
    }
    Ok(all)
}
