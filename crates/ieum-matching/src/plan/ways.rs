//! The ways to what is asked: which steps have to be filled, and what could fill each. No choice is made here.

use super::candidate::Candidate;
use super::plan::{Link, Open, Part};
use super::wanted::{INTERPRETATION, Topic, Wanted};
use ieum_kernel::Text;
use ieum_search::{Entry, EntryKind, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// Most measuring candidates looked at.
const GOALS: usize = 12;
/// Most ways looked at.
pub(super) const WAYS: usize = 24;
/// Most candidates of one step.
const CHOICES: usize = 6;
/// For each thing to be found out, so many candidates where no one covers them all.
const EACH: usize = 3;
/// Share of the best fit of its kind below which something that only resembles what is asked is no goal.
const NEAR: f64 = 0.75;
/// Share of the best fit of all below which a whole kind is left out.
const KIND: f64 = 0.4;
/// Share of the best score below which something speaks to a single topic by chance.
const BY_CHANCE: f64 = 0.5;

/// A step to be filled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub part: Part,
    pub task: Option<Link>,
    /// Places it waits for, all before its own.
    pub after: Vec<usize>,
    /// Candidates by their place in the list.
    pub choices: Vec<usize>,
}

/// A way: steps to be filled, and what stays open whoever fills them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    pub places: Vec<Place>,
    pub open: Vec<Open>,
    /// Parts of what is asked that nobody does.
    pub undone: usize,
}

/// What all ways are made from.
pub(super) struct Ground<'a> {
    pub vocabulary: &'a Vocabulary,
    pub wanted: &'a Wanted,
    pub candidates: &'a [Candidate],
    /// Candidates by the task (id of the vocabulary) they were searched for.
    pub by_task: &'a BTreeMap<String, Vec<usize>>,
}

/// A name of the vocabulary in both languages.
pub(super) fn named(entry: &Entry) -> Text {
    Text {
        ko: entry.ko.first().cloned().unwrap_or_default(),
        en: entry.en.first().or_else(|| entry.short.first()).cloned().unwrap_or_default(),
    }
}

fn link(vocabulary: &Vocabulary, id: &str) -> Option<Link> {
    vocabulary.entry(id).map(|entry| Link { id: id.to_owned(), name: named(entry) })
}

/// The preparation from the sample as it is to what a candidate takes: none where nothing is known of either.
pub(super) fn preparation<'v>(
    vocabulary: &'v Vocabulary,
    wanted: &Wanted,
    goal: &Candidate,
) -> Vec<&'v Entry> {
    let have: Vec<&str> = wanted.have.iter().map(String::as_str).collect();
    let technique = goal.technique(vocabulary, wanted).filter(|_| !have.is_empty());
    let way = technique.and_then(|technique| vocabulary.way(&have, technique)).unwrap_or_default();
    // What the offer names itself is a part of it.
    let own = |step: &&Entry| {
        let widers: Vec<&str> = vocabulary.wider(step).map(|wider| wider.id.as_str()).collect();
        goal.speaks.iter().any(|spoken| *spoken == step.id || widers.contains(&spoken.as_str()))
    };
    way.into_iter().filter(|step| !own(step)).collect()
}

/// Whether a candidate measures, tests or makes: it names something of the kind, or nothing the vocabulary knows.
pub(super) fn measures(vocabulary: &Vocabulary, candidate: &Candidate) -> bool {
    let mut entries = candidate.speaks.iter().filter_map(|id| vocabulary.entry(id));
    if candidate.offer.kind == "instrument" {
        // What an instrument leads to says what it is for: a freeze dryer makes samples fit and measures nothing.
        let machine = entries.find(|e| e.kind == EntryKind::Instrument);
        let mut leads = machine.into_iter().flat_map(|machine| vocabulary.related(machine)).peekable();
        return leads.peek().is_none() || leads.any(|e| e.kind != EntryKind::Preparation);
    }
    let told = entries.find(|e| {
        let finds = matches!(e.kind, EntryKind::Test | EntryKind::Technique | EntryKind::Analyte);
        finds || matches!(e.kind, EntryKind::Instrument | EntryKind::Preparation | EntryKind::Service)
    });
    let papers =
        || candidate.named.iter().filter_map(|id| vocabulary.entry(id)).any(|e| only_papers(vocabulary, e));
    told.is_none_or(|e| e.kind != EntryKind::Preparation && !only_papers(vocabulary, e)) && !papers()
}

/// Whether an entry works with results alone: it interprets, reports or certifies.
fn only_papers(vocabulary: &Vocabulary, entry: &Entry) -> bool {
    let papers = ["measured-data", "signed-results", "written-report"];
    let takes = vocabulary.takes(entry);
    entry.kind == EntryKind::Service
        && !takes.is_empty()
        && takes.iter().all(|t| papers.contains(&t.as_str()))
}

/// Sets of candidates that together find out what is asked, best first, and the topics that nobody covers. A set has
/// one member where one covers as much as any; otherwise one for each thing to be found out.
pub(super) fn goals(
    vocabulary: &Vocabulary,
    wanted: &Wanted,
    candidates: &[Candidate],
) -> (Vec<Vec<usize>>, Vec<Topic>) {
    let at = |i: usize| candidates.get(i);
    // An instrument that others run for the customer is ordered by its service, where there is one.
    let sold = |c: &Candidate| {
        let used = |other: &Candidate| other.instrument.as_ref().is_some_and(|i| i.id == c.offer.id);
        c.offer.kind == "instrument"
            && c.offer.is_done_for_you()
            && candidates.iter().any(|other| other.offer.kind == "service" && used(other))
    };
    let mut measuring: Vec<usize> = (0..candidates.len())
        .filter(|i| at(*i).is_some_and(|c| measures(vocabulary, c) && !sold(c)))
        .collect();
    let fit = |i: usize| at(i).map_or(0.0, |c| c.fit(vocabulary, wanted));
    measuring.sort_by(|a, b| fit(*b).total_cmp(&fit(*a)).then(a.cmp(b)));
    let covered = |i: usize| -> BTreeSet<usize> {
        let cover = |topic: &Topic| {
            at(i).is_some_and(|c| c.relevance >= BY_CHANCE && c.covers(vocabulary, topic) > 0.0)
        };
        (0..).zip(&wanted.topics).filter(|(_, topic)| cover(topic)).map(|(place, _)| place).collect()
    };
    // Services and instruments are worded differently, so that each kind is measured by its own best.
    let near = |all: Vec<usize>| -> Vec<usize> {
        let service = |i: usize| at(i).is_some_and(|c| c.offer.kind == "service");
        let best = |kind: Option<bool>| {
            let of_kind = all.iter().filter(|i| kind.is_none_or(|kind| service(**i) == kind));
            of_kind.map(|i| fit(*i)).fold(0.0, f64::max)
        };
        let (top, services, instruments) = (best(None), best(Some(true)), best(Some(false)));
        let mut left = [GOALS / 2; 2];
        let mut fitting = Vec::new();
        for i in &all {
            let of_kind = if service(*i) { services } else { instruments };
            let Some(room) = left.get_mut(usize::from(service(*i))).filter(|room| **room > 0) else {
                continue;
            };
            // Work on a machine that has neither price list nor calendar of its own is ordered as a service.
            let hidden =
                services >= top * KIND && !service(*i) && at(*i).is_some_and(|c| c.offer.is_done_for_you());
            if !hidden && of_kind >= top * KIND && fit(*i) >= of_kind * NEAR {
                *room -= 1;
                fitting.push(*i);
            }
        }
        fitting
    };
    let covers: BTreeMap<usize, BTreeSet<usize>> = measuring.iter().map(|i| (*i, covered(*i))).collect();
    let of = |i: usize| covers.get(&i).cloned().unwrap_or_default();
    let (met, unmet): (Vec<usize>, Vec<usize>) =
        (0..wanted.topics.len()).partition(|place| measuring.iter().any(|i| of(*i).contains(place)));
    let open: Vec<Topic> = unmet.iter().filter_map(|place| wanted.topics.get(*place).cloned()).collect();
    let most = measuring.iter().map(|i| of(*i).len()).max().unwrap_or_default();
    if most == met.len() {
        let all = near(measuring.into_iter().filter(|i| of(*i).len() == most).collect());
        return (all.into_iter().map(|i| vec![i]).collect(), open);
    }
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for place in met {
        let able = near(measuring.iter().copied().filter(|i| of(*i).contains(&place)).collect());
        let able: Vec<usize> = able.into_iter().take(EACH).collect();
        let grown = sets.iter().flat_map(|set| {
            let done = set.iter().any(|i| of(*i).contains(&place));
            let more: Vec<Option<usize>> =
                if done { vec![None] } else { able.iter().copied().map(Some).collect() };
            more.into_iter().map(move |one| set.iter().copied().chain(one).collect::<Vec<_>>())
        });
        sets = grown.collect();
    }
    sets.truncate(WAYS);
    (sets, open)
}

/// The ways over the given sets of goals.
pub(super) fn ways(ground: &Ground<'_>, sets: &[Vec<usize>], unmet: &[Topic]) -> Vec<Way> {
    sets.iter().take(WAYS).map(|set| way(ground, set, unmet)).collect()
}

fn way(ground: &Ground<'_>, set: &[usize], unmet: &[Topic]) -> Way {
    let mut way = Way { places: Vec::new(), open: Vec::new(), undone: unmet.len() };
    way.open.extend(unmet.iter().map(|topic| Open::Unmet { words: topic.words.clone() }));
    let mut measured = Vec::new();
    for goal in set {
        let Some(candidate) = ground.candidates.get(*goal) else { continue };
        let before = prepare(ground, candidate, &mut way);
        measured.push(way.places.len());
        way.places.push(Place {
            part: Part::Measure,
            task: candidate
                .technique(ground.vocabulary, ground.wanted)
                .map(|e| Link { id: e.id.clone(), name: named(e) }),
            after: before.into_iter().collect(),
            choices: vec![*goal],
        });
    }
    if ground.wanted.interpretation {
        let says = |i: &usize| {
            ground.candidates.get(*i).is_some_and(|c| set.contains(i) || c.offer.kind == "service")
        };
        let choices: Vec<usize> = choices(ground, INTERPRETATION).into_iter().filter(says).collect();
        if choices.is_empty() {
            way.open.push(Open::Interpretation);
        } else {
            let task = link(ground.vocabulary, INTERPRETATION);
            way.places.push(Place { part: Part::Interpret, task, after: measured.clone(), choices });
        }
    }
    if let Some(certificate) = &ground.wanted.certificate {
        let choices = choices(ground, certificate);
        let task = link(ground.vocabulary, certificate);
        if choices.is_empty() {
            way.undone += 1;
            way.open.push(Open::Undone { task: task.map(|t| t.name).unwrap_or_default() });
        } else {
            way.places.push(Place { part: Part::Certify, task, after: measured.clone(), choices });
        }
        let bare =
            set.iter().filter_map(|i| ground.candidates.get(*i)).filter(|c| c.offer.accreditation.is_empty());
        way.open.extend(bare.map(|c| Open::NotAccredited { offer: c.offer.name.clone() }));
    }
    way
}

fn choices(ground: &Ground<'_>, task: &str) -> Vec<usize> {
    ground.by_task.get(task).map(Vec::as_slice).unwrap_or_default().iter().copied().take(CHOICES).collect()
}

/// Adds the steps that make the sample fit; gives the place of the last one. A service does them itself where its own
/// facility does not sell them apart, and that is said; who works at an instrument has to come prepared.
fn prepare(ground: &Ground<'_>, goal: &Candidate, way: &mut Way) -> Option<usize> {
    let mut last = None;
    for step in preparation(ground.vocabulary, ground.wanted, goal) {
        let able = choices(ground, &step.id);
        let apart = able
            .iter()
            .filter_map(|i| ground.candidates.get(*i))
            .any(|c| c.offer.facility == goal.offer.facility);
        if goal.offer.is_done_for_you() && !apart {
            way.open.push(Open::Included { offer: goal.offer.name.clone(), task: named(step) });
        } else if able.is_empty() {
            way.undone += 1;
            way.open.push(Open::Undone { task: named(step) });
        } else {
            let task = Some(Link { id: step.id.clone(), name: named(step) });
            let after = last.into_iter().collect();
            last = Some(way.places.len());
            way.places.push(Place { part: Part::Prepare, task, after, choices: able });
        }
    }
    last
}
