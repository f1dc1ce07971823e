//! Pages: minijinja templates beside the code that fills them, with strict undefined values.

use crate::words::Words;
use crate::{App, FieldError, Fields, Problem, Visit, format};
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use ieum_kernel::{Lang, Money, Timestamp, Zone, josa};
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A template and what it shows.
#[derive(Debug, Clone)]
pub struct Page {
    template: &'static str,
    status: StatusCode,
    values: BTreeMap<String, Value>,
    crumbs: Vec<(String, String)>,
    faults: Vec<FieldError>,
    refusals: Vec<(String, serde_json::Value)>,
}

impl Page {
    /// The template named `thing/page.html`.
    pub fn new(template: &'static str) -> Self {
        Self {
            template,
            status: StatusCode::OK,
            values: BTreeMap::new(),
            crumbs: Vec::new(),
            faults: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Shows a form again: what was typed, the fault at each field, status 422.
    #[must_use]
    pub fn faulty(self, fields: &Fields, faults: Vec<FieldError>) -> Self {
        let page = self.typed(fields).status(StatusCode::UNPROCESSABLE_ENTITY);
        Self { faults, ..page }
    }

    /// Shows a form again with every reason the rules of `thing` gave, status 422.
    #[must_use]
    pub fn refused<R: Serialize>(self, fields: &Fields, thing: &str, reasons: &[R]) -> Self {
        let page = self.typed(fields).status(StatusCode::UNPROCESSABLE_ENTITY);
        let say = |r| (thing.to_owned(), serde_json::to_value(r).unwrap_or_default());
        Self { refusals: reasons.iter().map(say).collect(), ..page }
    }

    /// Keeps what was typed in every control of the page.
    #[must_use]
    pub fn typed(self, fields: &Fields) -> Self {
        let mut typed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in fields.pairs().iter().filter(|(n, _)| !n.starts_with('_')) {
            typed.entry(name.clone()).or_default().push(value.clone());
        }
        let one_or_many = |(name, mut values): (String, Vec<String>)| match (values.len(), values.pop()) {
            (1, Some(value)) => (name, Value::from(value)),
            (_, last) => (name, Value::from(values.into_iter().chain(last).collect::<Vec<_>>())),
        };
        let typed: BTreeMap<String, Value> = typed.into_iter().map(one_or_many).collect();
        self.with("typed", typed)
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.values.insert(name.to_owned(), Value::from_serialize(value));
        self
    }

    /// Adds a step of the trail above the title: a message key or plain text, and where it leads.
    #[must_use]
    pub fn crumb(mut self, label: &str, href: &str) -> Self {
        self.crumbs.push((label.to_owned(), href.to_owned()));
        self
    }

    /// Answers with another status than 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// A template file of a room: its name (`thing/page.html`) and text.
pub struct TemplateFile {
    /// Name used by `Page::new` and `extends`.
    pub name: String,
    /// The source.
    pub text: String,
}

/// All templates of the house: one environment a language, because macros see only the values they name.
///
/// A template is read when it is first asked for: of some hundred pages a process shows few, and the others cost it neither
/// memory nor time to start. That every one of them reads is shown by the tests, which render each with its samples.
pub struct Templates {
    ko: Environment<'static>,
    en: Environment<'static>,
    names: Vec<String>,
}

/// Builds the environment of a language: strict, escaping, with the functions every template may use.
pub fn environment(
    files: impl IntoIterator<Item = TemplateFile>,
    words: &Arc<Words>,
    zone: &Zone,
    lang: Lang,
) -> Result<Environment<'static>, Error> {
    Ok(speaking(read(files)?, words, zone, lang))
}

/// The templates alone, without anything they may call.
fn read(files: impl IntoIterator<Item = TemplateFile>) -> Result<Environment<'static>, Error> {
    let mut env = strict();
    for file in files {
        env.add_template_owned(file.name, file.text)?;
    }
    Ok(env)
}

/// An environment without templates: what is not defined is an error.
fn strict() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    env.set_keep_trailing_newline(false);
    env
}

/// Adds what templates may call, in a language.
fn speaking(
    mut env: Environment<'static>,
    words: &Arc<Words>,
    zone: &Zone,
    lang: Lang,
) -> Environment<'static> {
    let say = Arc::clone(words);
    env.add_function("t", move |key: &str, args: Kwargs| {
        let mut values = BTreeMap::new();
        for name in args.args() {
            let value: Value = args.get(name)?;
            values.insert(name.to_owned(), serde_json::to_value(&value).unwrap_or_default());
        }
        args.assert_all_used()?;
        say.try_say(lang, key, &values).map_err(|reason| Error::new(ErrorKind::InvalidOperation, reason))
    });
    let knows = Arc::clone(words);
    env.add_function("knows", move |key: &str| knows.knows(lang, key));
    // Says a message whose variables come as one map: `say(error.key, error.args)`.
    let say = Arc::clone(words);
    env.add_function("say", move |key: &str, args: Option<Value>| {
        let map =
            args.and_then(|v| serde_json::to_value(&v).ok()).and_then(|v| serde_json::from_value(v).ok());
        say.try_say(lang, key, &map.unwrap_or_default())
            .map_err(|reason| Error::new(ErrorKind::InvalidOperation, reason))
    });
    // Says a refusal of a thing's rule: `refused("booking", refusal)`.
    let say = Arc::clone(words);
    env.add_function("refused", move |thing: &str, refusal: Value| {
        let value = serde_json::to_value(&refusal).unwrap_or_default();
        say_refusal(&say, lang, thing, &value)
            .map_err(|reason| Error::new(ErrorKind::InvalidOperation, reason))
    });
    env.add_function("asset", crate::assets::asset);
    env.add_function("icon_svg", crate::assets::icon_svg);
    filters(&mut env, zone, lang);
    env
}

fn filters(env: &mut Environment<'static>, zone: &Zone, lang: Lang) {
    env.add_filter("josa", |word: &str, pair: &str| josa(word, pair));
    env.add_filter("number", |value: Value| {
        f64::try_from(value).map_or_else(|_| String::new(), |n| format::number(n, None))
    });
    env.add_filter("percent", |value: Value| {
        f64::try_from(value)
            .map_or_else(|_| String::new(), |n| format!("{}%", format::number(n * 100.0, Some(1))))
    });
    env.add_filter("bytes", |value: Value| {
        f64::try_from(value).map_or_else(|_| String::new(), format::bytes)
    });
    env.add_filter("money", move |value: Value| {
        let amount = serde_json::to_value(&value).ok().and_then(|v| serde_json::from_value::<Money>(v).ok());
        match amount {
            Some(amount) => format::money(lang, amount),
            None => {
                i64::try_from(value).map_or_else(|_| String::new(), |n| format::money(lang, Money::won(n)))
            }
        }
    });
    // A bilingual `{ko, en}` in the page's language.
    env.add_filter("both", move |value: Value| {
        let side =
            |l: Lang| value.get_attr(l.code()).ok().filter(|v| !v.is_undefined()).map(|v| v.to_string());
        side(lang).filter(|s| !s.is_empty()).or_else(|| side(lang.other())).unwrap_or_default()
    });
    let at = |value: &Value| value.as_str().and_then(|s| s.parse::<Timestamp>().ok());
    let here = zone.clone();
    env.add_filter("datetime", move |value: Value| {
        at(&value).map_or_else(|| value.to_string(), |t| format::moment(lang, &here, t))
    });
    let here = zone.clone();
    env.add_filter("date", move |value: Value| match at(&value) {
        Some(t) => format::day(lang, here.day(t)),
        None => day_text(lang, &value),
    });
    env.add_filter("day", move |value: Value| day_text(lang, &value));
    let here = zone.clone();
    env.add_filter("time", move |value: Value| {
        at(&value).map_or_else(
            || value.to_string(),
            |t| {
                let civil = here.civil(t);
                format!("{:02}:{:02}", civil.hour(), civil.minute())
            },
        )
    });
    // What a datetime-local input takes.
    let here = zone.clone();
    env.add_filter("local", move |value: Value| {
        at(&value).map_or_else(
            || value.to_string(),
            |t| {
                let civil = here.civil(t);
                format!("{}T{:02}:{:02}", civil.date(), civil.hour(), civil.minute())
            },
        )
    });
}

fn day_text(lang: Lang, value: &Value) -> String {
    let day = value.as_str().and_then(|s| s.parse::<jiff::civil::Date>().ok());
    day.map_or_else(|| value.to_string(), |d| format::day(lang, d))
}

/// The two hidden fields every form starts with.
fn csrf_fields(token: &str, once: &str) -> Value {
    let html = format!(
        "<input type=\"hidden\" name=\"_csrf\" value=\"{token}\"><input type=\"hidden\" name=\"_once\" value=\"{once}\">"
    );
    Value::from_function(move || Value::from_safe_string(html.clone()))
}

/// The current query with some values replaced, for facets and page links: `query(page=2)`; `none` drops a value.
fn query_of(path: &str) -> Value {
    let asked = Fields::parse(path.split_once('?').map_or("", |(_, q)| q));
    Value::from_function(move |args: Kwargs| -> Result<String, Error> {
        let names: Vec<&str> = args.args().collect();
        let keep = |(n, v): &&(String, String)| !v.is_empty() && n != "lang" && !names.contains(&n.as_str());
        let mut kept: Vec<(String, String)> = asked.pairs().iter().filter(keep).cloned().collect();
        for name in &names {
            let value: Value = args.get(name)?;
            if !value.is_none() && !value.is_undefined() {
                kept.push(((*name).to_owned(), value.to_string()));
            }
        }
        let query: Vec<String> =
            kept.iter().map(|(n, v)| format!("{}={}", crate::encode(n), crate::encode(v))).collect();
        Ok(if query.is_empty() { "?".to_owned() } else { format!("?{}", query.join("&")) })
    })
}

/// The sentence of a refusal: message `<thing>-refused-<rule>` with the refusal's own fields.
pub fn say_refusal(
    words: &Words,
    lang: Lang,
    thing: &str,
    refusal: &serde_json::Value,
) -> Result<String, String> {
    let rule = refusal.get("rule").and_then(serde_json::Value::as_str).unwrap_or_default();
    let args = refusal.as_object().map(|map| map.clone().into_iter().collect()).unwrap_or_default();
    words.try_say(lang, &format!("{thing}-refused-{rule}"), &args)
}

impl Templates {
    /// The templates of these files.
    pub fn new(files: Vec<TemplateFile>, words: &Arc<Words>, zone: &Zone) -> Self {
        let texts: Arc<BTreeMap<String, String>> =
            Arc::new(files.into_iter().map(|file| (file.name, file.text)).collect());
        let asked = |lang| {
            let (mut env, texts) = (strict(), Arc::clone(&texts));
            env.set_loader(move |name| Ok(texts.get(name).cloned()));
            speaking(env, words, zone, lang)
        };
        Self { ko: asked(Lang::Ko), en: asked(Lang::En), names: texts.keys().cloned().collect() }
    }

    /// Renders a template with its values, the frame `page`, and what every page has.
    pub fn render(&self, name: &str, lang: Lang, page: &Value, values: Value) -> Result<String, Error> {
        let env = match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        };
        let attr = |key: &str| page.get_attr(key).ok().filter(|v| !v.is_undefined()).map(|v| v.to_string());
        let (token, once) = (attr("csrf").unwrap_or_default(), attr("once").unwrap_or_default());
        let shared = context! {
            lang => lang.code(), page => page, csrf => csrf_fields(&token, &once),
            query => query_of(&attr("path").unwrap_or_default()),
            errors => Value::from_iter(BTreeMap::<String, Value>::new()),
            typed => Value::from_iter(BTreeMap::<String, Value>::new()), refusals => Vec::<Value>::new(),
        };
        env.get_template(name)?.render(context! { ..values, ..shared })
    }

    /// Every template's name.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

impl App {
    /// Renders a page for a visitor.
    pub fn render(&self, page: Page, visit: &Visit) -> Result<Response, Problem> {
        let status = page.status;
        let html = self.html(page, visit)?;
        Ok((status, Html(html)).into_response())
    }

    /// The HTML of a page.
    pub fn html(&self, mut page: Page, visit: &Visit) -> Result<String, Problem> {
        let frame = self.frame(visit, &page.crumbs);
        let lang = visit.lang();
        if !page.faults.is_empty() {
            let mut errors: BTreeMap<String, String> = BTreeMap::new();
            for fault in &page.faults {
                errors
                    .entry(fault.field.clone())
                    .or_insert_with(|| self.words.say(lang, &fault.key, &fault.args));
            }
            page.values.insert("errors".to_owned(), Value::from_serialize(errors));
        }
        if !page.refusals.is_empty() {
            let say = |(thing, refusal): &(String, serde_json::Value)| {
                let rule = refusal.get("rule").and_then(serde_json::Value::as_str).unwrap_or_default();
                let message = say_refusal(&self.words, lang, thing, refusal).unwrap_or_else(|reason| {
                    tracing::error!(reason, "a refusal has no words");
                    rule.to_owned()
                });
                context! { message => message, rule => format!("{thing}/{rule}") }
            };
            let refusals: Vec<Value> = page.refusals.iter().map(say).collect();
            page.values.insert("refusals".to_owned(), Value::from(refusals));
        }
        let values = Value::from_iter(page.values);
        self.templates.render(page.template, lang, &frame, values).map_err(|error| {
            let whole = format!("{error:#}");
            tracing::error!(template = page.template, whole, "template failed");
            Problem::fault(&error)
        })
    }

    fn frame(&self, visit: &Visit, crumbs: &[(String, String)]) -> Value {
        let actor = &visit.actor;
        let bare = visit.path.split('?').next().unwrap_or_default();
        let nav: Vec<Value> = self
            .nav
            .iter()
            .filter_map(|place| place.seen(actor, bare))
            .map(|place| {
                let pages = place.pages.iter().map(|(label, href, current)| {
                    context! { label => self.words.plain(visit.lang(), label), href => href, current => current }
                });
                let pages: Vec<Value> = pages.collect();
                context! { key => place.key, href => place.href, current => place.current, pages => pages }
            })
            .collect();
        let crumbs: Vec<Value> = crumbs
            .iter()
            .map(|(label, href)| {
                let text = if self.words.knows(visit.lang(), label) {
                    self.words.plain(visit.lang(), label)
                } else {
                    label.clone()
                };
                context! { label => text, href => href }
            })
            .collect();
        let me = actor.person.map(|person| {
            let initials: String = actor.name.chars().take(1).collect();
            let roles: Vec<&str> = actor.roles.iter().map(|r| r.key()).collect();
            context! { id => person.to_string(), name => actor.name, initials => initials, roles => roles,
            organisation => visit.organisation.as_ref().map(|o| o.in_lang(visit.lang()).to_owned()) }
        });
        let fields = crate::Fields::parse(visit.path.split_once('?').map_or("", |(_, q)| q));
        let mut query: Vec<String> = fields
            .pairs()
            .iter()
            .filter(|(n, _)| n != "lang")
            .map(|(n, v)| format!("{}={}", crate::encode(n), crate::encode(v)))
            .collect();
        query.push(format!("lang={}", visit.lang().other().code()));
        let once = hex::encode(crate::random::<16>());
        context! {
            path => visit.path, bare => bare, nav => nav, me => me, unread => visit.unread,
            density => visit.density, theme => visit.theme, crumbs => crumbs, csrf => visit.csrf, once => once,
            messages => visit.flash.iter().map(|key| context! { kind => "success", text => self.words.plain(visit.lang(), key) }).collect::<Vec<_>>(),
            lang_switch => format!("{bare}?{}", query.join("&")),
            site => context! { ko => self.site.name_ko, en => self.site.name_en, base => self.site.base_url,
                note_ko => self.site.note_ko, note_en => self.site.note_en },
            zone => self.zone.name(),
        }
    }
}
