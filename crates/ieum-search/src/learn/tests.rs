use super::*;
use crate::index::{FACTS, PARTS};

/// Numbers that look drawn by lot (SplitMix64).
struct Chance(u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        real(usize::try_from((mixed ^ (mixed >> 31)) >> 40).expect("24 bits")) / 16_777_216.0
    }
}

/// What people want, unknown to the fit: descriptions far more than the formula thinks, names and translations hardly.
fn taste() -> Ranking {
    let mut weights = Ranking::default().weights;
    weights[0] = 0.25;
    weights[5] = 3.5;
    weights[8] = 0.25;
    weights[FACTS] = 0.1;
    Ranking { weights }
}

/// Things as a search finds them: some parts speak, most are silent, facts are few.
fn things(chance: &mut Chance, count: usize) -> Vec<Features> {
    let thing = |chance: &mut Chance| {
        let mut parts = [0.0; PARTS];
        for part in [0, 2, 3, 5, 7, 8, 9] {
            if chance.unit() < 0.5 {
                parts[part] = chance.unit() * 0.4;
            }
        }
        let whole: f64 = parts.iter().sum();
        parts[FACTS] = if chance.unit() < 0.2 { -0.5 * whole } else { 0.0 };
        parts
    };
    (0..count).map(|_| thing(chance)).collect()
}

/// Requests answered in the formula's order: each place is looked at with the chance `1 / place`, and what is looked at
/// is chosen by `taste`, as sharply as `sharp`.
fn clicked(taste: &Ranking, requests: usize, sharp: f64, seed: u64) -> Vec<Judged> {
    let mut chance = Chance(seed);
    let mut all = Vec::new();
    while all.len() < requests {
        let mut found = things(&mut chance, 12);
        found.sort_by(|a, b| Ranking::default().score(b).total_cmp(&Ranking::default().score(a)));
        let middle = found.iter().map(|one| taste.score(one)).sum::<f64>() / 12.0;
        let shown = (1..)
            .zip(&found)
            .map(|(place, features)| {
                let looked = chance.unit() < 1.0 / real(place);
                let liked =
                    chance.unit() < 1.0 / (1.0 + (-sharp * (taste.score(features) - middle - 0.2)).exp());
                Shown { features: *features, place, grade: u8::from(looked && liked) }
            })
            .collect();
        let judged = Judged { request: format!("ned_{}_{seed}", all.len()), shown };
        if judged.says_something() {
            all.push(judged);
        }
    }
    all
}

/// How far two rankings agree about pairs of fresh things.
fn agreement(one: &Ranking, other: &Ranking) -> f64 {
    let mut chance = Chance(77);
    let found = things(&mut chance, 400);
    let pairs = || found.iter().zip(found.iter().skip(1));
    let same =
        |(a, b): &(&Features, &Features)| (one.score(a) > one.score(b)) == (other.score(a) > other.score(b));
    real(pairs().filter(same).count()) / real(pairs().count())
}

#[test]
fn what_people_want_is_learned_from_what_they_choose() {
    let all = clicked(&taste(), 1_200, 30.0, 5);
    let learned = learn(&all, &Ranking::default()).expect("enough");
    let (ours, formula) = (agreement(&learned.ranking, &taste()), agreement(&Ranking::default(), &taste()));
    println!("agreement {formula:.3} -> {ours:.3}; {learned:?}");
    assert!(ours > 0.9 && ours > formula + 0.1, "{formula} -> {ours}: {:?}", learned.ranking);
    assert!(learned.beats(), "{learned:?}");
    // Ratios to what nobody wants otherwise come out, signs and order of the weights with them.
    let [name, _, method, _, _, description, _, _, translation, ..] = learned.ranking.weights;
    assert!(description > 1.5 * method && name < 0.8 * method && translation < 0.7 * method, "{learned:?}");
}

/// The same choices counted alike wherever they stood: what was shown first looks better than it is.
#[test]
fn counting_choices_by_the_chance_to_be_seen_undoes_the_order_of_the_past() {
    let all = clicked(&taste(), 900, 30.0, 11);
    let fair = fit(&all.iter().collect::<Vec<_>>());
    let flat: Vec<Judged> = all
        .iter()
        .map(|one| {
            let shown = one.shown.iter().map(|thing| Shown { place: 1, ..*thing }).collect();
            Judged { shown, ..one.clone() }
        })
        .collect();
    let naive = fit(&flat.iter().collect::<Vec<_>>());
    let (fair, naive) = (agreement(&fair, &taste()), agreement(&naive, &taste()));
    println!("agreement by chance to be seen {fair:.3}, all alike {naive:.3}");
    assert!(fair > naive + 0.02, "{fair} and {naive}");
}

#[test]
fn nothing_is_adopted_where_the_formula_is_right_or_choices_say_nothing() {
    let right = learn(&clicked(&Ranking::default(), 700, 14.0, 3), &Ranking::default()).expect("enough");
    assert!(!right.beats() || right.compared.difference < 0.01, "{right:?}");
    let mut chance = Chance(9);
    let mut lots = clicked(&taste(), 700, 14.0, 9);
    for one in lots.iter_mut().flat_map(|judged| &mut judged.shown) {
        one.grade = u8::from(chance.unit() < look(one.place) * 0.5);
    }
    let luck = learn(&lots, &Ranking::default()).expect("enough");
    assert!(!luck.beats(), "{luck:?}");
}

#[test]
fn few_requests_teach_nothing() {
    let all = clicked(&taste(), ENOUGH - 1, 14.0, 2);
    assert_eq!(learn(&all, &Ranking::default()), None);
    let silent = Judged { request: "x".into(), shown: Vec::new() };
    assert!(!silent.says_something());
    assert_eq!(fit(&[&silent]), Ranking::default());
}

#[test]
fn the_same_requests_give_the_same_weights_within_their_bounds() {
    let wild = Ranking { weights: [50.0; PARTS] };
    let all = clicked(&wild, 600, 500.0, 4);
    let (one, again) = (learn(&all, &Ranking::default()), learn(&all, &Ranking::default()));
    assert_eq!(one, again);
    let weights = one.expect("enough").ranking.weights;
    for (part, weight) in weights.iter().enumerate() {
        let (least, most) = Ranking::bounds(part);
        assert!((least..=most).contains(weight), "{part}: {weight}");
    }
    let held = all.iter().filter(|one| one.is_held_out()).count();
    assert!((80..=160).contains(&held), "about a fifth is kept: {held}");
}

#[test]
fn goodness_is_the_share_of_the_best_order() {
    let shown = |place: usize, name: f64, grade: u8| {
        let mut features = [0.0; PARTS];
        features[0] = name;
        Shown { features, place, grade }
    };
    let judged = Judged { request: "x".into(), shown: vec![shown(1, 0.9, 0), shown(2, 0.5, 1)] };
    let formula = Ranking::default();
    // 1 / log2(3): the one chosen stands second.
    assert!((goodness(&judged, &formula) - 0.630_929_753_571_457).abs() < 1e-12);
    let first = Judged { request: "x".into(), shown: vec![shown(1, 0.9, 3), shown(2, 0.5, 0)] };
    assert!((goodness(&first, &formula) - 1.0).abs() < 1e-12);
    assert_eq!((look(1), look(4), look(40)), (1.0, 0.25, 0.1));
}
