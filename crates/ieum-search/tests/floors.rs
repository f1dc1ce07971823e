//! Ranking never falls below these floors. Needs the judged collections beside the source; passes without them.

#[cfg(test)]
mod floors {
    use ieum_search::Weights;
    use ieum_search::eval::{Collection, evaluate};
    use std::path::Path;

    #[track_caller]
    fn check(name: &str, every: usize, floor: f64) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/search").join(name);
        if !folder.is_dir() {
            println!("{name} is not here: nothing measured");
            return;
        }
        let (corpus, queries, qrels) =
            (folder.join("corpus.jsonl"), folder.join("queries.jsonl"), folder.join("qrels.tsv"));
        let collection = Collection { corpus: &corpus, queries: &queries, qrels: &qrels, k: 10, every };
        let measured = evaluate(&collection, Weights::default()).expect("measured");
        println!("{name}: {measured:?}");
        assert!(measured.ndcg_at_10 >= floor, "{name}: nDCG@10 {:.4} is below {floor}", measured.ndcg_at_10);
    }

    #[test]
    fn english_problem_texts() {
        check("cranfield", 4, 0.38);
    }

    #[test]
    fn korean_questions() {
        check("korquad", 60, 0.95);
    }
}
