//! What the region has of something somebody wants to buy.

use crate::duplicates::{Machine, Register, Said, wish};
use ieum_kernel::Text;
use ieum_search::Vocabulary;
use ieum_search::linkage::{Agreement, Judged, Span, Unmet, covers, kinds, spans};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Instruments compared with one wish.
const COMPARED: usize = 60;
/// Findings shown of each sort.
const SHOWN: usize = 6;
/// What names and descriptions must say for the same kind of thing, in bits.
const SAME_KIND: f64 = 2.0;
/// The same where the specification covers all that was asked.
const SAME_KIND_COVERED: f64 = 0.5;

/// One line of a wish with what was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// As written.
    pub words: String,
    /// The measures it asks for, as read.
    pub measures: Vec<String>,
    /// The same model where it would stand.
    pub here: Vec<Finding>,
    /// The same model elsewhere.
    pub elsewhere: Vec<Finding>,
    /// Another model that does the same and covers what was asked.
    pub equivalent: Vec<Finding>,
    /// Another kind of thing, narrower than what was asked for and with all that was asked: `전자현미경` asks for any of them.
    #[serde(default)]
    pub narrower: Vec<Finding>,
    /// How many more of these there are than are shown.
    #[serde(default)]
    pub narrower_more: usize,
    /// The same or a narrower kind of thing that lacks something asked for.
    pub lesser: Vec<Finding>,
}

impl Wish {
    /// Whether nothing was found that would do.
    pub const fn is_new(&self) -> bool {
        self.here.is_empty()
            && self.elsewhere.is_empty()
            && self.equivalent.is_empty()
            && self.narrower.is_empty()
    }

    /// What was found by sort, with the sort's word in message keys and how many more there are of it, the best sort first.
    pub(super) fn groups(&self) -> [(&'static str, &[Finding], usize); 5] {
        [
            ("here", &self.here, 0),
            ("elsewhere", &self.elsewhere, 0),
            ("equivalent", &self.equivalent, 0),
            ("narrower", &self.narrower, self.narrower_more),
            ("lesser", &self.lesser, 0),
        ]
    }

    /// All that was found.
    pub(super) fn findings_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        let Self { here, elsewhere, equivalent, narrower, lesser, .. } = self;
        [here, elsewhere, equivalent, narrower, lesser].into_iter().flatten()
    }
}

/// An instrument that may do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Who made it.
    pub maker: String,
    /// Its model.
    pub model: String,
    /// Where it stands.
    pub facility: Text,
    /// The organisation behind it.
    pub organisation: Text,
    /// How far away, in kilometres, where both places are known.
    pub distance_km: Option<i64>,
    /// How much of its open time of the last year was booked, in per cent, where its hours are known.
    pub use_percent: Option<i64>,
    /// `open`, `internal_only` or `closed`.
    pub access: String,
    /// `self`, `assisted` or `request`.
    pub access_mode: String,
    /// Code of the sharing scope; empty when unknown.
    pub use_scope: String,
    /// What the specification covers of what was asked, as written there.
    pub covers: Vec<String>,
    /// What it does not.
    pub misses: Vec<Missed>,
    /// The kind it is of and the wider kind that was asked for, where these differ.
    #[serde(default)]
    pub kind_of: Option<[Text; 2]>,
    /// What the fields say: message keys of the field and of how it agrees.
    pub reasons: Vec<(String, String)>,
}

/// Something asked for that the specification does not cover.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// What was asked.
    pub wished: String,
    /// What there is instead; empty when the specification says nothing of it.
    pub has: String,
}

/// Where somebody would use it.
#[derive(Debug, Clone, Default)]
pub(super) struct Here {
    /// The facility; empty when nobody said.
    pub(super) facility: String,
    /// Latitude and longitude, if known.
    pub(super) place: Option<(f64, f64)>,
}

/// What the register has for one line.
pub(super) fn found(register: &Register, words: &str, here: &Here) -> Wish {
    let asked = spans(words);
    let mut wish_found = Wish {
        words: words.to_owned(),
        measures: asked.iter().map(|span| span.written.clone()).collect(),
        ..Wish::default()
    };
    let narrower = narrower(register, words);
    let kinds: HashSet<&str> = narrower.iter().map(|(machine, _)| machine.id.as_str()).collect();
    let mut seen = HashSet::new();
    for judged in register.linker.against(&wish(words), COMPARED) {
        let Some(machine) = register.machines.get(judged.right) else { continue };
        let is_narrower = kinds.contains(machine.id.as_str());
        let finding = Finding { reasons: reasons(&judged), ..finding(machine, &asked, here) };
        let (met, unmet) = (!finding.covers.is_empty(), !finding.misses.is_empty());
        let place = if judged.same_model && machine.facility == here.facility && !here.facility.is_empty() {
            &mut wish_found.here
        } else if judged.same_model {
            &mut wish_found.elsewhere
        } else if is_narrower && !is_called_so(&judged) {
            // The next loop takes these, with those that share too little to be compared here.
            continue;
        } else if !unmet && (is_of_kind(&judged) || met && judged.kin_bits >= SAME_KIND_COVERED) {
            &mut wish_found.equivalent
        } else if is_of_kind(&judged) {
            &mut wish_found.lesser
        } else {
            continue;
        };
        seen.insert(machine.id.as_str());
        place.push(finding);
    }
    for (machine, kinds) in narrower.iter().filter(|(machine, _)| !seen.contains(machine.id.as_str())) {
        let finding = Finding { kind_of: Some(kinds.clone()), ..finding(machine, &asked, here) };
        let place = if finding.misses.is_empty() { &mut wish_found.narrower } else { &mut wish_found.lesser };
        place.push(finding);
    }
    // What stands next door before what stands far away; what is not known comes last.
    for list in [&mut wish_found.elsewhere, &mut wish_found.narrower] {
        list.sort_by_key(|finding| finding.distance_km.unwrap_or(i64::MAX));
    }
    wish_found.narrower_more = wish_found.narrower.len().saturating_sub(SHOWN);
    let Wish { here, elsewhere, equivalent, narrower, lesser, .. } = &mut wish_found;
    for list in [here, elsewhere, equivalent, narrower, lesser] {
        list.truncate(SHOWN);
    }
    wish_found
}

/// Instruments of a narrower kind than the words name, with that kind and the wider one: somebody who wants «전자현미경» may mean any
/// of them.
fn narrower<'a>(register: &'a Register, words: &str) -> Vec<(&'a Machine, [Text; 2])> {
    let asked = kinds(words);
    let Some(wide) = asked.first() else { return Vec::new() };
    let vocabulary = Vocabulary::shipped();
    let name = |id: &str| {
        let first = |names: &[String]| names.first().cloned().unwrap_or_default();
        vocabulary.entry(id).map(|entry| Text::new(&first(&entry.ko), &first(&entry.en))).unwrap_or_default()
    };
    let found = register.narrower(&asked);
    found.into_iter().map(|(machine, narrow)| (machine, [name(narrow), name(wide)])).collect()
}

/// Whether names and descriptions say enough, or the glossary knows both as one kind of thing: somebody who writes only «GC-MS»
/// describes nothing that a description could be compared with.
fn is_of_kind(judged: &Judged) -> bool {
    let known = |said: &&ieum_search::linkage::Reason| said.field == "concepts";
    let one = |agreement: Agreement| matches!(agreement, Agreement::Same | Agreement::Nearly);
    judged.kin_bits >= SAME_KIND || judged.reasons.iter().find(known).is_some_and(|said| one(said.agreement))
}

/// Whether it has the very name that was asked for.
fn is_called_so(judged: &Judged) -> bool {
    let is_name = |field: &str| matches!(field, "name_ko" | "name_en");
    judged.reasons.iter().any(|said| is_name(&said.field) && said.agreement == Agreement::Same)
}

fn written(span: Option<&Span>) -> String {
    span.map(|span| span.written.clone()).unwrap_or_default()
}

fn reasons(judged: &Judged) -> Vec<(String, String)> {
    let agreeing = crate::duplicates::said(judged).into_iter().filter(agrees).take(3);
    agreeing.map(|said| crate::duplicates::keys(&said)).collect()
}

fn finding(machine: &Machine, asked: &[Span], here: &Here) -> Finding {
    let (met, unmet) = covers(&spans(&machine.words), asked);
    let missed =
        |missed: &Unmet| Missed { wished: missed.wished.written.clone(), has: written(missed.has.as_ref()) };
    let there = machine.latitude.zip(machine.longitude);
    Finding {
        id: machine.id.clone(),
        name: machine.name.clone(),
        maker: machine.maker.clone(),
        model: machine.model.clone(),
        facility: machine.facility_name.clone(),
        organisation: machine.organisation_name.clone(),
        distance_km: here.place.zip(there).map(|(from, to)| kilometres(from, to)),
        access: machine.access.clone(),
        access_mode: machine.access_mode.clone(),
        use_scope: machine.use_scope.clone(),
        covers: met.iter().map(|covered| covered.by.written.clone()).collect(),
        misses: unmet.iter().map(missed).collect(),
        ..Finding::default()
    }
}

fn agrees(said: &Said) -> bool {
    matches!(said.agreement, Agreement::Same | Agreement::Nearly | Agreement::Alike)
}

/// The way along the surface between two places in degrees, in whole kilometres.
///
/// Source: the haversine formula, R. W. Sinnott, "Virtues of the haversine", Sky and Telescope 68 (1984), 159, on a sphere of
/// 6,371 km; off by at most half a per cent.
pub(super) fn kilometres(from: (f64, f64), to: (f64, f64)) -> i64 {
    let half_chord = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let a = half_chord(to.0 - from.0)
        + from.0.to_radians().cos() * to.0.to_radians().cos() * half_chord(to.1 - from.1);
    let way = 2.0 * 6_371.0 * a.sqrt().min(1.0).asin();
    // Nowhere on Earth is further than 20,016 km.
    format!("{way:.0}").parse().unwrap_or(i64::MAX)
}

/// How much of its open time was booked, in per cent: `booked_minutes` of the opening hours of `days` days.
pub(super) fn use_percent(machine: &Machine, booked_minutes: i64, days: i64) -> Option<i64> {
    let (opens, closes) = (machine.opens_at?, machine.closes_at?);
    let week = i64::try_from(machine.open_days.chars().filter(|day| *day != '-').count()).ok()?;
    let open = (closes - opens).checked_mul(week)?.checked_mul(days)? / 7;
    (open > 0).then(|| booked_minutes.saturating_mul(100) / open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        // Cheongju to Ochang, Seoul to Busan.
        assert_eq!(kilometres((36.6424, 127.4890), (36.7130, 127.4290)), 10);
        assert!((kilometres((37.5665, 126.9780), (35.1796, 129.0756)) - 325).abs() <= 1);
        assert_eq!(kilometres((36.0, 127.0), (36.0, 127.0)), 0);
    }

    #[test]
    fn a_kind_of_thing_is_found_by_its_name_alone() {
        let headings = ["장비명", "영문장비명", "제작사", "모델", "설명"].map(str::to_owned);
        let rows = [
            [
                "액체크로마토그래피 탠덤질량분석기",
                "Liquid chromatograph tandem mass spectrometer (LC-MS/MS)",
                "Hanbit",
                "HB-5500",
                "복잡한 시료 속 극미량 화합물을 분리하고 두 번 걸러 정량하는 장비",
            ],
            [
                "기체크로마토그래피 질량분석기",
                "Gas chromatograph mass spectrometer (GC-MS)",
                "Hanbit",
                "HG-7890",
                "휘발성 화합물을 분리해 질량으로 확인하는 장비",
            ],
            [
                "투과전자현미경",
                "Transmission electron microscope (TEM)",
                "Seorak",
                "SO-2100",
                "얇은 시료를 투과한 전자로 내부 구조를 보는 현미경",
            ],
            ["만능재료시험기", "Universal testing machine", "Seorak", "U-5982", "최대 100 kN"],
            ["원심분리기", "Centrifuge", "Dasan", "C-11", "시료를 빠르게 돌려 나누는 장비"],
        ];
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        let register = crate::duplicates::of_rows(&headings, &rows);
        let models = |list: &[Finding]| list.iter().map(|one| one.model.clone()).collect::<Vec<_>>();
        let check = |words: &str, expected: &[&str], lesser: &[&str]| {
            let wish = found(&register, words, &Here::default());
            let judged: Vec<_> = register.linker.against(&super::wish(words), COMPARED);
            let (found, less) = (models(&wish.equivalent), models(&wish.lesser));
            assert_eq!((found, less), (models_of(expected), models_of(lesser)), "{words}: {judged:#?}");
        };
        check("GC-MS 질량분석기", &["HG-7890"], &[]);
        check("기체크로마토그래피 질량분석기", &["HG-7890"], &[]);
        check("투과전자현미경", &["SO-2100"], &[]);
        check("투과전자현미경 200 kV", &[], &["SO-2100"]);
        check("만능재료시험기 50 kN", &["U-5982"], &[]);
        let narrower = |words: &str| models(&found(&register, words, &Here::default()).narrower);
        for words in ["GC-MS 질량분석기", "기체크로마토그래피 질량분석기", "투과전자현미경"]
        {
            assert_eq!(narrower(words), models_of(&[]), "{words}: another kind is no narrower one");
        }
        check("unheard-of thing", &[], &[]);
        assert_eq!(narrower("질량분석기"), models_of(&["HB-5500", "HG-7890"]));
        let wish = found(&register, "전자현미경", &Here::default());
        assert_eq!(models(&wish.narrower), models_of(&["SO-2100"]), "{wish:#?}");
        let kinds = wish.narrower.first().and_then(|one| one.kind_of.clone()).unwrap();
        assert_eq!(kinds.map(|kind| kind.ko), ["투과전자현미경", "전자현미경"]);
        assert!(!wish.is_new());
        let wish = found(&register, "electron microscope, 200 kV", &Here::default());
        assert_eq!(
            (models(&wish.narrower), models(&wish.lesser)),
            (vec![], models_of(&["SO-2100"])),
            "{wish:#?}"
        );
        let wish = found(&register, "전자현미경용 시편 홀더", &Here::default());
        assert!(wish.narrower.is_empty(), "a holder is no microscope: {wish:#?}");
        check("극저온 냉각기 4 K", &[], &[]);
    }

    #[test]
    fn of_many_the_nearest_are_shown_and_the_others_counted() {
        let headings = ["장비명", "모델"].map(str::to_owned);
        let rows: Vec<Vec<String>> =
            (0..SHOWN + 3).map(|n| vec!["투과전자현미경".to_owned(), format!("T-{n}")]).collect();
        let wish = found(&crate::duplicates::of_rows(&headings, &rows), "전자현미경", &Here::default());
        assert_eq!((wish.narrower.len(), wish.narrower_more), (SHOWN, 3), "{wish:#?}");
    }

    fn models_of(models: &[&str]) -> Vec<String> {
        models.iter().map(|model| (*model).to_owned()).collect()
    }

    #[test]
    fn use_is_a_share_of_the_open_hours() {
        let machine = Machine {
            opens_at: Some(540),
            closes_at: Some(1_080),
            open_days: "MTWTF--".into(),
            ..Machine::default()
        };
        assert_eq!(use_percent(&machine, 1_350, 7), Some(50));
        assert_eq!(use_percent(&Machine::default(), 1_350, 7), None);
    }
}
