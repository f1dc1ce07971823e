//! Reads page templates: which words stand in them literally, and which message keys they ask for.
//!
//! A template is HTML with `{{ expressions }}`, `{% statements %}` and `{# comments #}`. This is a scanner, not a parser:
//! it is exact about what our own pages use and errs on the side of reporting.

/// A literal word in a page, where a message belongs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LiteralText {
    pub(crate) line: usize,
    /// `text`, or the attribute that holds it.
    pub(crate) place: String,
    pub(crate) words: String,
}

/// One call `t("key", name=…)`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) line: usize,
    pub(crate) key: String,
    /// Whether the key goes on after the literal (`t("state-" ~ state)`).
    pub(crate) is_prefix: bool,
    /// Names of the variables handed over; `None` when they cannot be known.
    pub(crate) variables: Option<Vec<String>>,
}

/// Attributes that people read or hear.
const READ_ALOUD: &[&str] = &[
    "alt",
    "title",
    "placeholder",
    "label",
    "summary",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
];

/// Names that are the same in every language.
const NAMES: &[&str] = &["Ieum", "CSV", "XLSX", "PDF", "JSON", "API", "iCal", "QR", "URL", "SHA-256"];

struct Piece<'a> {
    line: usize,
    text: &'a str,
    is_code: bool,
}

/// Splits a template into HTML and code; comments vanish.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = template;
    let mut line = 1;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        let closing = match from.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                let (head, tail) = rest.split_at(at + 1);
                found.push(Piece { line, text: head, is_code: false });
                line += newlines(head);
                rest = tail;
                continue;
            }
        };
        found.push(Piece { line, text: before, is_code: false });
        line += newlines(before);
        let end = from.find(closing).map_or(from.len(), |end| end + closing.len());
        let (code, tail) = from.split_at(end);
        if closing != "#}" {
            found.push(Piece { line, text: code, is_code: true });
        }
        line += newlines(code);
        rest = tail;
    }
    found.push(Piece { line, text: rest, is_code: false });
    found
}

fn newlines(text: &str) -> usize {
    text.matches('\n').count()
}

/// String literals in the code of a template, with their lines.
pub(crate) fn strings(template: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for piece in pieces(template).iter().filter(|piece| piece.is_code) {
        let mut letters = piece.text.chars();
        let mut line = piece.line;
        while let Some(letter) = letters.next() {
            line += usize::from(letter == '\n');
            if letter == '"' || letter == '\'' {
                let begun = line;
                let mut value = String::new();
                for inner in letters.by_ref() {
                    if inner == letter {
                        break;
                    }
                    line += usize::from(inner == '\n');
                    value.push(inner);
                }
                found.push((begun, value));
            }
        }
    }
    found
}

/// Every call of `t("…")`.
pub(crate) fn asked(template: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for piece in pieces(template).iter().filter(|piece| piece.is_code) {
        let mut from = 0;
        while let Some(at) = piece.text.get(from..).and_then(|rest| rest.find("t(")) {
            let start = from + at;
            from = start + 2;
            let before = piece.text.get(..start).unwrap_or_default();
            if before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.') {
                continue;
            }
            let line = piece.line + newlines(before);
            let arguments = arguments(piece.text.get(from..).unwrap_or_default());
            let Some(first) = arguments.first().map(|first| first.trim()) else { continue };
            let Some(quote) = first.chars().next().filter(|c| *c == '"' || *c == '\'') else { continue };
            let Some((key, after)) = first.get(1..).and_then(|rest| rest.split_once(quote)) else { continue };
            let is_spread = arguments.iter().any(|argument| argument.trim().starts_with('*'));
            let names = arguments.iter().skip(1).filter_map(|argument| argument.split_once('='));
            let variables = (!is_spread).then(|| names.map(|(name, _)| name.trim().to_owned()).collect());
            found.push(Asked { line, key: key.to_owned(), is_prefix: !after.trim().is_empty(), variables });
        }
    }
    found
}

/// The arguments of a call, up to its closing parenthesis.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quote, mut all, mut one) = (0_usize, None, Vec::new(), String::new());
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')') if depth == 0 => break,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                all.push(std::mem::take(&mut one));
                continue;
            }
            _ => {}
        }
        one.push(letter);
    }
    if !one.trim().is_empty() {
        all.push(one);
    }
    all
}

/// Words that stand in a page literally: in its text, in attributes people read, or as sentences inside code.
pub(crate) fn literal_texts(template: &str) -> Vec<LiteralText> {
    let mut found = Vec::new();
    let pieces = pieces(template);
    let values = value_macros(&pieces);
    // Code becomes one control character, so that positions of tags stay right, and keeps its line breaks.
    let mut html = String::new();
    for (nth, piece) in pieces.iter().enumerate() {
        if values.iter().any(|range| range.contains(&nth)) {
            if piece.text.chars().any(is_hangul) {
                report(piece.text, piece.line, "value", &mut found);
            }
            html.extend(std::iter::repeat_n('\n', newlines(piece.text)));
        } else if piece.is_code {
            html.push('\u{1}');
            html.extend(std::iter::repeat_n('\n', newlines(piece.text)));
        } else {
            let lost = (piece.line - 1).saturating_sub(newlines(&html));
            html.extend(std::iter::repeat_n('\n', lost));
            html.push_str(piece.text);
        }
    }
    scan_html(&html, &mut found);
    for (line, value) in strings(template) {
        if value.chars().any(is_hangul) || is_sentence(&value) {
            found.push(LiteralText { line, place: "code".to_owned(), words: value });
        }
    }
    found
}

/// Macros without a tag make an id or an attribute, not something to read.
fn value_macros(pieces: &[Piece<'_>]) -> Vec<std::ops::Range<usize>> {
    let begins = |piece: &Piece<'_>, word: &str| {
        let code = piece.text.trim_start_matches(['{', '%', '-', '+', ' ', '\n']);
        piece.is_code && code.split_whitespace().next() == Some(word)
    };
    let mut found = Vec::new();
    for (start, _) in pieces.iter().enumerate().filter(|(_, piece)| begins(piece, "macro")) {
        let length =
            pieces.iter().skip(start).position(|piece| begins(piece, "endmacro")).unwrap_or_default();
        let mut inside = pieces.iter().skip(start).take(length).filter(|piece| !piece.is_code);
        if !inside.any(|piece| piece.text.contains('<')) {
            found.push(start + 1..start + length);
        }
    }
    found
}

fn scan_html(html: &str, found: &mut Vec<LiteralText>) {
    let mut rest = html;
    let mut line = 1;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, tail) = rest.split_at(at);
        report(text, line, "text", found);
        line += newlines(text);
        if tail.is_empty() {
            break;
        }
        if let Some(comment) = tail.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
            let (inside, after) = comment.split_at(end);
            line += newlines(inside);
            rest = after;
            continue;
        }
        let (tag, after) = tail.split_at(end_of_tag(tail));
        for (name, value, offset) in tag_attributes(tag) {
            let is_button_value = name == "value" && (tag.contains("submit") || tag.contains("button"));
            if READ_ALOUD.contains(&name.as_str()) || is_button_value {
                report(&value, line + offset, &name, found);
            }
        }
        line += newlines(tag);
        rest = after;
        for raw in ["script", "style"] {
            if tag.starts_with(&format!("<{raw}")) && !tag.ends_with("/>") {
                let end = rest.find(&format!("</{raw}")).unwrap_or(rest.len());
                let (inside, after) = rest.split_at(end);
                line += newlines(inside);
                rest = after;
            }
        }
    }
}

fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '>') => return at + 1,
            (None, _) => {}
        }
    }
    text.len()
}

/// `(name, value, lines after the tag's first)` of every attribute with a quoted value.
fn tag_attributes(tag: &str) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    let mut rest = tag;
    let mut passed = 0;
    while let Some(at) = rest.find('=') {
        let (before, after) = rest.split_at(at);
        let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || c == ':';
        let name: String = before.chars().rev().take_while(|c| is_name(*c)).collect();
        let name: String = name.chars().rev().collect();
        passed += newlines(before);
        let after = after.get(1..).unwrap_or_default();
        match after.chars().next().filter(|c| *c == '"' || *c == '\'') {
            Some(quote) => {
                let inside = after.get(1..).unwrap_or_default();
                let (value, tail) = inside.split_once(quote).unwrap_or((inside, ""));
                found.push((name.to_lowercase(), value.to_owned(), passed));
                passed += newlines(value);
                rest = tail;
            }
            None => rest = after,
        }
    }
    found
}

fn report(text: &str, line: usize, place: &str, found: &mut Vec<LiteralText>) {
    for (nth, one) in text.lines().enumerate() {
        let words = without_entities(one);
        let said = words
            .split(|c: char| c.is_whitespace() || c == '\u{1}' || c == '/')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let told: Vec<_> =
            said.filter(|word| word.chars().any(char::is_alphabetic) && !NAMES.contains(word)).collect();
        if !told.is_empty() {
            found.push(LiteralText { line: line + nth, place: place.to_owned(), words: told.join(" ") });
        }
    }
}

fn without_entities(text: &str) -> String {
    let mut clean = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        clean.push_str(before);
        match after.split_once(';') {
            Some((name, tail)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') => rest = tail,
            _ => rest = after,
        }
    }
    clean.push_str(rest);
    clean
}

/// Whether a letter is Korean.
pub(crate) fn is_hangul(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7A3}')
}

/// A capital letter, small ones, a blank, and more words: "Save the draft", not "btn primary" or "Content-Type".
fn is_sentence(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && text.split(' ').count() > 1
        && text.chars().all(|c| c.is_alphabetic() || " ,.'’?".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &[(usize, &str, &str)]) {
        let found = literal_texts(template);
        let said: Vec<_> = found.iter().map(|f| (f.line, f.place.as_str(), f.words.as_str())).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn words_in_pages_are_found() {
        check("<p>{{ t(\"a-b\") }}</p>", &[]);
        check("<h1>\n  Hello {{ name }}</h1>", &[(2, "text", "Hello")]);
        check("{# said\nhere #}\n<p>예약</p>", &[(3, "text", "예약")]);
        check("<input\n placeholder=\"Your name\" class=\"wide one\">", &[(2, "placeholder", "Your name")]);
        check("<input type=\"submit\" value=\"Go\">", &[(1, "value", "Go")]);
        check("{{ submit(\"Save the draft\") }}", &[(1, "code", "Save the draft")]);
        check("{{ submit(\"저장\") }}", &[(1, "code", "저장")]);
    }

    #[test]
    fn what_is_no_word_passes() {
        check("<style>p { color: red }</style><script>let a = 1;</script>", &[]);
        check("<p>&nbsp;· 12:00 – {{ x }} / Ieum CSV</p><!-- a note -->", &[]);
        check("<a href=\"/x\" {% if a > 1 %}aria-current=\"page\"{% endif %}>{{ x }}</a>", &[]);
        check("{% set c = 'btn primary' %}", &[]);
        check("{%- macro id(name) -%}f-{{ name }}{%- endmacro -%}", &[]);
        check("{% macro id() %}예약{% endmacro %}<p>Yes</p>", &[(1, "value", "예약"), (1, "text", "Yes")]);
    }

    #[test]
    fn calls_of_t_are_read() {
        let found = asked(
            "{{ t(\"time-zone\", zone=zone(a, b), n=1) }}\n{{ format(\"x\") }}{{ t('state-' ~ state) }}",
        );
        let first = Asked {
            line: 1,
            key: "time-zone".to_owned(),
            is_prefix: false,
            variables: Some(vec!["zone".to_owned(), "n".to_owned()]),
        };
        let second = Asked { line: 2, key: "state-".to_owned(), is_prefix: true, variables: Some(vec![]) };
        assert_eq!(found, [first, second]);
    }
}
