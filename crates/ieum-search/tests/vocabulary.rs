//! What the translation table learns from some names, measured on others. Labels of Korean organisations and names of
//! CHMO and PSI-MS are used where they lie beside the source; the glossary alone is always measured.

#[cfg(test)]
mod translations {
    use ieum_search::analysis::Sounds;
    use ieum_search::vocabulary::EntryKind;
    use ieum_search::{TranslationTable, Vocabulary, analysis};
    use std::collections::{BTreeMap, HashMap, HashSet};
    use std::path::PathBuf;

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

    /// Names and tests of the instruments of the judged region, and, where they lie beside the source, the code lists of
    /// the national register of equipment, the national classes of science and instruments of a Korean institute.
    fn instruments() -> Vec<Thing> {
        let mut seen = HashSet::new();
        let mut out = Vec::new();
        let mut take = |ko: &str, en: &str| {
            if !ko.is_empty() && !en.is_empty() && seen.insert(ko.to_owned()) {
                out.push(Thing { ko: vec![ko.to_owned()], en: vec![en.to_owned()] });
            }
        };
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let region = csv::Reader::from_path(here.join("judged/region.csv")).expect("it is here");
        for row in
            region.into_deserialize().map(|row: Result<HashMap<String, String>, _>| row.expect("a row"))
        {
            take(&row["name_ko"], &row["name_en"]);
            row["test_ko"].split('|').zip(row["test_en"].split('|')).for_each(|(ko, en)| take(ko, en));
        }
        for (file, ko, en) in
            [("zeus_codes.csv", "ko", "en"), ("nstc_major_classes.csv", "major_ko", "major_en")]
        {
            let lists = here.join("../../../shared/data/korea").join(file);
            let rows =
                csv::Reader::from_path(lists).map(|rows| rows.into_deserialize()).into_iter().flatten();
            for row in rows.filter_map(|row: Result<HashMap<String, String>, _>| row.ok()) {
                take(&row[ko], &row[en]);
            }
        }
        for record in beside("keri/keri_sample.jsonl") {
            take(record["ko"].as_str().unwrap_or_default(), record["en"].as_str().unwrap_or_default());
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
        let mut terms: Vec<&str> = counts.keys().copied().collect();
        terms.sort_unstable();
        let sounds = Sounds::of(terms);
        let rare = |stem: &str| (1.0 + all / counts.get(stem).copied().unwrap_or(1.0)).ln();
        let (mut first, mut ten) = (0.0, 0.0);
        for (asked, thing) in things.iter().enumerate() {
            let mut sums: HashMap<String, f64> = HashMap::new();
            for word in thing.ko.first().map(|name| analysis::words(name)).unwrap_or_default() {
                let learned = table.english(&word.key).into_iter().take(8);
                let heard = sounds.like(&word.key, 4).into_iter().map(|a| (a.term.to_owned(), a.likeness));
                for (stem, weight) in learned.chain(heard) {
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
        let sets = [
            ("glossary", glossary(), 0.69, 0.85),
            ("organisations", organisations(), 0.65, 0.89),
            ("instruments", instruments(), 0.78, 0.85),
        ];
        let mut sums = vec![(0.0, 0.0, 0.0); sets.len()];
        for fold in 0..FOLD {
            let mut pairs: Vec<(&str, &str)> = Vec::new();
            for (_, things, _, _) in &sets {
                for (_, thing) in things.iter().enumerate().filter(|(n, _)| n % FOLD != fold) {
                    pairs.extend(
                        thing
                            .ko
                            .iter()
                            .flat_map(|ko| thing.en.iter().map(move |en| (ko.as_str(), en.as_str()))),
                    );
                }
            }
            let table = TranslationTable::train(pairs.iter().copied());
            for ((_, things, _, _), sum) in sets.iter().zip(&mut sums) {
                let kept: Vec<Thing> = things.iter().skip(fold).step_by(FOLD).cloned().collect();
                if kept.is_empty() {
                    continue;
                }
                let (first, ten) = found(&table, &kept);
                let asked = real(kept.len());
                *sum = (sum.0 + asked, sum.1 + first * asked, sum.2 + ten * asked);
            }
        }
        for ((name, _, least_first, least_ten), (asked, first, ten)) in sets.iter().zip(sums) {
            if asked == 0.0 {
                println!("{name}: not here, nothing measured");
                continue;
            }
            let (first, ten) = (first / asked, ten / asked);
            println!("{name}: {asked} asked, first {first:.3}, among ten {ten:.3}");
            assert!(first >= *least_first && ten >= *least_ten, "{name}: {first:.3}, {ten:.3}");
        }
    }
}
