//! Measures large catalogues: `scale FOLDER [lexical=1000000] [vectors=200000] [model=FILE] [keep=FOLDER] [slowest=3] [names=400] [same=1]`
//! prints one line of JSON a figure. With `keep` the indexes are made there once and taken as they are from then on.
//!
//! FOLDER holds the collections `biotools_match` and `korquad`. A record has the name of one document and the text of another
//! of the same collection, drawn by arithmetic, so that words are as common and texts as long as in real lists; every fourth
//! is Korean. The questions are those of both collections and the judged problem statements. Times are of the processor, each question asked once after all had
//! been asked once. With `model`, questions are read by the model, and so are the texts of 2,000 records; the vectors of the
//! others are mixtures of two of these and something of their own, because reading 200,000 texts takes a quarter of an hour
//! and comparing vectors takes the same whatever they say. With `same` it also counts, which takes minutes, how often the first ten
//! are the very ones that summing up over all documents gives, and how many of the nearest vectors the look at one bit a number keeps.

use ieum_search::eval::{Read, percentile, process_time, read, thread_time};
use ieum_search::semantic::{Encode, Meanings, Model, Vector, unit};
use ieum_search::{Document, FieldName, Index, Lexicon, Query, Weights};
use serde_json::json;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

const EVERYONE: &str = "public";
/// Records handed over at once.
const AT_ONCE: usize = 20_000;
/// Records whose vectors are made at once.
const VECTORS_AT_ONCE: usize = 5_000;
/// Texts whose vectors are read by the model itself.
const READ: usize = 2_000;
/// Every how many-th Korean question is asked: there are thousands.
const KOREAN_EVERY: usize = 20;

fn main() -> Outcome<()> {
    let (mut folder, mut lexical, mut vectors, mut model) = (None, 1_000_000, 200_000, None);
    let (mut kept, mut slowest, mut names, mut same) = (None, 3, 400, false);
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("lexical", value)) => lexical = value.parse()?,
            Some(("vectors", value)) => vectors = value.parse()?,
            Some(("model", value)) => model = Some(Model::open(Path::new(value))?),
            Some(("keep", value)) => kept = Some(PathBuf::from(value)),
            Some(("names", value)) => names = value.parse()?,
            Some(("same", value)) => same = value == "1",
            Some(("slowest", value)) => slowest = value.parse()?,
            _ => folder = Some(argument),
        }
    }
    let folder =
        folder.ok_or("scale FOLDER [lexical=…] [vectors=…] [model=FILE] [keep=FOLDER] [slowest=…]")?;
    let folder = Path::new(&folder);
    let mut statements = Vec::new();
    for line in
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("judged/queries.jsonl"))?.lines()
    {
        let statement: serde_json::Value = serde_json::from_str(line)?;
        statements.extend(statement.get("text").and_then(|text| text.as_str()).map(str::to_owned));
    }
    let (english, korean) = (read(&folder.join("biotools_match"))?, read(&folder.join("korquad"))?);
    let source = Source { english, korean, statements, slowest, names, same };
    let passing = tempfile::tempdir()?;
    let kept = kept.unwrap_or_else(|| passing.path().to_owned());
    if lexical > 0 {
        words(&source, lexical, &kept.join(format!("words-{lexical}")))?;
    }
    if vectors > 0 {
        meaning(&source, vectors, model, &kept.join(format!("meaning-{vectors}")))?;
    }
    Ok(())
}

struct Source {
    english: Read,
    korean: Read,
    statements: Vec<String>,
    /// How many of the slowest questions are named.
    slowest: usize,
    /// How many names are typed.
    names: usize,
    /// Whether what is found is compared with what looking at everything finds.
    same: bool,
}

impl Source {
    /// The record at `place`: a name of one document, a text of another.
    fn record(&self, place: usize) -> Document {
        let from = if place % 4 == 3 { &self.korean } else { &self.english };
        let documents = from.documents.as_slice();
        // Two large primes keep the pairs apart for longer than there are records.
        let (named, told) =
            (place.wrapping_mul(7_919) % documents.len(), place.wrapping_mul(104_729) % documents.len());
        let text = |place: usize, field: FieldName| {
            let fields = documents.get(place).into_iter().flat_map(|d| &d.fields);
            let mut of = fields.filter(|(name, _)| *name == field).map(|(_, text)| text.as_str());
            of.next().unwrap_or_default().to_owned()
        };
        let told: String = text(told, FieldName::Description).chars().take(300).collect();
        Document::new(format!("rec_{place}"), "record")
            .with(FieldName::Name, text(named, FieldName::Name))
            .with(FieldName::Alias, format!("K{place}"))
            .with(FieldName::Description, told)
            .visible_to(EVERYONE)
    }

    fn questions(&self) -> Vec<&str> {
        let korean = self.korean.queries.iter().step_by(KOREAN_EVERY);
        let both = self.english.queries.iter().chain(korean).map(|(_, text)| text.as_str());
        both.chain(self.statements.iter().map(String::as_str)).collect()
    }
}

fn say(figure: &str, value: f64, unit: &str) -> Outcome<()> {
    writeln!(std::io::stdout(), "{}", json!({ "figure": figure, "value": value, "unit": unit }))?;
    Ok(())
}

fn question(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        visibility: vec![EVERYONE.to_owned()],
        limit: 10,
        reasons: false,
        ..Query::default()
    }
}

/// The index of `count` records in `folder`, and the processor seconds it took; an index that is there is taken as it is.
fn filled(source: &Source, count: usize, folder: &Path) -> Outcome<(Index, f64)> {
    if let Ok(index) = Index::open(folder) {
        index.set_lexicon(Lexicon::shipped());
        return Ok((index, f64::NAN));
    }
    let index = Index::create(folder)?;
    let mut busy = 0.0;
    for first in (0..count).step_by(AT_ONCE) {
        // Making up records is no part of indexing them.
        let some: Vec<Document> =
            (first..count.min(first + AT_ONCE)).map(|place| source.record(place)).collect();
        let started = process_time();
        index.add_new(&some)?;
        busy += (process_time() - started).as_secs_f64();
    }
    let started = process_time();
    index.commit()?;
    busy += (process_time() - started).as_secs_f64();
    let started = process_time();
    index.settle()?;
    let settled = (process_time() - started).as_secs_f64();
    index.set_lexicon(Lexicon::shipped());
    say("put into one piece", settled, "CPU s")?;
    Ok((index, busy))
}

/// Processor milliseconds of every question, sorted, after all have been asked once; those in which meaning had a say apart.
fn times(source: &Source, index: &Index) -> Outcome<(Vec<f64>, Vec<f64>)> {
    let questions = source.questions();
    for text in &questions {
        index.search(&question(text))?;
    }
    let (mut all, mut meant) = (Vec::new(), Vec::new());
    for text in questions {
        let query = question(text);
        let started = thread_time();
        let meaning = index.search(&query)?.meaning;
        let time = (thread_time() - started).as_secs_f64() * 1_000.0;
        all.push((time, text));
        if meaning > 0.0 {
            meant.push(time);
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (time, text) in all.iter().take(source.slowest) {
        let head: String = text.chars().take(60).collect();
        say(&format!("slowest: {head}"), *time, "ms")?;
    }
    let mut all: Vec<f64> = all.into_iter().map(|(time, _)| time).collect();
    all.sort_by(f64::total_cmp);
    meant.sort_by(f64::total_cmp);
    Ok((all, meant))
}

fn words(source: &Source, count: usize, folder: &Path) -> Outcome<()> {
    let (index, busy) = filled(source, count, folder)?;
    say("records", real(count)?, "")?;
    say("indexed a processor second", real(count)? / busy, "records")?;
    let (times, _) = times(source, &index)?;
    say("words p50", percentile(&times, 50), "ms")?;
    say("words p99", percentile(&times, 99), "ms")?;
    if source.same {
        same_first_ten(source, &index, folder)?;
    }
    let mut offers = Vec::new();
    let names = (0..source.names)
        .map(|place| source.record(place * 37))
        .filter_map(|d| Some(d.fields.first()?.1.clone()));
    for name in names {
        for letters in [1, 2, 4, 7] {
            let typed: String = name.chars().take(letters).collect();
            let started = thread_time();
            index.suggest(&typed, &[EVERYONE.to_owned()], 12)?;
            offers.push((thread_time() - started).as_secs_f64() * 1_000.0);
        }
    }
    offers.sort_by(f64::total_cmp);
    say("suggestions p99", percentile(&offers, 99), "ms")?;
    let mut slowest: f64 = 0.0;
    for place in 0..5 {
        let word = format!("qzx{place}w");
        let changed = source.record(place * 1_001).with(FieldName::Alias, &word);
        let started = Instant::now();
        index.add([&changed])?;
        index.commit()?;
        let found = index.search(&question(&word))?;
        slowest = slowest.max(started.elapsed().as_secs_f64());
        if found.hits.first().is_none_or(|hit| hit.id != changed.id) {
            return Err(format!("{word} is not found").into());
        }
    }
    say("a changed record is found after, slowest of 5, time passed", slowest, "s")
}

/// Counts the questions whose first ten are the very ones, in the same order, that summing up over all documents gives.
fn same_first_ten(source: &Source, index: &Index, folder: &Path) -> Outcome<()> {
    let whole = Index::open_for(folder, Weights { narrow_from: u32::MAX, ..Weights::default() })?;
    whole.set_lexicon(Lexicon::shipped());
    let (mut same, mut sets, mut kept) = (0, 0, 0);
    let questions = source.questions();
    for text in &questions {
        let [mut quick, mut all] = [index, &whole].map(|index| -> Vec<String> {
            let hits = index.search(&question(text)).map(|hits| hits.hits).unwrap_or_default();
            hits.into_iter().map(|hit| hit.id).collect()
        });
        same += usize::from(quick == all);
        kept += usize::from(quick.first() == all.first());
        if quick.first() != all.first() {
            let head: String = text.chars().take(60).collect();
            let place = all.first().and_then(|first| quick.iter().position(|id| id == first));
            say(&format!("another first: {head}"), real(place.unwrap_or(10))?, "place of the first")?;
        }
        quick.sort_unstable();
        all.sort_unstable();
        sets += usize::from(quick == all);
    }
    let of = format!("of {} questions", questions.len());
    say("the very first ten, in order", real(same)?, &of)?;
    say("the very first ten, in any order", real(sets)?, &of)?;
    say("the very first", real(kept)?, &of)
}

/// How many of the nearest vectors are found where many are looked at by one bit a number first.
fn kept_nearest(source: &Source, meanings: &Meanings) -> Outcome<()> {
    let counts = [10, 100, 300];
    let mut found = counts.map(|_| Vec::new());
    for text in source.questions().iter().step_by(2) {
        let shares = meanings.recall(text, &counts).unwrap_or_default();
        found.iter_mut().zip(shares).for_each(|(all, share)| all.push(share));
    }
    for (most, shares) in counts.iter().zip(found) {
        let of = format!("of {} questions", shares.len());
        let whole = shares.iter().filter(|share| **share >= 1.0).count();
        say(&format!("of the nearest {most}, found"), shares.iter().sum::<f64>() / real(shares.len())?, &of)?;
        say(&format!("all of the nearest {most} found"), real(whole)?, &of)?;
    }
    Ok(())
}

/// Reads questions, and the first texts, by the model; makes the vectors of other texts out of these.
struct Mixed {
    model: Option<Model>,
    read: OnceLock<Vec<Vector>>,
}

impl Mixed {
    /// A vector of no meaning that depends on `seed` alone.
    fn drawn(seed: u64) -> Vec<f64> {
        let mut state = seed | 1;
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u32::try_from(state >> 40).unwrap_or_default()) / f64::from(1_u32 << 24) - 0.5
        };
        (0..512).map(next).collect()
    }

    fn mixed(&self, known: &[Vector], text: &str) -> Option<Vector> {
        let seed = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let own = Self::drawn(seed);
        let one = |shift: u32| {
            let place = usize::try_from(seed >> shift).unwrap_or_default() % known.len().max(1);
            known.get(place)
        };
        let part = |vector: Option<&Vector>, at: usize| {
            vector.and_then(|vector| vector.get(at)).map_or(0.0, |value| f64::from(*value))
        };
        let (first, second) = (one(8), one(33));
        let mix = |(at, own): (usize, &f64)| 0.6 * part(first, at) + 0.4 * part(second, at) + 0.05 * own;
        unit(&own.iter().enumerate().map(mix).collect::<Vec<f64>>())
    }
}

impl Encode for Mixed {
    fn fingerprint(&self) -> u64 {
        1
    }

    fn encode(&self, texts: &[&str]) -> Option<Vec<Vector>> {
        if let ([_], Some(model)) = (texts, &self.model) {
            return model.encode(texts);
        }
        let known = self.read.get_or_init(|| {
            let some = texts.get(..READ.min(texts.len())).unwrap_or_default();
            let drawn = || {
                some.iter()
                    .zip(1_u64..)
                    .filter_map(|(_, seed)| unit(&Self::drawn(seed * 0x9e37_79b9)))
                    .collect()
            };
            self.model.as_ref().and_then(|model| model.encode(some)).unwrap_or_else(drawn)
        });
        texts.iter().map(|text| self.mixed(known, text)).collect()
    }
}

fn meaning(source: &Source, count: usize, model: Option<Model>, folder: &Path) -> Outcome<()> {
    let (index, _) = filled(source, count, &folder.join("index"))?;
    let said = if model.is_some() { "read by the model" } else { "drawn: there is no model" };
    let encoder = Arc::new(Mixed { model, read: OnceLock::new() });
    let meanings = Arc::new(Meanings::open(encoder, Some(&folder.join("vectors"))));
    index.set_meanings(Some(Arc::clone(&meanings)));
    while index.catch_up(VECTORS_AT_ONCE)? > 0 {}
    let (rows, _) = meanings.rows();
    say("records with vectors", real(count)?, said)?;
    say("vectors", real(rows)?, "")?;
    let (times, meant) = times(source, &index)?;
    say("words and meaning p50", percentile(&times, 50), "ms")?;
    say("words and meaning p99", percentile(&times, 99), "ms")?;
    if source.same {
        kept_nearest(source, &meanings)?;
    }
    say("questions in which meaning has a say", real(meant.len())?, "")?;
    say("meaning asked p50", percentile(&meant, 50), "ms")?;
    say("meaning asked p99", percentile(&meant, 99), "ms")
}

fn real(count: usize) -> Outcome<f64> {
    Ok(f64::from(u32::try_from(count)?))
}
