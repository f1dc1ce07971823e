//! The words of the interface: Fluent messages from every room, Korean and English side by side.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Message, PatternElement, Resource};
use ieum_kernel::{Lang, Zone, josa};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

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
    zone: Zone,
}

/// The messages of one language. Most say the same whatever they are told. The others are kept as they are written until
/// somebody says them: the tree that Fluent makes of a message takes ten times the room of its text.
struct Tongue {
    plain: Glossed,
    varied: Glossed,
    read: RwLock<HashMap<Box<str>, Arc<FluentResource>>>,
    /// What messages are told with: the language, its numbers and functions. No message is kept in it.
    bundle: FluentBundle<FluentResource>,
}

/// Keys and texts in one piece, in the order of the keys.
#[derive(Default)]
struct Glossed {
    all: Box<str>,
    /// Where each key begins and where its text begins; the text ends where the next key begins.
    places: Box<[(u32, u32)]>,
}

impl Glossed {
    fn new(texts: &BTreeMap<String, String>) -> Self {
        let mut all = String::new();
        let end = |all: &str| u32::try_from(all.len()).unwrap_or(u32::MAX);
        let mut places = Vec::with_capacity(texts.len());
        for (key, text) in texts {
            let begins = end(&all);
            all.push_str(key);
            places.push((begins, end(&all)));
            all.push_str(text);
        }
        Self { all: all.into(), places: places.into() }
    }

    fn part(&self, from: u32, to: Option<u32>) -> &str {
        let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        self.all.get(at(from)..to.map_or(self.all.len(), at)).unwrap_or_default()
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|(begins, ends)| self.part(*begins, Some(*ends)))
    }

    fn get(&self, key: &str) -> Option<&str> {
        let found = self.places.binary_search_by(|(begins, ends)| self.part(*begins, Some(*ends)).cmp(key));
        let nth = found.ok()?;
        let (_, begins) = self.places.get(nth)?;
        Some(self.part(*begins, self.places.get(nth + 1).map(|(next, _)| *next)))
    }
}

impl Tongue {
    fn new(lang: Lang, drafts: &Drafts) -> Result<Self, WordsError> {
        let (plain, varied) = (Glossed::new(&drafts.plain), Glossed::new(&drafts.varied));
        Ok(Self { plain, varied, read: RwLock::default(), bundle: bundle(lang)? })
    }

    fn knows(&self, key: &str) -> bool {
        self.plain.get(key).is_some() || self.varied.get(key).is_some()
    }

    /// A message that is told with values, or nothing when there is none.
    fn message(&self, key: &str) -> Option<Arc<FluentResource>> {
        let known = self.read.read().unwrap_or_else(PoisonError::into_inner).get(key).map(Arc::clone);
        if known.is_some() {
            return known;
        }
        let resource = Arc::new(FluentResource::try_new(self.varied.get(key)?.to_owned()).ok()?);
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(read.entry(key.into()).or_insert(resource)))
    }

    /// The text of a message with these values, and what was wrong with them.
    fn tell(&self, message: &FluentResource, values: Option<&FluentArgs>) -> (String, Vec<FluentError>) {
        let mut errors = Vec::new();
        let pattern = match message.get_entry(0) {
            Some(Entry::Message(Message { value: Some(pattern), .. })) => pattern,
            _ => return (String::new(), errors),
        };
        let text = self.bundle.format_pattern(pattern, values, &mut errors).into_owned();
        (text, errors)
    }
}

/// The messages of one language while they are gathered.
#[derive(Default)]
struct Drafts {
    plain: BTreeMap<String, String>,
    varied: BTreeMap<String, String>,
}

impl Drafts {
    /// Takes in a file's messages; the reason why one of them cannot be taken otherwise.
    fn add(&mut self, path: &str, resource: &FluentResource) -> Result<(), WordsError> {
        for entry in resource.entries() {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Term(term) => {
                    let reason = format!("-{}: a term, which no message can use", term.id.name);
                    return Err(WordsError::Parse { path: path.to_owned(), reason });
                }
                _ => continue,
            };
            let key = message.id.name;
            if self.plain.contains_key(key) || self.varied.contains_key(key) {
                return Err(WordsError::Twice { path: path.to_owned(), reason: key.to_owned() });
            }
            if message.value.is_none() || !message.attributes.is_empty() {
                let reason = format!("{key}: a message is one text");
                return Err(WordsError::Parse { path: path.to_owned(), reason });
            }
            match unchanging(message) {
                Some(text) => self.plain.insert(key.to_owned(), text.to_owned()),
                None => {
                    let one = Resource { body: vec![entry.clone()] };
                    self.varied.insert(key.to_owned(), fluent_syntax::serializer::serialize(&one))
                }
            };
        }
        Ok(())
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
        let (mut ko, mut en) = (Drafts::default(), Drafts::default());
        for file in files {
            let resource = FluentResource::try_new(file.text).map_err(|(_, errors)| WordsError::Parse {
                path: file.path.clone(),
                reason: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
            match file.lang {
                Lang::Ko => &mut ko,
                Lang::En => &mut en,
            }
            .add(&file.path, &resource)?;
        }
        Ok(Self { ko: Tongue::new(Lang::Ko, &ko)?, en: Tongue::new(Lang::En, &en)?, zone })
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
        let tongues = [&self.ko, &self.en].into_iter();
        let keys = tongues.flat_map(|tongue| tongue.plain.keys().chain(tongue.varied.keys()));
        keys.collect::<BTreeSet<_>>().into_iter()
    }

    /// The message as it reads before anything is filled in: an ellipsis stands for each variable.
    pub fn outline(&self, lang: Lang, key: &str) -> Option<String> {
        let tongue = self.tongue(lang);
        if let Some(text) = tongue.plain.get(key) {
            return Some(text.to_owned());
        }
        let (text, _lacking) = tongue.tell(tongue.message(key)?.as_ref(), None);
        let mut out = String::new();
        let mut rest = text.as_str();
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
        let tongue = self.tongue(lang);
        if let Some(text) = tongue.plain.get(key) {
            return Ok(text.to_owned());
        }
        let message = tongue.message(key).ok_or_else(|| format!("no message {key} in {lang}"))?;
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set(name.clone(), self.argument(lang, value));
        }
        let (text, errors) = tongue.tell(&message, Some(&fluent));
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
    fn a_message_is_one_text() {
        let file =
            |text: &str| MessageFile { lang: Lang::En, path: "x.ftl".to_owned(), text: text.to_owned() };
        for other in ["-term = a term", "same = one\n    .more = two", "same =\n    .more = two"] {
            let found = Words::new([file(other)], Zone::seoul());
            assert!(matches!(found, Err(WordsError::Parse { .. })), "{other}");
        }
    }

    #[test]
    fn a_missing_word_is_an_error_and_shows_its_key() {
        assert!(words().try_say(Lang::Ko, "nothing", &BTreeMap::new()).is_err());
        assert!(words().try_say(Lang::Ko, "made", &BTreeMap::new()).is_err());
        assert_eq!(words().plain(Lang::En, "nothing"), "nothing");
    }
}
