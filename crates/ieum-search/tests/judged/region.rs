//! Records of the sample region, from the same rows and with the same texts as the program makes them.

use super::{Outcome, Record, Tongue::*};
use ieum_search::FieldName::*;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct Kind {
    key: String,
    name_ko: String,
    name_en: String,
    maker: String,
    models: String,
    description_ko: String,
    description_en: String,
    test_ko: String,
    test_en: String,
}

/// One test that a kind of instrument does.
struct Test<'a> {
    ko: &'a str,
    en: &'a str,
    method_ko: String,
    method_en: String,
}

fn parts(list: &str) -> Vec<&str> {
    list.split('|').map(str::trim).filter(|p| !p.is_empty()).collect()
}

impl Kind {
    /// The abbreviation in brackets, or the Korean name.
    fn short(&self) -> &str {
        let inside = self.name_en.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        inside.map_or(self.name_ko.as_str(), |(short, _)| short)
    }

    fn tests(&self) -> Vec<Test<'_>> {
        let plain = self.name_en.split(" (").next().unwrap_or(&self.name_en).to_lowercase();
        let both = parts(&self.test_ko).into_iter().zip(parts(&self.test_en));
        both.map(|(ko, en)| Test {
            ko,
            en,
            method_ko: format!("{ko} ({})", self.short()),
            method_en: format!("{}, by {plain}", capital(en)),
        })
        .collect()
    }

    fn method(&self, nth: usize, test: &Test<'_>) -> Record {
        Record::new(format!("method/{}/{nth}", self.key), "method")
            .with(Name, Korean, &test.method_ko)
            .with(Name, English, &test.method_en)
            .with(Method, self.short_tongue(), self.short())
            .with(TestItem, Korean, test.ko)
            .with(TestItem, English, test.en)
            .with(Description, Korean, format!("{}: {}", test.ko, self.description_ko))
            .with(Description, English, format!("{}: {}", capital(test.en), self.description_en))
    }

    fn service(&self, nth: usize, test: &Test<'_>) -> Record {
        let about =
            format!("{}로 {} 결과를 얻어 성적서로 드려요 시험성적서(PDF)와 원자료", self.name_ko, test.ko);
        let about_en = format!("Report of {} with {} Test report (PDF) and raw data", test.en, self.name_en);
        Record::new(format!("service/{}/{nth}", self.key), "service")
            .with(Name, Korean, format!("{} 시험·분석", test.ko))
            .with(Name, English, format!("{} testing", capital(test.en)))
            .with(Method, Korean, &test.method_ko)
            .with(Method, English, &test.method_en)
            .with(Method, self.short_tongue(), self.short())
            .with(TestItem, Korean, test.ko)
            .with(TestItem, English, test.en)
            .with(Description, Korean, about)
            .with(Description, English, about_en)
    }

    fn instrument(&self) -> Record {
        let record = Record::new(format!("instrument/{}", self.key), "instrument")
            .with(Name, Korean, &self.name_ko)
            .with(Name, English, &self.name_en)
            .with(Alias, Neither, format!("{} {}", self.maker, parts(&self.models).join(" ")));
        self.all_tests(record)
            .with(Description, Korean, format!("{} {}", self.description_ko, commas(&self.test_ko)))
            .with(Description, English, format!("{} {}", self.description_en, commas(&self.test_en)))
    }

    /// A person without a name: the names of the sample region are invented and say nothing.
    fn expert(&self) -> Record {
        let record = Record::new(format!("expert/{}", self.key), "expert")
            .with(Method, Korean, format!("{}, {}", self.name_ko, commas(&self.test_ko)))
            .with(Spec, English, commas(&self.test_en));
        self.all_tests(record)
    }

    fn all_tests(&self, mut record: Record) -> Record {
        for test in self.tests() {
            record = record
                .with(Method, Korean, &test.method_ko)
                .with(Method, English, &test.method_en)
                .with(Method, self.short_tongue(), self.short())
                .with(TestItem, Korean, test.ko)
                .with(TestItem, English, test.en);
        }
        record
    }

    fn short_tongue(&self) -> super::Tongue {
        if self.short() == self.name_ko { Korean } else { Neither }
    }
}

fn commas(list: &str) -> String {
    parts(list).join(", ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

/// Everything the rows could make; the set's list of ids says what of it is in the corpus.
pub(crate) fn records() -> Outcome<Vec<Record>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("judged/region.csv");
    let mut records = Vec::new();
    for kind in csv::Reader::from_path(file)?.deserialize() {
        let kind: Kind = kind?;
        records.push(kind.instrument());
        records.push(kind.expert());
        for (nth, test) in (1..).zip(kind.tests()) {
            records.push(kind.method(nth, &test));
            records.push(kind.service(nth, &test));
        }
    }
    Ok(records)
}
