//! From a technology to problems and firms.

use crate::find::{self, ALL, Card, sentences};
use crate::idle;
use crate::need::{self, Need};
use ieum_db::{Row, args};
use ieum_kernel::{Actor, Id, Organisation, Technology, Text};
use ieum_search::{Hits, Query};
use ieum_web::{App, Problem};
use std::collections::HashMap;
use std::sync::Arc;

/// Technologies of a problem's answer that are read.
const HITS: usize = 20;
/// Share of a problem's best technology from which this one may solve it.
const NEAR_THE_BEST: f64 = 0.5;
/// How much of a problem its best technology has to speak to, 0 to 1: below it no technology is an answer.
const SPEAKS_TO: f64 = 0.2;
/// Problems and firms shown.
const SHOWN: usize = 12;
/// Letters of a technology that are asked with.
const LETTERS: usize = 4000;

/// An open problem that a technology may solve.
#[derive(Debug, Clone)]
pub struct Solvable {
    /// The problem, which the reader may see.
    pub need: Need,
    /// The organisation that has it, where that may be known.
    pub organisation: Text,
    /// Sentences in the reader's language.
    pub why: Vec<String>,
    /// How near the best technology for the problem it is, times how much of it that one speaks to: 0 to 1.
    pub score: f64,
}

/// A firm that may use a technology.
#[derive(Debug, Clone)]
pub struct Firm {
    /// Who, where.
    pub card: Card,
    /// Sentences in the reader's language.
    pub why: Vec<String>,
}

/// What was found for a technology.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its names.
    pub name: Text,
    /// Open problems, best first.
    pub needs: Vec<Solvable>,
    /// How many more there are of which the reader may know no more.
    pub hidden: usize,
    /// Firms, best first.
    pub firms: Vec<Firm>,
}

/// What a technology says of itself.
struct Said {
    name: Text,
    owner: Option<Id<Organisation>>,
    words: String,
}

async fn said(app: &App, id: Id<Technology>) -> Result<Said, Problem> {
    let sql = "SELECT name_ko, name_en, organisation_id, solves, applications, keywords, description_ko, description_en
               FROM public_technology WHERE id = $1";
    let read = |row: &Row| {
        let text = |column: &str| row.get::<String>(column);
        let name = Text { ko: text("name_ko")?, en: text("name_en")? };
        let parts = ["solves", "applications", "keywords", "description_ko", "description_en"];
        let mut words = vec![name.ko.clone(), name.en.clone()];
        for part in parts {
            words.push(text(part)?);
        }
        let words: String = words.join("\n").chars().take(LETTERS).collect();
        Ok(Said { name, owner: row.get("organisation_id")?, words })
    };
    app.db.reader().maybe(sql, args![id], read).await?.ok_or_else(Problem::not_found)
}

/// The technologies of a problem's answer.
fn question(need: &Need) -> Query {
    Query {
        text: need.said.question().chars().take(LETTERS).collect(),
        visibility: vec![ALL.to_owned()],
        kinds: vec!["technology".to_owned()],
        limit: HITS,
        reasons: true,
        ..Query::default()
    }
}

/// How near a technology is to the best one of an answer that says something.
fn near(id: &str, hits: &Hits) -> Option<f64> {
    let best = hits.hits.first().filter(|_| hits.coverage >= SPEAKS_TO)?.score;
    let own = hits.hits.iter().find(|hit| hit.id == id)?.score;
    (best > 0.0 && own >= best * NEAR_THE_BEST).then(|| own / best * hits.coverage)
}

/// The open problems a technology may solve, ranked as the problem ranks technologies, and the firms that may use it.
///
/// # Errors
/// Not found where there is none; faults of the database or the index.
pub async fn for_technology(app: &App, actor: &Actor, id: Id<Technology>) -> Result<Found, Problem> {
    let said = said(app, id).await?;
    let mut found = Found { name: said.name.clone(), needs: Vec::new(), hidden: 0, firms: Vec::new() };
    let Some(engine) = find::engine(app).filter(|engine| engine.is_ready()) else { return Ok(found) };
    let needs = idle::open_needs(app, &engine, actor, Some(said.words.clone())).await?;
    let answers = Arc::clone(&engine).search_each(needs.iter().map(question).collect()).await?;
    let own = id.to_string();
    for (need, hits) in needs.iter().zip(&answers) {
        let Some(score) = near(&own, hits) else { continue };
        if !need::visible(need, actor) {
            found.hidden += 1;
            continue;
        }
        let hit = hits.hits.iter().find(|hit| hit.id == own);
        let why = hit.map(|hit| sentences(app, actor.lang, &hit.reasons)).unwrap_or_default();
        found.needs.push(Solvable { need: need.clone(), organisation: Text::default(), why, score });
    }
    found.needs.sort_by(|l, r| r.score.total_cmp(&l.score).then_with(|| r.need.id.cmp(&l.need.id)));
    found.needs.truncate(SHOWN);
    for one in &mut found.needs {
        let named = need::inside(&one.need, actor) || one.need.said.confidentiality.key() == "public";
        if let Some(organisation) = one.need.organisation.filter(|_| named) {
            one.organisation = app.directory.organisation_name(app, organisation).await?.unwrap_or_default();
        }
    }
    found.firms = firms(app, actor, &said).await?;
    Ok(found)
}

/// Firms whose own words meet those of the technology; not the one that offers it.
async fn firms(app: &App, actor: &Actor, said: &Said) -> Result<Vec<Firm>, Problem> {
    let Some(engine) = find::engine(app).filter(|engine| engine.is_ready()) else { return Ok(Vec::new()) };
    let query = Query {
        text: said.words.clone(),
        visibility: vec![ALL.to_owned()],
        kinds: vec!["organisation".to_owned()],
        filters: vec![("organisation_kind".to_owned(), "firm".to_owned())],
        limit: SHOWN,
        floor: NEAR_THE_BEST,
        ..Query::default()
    };
    let hits = engine.search(query).await?.hits;
    let ids: Vec<String> = hits.iter().map(|hit| hit.id.clone()).collect();
    let mut why: HashMap<String, Vec<String>> =
        hits.iter().map(|hit| (hit.id.clone(), sentences(app, actor.lang, &hit.reasons))).collect();
    let owner = said.owner.map(|owner| owner.to_string()).unwrap_or_default();
    let cards = find::cards(&mut app.db.reader(), &ids).await?;
    let firm = |card: Card| Firm { why: why.remove(&card.id).unwrap_or_default(), card };
    Ok(cards.into_iter().filter(|card| card.id != owner).map(firm).collect())
}
