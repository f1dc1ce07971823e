//! Learns how much a word of a question says: `train FOLDER [amount=1.2]` prints `vocabulary/importance.csv`.
//!
//! FOLDER holds the collections `cranfield` and `biotools_match`. Only every second question of each is learned from, the
//! first, third and so on; the others are for measuring. From the programs of bio.tools that these questions' judgements
//! name, 900 descriptions are questions too, whose answers are the programs for the same operations.
//!
//! For each word of each question the label is how much the ranking gains when the word counts half more instead of half
//! less (gain as in nDCG, over the first 100). Steps of one trait each (boosted stumps, Friedman 2001, "Greedy function
//! approximation") are added up to explain the labels. Nothing is drawn by lot: the same files give the same table.

use ieum_search::eval::{Read, read};
use ieum_search::{FieldName, Index, Query, Traits, Weights};
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::Write;
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Documents ranked besides the relevant ones.
const RANKED: usize = 300;
/// Places that count in a label.
const DEEP: usize = 100;
/// Steps a trait is cut into before learning.
const STEPS: usize = 10;
/// Stumps, and how much of each is taken.
const ROUNDS: usize = 300;
const RATE: f64 = 0.1;
/// Words on either side of a stump.
const LEAST: f64 = 60.0;
/// Descriptions of programs that serve as questions, and the words they have.
const DESCRIPTIONS: usize = 900;
const WORDS: std::ops::RangeInclusive<usize> = 8..=45;

type Grades = HashMap<String, f64>;

/// One word of one question: its traits, the label and how much it counts.
struct Row {
    traits: Vec<f64>,
    label: f64,
    counts: f64,
}

fn main() -> Outcome<()> {
    let mut folder = None;
    let mut amount = 1.2;
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("amount", value)) => amount = value.parse()?,
            _ => folder = Some(argument),
        }
    }
    let folder = folder.ok_or("train FOLDER [amount=1.2]")?;
    let folder = Path::new(&folder);
    let (cranfield, programs) = (read(&folder.join("cranfield"))?, read(&folder.join("biotools_match"))?);
    let mut rows = Vec::new();
    rows.extend(labelled(&cranfield, &halved(&cranfield), 1.0)?);
    rows.extend(labelled(&programs, &halved(&programs), 1.0)?);
    rows.extend(labelled(&programs, &descriptions(&programs), 2.0)?);
    print(&learn(&rows), amount)
}

/// A question with the grades of its answers; an answer that is the question itself is none.
struct Question {
    itself: Option<String>,
    text: String,
    grades: Grades,
}

/// Every second question that has an answer, the first included.
fn halved(collection: &Read) -> Vec<Question> {
    let answered = collection.queries.iter().filter_map(|(id, text)| {
        let grades = collection.grades.get(id).filter(|g| g.values().any(|grade| *grade > 0.0))?;
        Some(Question { itself: None, text: text.clone(), grades: grades.clone() })
    });
    answered.step_by(2).collect()
}

/// Descriptions of documents that answer [`halved`] questions, each with the other documents that answer the same.
fn descriptions(collection: &Read) -> Vec<Question> {
    let questions = halved(collection);
    let mut answers: BTreeMap<&str, Vec<&Question>> = BTreeMap::new();
    for question in &questions {
        for (id, _) in question.grades.iter().filter(|(_, grade)| **grade > 0.0) {
            answers.entry(id).or_default().push(question);
        }
    }
    let texts: HashMap<&str, &str> =
        collection.documents.iter().map(|d| (d.id.as_str(), text_of(d, FieldName::Description))).collect();
    let fitting: Vec<(&str, &str, &Vec<&Question>)> = answers
        .iter()
        .filter_map(|(id, questions)| Some((*id, *texts.get(id)?, questions)))
        .filter(|(_, text, _)| WORDS.contains(&text.split_whitespace().count()))
        .collect();
    let every = (fitting.len() / DESCRIPTIONS).max(1);
    let question = |(id, text, questions): &(&str, &str, &Vec<&Question>)| {
        let mut grades = Grades::new();
        for (other, grade) in questions.iter().flat_map(|q| &q.grades).filter(|(other, _)| other != id) {
            *grades.entry(other.clone()).or_default() += grade;
        }
        Question { itself: Some((*id).to_owned()), text: (*text).to_owned(), grades }
    };
    fitting.iter().step_by(every).map(question).collect()
}

fn text_of(document: &ieum_search::Document, field: FieldName) -> &str {
    document.fields.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| text)
}

/// The words of `questions` with their labels; together they count `counts`.
fn labelled(collection: &Read, questions: &[Question], counts: f64) -> Outcome<Vec<Row>> {
    let weights = Weights { importance: 0.0, beside: 0.0, related: 0.0, ..Weights::default() };
    let index = Index::create_in_ram_with(weights, None)?;
    index.add_new(&collection.documents)?;
    index.commit()?;
    let mut rows = Vec::new();
    for question in questions {
        let query = Query {
            text: question.text.clone(),
            visibility: collection.documents.first().map(|d| d.visibility.clone()).unwrap_or_default(),
            limit: RANKED,
            floor: 0.0,
            reasons: false,
            ..Query::default()
        };
        let hits = index.search(&query)?.hits;
        let mut ids: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
        let mut relevant: Vec<&str> = question.grades.keys().map(String::as_str).collect();
        relevant.sort_unstable();
        ids.extend(relevant);
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| question.itself.as_deref() != Some(id));
        let apart = index.take_apart(&query, &ids)?;
        let grades: Vec<f64> = apart
            .documents
            .iter()
            .map(|d| question.grades.get(&d.id).copied().unwrap_or_default().max(0.0))
            .collect();
        let all: Vec<f64> = apart.documents.iter().map(|d| d.text).collect();
        for (place, term) in apart.terms.iter().enumerate() {
            let Some(traits) = term.traits.filter(|_| term.documents > 0) else { continue };
            let part = |factor: f64| {
                let brings = apart.documents.iter().map(|d| {
                    let parts = d.parts.iter().filter(|p| p.term == place);
                    parts.map(|p| p.amount).sum::<f64>() / term.weight
                });
                let scores: Vec<f64> = all.iter().zip(brings).map(|(all, b)| all + factor * b).collect();
                gain(&scores, &grades)
            };
            rows.push(Row { traits: traits.values().to_vec(), label: part(0.5) - part(-0.5), counts });
        }
    }
    let count = f64::from(u32::try_from(rows.len())?);
    let mean = rows.iter().map(|row| row.label).sum::<f64>() / count;
    let spread = (rows.iter().map(|row| (row.label - mean).powi(2)).sum::<f64>() / count).sqrt();
    for row in &mut rows {
        row.label /= spread;
        row.counts *= 10_000.0 / count;
    }
    Ok(rows)
}

/// nDCG over the first [`DEEP`] documents by score.
fn gain(scores: &[f64], grades: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |place: &usize| scores.get(*place).copied().unwrap_or_default();
    order.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
    let discount = |place: u32| f64::from(place + 2).log2();
    let sum = |grades: &mut dyn Iterator<Item = f64>| {
        (0..).zip(grades.take(DEEP)).map(|(place, grade)| grade / discount(place)).sum::<f64>()
    };
    let reached = sum(&mut order.iter().map(|place| grades.get(*place).copied().unwrap_or_default()));
    let mut best = grades.to_vec();
    best.sort_by(|a, b| b.total_cmp(a));
    let ideal = sum(&mut best.into_iter());
    if ideal > 0.0 { reached / ideal } else { 0.0 }
}

/// The bounds and values of one trait.
struct Steps {
    bounds: Vec<f64>,
    adds: Vec<f64>,
}

/// Boosted stumps over the steps of each trait.
fn learn(rows: &[Row]) -> Vec<Steps> {
    let mut model: Vec<Steps> = (0..Traits::NAMES.len())
        .map(|at| {
            let mut values: Vec<f64> = rows.iter().filter_map(|row| row.traits.get(at).copied()).collect();
            values.sort_by(f64::total_cmp);
            let cut = |step: usize| values.get(values.len() * step / STEPS).copied();
            let mut bounds: Vec<f64> = (1..STEPS).filter_map(cut).collect();
            // A trait that is almost always the same is cut where it begins to differ.
            bounds.extend(values.iter().find(|value| values.first().is_some_and(|least| *value > least)));
            let mut bounds: Vec<f64> = bounds.iter().map(|bound| (bound * 1000.0).round() / 1000.0).collect();
            bounds.sort_by(f64::total_cmp);
            bounds.dedup();
            bounds.push(f64::INFINITY);
            Steps { adds: vec![0.0; bounds.len()], bounds }
        })
        .collect();
    let step = |steps: &Steps, value: f64| steps.bounds.partition_point(|bound| *bound <= value);
    let places: Vec<Vec<usize>> =
        rows.iter().map(|row| model.iter().zip(&row.traits).map(|(s, v)| step(s, *v)).collect()).collect();
    let all: f64 = rows.iter().map(|row| row.counts).sum();
    let mean = rows.iter().map(|row| row.counts * row.label).sum::<f64>() / all;
    let mut left: Vec<f64> = rows.iter().map(|row| row.label - mean).collect();
    for _ in 0..ROUNDS {
        let mut best = (0.0, 0, 0, (0.0, 0.0));
        for (at, steps) in model.iter().enumerate() {
            let mut sums = vec![(0.0, 0.0, 0.0); steps.adds.len()];
            for ((row, places), left) in rows.iter().zip(&places).zip(&left) {
                if let Some(sum) = places.get(at).and_then(|step| sums.get_mut(*step)) {
                    *sum = (sum.0 + row.counts * left, sum.1 + row.counts, sum.2 + 1.0);
                }
            }
            let whole = sums.iter().fold((0.0, 0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
            let mut below = (0.0, 0.0, 0.0);
            for (cut, sum) in sums.iter().enumerate().take(sums.len() - 1) {
                below = (below.0 + sum.0, below.1 + sum.1, below.2 + sum.2);
                let above = (whole.0 - below.0, whole.1 - below.1, whole.2 - below.2);
                if below.2 < LEAST || above.2 < LEAST {
                    continue;
                }
                let explained = below.0 * below.0 / below.1 + above.0 * above.0 / above.1;
                if explained > best.0 {
                    best = (explained, at, cut, (below.0 / below.1, above.0 / above.1));
                }
            }
        }
        let (explained, at, cut, (below, above)) = best;
        if explained <= 0.0 {
            break;
        }
        let takes = |step: usize| RATE * if step <= cut { below } else { above };
        for (step, adds) in model.get_mut(at).into_iter().flat_map(|s| s.adds.iter_mut().enumerate()) {
            *adds += takes(step);
        }
        for (left, places) in left.iter_mut().zip(&places) {
            *left -= places.get(at).copied().map_or(0.0, takes);
        }
    }
    model
}

fn print(model: &[Steps], amount: f64) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "trait,below,adds")?;
    for (name, steps) in Traits::NAMES.iter().zip(model) {
        let mut pairs = steps.bounds.iter().zip(&steps.adds).peekable();
        while let Some((bound, adds)) = pairs.next() {
            // Steps alike are one.
            if pairs.peek().is_none_or(|(_, next)| (**next - adds).abs() > 1e-9) {
                writeln!(out, "{name},{bound},{:.3}", amount * adds)?;
            }
        }
    }
    Ok(())
}
