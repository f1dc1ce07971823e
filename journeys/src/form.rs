//! Forms as a browser without script sees them: where they go, and what they send if nobody types anything.

use std::collections::BTreeMap;

/// One form of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent; empty for the page itself.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Whether it carries files.
    pub is_multipart: bool,
    /// Fields in order, with what they send now.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Every form of a page.
    pub fn all(html: &str) -> Vec<Self> {
        let mut forms = Vec::new();
        for part in html.split("<form").skip(1) {
            let (inside, _) = part.split_once("</form").unwrap_or((part, ""));
            let (tag, body) = split_tag(inside);
            let attributes = attributes(tag);
            let get = |name: &str| attributes.get(name).cloned().unwrap_or_default();
            let mut form = Self {
                action: get("action"),
                method: get("method").to_lowercase(),
                is_multipart: get("enctype").contains("multipart"),
                fields: Vec::new(),
            };
            form.read(body);
            forms.push(form);
        }
        forms
    }

    /// Puts a value where a person would: replaces the field's value, or adds one more of that name.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }

    fn read(&mut self, body: &str) {
        let mut rest = body;
        while let Some((_, tail)) = rest.split_once('<') {
            let (tag, after) = split_tag(tail);
            let attributes = attributes(tag);
            let name = attributes.get("name").cloned().unwrap_or_default();
            let value = attributes.get("value").cloned();
            let is_sent = !name.is_empty() && !attributes.contains_key("disabled");
            rest = after;
            match tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default() {
                "input" if is_sent => match attributes.get("type").map(String::as_str) {
                    Some("submit" | "button" | "image" | "reset" | "file") => {}
                    Some("checkbox" | "radio") if !attributes.contains_key("checked") => {}
                    Some("checkbox" | "radio") => {
                        self.fields.push((name, value.unwrap_or_else(|| "on".to_owned())))
                    }
                    _ => self.fields.push((name, value.unwrap_or_default())),
                },
                "textarea" => {
                    let (text, tail) = after.split_once("</textarea").unwrap_or((after, ""));
                    rest = tail;
                    if is_sent {
                        self.fields.push((name, unescaped(text.strip_prefix('\n').unwrap_or(text))));
                    }
                }
                "select" => {
                    let (options, tail) = after.split_once("</select").unwrap_or((after, ""));
                    rest = tail;
                    if is_sent {
                        let multiple = attributes.contains_key("multiple");
                        self.fields
                            .extend(chosen(options, multiple).into_iter().map(|value| (name.clone(), value)));
                    }
                }
                _ => {}
            }
        }
    }
}

fn chosen(options: &str, multiple: bool) -> Vec<String> {
    let mut all = Vec::new();
    for option in options.split("<option").skip(1) {
        let (tag, after) = split_tag(option);
        let attributes = attributes(tag);
        let text = after.split('<').next().unwrap_or_default().trim();
        let value = attributes.get("value").cloned().unwrap_or_else(|| unescaped(text));
        all.push((value, attributes.contains_key("selected")));
    }
    let selected: Vec<String> = all.iter().filter(|(_, on)| *on).map(|(value, _)| value.clone()).collect();
    if selected.is_empty() && !multiple {
        return all.into_iter().take(1).map(|(value, _)| value).collect();
    }
    selected
}

/// The inside of a tag and what follows it; `>` inside quotes does not end it.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '>') => {
                return (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
            }
            (None, _) => {}
        }
    }
    (text, "")
}

fn attributes(tag: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        let (value, tail) = match after.trim_start().strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(quoted) => match quoted.chars().next().filter(|c| *c == '"' || *c == '\'') {
                Some(quote) => {
                    quoted.get(1..).and_then(|inside| inside.split_once(quote)).unwrap_or((quoted, ""))
                }
                None => quoted.split_once(char::is_whitespace).unwrap_or((quoted, "")),
            },
        };
        found.insert(name.to_lowercase(), unescaped(value));
        rest = tail;
    }
}

/// Text as a person reads it: entities become letters.
pub(crate) fn unescaped(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        said.push_str(before);
        let named = after.split_once(';').and_then(|(name, tail)| Some((entity(name)?, tail)));
        match named {
            Some((letter, tail)) => {
                said.push(letter);
                rest = tail;
            }
            None => {
                said.push('&');
                rest = after;
            }
        }
    }
    said.push_str(rest);
    said
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// A page's words without its tags, blanks joined.
pub(crate) fn words(html: &str) -> String {
    let mut said = String::new();
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        said.push_str(text);
        said.push(' ');
        let (tag, mut after) = split_tag(tail);
        for raw in ["script", "style", "template"] {
            if tag == raw || tag.starts_with(&format!("{raw} ")) {
                after = after.split_once(&format!("</{raw}")).map_or("", |(_, after)| split_tag(after).1);
            }
        }
        rest = after;
    }
    said.push_str(rest);
    unescaped(&said).split_whitespace().collect::<Vec<_>>().join(" ")
}
