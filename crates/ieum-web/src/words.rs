//! The words of the interface: Fluent messages from every room, Korean and English side by side.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Message, PatternElement, Resource};
use ieum_kernel::{Lang, Zone, josa};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One embedded message file: which language, which path, and its text.
pub struct MessageFile {
    /// The language of the folder it stands in.
    pub lang: Lang,
    /// The path inside the room, for findings.
    pub path: String,
    /// The Fluent source.
    pub text: String,
}

/// Every message of the house in both languages.
pub struct Words {
    ko: Tongue,
    en: Tongue,
    keys: BTreeSet<String>,
    zone: Zone,
}

/// The messages of one language. Most say the same whatever they are told: these are kept as they are, as the tree that
/// Fluent makes of a message takes ten times the room of its text.
struct Tongue {
    plain: BTreeMap<Box<str>, Box<str>>,
    bundle: FluentBundle<FluentResource>,
}

impl Tongue {
    fn new(lang: Lang) -> Result<Self, WordsError> {
        Ok(Self { plain: BTreeMap::new(), bundle: bundle(lang)? })
    }

    fn knows(&self, key: &str) -> bool {
        self.plain.contains_key(key) || self.bundle.has_message(key)
    }

    /// Takes in a file's messages; the key of one that is there already otherwise.
    fn add(&mut self, resource: &FluentResource) -> Result<(), String> {
        let mut others = Vec::new();
        for entry in resource.entries() {
            match entry {
                Entry::Message(message) => {
                    let key = message.id.name;
                    if self.knows(key) {
                        return Err(key.to_owned());
                    }
                    match unchanging(message) {
                        Some(text) => drop(self.plain.insert(key.into(), text.into())),
                        None => others.push(entry.clone()),
                    }
                }
                Entry::Term(_) => others.push(entry.clone()),
                _ => {}
            }
        }
        let told = |errors: Vec<String>| errors.join("; ");
        let rest = FluentResource::try_new(fluent_syntax::serializer::serialize(&Resource { body: others }))
            .map_err(|(_, errors)| told(errors.iter().map(ToString::to_string).collect()))?;
        self.bundle
            .add_resource(rest)
            .map_err(|errors| told(errors.iter().map(ToString::to_string).collect()))
    }
}

/// The text of a message that says one thing only, in one line.
fn unchanging<'a>(message: &Message<&'a str>) -> Option<&'a str> {
    match message.value.as_ref()?.elements.as_slice() {
        [PatternElement::TextElement { value }] if message.attributes.is_empty() => Some(value),
        _ => None,
    }
}

/// Why the message files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// A file does not parse.
    #[error("cannot read the messages in {path}: {reason}")]
    Parse {
        /// Which file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A key stands in two files.
    #[error("a message is written twice in {path}: {reason}")]
    Twice {
        /// The later file.
        path: String,
        /// Which key.
        reason: String,
    },
}

impl Words {
    /// Gathers the files; a broken or doubled message is an error at start, not on a page.
    pub fn new(files: impl IntoIterator<Item = MessageFile>, zone: Zone) -> Result<Self, WordsError> {
        let mut ko = Tongue::new(Lang::Ko)?;
        let mut en = Tongue::new(Lang::En)?;
        let mut keys = BTreeSet::new();
        for file in files {
            let resource = FluentResource::try_new(file.text).map_err(|(_, errors)| WordsError::Parse {
                path: file.path.clone(),
                reason: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            let target = match file.lang {
                Lang::Ko => &mut ko,
                Lang::En => &mut en,
            };
            target.add(&resource).map_err(|reason| WordsError::Twice { path: file.path, reason })?;
        }
        Ok(Self { ko, en, keys, zone })
    }

    fn tongue(&self, lang: Lang) -> &Tongue {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    /// Whether a key exists in a language.
    pub fn knows(&self, lang: Lang, key: &str) -> bool {
        self.tongue(lang).knows(key)
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The message as it reads before anything is filled in: an ellipsis stands for each variable.
    pub fn outline(&self, lang: Lang, key: &str) -> Option<String> {
        let Tongue { plain, bundle } = self.tongue(lang);
        if let Some(text) = plain.get(key) {
            return Some(text.to_string());
        }
        let pattern = bundle.get_message(key)?.value()?;
        let mut lacking: Vec<FluentError> = Vec::new();
        let text = bundle.format_pattern(pattern, None, &mut lacking);
        let mut out = String::new();
        let mut rest = text.as_ref();
        while let Some((before, hole)) = rest.split_once('{') {
            let (_, after) = hole.split_once('}').unwrap_or(("", ""));
            out.push_str(before);
            out.push('…');
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }

    /// The message, or nothing when the key is unknown or a variable is missing.
    pub fn try_say(&self, lang: Lang, key: &str, args: &BTreeMap<String, Value>) -> Result<String, String> {
        let Tongue { plain, bundle } = self.tongue(lang);
        if let Some(text) = plain.get(key) {
            return Ok(text.to_string());
        }
        let message = bundle.get_message(key).ok_or_else(|| format!("no message {key} in {lang}"))?;
        let pattern = message.value().ok_or_else(|| format!("message {key} in {lang} has no text"))?;
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set(name.clone(), self.argument(lang, value));
        }
        let mut errors: Vec<FluentError> = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(format!("message {key} in {lang}: {error}")),
        }
    }

    /// The message; an unknown key is shown as itself and logged, so that a page never fails for a word.
    pub fn say(&self, lang: Lang, key: &str, args: &BTreeMap<String, Value>) -> String {
        self.try_say(lang, key, args).unwrap_or_else(|reason| {
            tracing::warn!(reason, "message not shown as written");
            key.to_owned()
        })
    }

    /// The message without variables.
    pub fn plain(&self, lang: Lang, key: &str) -> String {
        self.say(lang, key, &BTreeMap::new())
    }

    /// Values as people read them: moments in the house's zone, money with its unit, lists with commas.
    fn argument(&self, lang: Lang, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Number(n) => match n.as_i64() {
                Some(whole) => FluentValue::from(whole),
                None => FluentValue::from(n.as_f64().unwrap_or_default()),
            },
            Value::Bool(b) => FluentValue::from(b.to_string()),
            other => FluentValue::from(crate::format::value(lang, &self.zone, other)),
        }
    }
}

fn bundle(lang: Lang) -> Result<FluentBundle<FluentResource>, WordsError> {
    let id = match lang {
        Lang::Ko => unic_langid::langid!("ko"),
        Lang::En => unic_langid::langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(n) => Some(crate::format::number(n.value, n.options.maximum_fraction_digits)),
        _ => None,
    }));
    bundle
        .add_function("JOSA", |positional, _| match positional {
            [FluentValue::String(word), FluentValue::String(pair)] => FluentValue::from(josa(word, pair)),
            [FluentValue::Number(n), FluentValue::String(pair)] => {
                FluentValue::from(josa(&crate::format::number(n.value, None), pair))
            }
            _ => FluentValue::Error,
        })
        .map_err(|error| WordsError::Twice { path: "JOSA".to_owned(), reason: error.to_string() })?;
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words() -> Words {
        let file =
            |lang, text: &str| MessageFile { lang, path: "test.ftl".to_owned(), text: text.to_owned() };
        Words::new(
            [
                file(Lang::Ko, "made = { JOSA($name, \"이/가\") } 만들어졌어요\nfee = { $fee } ({ $n }건)\nat = { $at }부터\n"),
                file(Lang::En, "made = { $name } was made\nfee = { $fee } ({ $n ->\n [one] one job\n *[other] { $n } jobs\n})\nat = from { $at }\n"),
            ],
            Zone::seoul(),
        )
        .unwrap()
    }

    #[track_caller]
    fn check(lang: Lang, key: &str, args: Value, expected: &str) {
        let args = serde_json::from_value(args).unwrap();
        assert_eq!(words().try_say(lang, key, &args).unwrap(), expected);
    }

    #[test]
    fn messages_speak_both_languages() {
        check(Lang::Ko, "made", json!({"name": "예약"}), "예약이 만들어졌어요");
        check(Lang::En, "made", json!({"name": "It"}), "It was made");
        check(
            Lang::Ko,
            "fee",
            json!({"fee": {"minor": 1234567, "currency": "KRW"}, "n": 12345}),
            "1,234,567원 (12,345건)",
        );
        check(
            Lang::En,
            "fee",
            json!({"fee": {"minor": 1234567, "currency": "KRW"}, "n": 1}),
            "KRW 1,234,567 (one job)",
        );
        check(Lang::Ko, "at", json!({"at": "2026-03-02T00:00:00Z"}), "2026. 3. 2. (월) 09:00부터");
        check(Lang::En, "at", json!({"at": "2026-03-02T00:00:00Z"}), "from Mon 2 Mar 2026, 09:00");
    }

    #[test]
    fn a_message_stands_in_one_file_only() {
        let file =
            |text: &str| MessageFile { lang: Lang::En, path: "x.ftl".to_owned(), text: text.to_owned() };
        for twice in
            [["same = one", "same = two"], ["same = { $n }", "same = two"], ["same = one", "same = { $n }"]]
        {
            assert!(matches!(Words::new(twice.map(file), Zone::seoul()), Err(WordsError::Twice { .. })));
        }
        let two = Words::new(
            ["first = one line\n    and another", "second = { $n } of it"].map(file),
            Zone::seoul(),
        );
        let two = two.unwrap();
        assert_eq!(two.plain(Lang::En, "first"), "one line\nand another");
        assert_eq!(two.outline(Lang::En, "second").as_deref(), Some("… of it"));
        assert!(
            two.knows(Lang::En, "first") && two.knows(Lang::En, "second") && !two.knows(Lang::Ko, "first")
        );
    }

    #[test]
    fn a_missing_word_is_an_error_and_shows_its_key() {
        assert!(words().try_say(Lang::Ko, "nothing", &BTreeMap::new()).is_err());
        assert!(words().try_say(Lang::Ko, "made", &BTreeMap::new()).is_err());
        assert_eq!(words().plain(Lang::En, "nothing"), "nothing");
    }
}
