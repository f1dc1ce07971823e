use super::*;

fn everyone() -> Vec<String> {
    vec!["public".to_owned()]
}

fn ask(text: &str) -> Query {
    Query { text: text.to_owned(), visibility: everyone(), ..Query::default() }
}

fn instrument(id: &str, name: &str) -> Document {
    Document::new(id, "instrument").with(FieldName::Name, name).visible_to("public")
}

fn sample() -> Index {
    let index = Index::create_in_ram().expect("an index in memory");
    index.set_lexicon(Lexicon::shipped());
    let documents = [
        instrument("lcms", "액체크로마토그래프 탠덤질량분석기")
            .with(FieldName::Alias, "LC-MS/MS")
            .with(FieldName::TestItem, "잔류농약 다성분 동시분석")
            .with(FieldName::Description, "농산물과 식품의 농약을 한 번에 재요")
            .filter("region", "43"),
        instrument("lcms-en", "Liquid chromatograph tandem mass spectrometer")
            .with(FieldName::TestItem, "pesticide residues in produce")
            .filter("region", "30"),
        instrument("tem", "투과전자현미경").with(FieldName::Alias, "JEM-2100F").filter("region", "43"),
        instrument("sem", "주사전자현미경")
            .with(FieldName::Spec, "분해능 1.0 nm, 30 kV")
            .filter("region", "43"),
        Document::new("secret", "instrument")
            .with(FieldName::Name, "비밀 잔류농약 양자현미경")
            .filter("region", "99")
            .visible_to("org:7"),
        Document::new("svc", "service").with(FieldName::Name, "방수 시험 IP67").visible_to("public"),
    ];
    index.add(&documents).expect("added");
    index.commit().expect("committed");
    index
}

fn ids(hits: &Hits) -> Vec<&str> {
    hits.hits.iter().map(|hit| hit.id.as_str()).collect()
}

#[test]
fn the_word_as_written_is_the_reason() {
    let hits = sample().search(&ask("잔류농약을 LC-MS/MS로")).expect("searched");
    assert_eq!(ids(&hits).first(), Some(&"lcms"));
    let best = &hits.hits[0];
    let has = |kind, word: &str| {
        best.reasons.iter().any(|r| r.kind == kind && r.word == word && r.via == Via::Direct)
    };
    assert!(has(FieldName::TestItem, "잔류농약을"), "{:?}", best.reasons);
    assert!(has(FieldName::Alias, "LC-MS/MS로"), "{:?}", best.reasons);
    assert!(best.reasons.iter().any(|r| r.matched == "잔류농약"));
    let shares: f64 = best.reasons.iter().map(|r| r.share).sum();
    assert!(shares <= 1.0 + 1e-9 && shares > 0.8, "{shares}");
    assert!(hits.coverage > 0.9, "{}", hits.coverage);
}

#[test]
fn a_korean_question_finds_an_english_record_and_says_how() {
    let hits = sample().search(&ask("잔류농약")).expect("searched");
    let english = hits.hits.iter().find(|hit| hit.id == "lcms-en").expect("found across languages");
    let said = english
        .reasons
        .iter()
        .any(|r| matches!(&r.via, Via::Translation { to, .. } if to == "pesticide residue"));
    assert!(said, "{:?}", english.reasons);
}

#[test]
fn what_a_viewer_may_not_see_leaves_no_trace() {
    let index = sample();
    let open =
        index.search(&Query { facets: vec!["region".to_owned()], ..ask("양자현미경") }).expect("searched");
    assert!(!ids(&open).contains(&"secret"));
    assert!(!open.facets["region"].contains_key("99"));
    let inside =
        Query { visibility: vec!["public".to_owned(), "org:7".to_owned()], ..ask("양자현미경") };
    assert_eq!(ids(&index.search(&inside).expect("searched")).first(), Some(&"secret"));
    let nobody = Query { visibility: Vec::new(), ..ask("현미경") };
    assert_eq!(index.search(&nobody).expect("searched").total, 0);
    assert!(index.suggest("비밀", &everyone(), 10).expect("suggested").is_empty());
    // The scores of what is seen do not change with what is not.
    let before = index.search(&ask("잔류농약")).expect("searched");
    index.remove(["secret"]).expect("removed");
    index.commit().expect("committed");
    let after = index.search(&ask("잔류농약")).expect("searched");
    assert_eq!((before.total, before.unmatched_words), (after.total, after.unmatched_words));
}

#[test]
fn filters_kinds_and_counts() {
    let index = sample();
    let counted = index.search(&Query { facets: vec!["region".to_owned(), "kind".to_owned()], ..ask("") });
    let counted = counted.expect("searched");
    assert_eq!((counted.total, counted.facets["region"]["43"], counted.facets["kind"]["service"]), (5, 3, 1));
    let filtered = Query {
        filters: vec![("region".to_owned(), "30".to_owned()), ("region".to_owned(), "43".to_owned())],
        kinds: vec!["instrument".to_owned()],
        ..ask("현미경")
    };
    let mut found = index.search(&filtered).expect("searched");
    found.hits.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(ids(&found), ["sem", "tem"]);
}

#[test]
fn slips_and_the_wrong_layout_are_put_right_and_said() {
    let index = sample();
    let slip = index.search(&ask("spectrometre tandm")).expect("searched");
    assert_eq!(ids(&slip).first(), Some(&"lcms-en"));
    for wrong in ["투과전자현미겅", "xnrhkwjswkgusalrud"] {
        let hits = index.search(&ask(wrong)).expect("searched");
        assert_eq!(ids(&hits).first(), Some(&"tem"), "{wrong}");
    }
    // Latin letters typed while the Korean layout was on.
    let reverse = index.search(&ask("ㅅ무ㅇ드")).expect("searched");
    assert_eq!(ids(&reverse).first(), Some(&"lcms-en"), "{:?}", reverse.unmatched_words);
    let unknown = index.search(&ask("양자얽힘 현미경")).expect("searched");
    assert_eq!(unknown.unmatched_words, ["양자얽힘"]);
}

#[test]
fn a_model_code_is_found_whole_or_in_part() {
    let index = sample();
    for code in ["JEM-2100F", "jem2100f", "JEM 2100F", "2100f", "JEM-2100F은"] {
        assert_eq!(ids(&index.search(&ask(code)).expect("searched")).first(), Some(&"tem"), "{code}");
    }
}

#[test]
fn suggestions_by_beginning_initials_layout_and_slip() {
    let index = sample();
    let check = |typed: &str, name: &str, way: SuggestionWay| {
        let found = index.suggest(typed, &everyone(), 5).expect("suggested");
        assert!(found.iter().any(|s| s.text == name && s.way == way), "{typed}: {found:?}");
    };
    check("투과전ㅈ", "투과전자현미경", SuggestionWay::Beginning);
    check("투", "투과전자현미경", SuggestionWay::Beginning);
    check("tandem", "Liquid chromatograph tandem mass spectrometer", SuggestionWay::Beginning);
    check("ㅌㄱㅈㅈ", "투과전자현미경", SuggestionWay::Initials);
    check("xnrhk", "투과전자현미경", SuggestionWay::Layout);
    check("투가전자", "투과전자현미경", SuggestionWay::Slip);
    for odd in ["", " ", "ㅋㅋㅋㅋㅋ", "\0", "<script>", &"가".repeat(20_000)] {
        index.suggest(odd, &everyone(), 5).expect("no failure");
    }
}

#[test]
fn strange_questions_are_answered() {
    let index = sample();
    let long = "잔류농약 pesticide ".repeat(1_200);
    for odd in
        ["은", "은 는 이 가", "가", "a", "the of and", "\u{0}\u{1}", "<b>x</b>", "…", "😀", "ｱｲｳ", "-", &long]
    {
        let hits = index.search(&ask(odd)).expect("no failure");
        assert!(hits.total <= 5);
        index.take_apart(&ask(odd), &["lcms", "tem", "nobody"]).expect("no failure");
    }
    // Other languages and scripts, one endless word, marks that turn the writing round: hits, or the words nobody
    // speaks to.
    let (word, numbers) = ("q".repeat(20_000), "9-".repeat(10_000));
    for odd in [
        "顕微鏡で測定したい",
        "Rasterelektronenmikroskopie für Prüflinge",
        "остаточные пестициды",
        "\u{202e}naecs\u{202c} مجهر",
        "현미경microscope顕微鏡мікроскоп",
        "<script>alert('분해능')</script>",
        "양자\u{0}얽\u{7}힘\u{1b}[31m",
        &word,
        &numbers,
    ] {
        let hits = index.search(&ask(odd)).expect("no failure");
        assert!(!hits.hits.is_empty() || !hits.unmatched_words.is_empty(), "{odd:.40}");
    }
    let beyond = Query { offset: usize::MAX, limit: usize::MAX, floor: f64::NAN, ..ask("현미경") };
    assert!(index.search(&beyond).expect("no failure").hits.is_empty());
}

#[test]
fn a_changed_record_replaces_the_old_one() {
    let index = sample();
    index.add([&instrument("sem", "원자현미경")]).expect("added");
    index.commit().expect("committed");
    assert_eq!(ids(&index.search(&ask("원자현미경")).expect("searched")).first(), Some(&"sem"));
    assert!(!ids(&index.search(&ask("주사전자")).expect("searched")).contains(&"sem"));
    assert_eq!(index.documents(), 6);
}

#[test]
fn without_the_named_reason_a_record_ranks_lower() {
    let index = sample();
    let question = ask("잔류농약 다성분");
    let before = index.search(&question).expect("searched").hits[0].score;
    index
        .add([&instrument("lcms", "액체크로마토그래프 탠덤질량분석기").with(FieldName::Alias, "LC-MS/MS")])
        .expect("added");
    index.commit().expect("committed");
    let after = index.search(&question).expect("searched");
    let score = after.hits.iter().find(|hit| hit.id == "lcms").map_or(0.0, |hit| hit.score);
    assert!(score < before * 0.5, "{score} {before}");
}

#[test]
fn the_parts_make_up_the_score_and_hidden_documents_have_none() {
    let index = sample();
    for text in ["잔류농약을 LC-MS/MS로 재고 싶어요", "pesticide residues in produce by mass spectrometer"]
    {
        let found = index.search(&ask(text)).expect("searched");
        let seen: Vec<&str> = ids(&found);
        let apart = index.take_apart(&ask(text), &seen).expect("taken apart");
        assert_eq!(apart.documents.len(), seen.len());
        for (hit, document) in found.hits.iter().zip(&apart.documents) {
            let score = document.text * document.facts;
            assert!((hit.score - score).abs() < 1e-9 * hit.score, "{text}: {} {score}", hit.score);
            let shares: f64 = document.reasons.iter().map(|r| r.share).sum();
            assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        }
    }
    assert!(
        index.take_apart(&ask("잔류농약"), &["secret", "nobody"]).expect("taken apart").documents.is_empty()
    );
}

#[test]
fn words_that_stand_together_in_the_question_count_more_together() {
    let index = Index::create_in_ram().expect("an index in memory");
    let apart = "wear of a bearing under load, tested by friction and heat in oil at room temperature";
    let together = "friction wear of a bearing in oil under load, tested by heat at room temperature";
    let document = |id: &str, text: &str| instrument(id, "bench").with(FieldName::Description, text);
    index.add([&document("apart", apart), &document("together", together)]).expect("added");
    index.commit().expect("committed");
    assert_eq!(ids(&index.search(&ask("friction wear")).expect("searched")), ["together", "apart"]);
}

#[test]
fn a_damaged_or_foreign_folder_asks_to_be_rebuilt() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index");
    assert!(matches!(Index::open(&path), Err(IndexError::Missing)));
    let index = Index::create(&path).expect("made");
    index.add([&instrument("a", "현미경")]).expect("added");
    index.commit().expect("committed");
    drop(index);
    let again = Index::open(&path).expect("opened");
    assert_eq!(again.search(&ask("현미경")).expect("searched").total, 1);
    drop(again);
    for entry in std::fs::read_dir(&path).expect("listed").flatten() {
        let file = entry.path();
        if file.extension().is_some_and(|e| e == "store" || e == "idx" || e == "term") {
            std::fs::write(&file, b"broken").expect("written");
        }
    }
    let error = Index::open(&path).err().expect("damage is noticed");
    assert!(error.needs_rebuilding(), "{error:?}");
    std::fs::write(path.join("meta.json"), b"{").expect("written");
    assert!(Index::open(&path).err().expect("damage is noticed").needs_rebuilding());
    assert_eq!(Index::create(&path).expect("made anew").documents(), 0);
}

#[test]
fn other_weights_order_the_best_hits_anew_and_the_formula_comes_back() {
    let index = Index::create_in_ram().expect("an index");
    let document = |id: &str, name: &str, text: &str| {
        Document::new(id, "service")
            .with(FieldName::Name, name)
            .with(FieldName::Description, text)
            .visible_to("all")
    };
    let documents = [
        document("named", "corrosion test", "metals"),
        document(
            "described",
            "durability",
            "corrosion of coated steel, corrosion in salt, corrosion outdoors",
        ),
        document("other", "hardness", "steel"),
    ];
    index.add(&documents).expect("added");
    index.commit().expect("committed");
    let query = Query { text: "corrosion".into(), visibility: vec!["all".into()], ..Query::default() };
    let found = |index: &Index| index.search(&query).expect("found").hits;
    let ids = |hits: &[Hit]| hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
    let usual = found(&index);
    assert_eq!(ids(&usual), ["named", "described"]);
    // The parts add up to the score, over the best one's text.
    let best = usual.first().map_or(0.0, |hit| hit.score);
    for hit in &usual {
        let sum = Ranking::default().score(&hit.features);
        assert!((sum - hit.score / best).abs() < 1e-9, "{sum} and {}", hit.score / best);
    }
    let mut ranking = Ranking::default();
    ranking.weights[0] = 0.25;
    ranking.weights[5] = 4.0;
    index.set_ranking(ranking);
    let other = found(&index);
    assert_eq!(ids(&other), ["described", "named"]);
    assert!(other.windows(2).all(|two| two[0].score >= two[1].score));
    // What is taken apart adds up to what it was ordered by.
    let apart = index.take_apart(&query, &["described"]).expect("taken apart");
    let (score, whole) = (other[0].score, apart.documents[0].text * apart.documents[0].facts);
    assert!((score - whole).abs() < 1e-9, "{score} and {whole}");
    assert_eq!(
        other[0].features, usual[1].features,
        "what is learned from does not depend on what was learned"
    );
    index.set_ranking(Ranking::default());
    assert_eq!(found(&index), usual);
}

/// Three thousand records of a few words, taken for a large catalogue or not.
fn many(narrow_from: u32) -> Index {
    let words = ["beam", "probe", "laser", "vacuum", "plasma", "lens", "grid", "현미경", "분석기"];
    let index = Index::create_in_ram_with(Weights { narrow_from, ..Weights::default() }, None).unwrap();
    let documents = (0..3_000_usize).map(|n| {
        let said: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(place, _)| n % (place + 3) == n / 7 % 3)
            .map(|(_, w)| *w)
            .collect();
        let document = Document::new(format!("d{n}"), "thing")
            .with(FieldName::Name, said.iter().take(2).copied().collect::<Vec<_>>().join(" "))
            .with(FieldName::Description, said.join(" and also "))
            .filter("half", if n % 2 == 0 { "even" } else { "odd" });
        if n % 5 == 0 { document.visible_to("org:1") } else { document.visible_to("public") }
    });
    index.add_new(&documents.collect::<Vec<_>>()).unwrap();
    index.commit().unwrap();
    index
}

/// Where scores are summed up only for what can still be among the best, the best are the same.
#[test]
fn a_narrow_search_finds_the_same() {
    let (narrow, whole) = (many(0), many(u32::MAX));
    let texts = [
        "laser",
        "vacuum lens",
        "plasma probe grid",
        "현미경 beam",
        "분석기 현미경 laser vacuum plasma lens",
        "nothing",
    ];
    for text in texts {
        for filters in [Vec::new(), vec![("half".to_owned(), "odd".to_owned())]] {
            let visibility = vec!["public".to_owned()];
            let query = Query { text: text.to_owned(), visibility, filters, limit: 40, ..Query::default() };
            let (narrow, whole) = (narrow.search(&query).unwrap(), whole.search(&query).unwrap());
            assert_eq!(narrow.hits.len(), whole.hits.len(), "{text}");
            for (one, other) in narrow.hits.iter().zip(&whole.hits) {
                assert!((one.score - other.score).abs() < 1e-9, "{text}: {} {}", one.score, other.score);
            }
        }
    }
}

/// In a large catalogue counts are told from a part, are said to be so, and are about right; where few fit, they are exact.
#[test]
fn counts_of_a_large_catalogue_are_said_to_be_about_so_many() {
    let (narrow, whole) = (many(0), many(u32::MAX));
    let check = |text: &str, filters: Vec<(String, String)>, about: bool| {
        let (visibility, facets) = (vec!["public".to_owned()], vec!["half".to_owned()]);
        let query = Query { text: text.to_owned(), visibility, filters, facets, ..Query::default() };
        let (told, exact) = (narrow.search(&query).unwrap(), whole.search(&query).unwrap());
        assert_eq!((told.about, exact.about), (about, false), "{text}");
        let (of_told, of_exact) = (&told.facets["half"], &exact.facets["half"]);
        let counts = of_exact.iter().map(|(value, count)| (of_told.get(value).copied().unwrap_or(0), *count));
        for (told, exact) in counts.chain([(told.total, exact.total)]) {
            if about {
                assert!(told.abs_diff(exact) * 4 <= exact, "{text}: about {told}, in truth {exact}");
                let unit = 10_usize.pow(told.ilog10().saturating_sub(1));
                assert_eq!(told % unit, 0, "{text}: two figures of {told} are known");
            } else {
                assert_eq!(told, exact, "{text}");
            }
        }
    };
    check("laser", Vec::new(), true);
    check("현미경 beam", Vec::new(), true);
    check("plasma probe grid", Vec::new(), true);
    check("laser", vec![("half".to_owned(), "odd".to_owned())], false);
    check("nothing", Vec::new(), false);
}
