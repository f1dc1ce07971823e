//! Style, scripts, fonts and icons, embedded in the binary and served under their content hash.
//!
//! `build.rs` makes the table. An address holds the hash of what it answers with, so browsers keep it for a year and a
//! new version has a new address. Everything comes from this origin: pages can forbid all other scripts and styles.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use minijinja::{Error, ErrorKind, Value};

mod table {
    use super::Asset;
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// The policy pages are served with: nothing inline, nothing from elsewhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    manifest-src 'self'";

/// Where the handler [`serve`] belongs.
pub const ROUTE: &str = "/assets/{hash}/{*name}";

/// One embedded file.
struct Asset {
    name: &'static str,
    url: &'static str,
    hash: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

fn find(name: &str) -> Option<&'static Asset> {
    let at = table::FILES.binary_search_by(|file| file.name.cmp(name)).ok()?;
    table::FILES.get(at)
}

/// The address of an embedded file: `asset("app.css")` is `/assets/<hash>/app.css`.
///
/// # Errors
/// When no such file is embedded, so that a template with a wrong name fails in its test.
pub fn asset(name: &str) -> Result<&'static str, Error> {
    find(name)
        .map(|file| file.url)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no asset {name}")))
}

/// The drawing of an icon as safe HTML, for templates.
///
/// # Errors
/// When `build.rs` does not list the name.
pub fn icon_svg(name: &str) -> Result<Value, Error> {
    match icon(name) {
        "" => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("there is no icon {name}; add it in build.rs"),
        )),
        svg => Ok(Value::from_safe_string(svg.to_owned())),
    }
}

/// The drawing of an icon as SVG text; empty when there is none of that name.
pub fn icon(name: &str) -> &'static str {
    let found = table::ICONS.binary_search_by(|(own, _)| (*own).cmp(name)).ok();
    found.and_then(|at| table::ICONS.get(at)).map_or("", |(_, svg)| svg)
}

/// Answers `GET /assets/{hash}/{name}`: the current file of that name. Kept for a year under its own hash; under an old
/// hash (a page from before an update) it is answered too, but not kept.
pub async fn serve(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(file) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let current = file.hash == hash;
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = format!("\"{}\"", file.hash);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let same = known.is_some_and(|tags| tags.split(',').any(|t| t.trim().trim_start_matches("W/") == tag));
    let mut answer = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Bytes::from_static(file.bytes).into_response()
    };
    let own = answer.headers_mut();
    own.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    own.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        own.insert(header::ETAG, tag);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(hash: &str, name: &str, known: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(tag) = known {
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(tag).unwrap());
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(serve(Path((hash.to_owned(), name.to_owned())), headers))
    }

    #[track_caller]
    fn check(hash: &str, name: &str, known: Option<&str>, status: u16, keep: Option<&str>) {
        let answer = ask(hash, name, known);
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.headers().get(header::CACHE_CONTROL).map(|v| v.to_str().unwrap()), keep);
    }

    #[test]
    fn files_are_kept_under_their_own_hash_only() {
        let hash = find("app.css").unwrap().hash;
        let long = Some("public, max-age=31536000, immutable");
        check(hash, "app.css", None, 200, long);
        check(hash, "app.css", Some(&format!("\"{hash}\"")), 304, long);
        check("0000000000000000", "app.css", None, 200, Some("no-cache"));
        check(hash, "nothing.css", None, 404, None);
        check(hash, "../Cargo.toml", None, 404, None);
    }

    #[test]
    fn the_style_names_only_fonts_that_are_here() {
        let style = std::str::from_utf8(find("fonts.css").unwrap().bytes).unwrap();
        let mut fonts = 0;
        for part in style.split("url(../").skip(1) {
            let (hash, rest) = part.split_once('/').unwrap();
            let name = rest.split(')').next().unwrap();
            assert_eq!(find(name).map(|f| f.hash), Some(hash), "{name}");
            fonts += 1;
        }
        assert!(fonts > 80, "{fonts} font files");
        assert!(!style.contains("url(./"));
    }

    #[test]
    fn an_unknown_name_is_an_error() {
        assert!(asset("app.css").is_ok_and(|url| url.starts_with("/assets/")));
        assert!(asset("no.css").is_err());
        assert!(icon_svg("search").is_ok());
        assert!(icon_svg("no-such-icon").is_err());
    }

    #[test]
    fn our_own_style_and_script_stay_small() {
        assert!(
            find("app.css").unwrap().bytes.len() < 36_000,
            "style {}",
            find("app.css").unwrap().bytes.len()
        );
        assert!(
            find("app.js").unwrap().bytes.len() < 8_000,
            "script {}",
            find("app.js").unwrap().bytes.len()
        );
    }
}
