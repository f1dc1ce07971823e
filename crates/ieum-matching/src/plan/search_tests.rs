use super::super::plan::{Link, Offer, Open, Part, Record, Said};
use super::super::wanted::Topic;
use super::super::ways::{Ground, Place, goals, ways};
use super::*;
use ieum_kernel::{Money, Text};
use std::collections::BTreeMap;

const NOW: &str = "2026-03-02T01:00:00Z";

fn cost(won: i64) -> Cost {
    let supply = Money::won(won);
    Cost {
        supply,
        vat: Money::won(won / 10),
        subsidy: Money::won(0),
        total: Money::won(won + won / 10),
        tier: String::new(),
        lines: Vec::new(),
        voucher: None,
    }
}

/// A service at facility `a` that takes `days`, costs `won`, and finished so many requests.
fn service(id: &str, speaks: &[&str], days: i64, won: i64, finished: i64) -> Candidate {
    Candidate {
        offer: Offer {
            kind: "service".into(),
            id: id.into(),
            name: Text::new(id, id),
            facility: "a".into(),
            place: Text::default(),
            region: "43".into(),
            access_mode: "request".into(),
            accreditation: String::new(),
            turnaround_days: Some(days),
        },
        method: None,
        instrument: None,
        expert: None,
        why: Said::default(),
        record: Record { finished, failed: 0 },
        position: None,
        openings: Vec::new(),
        cost: (won > 0).then(|| cost(won)),
        speaks: speaks.iter().map(|id| (*id).to_owned()).collect(),
        named: Vec::new(),
        methods: 1,
        relevance: 1.0,
    }
}

/// Time on an instrument at facility `b`, from the given day on.
fn instrument(id: &str, speaks: &[&str], opens: &str, won: i64) -> Candidate {
    let offer = Offer {
        kind: "instrument".into(),
        facility: "b".into(),
        access_mode: "self".into(),
        turnaround_days: None,
        ..service(id, &[], 0, 0, 0).offer
    };
    Candidate {
        instrument: Some(Link { id: id.into(), name: Text::new(id, id) }),
        openings: vec![opens.parse().unwrap()],
        offer,
        ..service(id, speaks, 0, won, 0)
    }
}

fn wanted(topics: &[&str], have: &[&str]) -> Wanted {
    let topic = |id: &&str| Topic { ids: vec![(*id).to_owned()], words: (*id).to_owned() };
    Wanted {
        topics: topics.iter().map(topic).collect(),
        have: have.iter().map(|id| (*id).to_owned()).collect(),
        interpretation: false,
        certificate: None,
        quantity: 2,
        quantity_said: true,
    }
}

/// The best plans as `aims: offers`, over candidates of which some were searched for a task.
#[track_caller]
fn check(
    wanted: &Wanted,
    candidates: &[Candidate],
    by_task: &[(&str, &[usize])],
    expected: &[(&[Aim], &[&str])],
) {
    let vocabulary = Vocabulary::shipped();
    let by_task: BTreeMap<String, Vec<usize>> =
        by_task.iter().map(|(task, places)| ((*task).to_owned(), places.to_vec())).collect();
    let ground = Ground { vocabulary: &vocabulary, wanted, candidates, by_task: &by_task };
    let (sets, unmet) = goals(&vocabulary, wanted, candidates);
    let ways = ways(&ground, &sets, &unmet);
    let zone = Zone::seoul();
    let now = NOW.parse().unwrap();
    let world = World { vocabulary: &vocabulary, wanted, candidates, vouchers: &[], now, zone: &zone };
    let found: Vec<(Vec<Aim>, Vec<String>)> = best(&world, &ways)
        .into_iter()
        .map(|(aims, filled)| {
            (aims, filled.picks.iter().map(|pick| candidates.get(*pick).unwrap().offer.id.clone()).collect())
        })
        .collect();
    let expected: Vec<(Vec<Aim>, Vec<String>)> = expected
        .iter()
        .map(|(aims, ids)| (aims.to_vec(), ids.iter().map(|id| (*id).to_owned()).collect()))
        .collect();
    assert_eq!(found, expected);
}

const EARLY: Aim = Aim::Earliest;
const CHEAP: Aim = Aim::Cheapest;
const STRONG: Aim = Aim::Strongest;

#[test]
fn each_aim_has_its_own_best_and_equal_ones_are_one() {
    let tensile = ["tensile-test"];
    let (quick, low) = (service("quick", &tensile, 2, 90_000, 0), service("low", &tensile, 20, 30_000, 0));
    let proved = service("proved", &tensile, 9, 80_000, 40);
    let asked = wanted(&["tensile-test"], &["specimen"]);
    let all = [quick.clone(), low.clone(), proved];
    check(&asked, &all, &[], &[(&[EARLY], &["quick"]), (&[CHEAP], &["low"]), (&[STRONG], &["proved"])]);
    check(&asked, &[quick], &[], &[(&[EARLY, CHEAP, STRONG], &["quick"])]);
    check(&asked, &[], &[], &[]);
    // A price that nobody says is no low one.
    let silent = service("silent", &tensile, 30, 0, 0);
    check(&asked, &[silent, low], &[], &[(&[EARLY, CHEAP, STRONG], &["low"])]);
}

#[test]
fn who_works_at_an_instrument_comes_prepared() {
    // A microscope takes a coated or cut specimen; the customer has a part.
    let sem = instrument("sem", &["scanning-electron-microscopy"], "2026-03-20T00:00:00Z", 100_000);
    let cutter = service("cutter", &["specimen-cutting"], 3, 20_000, 0);
    let dear = service("dear", &["specimen-cutting"], 1, 90_000, 0);
    let asked = wanted(&["scanning-electron-microscopy"], &["item"]);
    let tasks: &[(&str, &[usize])] = &[("specimen-cutting", &[1, 2])];
    // Both are done long before the microscope is free, so that the cheaper one is also the earlier plan.
    check(&asked, &[sem, cutter, dear], tasks, &[(&[EARLY, CHEAP, STRONG], &["cutter", "sem"])]);
}

#[test]
fn several_measurements_where_no_one_covers_all() {
    let asked = wanted(&["pesticide-residue", "tensile-test"], &[]);
    let a = service("a", &["pesticide-residue"], 3, 50_000, 0);
    let b = service("b", &["tensile-test"], 3, 50_000, 0);
    check(&asked, &[a, b], &[], &[(&[EARLY, CHEAP, STRONG], &["a", "b"])]);
}

#[test]
fn results_become_a_certificate() {
    let mut asked = wanted(&["electrical-safety-test"], &["item"]);
    asked.certificate = Some("product-safety-certification".into());
    let test = service("test", &["electrical-safety-test"], 5, 100_000, 0);
    let mark = service("mark", &["product-safety-certification"], 10, 300_000, 0);
    let tasks: &[(&str, &[usize])] = &[("product-safety-certification", &[1])];
    check(&asked, &[test, mark], tasks, &[(&[EARLY, CHEAP, STRONG], &["test", "mark"])]);
}

#[test]
fn what_nobody_does_is_said() {
    let vocabulary = Vocabulary::shipped();
    let asked = wanted(&["tensile-test", "pesticide-residue"], &[]);
    let candidates = [service("a", &["tensile-test"], 3, 50_000, 0)];
    let (sets, unmet) = goals(&vocabulary, &asked, &candidates);
    let by_task = BTreeMap::new();
    let ground =
        Ground { vocabulary: &vocabulary, wanted: &asked, candidates: &candidates, by_task: &by_task };
    let ways = ways(&ground, &sets, &unmet);
    let way = ways.first().unwrap();
    assert_eq!(way.undone, 1);
    assert_eq!(way.open, [Open::Unmet { words: "pesticide-residue".into() }]);
}

#[test]
fn the_search_stays_bounded_and_finds_the_same_every_time() {
    // Five places with six choices each are 7,776 plans; the beam looks at a few hundred.
    let vocabulary = Vocabulary::shipped();
    let asked = wanted(&[], &[]);
    let candidates: Vec<Candidate> = (0..30)
        .map(|n| service(&format!("s{n:02}"), &[], 1 + (n * 7) % 11, 10_000 * (1 + (n * 5) % 13), n % 4))
        .collect();
    let places = (0..5)
        .map(|place| Place {
            part: Part::Measure,
            task: None,
            after: if place == 0 { vec![] } else { vec![place - 1] },
            choices: (place * 6..place * 6 + 6).collect(),
        })
        .collect();
    let way = Way { places, open: Vec::new(), undone: 0 };
    let zone = Zone::seoul();
    let now = NOW.parse().unwrap();
    let world = World {
        vocabulary: &vocabulary,
        wanted: &asked,
        candidates: &candidates,
        vouchers: &[],
        now,
        zone: &zone,
    };
    let found = best(&world, std::slice::from_ref(&way));
    // The cheapest of each place is the cheapest plan, whatever else was cut away.
    let cheapest: Vec<usize> = way
        .places
        .iter()
        .map(|p| {
            *p.choices.iter().min_by_key(|i| candidates[**i].cost.as_ref().map(|c| c.total.minor)).unwrap()
        })
        .collect();
    let by_aim =
        |aim| found.iter().find(|(aims, _)| aims.contains(&aim)).map(|(_, filled)| filled.picks.clone());
    assert_eq!(by_aim(CHEAP), Some(cheapest));
    assert_eq!(found, best(&world, std::slice::from_ref(&way)));
}
