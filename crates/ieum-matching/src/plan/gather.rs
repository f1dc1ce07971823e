//! Everything a plan is made from, gathered once: candidates with their facts, prices, calendars and past work.

use super::candidate::Candidate;
use super::cost::Voucher;
use super::facts::{self, Runs};
use super::plan::{Link, Offer, Said};
use super::search::minutes;
use super::wanted::{INTERPRETATION, Wanted, read};
use super::ways::{goals, named, preparation};
use crate::asks::{self, PriceAsked};
use crate::find::{self, Card, Engine, sentences, viewer};
use crate::matches::{WhyNot, Wishes, out_of_range, why_not};
use crate::need::Need;
use ieum_kernel::{Actor, Id, Instrument, Lang, Organisation};
use ieum_search::linkage::{Span, spans};
use ieum_search::{Entry, EntryKind, Hit, Lexicon, Query, analysis};
use ieum_web::{App, Problem};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Hits that are looked at for the measurement.
const HITS: usize = 40;
/// Of these, candidates at most.
const CANDIDATES: usize = 20;
/// Hits that are looked at for any other task.
const TASK_HITS: usize = 10;
/// Most tasks that are searched for.
const TASKS: usize = 8;
/// Good candidates that are left out, shown at most.
const LEFT_OUT: usize = 6;
/// Share of the best score above which something left out is worth naming.
const WORTH_NAMING: f64 = 0.5;
/// Kinds that can be ordered.
const KINDS: [&str; 2] = ["service", "instrument"];

/// Something that would do, but for a reason.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PlanLeftOut")]
pub struct LeftOut {
    /// What.
    pub offer: Offer,
    /// Every reason.
    pub why_not: Vec<WhyNot>,
}

/// What plans are made from.
pub(super) struct Gathered {
    pub lexicon: Lexicon,
    pub wanted: Wanted,
    pub candidates: Vec<Candidate>,
    pub by_task: BTreeMap<String, Vec<usize>>,
    pub vouchers: Vec<Voucher>,
    pub left_out: Vec<LeftOut>,
    /// Words that nothing speaks to.
    pub unmatched: Vec<String>,
    /// The measures the need states, which a measuring candidate has to reach.
    pub asked: Vec<Span>,
}

/// Gathers for a need in at most thirty statements, however much is found; `tests/it/plans.rs` holds the bound.
pub(super) async fn gather(
    app: &App,
    actor: &Actor,
    need: &Need,
    wishes: &Wishes,
) -> Result<Gathered, Problem> {
    let lexicon = find::lexicon(app);
    let wanted = read(&lexicon, &need.said);
    let mut all = Gathered {
        lexicon,
        wanted,
        candidates: Vec::new(),
        by_task: BTreeMap::new(),
        vouchers: Vec::new(),
        left_out: Vec::new(),
        unmatched: Vec::new(),
        asked: spans(&need.said.question()),
    };
    let words: String = need.said.question().chars().take(4000).collect();
    let Some(engine) = find::engine(app).filter(|_| !analysis::terms(&words).is_empty()) else {
        return Ok(all);
    };
    let mut units = HashMap::new();
    let measured = found(&engine, actor, words, HITS).await?;
    all.unmatched = measured.1;
    add(app, &mut all, &mut units, &measured.0, wishes).await?;
    all.left_out.truncate(LEFT_OUT);
    let mut for_tasks = Vec::new();
    for (task, entry_words) in tasks(&all) {
        for_tasks.push((task, found(&engine, actor, entry_words, TASK_HITS).await?.0));
    }
    add_tasks(app, &mut all, &mut units, for_tasks, wishes).await?;
    finish(app, actor, need.organisation, &mut all, &units).await?;
    Ok(all)
}

/// Gathers for offers that were chosen already, whatever their state.
pub(super) async fn gather_chosen(
    app: &App,
    actor: &Actor,
    need: &Need,
    offers: &[String],
) -> Result<Gathered, Problem> {
    let lexicon = find::lexicon(app);
    let wanted = read(&lexicon, &need.said);
    let mut all = Gathered {
        lexicon,
        wanted,
        candidates: Vec::new(),
        by_task: BTreeMap::new(),
        vouchers: Vec::new(),
        left_out: Vec::new(),
        unmatched: Vec::new(),
        asked: spans(&need.said.question()),
    };
    let mut units = HashMap::new();
    let cards = find::cards(&mut app.db.reader(), offers).await?;
    let fitting: Vec<Card> = cards.into_iter().filter(|card| KINDS.contains(&card.kind.as_str())).collect();
    for card in &fitting {
        let reasons = why_not(card, &Wishes::default());
        if !reasons.is_empty() {
            all.left_out.push(LeftOut { offer: offer(card), why_not: reasons });
        }
    }
    candidates(app, &mut all, &mut units, fitting, &HashMap::new(), (1.0, false)).await?;
    finish(app, actor, need.organisation, &mut all, &units).await?;
    Ok(all)
}

async fn found(
    engine: &Engine,
    actor: &Actor,
    words: String,
    limit: usize,
) -> Result<(Vec<Hit>, Vec<String>), Problem> {
    let query = Query {
        text: words,
        visibility: viewer(actor),
        kinds: KINDS.map(str::to_owned).to_vec(),
        limit,
        ..Query::default()
    };
    let hits = engine.search(query).await?;
    Ok((hits.hits, hits.unmatched_words))
}

/// How a thing is counted and what it is listed for, beside its candidate.
type Units = HashMap<String, (String, Option<ieum_kernel::Money>)>;

/// Adds what was found for the measurement.
async fn add(
    app: &App,
    all: &mut Gathered,
    units: &mut Units,
    hits: &[Hit],
    wishes: &Wishes,
) -> Result<(), Problem> {
    let best = hits.first().map_or(0.0, |hit| hit.score).max(f64::MIN_POSITIVE);
    let ids: Vec<String> = hits.iter().map(|hit| hit.id.clone()).collect();
    let by_id: HashMap<&str, &Hit> = hits.iter().map(|hit| (hit.id.as_str(), hit)).collect();
    let mut fitting = Vec::new();
    for card in find::cards(&mut app.db.reader(), &ids).await? {
        let reasons = why_not(&card, wishes);
        let score = by_id.get(card.id.as_str()).map_or(0.0, |hit| hit.score);
        if reasons.is_empty() {
            fitting.push(card);
        } else if score >= best * WORTH_NAMING {
            all.left_out.push(LeftOut { offer: offer(&card), why_not: reasons });
        }
    }
    fitting.truncate(CANDIDATES);
    candidates(app, all, units, fitting, &by_id, (best, true)).await
}

/// Adds what was found for all other tasks, read together.
async fn add_tasks(
    app: &App,
    all: &mut Gathered,
    units: &mut Units,
    for_tasks: Vec<(String, Vec<Hit>)>,
    wishes: &Wishes,
) -> Result<(), Problem> {
    let mut ids: Vec<String> = Vec::new();
    for hit in for_tasks.iter().flat_map(|(_, hits)| hits) {
        if !ids.contains(&hit.id) && !all.candidates.iter().any(|c| c.offer.id == hit.id) {
            ids.push(hit.id.clone());
        }
    }
    // Only the measurement has to be accredited and open late.
    let wishes = Wishes { accredited: false, late_hours: false, ..wishes.clone() };
    let mut fitting = find::cards(&mut app.db.reader(), &ids).await?;
    fitting.retain(|card| why_not(card, &wishes).is_empty());
    let first = all.candidates.len();
    candidates(app, all, units, fitting, &HashMap::new(), (1.0, false)).await?;
    for (task, hits) in for_tasks {
        let place = |hit: &Hit| all.candidates.iter().position(|c| c.offer.id == hit.id);
        let fits = |i: &usize| all.candidates.get(*i).is_some_and(|c| does(all, c, &task));
        let able: Vec<usize> = hits.iter().filter_map(place).filter(fits).collect();
        let name = all.lexicon.vocabulary.entry(&task).map(named).unwrap_or_default();
        let said = |lang: Lang| {
            let args = BTreeMap::from([("task".to_owned(), json!(name.in_lang(lang)))]);
            app.words.say(lang, "plan-why-task", &args)
        };
        let (ko, en) = (said(Lang::Ko), said(Lang::En));
        for i in able.iter().filter(|i| **i >= first) {
            if let Some(candidate) = all.candidates.get_mut(*i) {
                candidate.why.ko.push(ko.clone());
                candidate.why.en.push(en.clone());
            }
        }
        all.by_task.insert(task, able);
    }
    Ok(())
}

/// Whether a candidate does a task: it names it, something narrower, or the service it is a part of.
fn does(all: &Gathered, candidate: &Candidate, task: &str) -> bool {
    let vocabulary = &all.lexicon.vocabulary;
    let Some(wanted) = vocabulary.entry(task) else { return false };
    let wider: BTreeSet<&str> = match wanted.kind {
        EntryKind::Service => vocabulary.wider(wanted).map(|entry| entry.id.as_str()).collect(),
        _ => BTreeSet::new(),
    };
    candidate.speaks.iter().filter_map(|id| vocabulary.entry(id)).any(|entry| {
        entry.id == task
            || vocabulary.wider(entry).any(|above| above.id == task)
            || wider.contains(entry.id.as_str())
    })
}

/// What else has to be searched for: preparation of the best ways, interpretation, certification.
fn tasks(all: &Gathered) -> Vec<(String, String)> {
    let vocabulary = &all.lexicon.vocabulary;
    let (sets, _) = goals(vocabulary, &all.wanted, &all.candidates);
    let mut ids: Vec<&str> = Vec::new();
    let mut note = |id| {
        if !ids.contains(&id) {
            ids.push(id);
        }
    };
    if all.wanted.interpretation {
        note(INTERPRETATION);
    }
    all.wanted.certificate.iter().for_each(|id| note(id));
    for goal in sets.iter().flatten().filter_map(|i| all.candidates.get(*i)) {
        preparation(vocabulary, &all.wanted, goal).into_iter().for_each(|step| note(&step.id));
    }
    let words = |entry: &Entry| entry.usual_names().collect::<Vec<_>>().join("\n");
    ids.into_iter()
        .take(TASKS)
        .filter_map(|id| vocabulary.entry(id))
        .map(|entry| (entry.id.clone(), words(entry)))
        .collect()
}

fn offer(card: &Card) -> Offer {
    Offer {
        kind: card.kind.clone(),
        id: card.id.clone(),
        name: card.name.clone(),
        facility: card.facility.clone(),
        place: card.place.clone(),
        region: card.region.clone(),
        access_mode: card.access_mode.clone(),
        accreditation: card.accreditation.clone(),
        turnaround_days: card.turnaround_days,
    }
}

/// Makes candidates of cards: reads what they are for, in four statements.
async fn candidates(
    app: &App,
    all: &mut Gathered,
    units: &mut Units,
    cards: Vec<Card>,
    hits: &HashMap<&str, &Hit>,
    (best, measuring): (f64, bool),
) -> Result<(), Problem> {
    if cards.is_empty() {
        return Ok(());
    }
    let of_kind = |kind: &str| -> Vec<String> {
        cards.iter().filter(|card| card.kind == kind).map(|card| card.id.clone()).collect()
    };
    let (services, instruments) = (of_kind("service"), of_kind("instrument"));
    let mut reader = app.db.reader();
    let runs = facts::methods(&mut reader, &services, &instruments).await?;
    let words: HashMap<String, String> =
        facts::words(&mut reader, &services, &instruments).await?.into_iter().collect();
    let used = facts::instruments_of(&mut reader, &services).await?;
    for card in cards {
        let own: Vec<&Runs> = runs.iter().filter(|one| one.thing == card.id).collect();
        let hit = hits.get(card.id.as_str());
        let why = |lang| hit.map(|hit| sentences(app, lang, &hit.reasons)).unwrap_or_default();
        let mut text = format!("{}\n{}", card.name.ko, card.name.en);
        for part in own.iter().map(|run| run.words.as_str()).chain(words.get(&card.id).map(String::as_str)) {
            text.push('\n');
            text.push_str(part);
        }
        let read = |text: &str| -> Vec<String> {
            all.lexicon.named_in(text).into_iter().map(|named| named.entry.id.clone()).collect()
        };
        let speaks = read(&text);
        let named = read(&format!("{}\n{}", card.name.ko, card.name.en));
        let beyond = if measuring { out_of_range(&text, &all.asked) } else { Vec::new() };
        if !beyond.is_empty() {
            all.left_out.push(LeftOut { offer: offer(&card), why_not: beyond });
            continue;
        }
        let instrument = match card.kind.as_str() {
            "instrument" => Some(Link { id: card.id.clone(), name: card.name.clone() }),
            _ => used.iter().find(|(service, _)| *service == card.id).map(|(_, link)| link.clone()),
        };
        units.insert(card.id.clone(), (card.unit.clone(), card.price));
        all.candidates.push(Candidate {
            method: method(all, &own),
            instrument,
            expert: None,
            why: Said { ko: why(Lang::Ko), en: why(Lang::En) },
            record: asks::Record::default(),
            position: None,
            openings: Vec::new(),
            cost: None,
            methods: own.len(),
            relevance: hit.map_or(0.0, |hit| hit.score / best),
            speaks,
            named,
            offer: offer(&card),
        });
    }
    Ok(())
}

/// The method that speaks to what is asked, else the first.
fn method(all: &Gathered, own: &[&Runs]) -> Option<Link> {
    let asked: BTreeSet<&String> = all.wanted.topics.iter().flat_map(|topic| &topic.ids).collect();
    let speaks = |run: &&&Runs| {
        own.len() > 1 && all.lexicon.named_in(&run.words).iter().any(|named| asked.contains(&named.entry.id))
    };
    own.iter().find(speaks).or_else(|| own.first()).map(|run| run.method.clone())
}

/// Fills what other rooms and the map say, for all candidates at once.
async fn finish(
    app: &App,
    actor: &Actor,
    payer: Option<Id<Organisation>>,
    all: &mut Gathered,
    units: &Units,
) -> Result<(), Problem> {
    if all.candidates.is_empty() {
        return Ok(());
    }
    let distinct = |ids: &mut dyn Iterator<Item = String>| -> Vec<String> {
        ids.filter(|id| !id.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let mut reader = app.db.reader();
    let places = distinct(&mut all.candidates.iter().map(|c| c.offer.facility.clone()));
    let places = facts::facilities(&mut reader, &places).await?;
    let run = distinct(&mut all.candidates.iter().filter_map(|c| c.method.as_ref().map(|m| m.id.clone())));
    let experts = facts::experts(&mut reader, &run).await?;
    let minutes = minutes(all.wanted.quantity);
    let asked: Vec<PriceAsked> = all.candidates.iter().map(|c| price_asked(all, c, units, minutes)).collect();
    let costs = asks::costs(app, payer, &asked).await?;
    let used =
        distinct(&mut all.candidates.iter().filter_map(|c| c.instrument.as_ref().map(|i| i.id.clone())));
    let used: Vec<Id<Instrument>> = used.iter().filter_map(|id| id.parse().ok()).collect();
    let free = asks::openings(app, &used, minutes).await;
    let of_kind = |kind: &str| -> Vec<String> {
        all.candidates.iter().filter(|c| c.offer.kind == kind).map(|c| c.offer.id.clone()).collect()
    };
    let records = asks::records(app, &of_kind("service"), &of_kind("instrument")).await?;
    for candidate in &mut all.candidates {
        let place = places.iter().find(|place| place.id == candidate.offer.facility);
        candidate.position = place.and_then(|place| place.position);
        let calendar = candidate.instrument.as_ref().and_then(|i| i.id.parse::<Id<Instrument>>().ok());
        candidate.openings = calendar.and_then(|id| free.get(&id).cloned()).unwrap_or_default();
        candidate.cost = costs.costs.get(&candidate.offer.id).cloned();
        candidate.record = records.get(&candidate.offer.id).copied().unwrap_or_default();
        let home = place.map(|place| place.organisation.as_str()).filter(|home| !home.is_empty());
        // Somebody of the place itself who runs the method; of several the one who runs most of what was found.
        let near = experts.iter().filter(|one| {
            candidate.method.as_ref().is_some_and(|m| m.id == one.method)
                && home == Some(one.organisation.as_str())
        });
        let many =
            |one: &&facts::Expert| experts.iter().filter(|other| other.expert.id == one.expert.id).count();
        let first = near.max_by(|a, b| many(a).cmp(&many(b)).then_with(|| b.expert.id.cmp(&a.expert.id)));
        candidate.expert = first.map(|one| one.expert.clone());
    }
    // Whose vouchers these are is their own business.
    let own = payer.is_some_and(|payer| actor.belongs_to(payer));
    all.vouchers = if own { costs.vouchers } else { Vec::new() };
    Ok(())
}

fn price_asked(all: &Gathered, candidate: &Candidate, units: &Units, minutes: i64) -> PriceAsked {
    let (unit, listed) = units.get(&candidate.offer.id).cloned().unwrap_or_default();
    PriceAsked {
        kind: candidate.offer.kind.clone(),
        id: candidate.offer.id.clone(),
        facility: candidate.offer.facility.clone(),
        quantity: all.wanted.quantity,
        unit,
        minutes,
        listed,
    }
}
