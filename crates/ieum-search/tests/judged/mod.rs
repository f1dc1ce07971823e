//! The judged set's fixed corpus: rows of the sample region and, where they are at hand, the real lists beside the source.

mod real;
mod region;

use ieum_search::semantic::{Encode, Meanings, Model};
use ieum_search::{Document, FieldName, Index, Lexicon, Query, TranslationTable, Vocabulary, eval};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Whatever goes wrong while reading the set.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

const EVERYONE: &str = "all";

/// Which language a text of a record is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    Korean,
    English,
    /// Codes, makers, models.
    Neither,
}

/// What of the records is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// Everything, as the product does.
    Whole,
    /// As if the catalogue had been written in Korean only.
    Korean,
    /// As if the catalogue had been written in English only.
    English,
}

/// One record of the corpus.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) texts: Vec<(FieldName, Tongue, String)>,
    pub(crate) boost: f64,
}

impl Record {
    pub(crate) fn new(id: impl Into<String>, kind: &'static str) -> Self {
        Self { id: id.into(), kind, ..Self::default() }
    }

    #[must_use]
    pub(crate) fn with(mut self, field: FieldName, tongue: Tongue, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.texts.push((field, tongue, text));
        }
        self
    }

    fn name(&self, tongue: Tongue) -> Option<&str> {
        let found = self.texts.iter().find(|(field, t, _)| *field == FieldName::Name && *t == tongue);
        found.map(|(_, _, text)| text.as_str())
    }

    /// The document of a view; nothing when the record says nothing in its language.
    fn document(&self, view: View) -> Option<Document> {
        let wanted = match view {
            View::Whole => None,
            View::Korean => Some(Tongue::Korean),
            View::English => Some(Tongue::English),
        };
        if wanted.is_some_and(|tongue| !self.texts.iter().any(|(_, t, _)| *t == tongue)) {
            return None;
        }
        let mut document = Document::new(&self.id, self.kind).visible_to(EVERYONE);
        document.boost = self.boost;
        let shown = |tongue: Tongue| wanted.is_none_or(|w| tongue == w || tongue == Tongue::Neither);
        for (field, _, text) in self.texts.iter().filter(|(_, tongue, _)| shown(*tongue)) {
            document = document.with(*field, text);
        }
        Some(document)
    }
}

/// A problem statement.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Statement {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) kind: String,
}

/// The whole set.
pub(crate) struct Judged {
    pub(crate) records: Vec<Record>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) grades: HashMap<String, HashMap<String, f64>>,
    /// What reads meaning beside words, if anything.
    pub(crate) model: Option<Arc<dyn Encode>>,
}

/// The model from its package, where the environment names it.
pub(crate) fn model() -> Outcome<Option<Arc<dyn Encode>>> {
    let Some(wheel) = std::env::var_os("IEUM_MODEL_WHEEL") else {
        println!("IEUM_MODEL_WHEEL names no wheel: nothing is measured with the model");
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    Ok(Some(Arc::new(Model::add(Path::new(&wheel), &folder.path().join("model"))?)))
}

/// What the engine answered to one statement.
pub(crate) struct Answer {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) lang: String,
    /// Nothing when no record at hand does an essential part (grade 2 or 3).
    pub(crate) ndcg: Option<f64>,
    pub(crate) coverage: f64,
    /// How strong the best hit is, over catalogues of any size.
    pub(crate) strength: f64,
    /// Whether the engine takes it for an answer.
    pub(crate) taken: bool,
    /// Whether one of the first three solves the problem or does an essential part (grade 2 or 3).
    pub(crate) helps: bool,
    /// Share of the first ten that has been judged; what has not counts as no answer.
    pub(crate) judged: f64,
    pub(crate) ranked: Vec<String>,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("judged")
}

/// Where the real lists are, when they are there at all.
pub(crate) fn lists() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/search");
    folder.join("keri").is_dir().then_some(folder)
}

impl Judged {
    /// Reads the set; with `lists` the real records too.
    pub(crate) fn read(lists: Option<&Path>) -> Outcome<Self> {
        let ids = std::fs::read_to_string(folder().join("corpus.txt"))?;
        let ids: Vec<&str> = ids.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut made: BTreeMap<String, Record> =
            region::records()?.into_iter().map(|r| (r.id.clone(), r)).collect();
        if let Some(lists) = lists {
            made.extend(real::records(lists)?.into_iter().map(|r| (r.id.clone(), r)));
        }
        let mut records = Vec::new();
        for id in ids {
            match made.remove(id) {
                Some(record) => records.push(record),
                None if lists.is_none() && real::is_listed(id) => {}
                None => return Err(format!("{id} is no longer made from the rows").into()),
            }
        }
        let mut statements: Vec<Statement> = Vec::new();
        for line in std::fs::read_to_string(folder().join("queries.jsonl"))?.lines() {
            statements.push(serde_json::from_str(line)?);
        }
        let mut grades: HashMap<String, HashMap<String, f64>> = HashMap::new();
        for line in std::fs::read_to_string(folder().join("qrels.tsv"))?.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [query, document, grade] = columns.as_slice() else {
                return Err(format!("cannot read the judgement {line}").into());
            };
            let of_query = grades.entry((*query).to_owned()).or_default();
            of_query.insert((*document).to_owned(), grade.parse()?);
        }
        Ok(Self { records, statements, grades, model: None })
    }

    /// The records of `view` in an index made as the product makes it.
    pub(crate) fn index(&self, view: View) -> Outcome<(Index, Vec<Document>)> {
        let documents: Vec<Document> = self.records.iter().filter_map(|r| r.document(view)).collect();
        let index = Index::create_in_ram()?;
        index.add_new(&documents)?;
        index.commit()?;
        let vocabulary = Vocabulary::shipped();
        // Names in both languages teach the table, but not when one of the languages is held back.
        let named = self.records.iter().filter(|_| view == View::Whole);
        let own = named.filter_map(|r| Some((r.name(Tongue::Korean)?, r.name(Tongue::English)?)));
        let table = Arc::new(TranslationTable::train(own.chain(vocabulary.pairs())));
        index.set_lexicon(Lexicon { vocabulary: Arc::clone(&vocabulary), table });
        if let Some(model) = &self.model {
            index.set_meanings(Some(Arc::new(Meanings::open(Arc::clone(model), None))));
            index.catch_up(usize::MAX)?;
        }
        Ok((index, documents))
    }

    /// The question as the product asks it.
    pub(crate) fn question(text: &str) -> Query {
        Query {
            text: text.to_owned(),
            visibility: vec![EVERYONE.to_owned()],
            reasons: false,
            ..Query::default()
        }
    }

    /// Asks every statement `wanted` of an index made as the product makes it, of the records in `view`.
    pub(crate) fn ask(&self, view: View, wanted: impl Fn(&Statement) -> bool) -> Outcome<Vec<Answer>> {
        let (index, documents) = self.index(view)?;

        let mut answers = Vec::new();
        for statement in self.statements.iter().filter(|s| wanted(s)) {
            let hits = index.search(&Self::question(&statement.text))?;
            let (strength, taken) = (hits.strength, hits.has_good_answer());
            let ranked: Vec<String> = hits.hits.into_iter().map(|hit| hit.id).collect();
            let here = |id: &String| documents.iter().any(|d| d.id == *id);
            let grades: HashMap<String, f64> = self
                .grades
                .get(&statement.id)
                .into_iter()
                .flatten()
                .filter(|(id, _)| here(id))
                .map(|(id, grade)| (id.clone(), *grade))
                .collect();
            let shown: Vec<&str> = ranked.iter().map(String::as_str).collect();
            let first = shown.iter().take(10);
            let (judged, all) = first.fold((0.0, 0.0), |(judged, all), id| {
                (judged + f64::from(u8::from(grades.contains_key(*id))), all + 1.0)
            });
            let answerable = grades.values().any(|grade| *grade > 1.0);
            answers.push(Answer {
                id: statement.id.clone(),
                kind: statement.kind.clone(),
                lang: statement.lang.clone(),
                ndcg: answerable.then(|| eval::ndcg(&shown, &grades, 10)),
                coverage: hits.coverage,
                strength,
                taken,
                helps: shown.iter().take(3).any(|id| grades.get(*id).is_some_and(|grade| *grade > 1.0)),
                judged: if all > 0.0 { judged / all } else { 1.0 },
                ranked,
            });
        }
        Ok(answers)
    }
}

/// What calling some answers weak is worth: of those called so, how many do not help (precision), and of those that do not
/// help, how many are called so (recall).
pub(crate) fn called_weak<'a>(
    answers: impl IntoIterator<Item = &'a Answer>,
    weak: impl Fn(&Answer) -> bool,
) -> (f64, f64) {
    let (mut called, mut right, mut useless) = (0.0, 0.0, 0.0);
    for answer in answers {
        let (weak, helps) = (weak(answer), answer.helps);
        called += f64::from(u8::from(weak));
        useless += f64::from(u8::from(!helps));
        right += f64::from(u8::from(weak && !helps));
    }
    (if called > 0.0 { right / called } else { 1.0 }, if useless > 0.0 { right / useless } else { 1.0 })
}

/// Mean share of the first ten that has been judged.
pub(crate) fn judged(answers: &[Answer]) -> f64 {
    let (sum, count) = answers.iter().fold((0.0, 0), |(sum, count), a| (sum + a.judged, count + 1));
    if count > 0 { sum / f64::from(count) } else { 0.0 }
}

/// Mean nDCG@10 of the answers that can have one, and how many those are.
pub(crate) fn mean<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> (f64, u32) {
    let (sum, count) = answers
        .into_iter()
        .filter_map(|answer| answer.ndcg)
        .fold((0.0, 0), |(sum, count), ndcg| (sum + ndcg, count + 1));
    (if count > 0 { sum / f64::from(count) } else { 0.0 }, count)
}

/// How well coverage tells statements that have an answer from those that have none: the probability that one of the
/// first is better covered than one of the second (Hanley and McNeil 1982), ties counting half.
pub(crate) fn tells_none(answers: &[Answer]) -> f64 {
    let (some, none): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|a| a.kind != "none");
    let mut won = 0.0;
    let mut pairs = 0.0;
    for answered in some.iter().filter(|a| a.ndcg.is_some()) {
        for unanswerable in &none {
            pairs += 1.0;
            won += match answered.coverage.total_cmp(&unanswerable.coverage) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    if pairs > 0.0 { won / pairs } else { 0.0 }
}
