//! Pages of prices: the list of a facility, a plan with a sum to try, its form.

use super::calculate::{Calculation, Measured, price};
use super::plan::{Basis, Plan, Tier};
use super::service::{self, Priced, SetError, Target, set_plan, sets_prices};
use super::{LOOK, SET, Version, form};
use axum::extract::State;
use axum::response::Response;
use ieum_db::args;
use ieum_kernel::{Actor, Facility, Id, Money, Role, Text};
use ieum_web::{App, Call, Doors, Fields, Page, Path, Problem, Shape, SignedIn, Visitor, see_other};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/prices", &SET, list)
        .get("/prices/{kind}/{id}", &LOOK, look)
        .get("/prices/{kind}/{id}/edit", &SET, edit)
        .post("/prices/{kind}/{id}/edit", &SET, save)
        .get("/api/v1/prices/{kind}/{id}", &LOOK, api)
        .says(api_call())
}

fn api_call() -> Call {
    let call = Call::new("prices-one")
        .path_of("kind", Shape::choice(&["instrument", "service"]))
        .path::<String>("id")
        .query::<Tier>("tier");
    let basis = ["n_hour", "n_staff_hour", "n_sample", "n_run", "n_item"];
    let call = basis.into_iter().fold(call, |call, name| call.query_of(name, Shape::whole(0, 1_000_000)));
    call.query::<Vec<String>>("discount")
        .query::<Vec<String>>("surcharge")
        .gives_of(Shape::object(vec![
            ("plan", Shape::of::<Version>()),
            ("tier", Shape::of::<Tier>()),
            ("calculation", Shape::of::<Calculation>()),
        ]))
        .refuses("price")
}

/// Facilities somebody works for, with their names; all of them for operators.
pub(crate) async fn facilities_of(app: &App, actor: &Actor) -> Result<Vec<(Id<Facility>, Text)>, Problem> {
    let sql = "SELECT id, name_ko, name_en FROM public_facility ORDER BY name_ko, id LIMIT 5000";
    let mut reader = app.db.reader();
    let found = reader.all(sql, args![], |row| {
        Ok((row.get::<Id<Facility>>("id")?, Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
    });
    let mine = |(id, _): &(Id<Facility>, Text)| actor.is(Role::Operator) || actor.works_for(*id);
    Ok(found.await?.into_iter().filter(mine).collect())
}

/// The facility a page is about: the one asked for, else the first of one's own.
pub(crate) fn chosen(
    all: &[(Id<Facility>, Text)],
    asked: &str,
) -> Result<Option<(Id<Facility>, Text)>, Problem> {
    if asked.is_empty() {
        return Ok(all.first().cloned());
    }
    let id: Id<Facility> = asked.parse().map_err(|_wrong| Problem::not_found())?;
    all.iter().find(|(known, _)| *known == id).cloned().map(Some).ok_or_else(Problem::not_found)
}

/// Options of a select.
pub(crate) fn options(all: &[(Id<Facility>, Text)], lang: ieum_kernel::Lang) -> Vec<Value> {
    all.iter().map(|(id, name)| json!({ "value": id, "label": name.in_lang(lang) })).collect()
}

async fn list(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let all = facilities_of(&app, me.actor()).await?;
    let facility = chosen(&all, fields.get("facility"))?;
    let rows = match &facility {
        Some((id, _)) => service::listed(&mut app.db.reader(), *id).await?,
        None => Vec::new(),
    };
    let page = Page::new("price/list.html")
        .with("facilities", options(&all, me.lang()))
        .with("facility", facility.map(|(id, name)| json!({ "id": id, "name": name })))
        .with("rows", rows);
    app.render(page, me.visit())
}

async fn found(app: &App, kind: &str, id: &str) -> Result<(Target, Priced), Problem> {
    let target = Target::read(kind, id).ok_or_else(Problem::not_found)?;
    let priced = service::priced(&mut app.db.reader(), target).await?.ok_or_else(Problem::not_found)?;
    Ok((target, priced))
}

fn place(target: Target) -> String {
    format!("/{}s/{target}", target.kind())
}

/// The tier asked for, or the visitor's own.
async fn tier_of(app: &App, actor: &Actor, priced: &Priced, fields: &Fields) -> Result<Tier, Problem> {
    if let Ok(tier) = fields.get("tier").parse() {
        return Ok(tier);
    }
    let today = app.zone.day(app.now());
    Ok(service::tier(&mut app.db.reader(), priced.facility, actor.organisation(), today).await?)
}

/// A sum to try, from the query: hours in minutes, the rest in pieces.
fn tried(plan: &Plan, tier: Tier, fields: &Fields) -> Measured {
    let asked = plan.rates.iter().filter(|rate| rate.basis != Basis::Fixed).map(|rate| {
        let given = fields.get(&format!("n_{}", rate.basis.key())).trim().parse::<i64>().ok();
        (rate.basis, given.unwrap_or_else(|| rate.basis.per()).clamp(0, 1_000_000))
    });
    let keys = |extras: &[super::plan::Extra], field: &str| -> Vec<String> {
        let asked = fields.all(field);
        extras
            .iter()
            .filter(|extra| asked.contains(&extra.key.as_str()))
            .map(|extra| extra.key.clone())
            .collect()
    };
    Measured {
        tier,
        quantities: asked.collect(),
        banded: BTreeMap::new(),
        discounts: keys(&plan.discounts, "discount"),
        surcharges: keys(&plan.surcharges, "surcharge"),
        subsidy: None,
    }
}

/// The price list as a table: a row a step, a column a tier.
fn table(plan: &Plan) -> Vec<Value> {
    let mut rows = Vec::new();
    for rate in &plan.rates {
        for step in &rate.steps {
            let cells: BTreeMap<&str, Option<Money>> = Tier::ALL
                .iter()
                .map(|tier| {
                    let one = Plan {
                        rates: vec![super::plan::Rate { basis: rate.basis, steps: vec![step.clone()] }],
                        ..plan.clone()
                    };
                    (tier.key(), one.first_price(rate.basis, *tier))
                })
                .collect();
            rows.push(
                json!({ "basis": rate.basis.key(), "above": step.above / rate.basis.per(), "cells": cells }),
            );
        }
    }
    rows
}

async fn look(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (target, priced) = found(&app, &kind, &id).await?;
    let today = app.zone.day(app.now());
    let version = service::on(&mut app.db.reader(), target, today).await?;
    let tier = tier_of(&app, &visitor.actor, &priced, &fields).await?;
    let page = Page::new("price/look.html")
        .with("kind", target.kind())
        .with("id", target.to_string())
        .with("priced", &priced)
        .with("may_set", sets_prices(&visitor.actor, priced.facility))
        .with("tier", tier.key())
        .with("tiers", Tier::ALL.map(Tier::key))
        .crumb(priced.name.in_lang(visitor.lang()), &place(target));
    let page = match version {
        None => page.with("version", Value::Null),
        Some(version) => {
            let plan = &version.plan;
            let measured = tried(plan, tier, &fields);
            let outcome = price(plan, &measured);
            let asked: Vec<Value> = measured
                .quantities
                .iter()
                .map(|(basis, quantity)| json!({ "basis": basis.key(), "quantity": quantity }))
                .collect();
            page.with("list", table(plan))
                .with("asked", asked)
                .with("granted", &measured.discounts)
                .with("surcharged", &measured.surcharges)
                .with("calculation", outcome.as_ref().ok())
                .with("unpriced", outcome.as_ref().err())
                .with("version", &version)
        }
    };
    app.render(page, &visitor)
}

async fn api(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<axum::Json<Value>, Problem> {
    let (target, priced) = found(&app, &kind, &id).await?;
    let today = app.zone.day(app.now());
    let version = service::on(&mut app.db.reader(), target, today).await?.ok_or_else(Problem::not_found)?;
    let tier = tier_of(&app, &visitor.actor, &priced, &fields).await?;
    let calculation = price(&version.plan, &tried(&version.plan, tier, &fields))
        .map_err(|reason| Problem::refused("price", vec![reason]))?;
    Ok(axum::Json(json!({ "plan": version, "tier": tier, "calculation": calculation })))
}

/// The thing, if this person sets its prices.
async fn mine(app: &App, me: &SignedIn, kind: &str, id: &str) -> Result<(Target, Priced), Problem> {
    let (target, priced) = found(app, kind, id).await?;
    if !sets_prices(me.actor(), priced.facility) {
        return Err(Problem::not_found());
    }
    Ok((target, priced))
}

async fn edit_page(app: &App, me: &SignedIn, target: Target, priced: &Priced) -> Result<Page, Problem> {
    let versions = service::versions(&mut app.db.reader(), target).await?;
    let newest = versions.first();
    let name = priced.name.in_lang(me.lang());
    Ok(Page::new("price/edit.html")
        .with("kind", target.kind())
        .with("id", target.to_string())
        .with("priced", priced)
        .with("form_values", form::shown(newest.map(|version| &version.plan)))
        .with("seen", newest.map_or(0, |version| version.version))
        .with("today", app.zone.day(app.now()).to_string())
        .with("versions", &versions)
        .crumb(name, &place(target))
        .crumb("price-title", &format!("/prices/{}/{target}", target.kind())))
}

async fn edit(
    State(app): State<App>,
    me: SignedIn,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (target, priced) = mine(&app, &me, &kind, &id).await?;
    app.render(edit_page(&app, &me, target, &priced).await?, me.visit())
}

async fn save(
    State(app): State<App>,
    me: SignedIn,
    Path((kind, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (target, priced) = mine(&app, &me, &kind, &id).await?;
    let said = match form::read(&fields, &app.zone, app.zone.day(app.now())) {
        Ok(said) => said,
        Err(faults) => {
            let page = edit_page(&app, &me, target, &priced).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    let mut tx = app.db.begin().await?;
    let set = set_plan(&app, &mut tx, me.id(), target, &priced, said.seen, &said.plan, said.from, &said.note);
    match set.await {
        Ok(()) => {
            tx.commit().await?;
            let place = format!("/prices/{}/{target}", target.kind());
            Ok(see_other(&app, &place, Some("price-saved")))
        }
        Err(SetError::Wrong(reason)) => {
            drop(tx);
            let page = edit_page(&app, &me, target, &priced).await?.refused(&fields, "price", &[reason]);
            app.render(page, me.visit())
        }
        Err(SetError::Stale { now }) => Err(Problem::stale(json!({ "version": now }))),
        Err(SetError::Db(error)) => Err(error.into()),
    }
}
