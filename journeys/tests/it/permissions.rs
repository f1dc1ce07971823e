//! Nobody walks through a door that is not theirs: every route is tried as every role.

use anyhow::Context;
use ieum::demo::settle;
use ieum_governance::{FirstPassword, NewMembership, NewPerson, create_people, create_token};
use ieum_journeys::{House, both};
use ieum_kernel::{Id, Lang, Role};
use std::sync::Arc;

/// A path with something that exists nowhere in each hole.
fn filled(path: &str) -> String {
    let hole = |part: &str| if part.starts_with('{') { "none".to_owned() } else { part.to_owned() };
    path.split('/').map(hole).collect::<Vec<_>>().join("/")
}

/// One token a role; guests have none.
async fn tokens(house: &House) -> anyhow::Result<Vec<(Role, Option<String>)>> {
    let app = house.app()?;
    let (region, _) = settle(app).await?;
    let (facility, organisation, _) = region.facilities.first().context("a facility")?.clone();
    let mut tokens = vec![(Role::Guest, None)];
    for role in Role::ALL.into_iter().filter(|r| *r != Role::Guest) {
        let person = NewPerson {
            email: format!("walk-{role}@sample.ieum").parse().map_err(|e| anyhow::anyhow!("{e}"))?,
            name: role.to_string(),
            lang: Lang::En,
            password: FirstPassword::None,
            confirmed: true,
        };
        let of_node = matches!(role, Role::Operator | Role::Planner);
        let at_facility = matches!(role, Role::Staff | Role::Reviewer | Role::Billing);
        let seat = NewMembership {
            person: Id::nth(0),
            organisation: (!of_node).then_some(organisation),
            facility: at_facility.then_some(facility),
            role,
        };
        let made = create_people(app, vec![(person, vec![seat])]).await;
        let person = made.map_err(|problem| anyhow::anyhow!("{role}: {problem:?}"))?;
        let id = *person.first().context("one person")?;
        tokens.push((role, Some(create_token(app, id, "walk").await?)));
    }
    Ok(tokens)
}

async fn walk(house: Arc<House>) -> anyhow::Result<()> {
    let tokens = tokens(&house).await?;
    let app = house.app()?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let mut wrong = Vec::new();
    for door in &app.doors {
        for (role, token) in &tokens {
            // Everybody who has signed in is a member of the platform, whatever else they are.
            let holds = |wanted: &Role| {
                *wanted == Role::Guest || wanted == role || (*wanted == Role::Member && token.is_some())
            };
            let may = door.permission.roles.iter().any(holds);
            let url = format!("{}{}", house.url(), filled(door.path));
            let mut request = client.request(door.method.clone(), url).header("accept", "application/json");
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let status = request.send().await?.status().as_u16();
            let kept_out = matches!(status, 401 | 403) || (status == 303 && token.is_none());
            let fault = status >= 500;
            if fault || (!may && !kept_out) {
                wrong.push(format!("{} {} as {role}: {status}, may: {may}", door.method, door.path));
            }
            // Somebody who may is never sent to sign in, unless a guest's page asks it of its own accord.
            if may && token.is_some() && status == 401 {
                wrong.push(format!("{} {} as {role}: sent to sign in", door.method, door.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
both!(every_door_asks_who_is_there, walk);

async fn declared(house: Arc<House>) -> anyhow::Result<()> {
    let app = house.app()?;
    let declared: Vec<&str> =
        app.permissions.iter().flat_map(|(_, list)| list.iter().map(|p| p.key)).collect();
    for door in &app.doors {
        assert!(
            declared.contains(&door.permission.key),
            "{} {} has an undeclared permission {}",
            door.method,
            door.path,
            door.permission.key
        );
    }
    for key in declared {
        let message = format!("permission-{}", key.replace('.', "-"));
        for lang in Lang::ALL {
            assert!(app.words.knows(lang, &message), "no words for {message} in {lang}");
        }
    }
    Ok(())
}
both!(every_permission_is_declared_and_named, declared);
