//! Cells that hold more than one value.

use serde_json::Value;

/// Names with language and kind, as registries of organisations write them: Korean, English, all others.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Names {
    pub(super) ko: String,
    pub(super) en: String,
    pub(super) others: Vec<String>,
}

/// Reads `{"v":"…","t":["label"],"l":"ko"}; {…}`. Labels come before aliases, and those before acronyms.
pub(super) fn names(cell: &str) -> Names {
    let mut all: Vec<(usize, String, String)> = Vec::new();
    let mut rest = cell;
    while !rest.is_empty() {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else { break };
        let read = values.byte_offset();
        rest = rest.get(read..).unwrap_or_default().trim_start_matches([';', ' ', ',']);
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let is = |wanted: &str| {
            value
                .get("t")
                .and_then(Value::as_array)
                .is_some_and(|t| t.iter().any(|k| k.as_str() == Some(wanted)))
        };
        let rank = if is("ror_display") {
            0
        } else if is("label") {
            1
        } else if is("alias") {
            2
        } else {
            3
        };
        all.push((rank, text("l"), text("v")));
    }
    all.sort_by_key(|(rank, _, _)| *rank);
    let first =
        |lang: &str| all.iter().find(|(_, l, _)| l == lang).map(|(_, _, v)| v.clone()).unwrap_or_default();
    let (ko, mut en) = (first("ko"), first("en"));
    if ko.is_empty() && en.is_empty() {
        en = all.first().map(|(_, _, v)| v.clone()).unwrap_or_default();
    }
    let others =
        all.into_iter().map(|(_, _, v)| v).filter(|v| *v != ko && *v != en && !v.is_empty()).collect();
    Names { ko, en, others }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_language_and_rank() {
        let cell = r#"{"v":"YDH","t":["acronym"],"l":"en"}; {"v":"Hospital","t":["label","ror_display"],"l":"en"}; {"v":"아산병원; 영덕","t":["label"],"l":"ko"}"#;
        let expected = Names {
            ko: "아산병원; 영덕".to_owned(),
            en: "Hospital".to_owned(),
            others: vec!["YDH".to_owned()],
        };
        assert_eq!(names(cell), expected);
        assert_eq!(names("no json"), Names::default());
    }
}
