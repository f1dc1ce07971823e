//! Meaning beside words: who sees it, what it changes, and what happens when its file is lost.

#[cfg(test)]
mod meaning {
    use ieum_search::semantic::{Encode, Meanings, Vector, unit};
    use ieum_search::{Document, FieldName, Hits, Index, Query, Via};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    /// Knows three things in two languages; everything else points in a direction of its own letters.
    #[derive(Default)]
    struct Small {
        asked: AtomicUsize,
        silent: AtomicBool,
    }

    impl Encode for Small {
        fn fingerprint(&self) -> u64 {
            7
        }

        fn encode(&self, texts: &[&str]) -> Option<Vec<Vector>> {
            self.asked.fetch_add(texts.len(), Ordering::Relaxed);
            let vector = |text: &&str| {
                let mut numbers = [0.01; 16];
                let things = [["녹", "rust"], ["농약", "pesticide"], ["현미경", "microscope"]];
                for (place, names) in things.iter().enumerate() {
                    if names.iter().any(|name| text.contains(name)) {
                        numbers[place] = 1.0;
                    }
                }
                let own =
                    text.chars().map(|c| usize::try_from(u32::from(c)).unwrap_or_default()).sum::<usize>();
                numbers[3 + own % 13] += 0.3;
                unit(&numbers)
            };
            if self.silent.load(Ordering::Relaxed) { None } else { texts.iter().map(vector).collect() }
        }
    }

    fn record(id: &str, name: &str) -> Document {
        Document::new(id, "instrument").with(FieldName::Name, name).visible_to("all")
    }

    fn filled(folder: Option<&Path>, small: &Arc<Small>) -> Index {
        let index = Index::create_in_ram().expect("an index");
        let mut documents: Vec<Document> =
            (0..80).map(|n| record(&format!("other{n}"), &format!("thing number {n} of its kind"))).collect();
        documents.push(record("rust", "rust chamber"));
        documents.push(record("hidden", "rust cabinet"));
        documents[81].visibility = vec!["org:7".to_owned()];
        index.add(&documents).expect("added");
        index.commit().expect("committed");
        let file = folder.map(|folder| folder.join("vectors"));
        index.set_meanings(Some(Arc::new(Meanings::open(small.clone(), file.as_deref()))));
        assert_eq!(index.catch_up(1_000).expect("made"), 0);
        index
    }

    fn ask(index: &Index, text: &str, who: &str) -> Hits {
        let query = Query { text: text.to_owned(), visibility: vec![who.to_owned()], ..Query::default() };
        index.search(&query).expect("searched")
    }

    #[test]
    fn another_language_is_found_and_says_so() {
        let index = filled(None, &Arc::default());
        let hits = ask(&index, "녹이 슬어요", "all");
        let best = hits.hits.first().expect("found by meaning");
        assert_eq!(best.id, "rust");
        assert!(hits.meaning > 0.9 && hits.coverage < 0.1, "{} {}", hits.meaning, hits.coverage);
        let reason = best.reasons.iter().find(|reason| reason.via == Via::Meaning).expect("said");
        assert!(reason.share > 0.99 && reason.share < 1.0 + 1e-9);
        let query =
            Query {
                text: "녹이 슬어요".to_owned(), visibility: vec!["all".to_owned()], ..Query::default()
            };
        let apart = index.take_apart(&query, &["rust", "hidden"]).expect("taken apart");
        assert_eq!(apart.documents.len(), 1);
        let (amount, cosine) = apart.documents[0].meaning.expect("near");
        assert!((amount - apart.documents[0].text).abs() < 1e-9 && cosine > 0.8);
    }

    /// What a viewer may not see is in no hit, no count and no score.
    #[test]
    fn what_is_hidden_leaves_no_trace() {
        let (whole, small) = (filled(None, &Arc::default()), Arc::default());
        let without = filled(None, &small);
        without.remove(["hidden"]).expect("removed");
        without.commit().expect("committed");
        without.catch_up(1_000).expect("made");
        let facets = |index: &Index, who: &str| {
            let query = Query {
                text: "녹".to_owned(),
                visibility: vec![who.to_owned()],
                facets: vec!["kind".to_owned()],
                ..Query::default()
            };
            index.search(&query).expect("searched")
        };
        assert_eq!(facets(&whole, "all"), facets(&without, "all"));
        assert!(facets(&whole, "all").hits.iter().all(|hit| hit.id != "hidden"));
        assert_eq!(facets(&whole, "nobody").total, 0);
    }

    #[test]
    fn where_words_suffice_nothing_changes() {
        let index = filled(None, &Arc::default());
        let with = ask(&index, "rust chamber", "all");
        assert_eq!(with.meaning, 0.0);
        index.set_meanings(None);
        assert_eq!(with, ask(&index, "rust chamber", "all"));
    }

    #[test]
    fn a_changed_record_is_found_by_what_it_says_now() {
        let small: Arc<Small> = Arc::default();
        let index = filled(None, &small);
        let before = small.asked.load(Ordering::Relaxed);
        index.add([&record("rust", "pesticide residue kit")]).expect("added");
        index.commit().expect("committed");
        assert_eq!(index.catch_up(1_000).expect("made"), 0);
        assert_eq!(small.asked.load(Ordering::Relaxed), before + 1);
        assert_eq!(ask(&index, "농약이 남았어요", "all").hits[0].id, "rust");
        assert!(ask(&index, "녹이 슬어요", "all").hits.iter().all(|hit| hit.id != "rust"));
    }

    #[test]
    fn an_encoder_that_is_silent_costs_nothing_but_meaning() {
        let small: Arc<Small> = Arc::default();
        let index = filled(None, &small);
        small.silent.store(true, Ordering::Relaxed);
        assert_eq!(ask(&index, "녹이 슬어요", "all").meaning, 0.0);
        index.add([&record("new", "new thing")]).expect("added");
        index.commit().expect("committed");
        assert_eq!(index.catch_up(1_000).expect("asked"), 1);
    }

    /// Vectors are kept; when the file is gone, damaged or another encoder's, they are made again.
    #[test]
    fn vectors_that_are_lost_are_made_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("vectors");
        let made = |index: &Index, small: &Small| {
            assert_eq!(ask(index, "녹이 슬어요", "all").hits[0].id, "rust");
            // The question is one of them.
            small.asked.swap(0, Ordering::Relaxed) - 1
        };
        let small: Arc<Small> = Arc::default();
        assert_eq!(made(&filled(Some(folder.path()), &small), &small), 82);
        assert_eq!(made(&filled(Some(folder.path()), &small), &small), 0);
        let whole = std::fs::read(&file).expect("kept");
        let mut turned = whole.clone();
        turned[500] ^= 1;
        for bytes in [&whole[..whole.len() - 7], &whole[..5], b"", &turned] {
            std::fs::write(&file, bytes).expect("written");
            assert_eq!(made(&filled(Some(folder.path()), &small), &small), 82);
        }
        std::fs::remove_file(&file).expect("removed");
        assert_eq!(made(&filled(Some(folder.path()), &small), &small), 82);
    }
}
