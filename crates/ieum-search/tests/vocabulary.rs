//! What the translation table learns from some names, measured on others. Labels of Korean organisations and names of
//! CHMO and PSI-MS are used where they lie beside the source; the glossary alone is always measured.

#[cfg(test)]
mod translations {
    use ieum_search::vocabulary::EntryKind;
    use ieum_search::{TranslationTable, Vocabulary, analysis};
    use std::collections::{BTreeMap, HashMap, HashSet};
    use std::path::PathBuf;
    use std::time::Instant;

    /// Every fifth thing is kept from the table and asked for.
    const FOLD: usize = 5;

    #[derive(Clone, Default)]
    struct Thing {
        ko: Vec<String>,
        en: Vec<String>,
    }

    fn beside(file: &str) -> Vec<serde_json::Value> {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/search").join(file);
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    fn glossary() -> Vec<Thing> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let mut theirs: HashMap<String, Vec<String>> = HashMap::new();
        for term in ["chmo/chmo.jsonl", "psims/psims.jsonl"].iter().flat_map(|file| beside(file)) {
            let synonyms = term["syn"].as_array().into_iter().flatten().take(3);
            let names = std::iter::once(&term["name"]).chain(synonyms).map(text).collect();
            theirs.insert(text(&term["id"]), names);
        }
        let vocabulary = Vocabulary::shipped();
        let named = |kind| kind != EntryKind::Problem && kind != EntryKind::State;
        let entries = vocabulary.entries().iter().filter(|e| named(e.kind));
        let thing = |entry: &ieum_search::vocabulary::Entry| {
            let linked =
                entry.reference.as_ref().and_then(|id| theirs.get(id)).into_iter().flatten().cloned();
            Thing { ko: entry.ko.clone(), en: entry.en.iter().cloned().chain(linked).collect() }
        };
        entries.map(thing).collect()
    }

    fn organisations() -> Vec<Thing> {
        let mut out = Vec::new();
        for record in beside("ror/ror_kr.jsonl") {
            let mut labels: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for name in record["names"].as_array().into_iter().flatten() {
                let is_label = name["t"].as_array().into_iter().flatten().any(|t| t == "label");
                if let (true, Some(language), Some(label)) =
                    (is_label, name["l"].as_str(), name["v"].as_str())
                {
                    labels.entry(language).or_default().push(label.to_owned());
                }
            }
            let of = |language| labels.get(language).cloned().unwrap_or_default();
            let thing = Thing { ko: of("ko"), en: of("en") };
            if !thing.ko.is_empty() && !thing.en.is_empty() {
                out.push(thing);
            }
        }
        out
    }

    fn real(count: usize) -> f64 {
        f64::from(u32::try_from(count).expect("small"))
    }

    /// Share of things found first and among the first ten by their usual Korean name.
    fn found(table: &TranslationTable, things: &[Thing]) -> (f64, f64) {
        let stems = |name: &String| analysis::terms(name).into_iter().collect::<HashSet<String>>();
        let names: Vec<(usize, HashSet<String>)> =
            (0..).zip(things).flat_map(|(n, thing)| thing.en.iter().map(move |en| (n, stems(en)))).collect();
        let mut counts: HashMap<&str, f64> = HashMap::new();
        for stem in names.iter().flat_map(|(_, stems)| stems) {
            *counts.entry(stem).or_default() += 1.0;
        }
        let all = real(names.len());
        let rare = |stem: &str| (1.0 + all / counts.get(stem).copied().unwrap_or(1.0)).ln();
        let (mut first, mut ten) = (0.0, 0.0);
        for (asked, thing) in things.iter().enumerate() {
            let mut sums: HashMap<String, f64> = HashMap::new();
            for word in thing.ko.first().map(|name| analysis::words(name)).unwrap_or_default() {
                for (stem, weight) in table.english(&word.key).into_iter().take(8) {
                    let sum = sums.entry(stem).or_default();
                    *sum = sum.max(weight);
                }
            }
            let mut best: HashMap<usize, f64> = HashMap::new();
            for (n, stems) in &names {
                let length = stems.iter().map(|s| rare(s).powi(2)).sum::<f64>().sqrt();
                let hit: f64 = stems.iter().filter_map(|s| sums.get(s).map(|w| w * rare(s))).sum();
                let score = best.entry(*n).or_default();
                *score = score.max(hit / length.max(f64::MIN_POSITIVE));
            }
            let mine = best.get(&asked).copied().unwrap_or(0.0);
            let ahead = best.iter().filter(|(n, s)| **s > mine || (**s == mine && **n < asked)).count();
            first += f64::from(u8::from(mine > 0.0 && ahead == 0));
            ten += f64::from(u8::from(mine > 0.0 && ahead < 10));
        }
        (first / real(things.len()), ten / real(things.len()))
    }

    #[test]
    fn names_kept_from_the_table_are_found_by_it() {
        let sets = [("glossary", glossary(), 0.45, 0.65), ("organisations", organisations(), 0.45, 0.78)];
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let mut kept: Vec<Vec<Thing>> = Vec::new();
        for (_, things, _, _) in &sets {
            kept.push(things.iter().step_by(FOLD).cloned().collect());
            for (_, thing) in things.iter().enumerate().filter(|(n, _)| n % FOLD != 0) {
                pairs.extend(
                    thing.ko.iter().flat_map(|ko| thing.en.iter().map(move |en| (ko.as_str(), en.as_str()))),
                );
            }
        }
        let began = Instant::now();
        let table = TranslationTable::train(pairs.iter().copied());
        println!("{} pairs learned in {:?}", pairs.len(), began.elapsed());
        for ((name, _, least_first, least_ten), things) in sets.iter().zip(&kept) {
            if things.is_empty() {
                println!("{name}: not here, nothing measured");
                continue;
            }
            let (first, ten) = found(&table, things);
            println!("{name}: {} asked, first {first:.3}, among ten {ten:.3}", things.len());
            assert!(first >= *least_first && ten >= *least_ten, "{name}: {first:.3}, {ten:.3}");
        }
    }
}
