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
    ("연구원", "institute"),
    ("연구소", "institute"),
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
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if squeezed(&left) == squeezed(&right) {
        return if left.is_empty() { 0.0 } else { 1.0 };
    }
    let (left, right) = (pieces(&left), pieces(&right));
    (one_way(&left, &right) + one_way(&right, &left)) / 2.0
}

/// Translated meanings and sounds of what is left, with how much each tells.
fn pieces(core: &str) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    for word in core.split(' ') {
        if word.chars().any(crate::analysis::is_syllable) {
            hangul(word, &mut found);
        } else {
            push(word, &mut found);
        }
    }
    found
}

fn hangul(word: &str, found: &mut Vec<(String, f64)>) {
    let letters: Vec<char> = word.chars().collect();
    let mut place = 0;
    let mut rest = String::new();
    while place < letters.len() {
        let from: String = letters.iter().skip(place).collect();
        match MEANINGS.iter().find(|(korean, _)| from.starts_with(korean)) {
            Some((korean, english)) => {
                if !rest.is_empty() {
                    push(&std::mem::take(&mut rest), found);
                }
                english.split(' ').for_each(|word| push(word, found));
                place += korean.chars().count();
            }
            None => {
                rest.extend(letters.get(place));
                place += 1;
            }
        }
    }
    if !rest.is_empty() {
        push(&rest, found);
    }
}

fn push(word: &str, found: &mut Vec<(String, f64)>) {
    if matches!(word, "of" | "and" | "for" | "in" | "at" | "및") {
        return;
    }
    let usual = MEANINGS.iter().any(|(_, english)| english.split(' ').any(|known| known == word));
    // What many have tells little.
    found.push((sound(word), if usual { 0.35 } else { 1.0 }));
}

fn one_way(left: &[(String, f64)], right: &[(String, f64)]) -> f64 {
    let total: f64 = left.iter().map(|(_, weight)| weight).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let best = |word: &str| right.iter().map(|(other, _)| jaro_winkler(word, other)).fold(0.0, f64::max);
    let sum: f64 = left.iter().map(|(word, weight)| weight * strict(best(word))).sum();
    sum / total
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
