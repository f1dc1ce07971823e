//! Names of organisations: what kind of company somebody is does not tell two apart.

use super::likeness::jaro_winkler;
use super::text::{folded, sound};

/// Signs and words of legal form, in one spelling; they may stand before or behind the name.
const FORMS: &[&str] = &[
    "주식회사",
    "유한회사",
    "유한책임회사",
    "합자회사",
    "합명회사",
    "재단법인",
    "사단법인",
    "학교법인",
    "의료법인",
    "산학협력단",
    "co",
    "ltd",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "company",
    "limited",
    "llc",
    "gmbh",
    "ag",
    "kk",
    "sa",
    "bv",
    "plc",
    "pte",
    "srl",
    "spa",
    "oy",
    "ab",
    "the",
];
/// Forms in brackets.
const BRACKETED: &[&str] = &["(주)", "(유)", "(재)", "(사)", "(학)", "㈜", "㈐"];

/// Korean words in names of organisations and what stands in the English name, in one spelling.
const MEANINGS: &[(&str, &str)] = &[
    ("대학교병원", "university hospital"),
    ("대학병원", "university hospital"),
    ("과학기술원", "institute science technology"),
    ("과학기술", "science technology"),
    ("과학", "science"),
    ("기술", "technology"),
    ("대학교", "university"),
    ("대학", "college"),
    ("연구원", "research institute"),
    ("연구소", "research institute"),
    ("연구", "research"),
    ("병원", "hospital"),
    ("의료원", "medical center"),
    ("의료", "medical"),
    ("센터", "center"),
    ("진흥원", "agency"),
    ("공사", "corporation"),
    ("공단", "corporation"),
    ("재단", "foundation"),
    ("협회", "association"),
    ("학회", "society"),
    ("한국", "korea"),
    ("국립", "national"),
    ("국가", "national"),
    ("전자", "electronics"),
    ("전기", "electrotechnology"),
    ("기계", "machinery"),
    ("재료", "materials"),
    ("화학", "chemical"),
    ("생명공학", "bioscience biotechnology"),
    ("생명", "life"),
    ("정보", "information"),
    ("통신", "telecommunications"),
    ("에너지", "energy"),
    ("환경", "environment"),
    ("해양", "ocean"),
    ("항공우주", "aerospace"),
    ("원자력", "atomic energy"),
    ("표준", "standards"),
    ("식품", "food"),
    ("산업", "industrial"),
    ("의학", "medicine"),
    ("의과", "medical"),
    ("여자", "women"),
    ("외국어", "foreign studies"),
    ("교육", "education"),
    ("교통", "transportation"),
    ("건설", "construction"),
    ("농업", "agricultural"),
    ("농촌", "rural"),
    ("수산", "fisheries"),
    ("지질자원", "geoscience mineral resources"),
    ("철도", "railroad"),
    ("개발", "development"),
    ("경제", "economic"),
    ("정책", "policy"),
    ("대한민국", "korea"),
    ("테크노파크", "technopark"),
    ("제약", "pharmaceutical"),
    ("바이오", "bio"),
    ("의과대학", "medical college"),
    ("한의", "korean medicine"),
    ("가톨릭", "catholic"),
    ("기독", "christian"),
    ("신학", "theological"),
    ("예술", "arts"),
    ("체육", "sport"),
    ("사이버", "cyber"),
    ("디지털", "digital"),
    ("보건", "health"),
    ("건강", "health"),
    ("공과", "engineering"),
    ("공학", "engineering"),
    ("공업", "technical"),
    ("방송", "broadcasting"),
    ("문화", "culture"),
    ("역사", "history"),
    ("조선", "shipbuilding"),
    ("자동차", "automotive"),
    ("반도체", "semiconductor"),
    ("나노", "nano"),
    ("세라믹", "ceramic"),
    ("섬유", "textile"),
    ("생산", "industrial"),
    ("여성", "women"),
    ("아동", "children"),
    ("어린이", "children"),
    ("노동", "labor"),
    ("통일", "unification"),
    ("국방", "defense"),
    ("극지", "polar"),
    ("천문", "astronomy"),
    ("우주", "space"),
    ("지질", "geoscience"),
    ("수리", "mathematical"),
    ("물리", "physics"),
    ("핵융합", "fusion"),
    ("안전", "safety"),
    ("품질", "quality"),
    ("시험", "testing"),
    ("인증", "certification"),
    ("재활", "rehabilitation"),
    ("동물", "animal"),
    ("식물", "plant"),
    ("산림", "forest"),
    ("박물관", "museum"),
    ("도서관", "library"),
    ("중앙", "central"),
    ("국제", "international"),
    ("대구경북", "daegu gyeongbuk"),
    ("시립", "municipal"),
    ("도립", "provincial"),
    ("기초", "basic"),
    ("지원", "support"),
    ("평가", "evaluation"),
    ("관리", "management"),
    ("사회", "social"),
    ("인문", "humanities"),
    ("금융", "finance"),
    ("보험", "insurance"),
    ("도시", "urban"),
    ("치과", "dental"),
    ("학원", "academy"),
    ("수자원", "water resources"),
    ("농림", "agriculture forestry"),
    ("축산", "livestock"),
];

/// The name without its legal form, in one spelling with single spaces: `㈜정민실업`, `(주) 정민실업` and `정민실업 주식회사`
/// are one, as are `Agilent Technologies, Inc.` and `agilent technologies`.
pub fn core(name: &str) -> String {
    let mut text = name.to_owned();
    for form in BRACKETED {
        text = text.replace(form, " ");
    }
    let text = folded(&text);
    let text = text.trim();
    let bare = text.strip_prefix("주식회사").unwrap_or(text);
    let bare = bare.strip_suffix("주식회사").unwrap_or(bare);
    let text = if bare.trim().is_empty() { text } else { bare };
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !FORMS.contains(word)).collect();
    // A name that is nothing but forms keeps them.
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// How alike two names of organisations are, from 0 to 1, whatever the script: the same core is 1; otherwise words of
/// known meaning are translated, the rest is compared by how it sounds, and every word looks for its best partner.
pub fn organisation_likeness(left: &str, right: &str) -> f64 {
    let (left, right) = (core(left), core(right));
    if without_blanks(&left) == without_blanks(&right) {
        return if left.is_empty() { 0.0 } else { 1.0 };
    }
    both_ways(&pieces(&left), &pieces(&right))
}

/// One spelling for all that is written of one name in one script: without legal form, blanks and signs. Empty for what
/// says nothing.
pub fn name_key(name: &str) -> String {
    without_blanks(&core(name))
}

fn without_blanks(core: &str) -> String {
    core.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A part of a name with what it says in the other script.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// As it stands in the name.
    pub(super) word: String,
    /// How it sounds, translated first where its meaning is known.
    pub(super) sound: String,
    /// How much it tells: what many have tells little.
    pub(super) weight: f64,
    /// Whether its meaning was looked up.
    pub(super) translated: bool,
}

/// The parts of a name without its legal form.
pub(super) fn pieces(core: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    for word in core.split(' ') {
        if word.chars().any(crate::analysis::is_syllable) {
            hangul(word, &mut found);
        } else {
            push(word, word, false, &mut found);
        }
    }
    found
}

fn hangul(word: &str, found: &mut Vec<Piece>) {
    let letters: Vec<char> = word.chars().collect();
    let mut place = 0;
    let mut rest = String::new();
    while place < letters.len() {
        let from: String = letters.iter().skip(place).collect();
        match MEANINGS.iter().find(|(korean, _)| from.starts_with(korean)) {
            Some((korean, english)) => {
                if !rest.is_empty() {
                    let name = std::mem::take(&mut rest);
                    push(&name, &name, false, found);
                }
                english.split(' ').for_each(|meaning| push(korean, meaning, true, found));
                place += korean.chars().count();
            }
            None => {
                rest.extend(letters.get(place));
                place += 1;
            }
        }
    }
    if !rest.is_empty() {
        push(&rest, &rest, false, found);
    }
}

fn push(word: &str, meaning: &str, translated: bool, found: &mut Vec<Piece>) {
    if matches!(meaning, "of" | "and" | "for" | "in" | "at" | "및") {
        return;
    }
    let usual = MEANINGS.iter().any(|(_, english)| english.split(' ').any(|known| known == meaning));
    let weight = if usual { 0.35 } else { 1.0 };
    found.push(Piece { word: word.to_owned(), sound: spoken(meaning), weight, translated });
}

/// How a part of a name sounds; 한림 is said and written Hallim (ㄴ before ㄹ, Standard Pronunciation, article 20).
fn spoken(word: &str) -> String {
    sound(&respelled(word)).replace("nl", "l")
}

/// How Korean is written in Latin letters, in the spelling that [`sound`] gives Hangul: 정 is jeong, 원 is won, 양 is yang.
///
/// Source: Revised Romanization of Korean (문화체육관광부 고시 제2014-0042호), the table of vowels.
fn respelled(word: &str) -> String {
    const VOWELS: &[(&str, &str)] = &[
        ("yeo", "e"),
        ("eo", "e"),
        ("ae", "e"),
        ("eu", ""),
        ("oo", "u"),
        ("wo", "ue"),
        ("wa", "oa"),
        ("ya", "a"),
        ("yo", "o"),
        ("yu", "u"),
        ("ye", "e"),
    ];
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        match VOWELS.iter().find(|(latin, _)| rest.starts_with(latin)) {
            Some((latin, spelled)) => {
                out.push_str(spelled);
                rest = rest.get(latin.len()..).unwrap_or_default();
            }
            None => {
                out.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    out
}

/// How alike two names in parts are, from 0 to 1: every part looks for its best partner on the other side, both ways.
pub(super) fn both_ways(left: &[Piece], right: &[Piece]) -> f64 {
    f64::midpoint(one_way(left, right), one_way(right, left))
}

fn one_way(left: &[Piece], right: &[Piece]) -> f64 {
    let total: f64 = left.iter().map(|piece| piece.weight).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let own = joined(left);
    let others = joined(right);
    let best = |(nth, piece): (usize, &Piece)| {
        let alone = partner(piece, right).map_or(0.0, |(_, likeness)| likeness);
        let whole = others.iter().map(|(_, sound)| strict(jaro_winkler(&piece.sound, sound)));
        let parts = own.iter().filter(|(first, _)| *first == nth || first + 1 == nth);
        let of_whole = parts
            .flat_map(|(_, sound)| right.iter().map(move |other| strict(jaro_winkler(sound, &other.sound))));
        piece.weight * whole.chain(of_whole).fold(alone, f64::max)
    };
    left.iter().enumerate().map(best).sum::<f64>() / total
}

/// The part of the other name that sounds most like this one, and how much it does.
pub(super) fn partner<'a>(piece: &Piece, others: &'a [Piece]) -> Option<(&'a Piece, f64)> {
    let alike = |other: &'a Piece| (other, strict(jaro_winkler(&piece.sound, &other.sound)));
    others.iter().map(alike).max_by(|l, r| l.1.total_cmp(&r.1)).filter(|(_, likeness)| *likeness > 0.0)
}

/// Neighbours that one script writes together and the other apart: `대구동산` is `Daegu Dongsan`. Where each pair begins, and how
/// it sounds.
fn joined(pieces: &[Piece]) -> Vec<(usize, String)> {
    let neighbours = pieces.windows(2).enumerate().filter_map(|(nth, pair)| match pair {
        [one, other] if !one.translated && !other.translated => {
            Some((nth, format!("{}{}", one.sound, other.sound)))
        }
        _ => None,
    });
    neighbours.collect()
}

/// Sounds less alike than 0.7 have nothing in common.
fn strict(likeness: f64) -> f64 {
    ((likeness - 0.7) / 0.3).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_go() {
        for name in ["㈜정민실업", "(주) 정민실업", "정민실업 주식회사", "주식회사 정민실업", "정민실업(주)"]
        {
            assert_eq!(core(name), "정민실업", "{name}");
        }
        assert_eq!(core("Agilent Technologies, Inc."), "agilent technologies");
        assert_eq!(core("Samsung Electronics Co., Ltd."), "samsung electronics");
        assert_eq!(core("주식회사"), "주식회사", "a name of nothing but forms stays");
    }

    #[test]
    fn names_meet_across_scripts() {
        let near = |l: &str, r: &str| {
            assert!(organisation_likeness(l, r) > 0.6, "{l} {r} {}", organisation_likeness(l, r))
        };
        near("삼성전자 주식회사", "Samsung Electronics Co., Ltd.");
        near("서울대학교", "Seoul National University");
        near("한국전기연구원", "Korea Electrotechnology Research Institute");
        let far = |l: &str, r: &str| {
            assert!(organisation_likeness(l, r) < 0.6, "{l} {r} {}", organisation_likeness(l, r))
        };
        far("서울대학교", "Pusan National University");
        far("애질런트", "Bruker");
    }
}
