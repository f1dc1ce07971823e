//! Fetches the scripts, fonts and icons named in `npm/package.json` and makes a table of everything the pages load.
//!
//! Nothing third-party is committed: `npm ci` puts the locked packages (integrity-checked, install scripts off) into
//! `OUT_DIR`, this program copies the few files that are used, and `src/assets.rs` embeds them by content hash.
//! Runs again only when the lock, `npm/package.json` or a file of the kit changes; fetches again only for the first two.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

/// Line icons taken from lucide-static; templates may use these names and no others.
const ICONS: &[&str] = &[
    "arrow-left",
    "arrow-right",
    "badge-check",
    "bell",
    "book-open",
    "building-2",
    "calendar",
    "calendar-check",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle",
    "circle-alert",
    "circle-check",
    "circle-dot",
    "circle-x",
    "clock",
    "copy",
    "database",
    "download",
    "ellipsis",
    "external-link",
    "eye",
    "file",
    "file-text",
    "flask-conical",
    "funnel",
    "globe",
    "graduation-cap",
    "history",
    "house",
    "image",
    "info",
    "key-round",
    "lightbulb",
    "link",
    "list",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "map-pin",
    "menu",
    "message-square",
    "microscope",
    "minus",
    "network",
    "package",
    "paperclip",
    "pencil",
    "phone",
    "plus",
    "printer",
    "qr-code",
    "receipt-text",
    "refresh-cw",
    "search",
    "send",
    "settings",
    "shield-check",
    "star",
    "table",
    "test-tube",
    "thumbs-up",
    "trash-2",
    "triangle-alert",
    "upload",
    "user",
    "users",
    "wrench",
    "x",
];

const FONTS: &str = "pretendard/dist/web/variable";

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            for line in reason.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build() -> Outcome<()> {
    for watched in [
        "build.rs",
        "kit",
        "npm/package.json",
        "npm/package-lock.json",
        "npm/.npmrc",
        "locales",
        "migrations",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let third = out.join("third-party");
    fetch(&home.join("npm"), &out, &third)?;
    let files = gather(&home.join("kit"), &third)?;
    write(&out, &files, &icons(&home.join("kit"), &third)?)
}

/// Runs `npm ci` and keeps only the used files in `third`, unless that was done for this very lock.
fn fetch(npm: &Path, out: &Path, third: &Path) -> Outcome<()> {
    let mut seal = Sha256::new();
    for name in ["package.json", "package-lock.json"] {
        seal.update(read(&npm.join(name))?);
    }
    seal.update(ICONS.join(" "));
    let seal = hex::encode(seal.finalize());
    let stamp = third.join("stamp");
    if fs::read_to_string(&stamp).is_ok_and(|done| done == seal) {
        return Ok(());
    }
    let work = out.join("npm");
    for old in [&work, &third.to_path_buf()] {
        if old.exists() {
            fs::remove_dir_all(old).map_err(|e| format!("clearing {}: {e}", old.display()))?;
        }
        fs::create_dir_all(old).map_err(|e| format!("making {}: {e}", old.display()))?;
    }
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        copy(&npm.join(name), &work.join(name))?;
    }
    npm_ci(&work)?;
    let from = work.join("node_modules");
    copy(&from.join("htmx.org/dist/htmx.min.js"), &third.join("htmx.js"))?;
    copy(&from.join(FONTS).join("pretendardvariable-dynamic-subset.css"), &third.join("fonts.css"))?;
    copy(&from.join("pretendard/dist/LICENSE.txt"), &third.join("pretendard-LICENSE"))?;
    copy(&from.join("lucide-static/LICENSE"), &third.join("lucide-LICENSE"))?;
    copy(&from.join("htmx.org/LICENSE"), &third.join("htmx-LICENSE"))?;
    for (source, target) in [
        (from.join(FONTS).join("woff2-dynamic-subset"), third.join("fonts")),
        (from.join("lucide-static/icons"), third.join("icons")),
    ] {
        fs::create_dir_all(&target).map_err(|e| format!("making {}: {e}", target.display()))?;
        for path in listed(&source)? {
            let name = path.file_name().unwrap_or_default();
            let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            let wanted = match path.extension().and_then(|e| e.to_str()) {
                Some("woff2") => true,
                Some("svg") => ICONS.contains(&stem),
                _ => false,
            };
            if wanted {
                copy(&path, &target.join(name))?;
            }
        }
    }
    fs::remove_dir_all(&work).map_err(|e| format!("clearing {}: {e}", work.display()))?;
    fs::write(&stamp, seal).map_err(|e| format!("writing {}: {e}", stamp.display()))
}

fn npm_ci(work: &Path) -> Outcome<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let ran = Command::new(program)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"])
        .current_dir(work)
        .output();
    match ran {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => Err(format!(
            "`npm ci` failed. It needs the npm registry (or your mirror, set with `npm config set registry …`) once for \
             each change of crates/ieum-web/npm/package-lock.json.\n{}",
            String::from_utf8_lossy(&done.stderr)
        )),
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => Err(
            "npm is not installed. Install Node.js 20 or later (it brings npm), for example `apt install nodejs npm` or \
             from https://nodejs.org, and build again. It is needed to build Ieum, not to run it."
                .to_owned(),
        ),
        Err(reason) => Err(format!("running npm: {reason}")),
    }
}

/// A file that pages load.
struct Asset {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
    hash: String,
}

fn asset(name: &str, kind: &'static str, bytes: Vec<u8>) -> Asset {
    let mut hash = hex::encode(Sha256::digest(&bytes));
    hash.truncate(16);
    Asset { name: name.to_owned(), kind, bytes, hash }
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

fn gather(kit: &Path, third: &Path) -> Outcome<Vec<Asset>> {
    let mut files = Vec::new();
    let mut faces = text(&third.join("fonts.css"))?;
    let licences = format!(
        "Ieum shows its pages with these works.\n\n== Pretendard (fonts) ==\n{}\n\n== Lucide (icons) ==\n{}\n\n== htmx (script) ==\n{}\n",
        text(&third.join("pretendard-LICENSE"))?,
        text(&third.join("lucide-LICENSE"))?,
        text(&third.join("htmx-LICENSE"))?,
    );
    for path in listed(&third.join("fonts"))? {
        let long = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let short = long.replace("PretendardVariable.subset.", "pretendard-");
        let font = asset(&short, "font/woff2", read(&path)?);
        faces = faces.replace(
            &format!("url(./woff2-dynamic-subset/{long})"),
            &format!("url(../{}/{short})", font.hash),
        );
        files.push(font);
    }
    let style = format!("{}{}", text(&kit.join("tokens.css"))?, text(&kit.join("kit.css"))?);
    files.push(asset("fonts.css", CSS, tight(&faces).into_bytes()));
    files.push(asset("app.css", CSS, tight(&style).into_bytes()));
    files.push(asset("app.js", SCRIPT, lean(&text(&kit.join("app.js"))?).into_bytes()));
    files.push(asset("htmx.js", SCRIPT, read(&third.join("htmx.js"))?));
    let mark = text(&kit.join("mark.svg"))?.replace("currentColor", "#0A5BA8");
    files.push(asset("mark.svg", "image/svg+xml", mark.into_bytes()));
    files.push(asset("licences.txt", "text/plain; charset=utf-8", licences.into_bytes()));
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Icons as one line of SVG each, without ids, classes and comments.
fn icons(kit: &Path, third: &Path) -> Outcome<Vec<(String, String)>> {
    let mut found = vec![("mark".to_owned(), text(&kit.join("mark.svg"))?.trim().to_owned())];
    for name in ICONS {
        let path = third.join("icons").join(format!("{name}.svg"));
        let whole = text(&path)?;
        let start = whole
            .find('>')
            .and_then(|_| whole.find("<svg"))
            .ok_or(format!("{} holds no svg", path.display()))?;
        let inner = whole.get(start..).and_then(|svg| svg.split_once('>')).map_or("", |(_, rest)| rest);
        let shapes: Vec<&str> = inner.trim().trim_end_matches("</svg>").lines().map(str::trim).collect();
        found.push((
            (*name).to_owned(),
            format!(
                "<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
                 stroke-linecap=\"round\" stroke-linejoin=\"round\" focusable=\"false\">{}</svg>",
                shapes.concat()
            ),
        ));
    }
    found.sort();
    Ok(found)
}

/// Style without comments, indentation, line ends and needless spaces; strings in our style hold none of these.
fn tight(style: &str) -> String {
    let mut rest = style;
    let mut plain = String::with_capacity(style.len());
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    plain.push_str(rest);
    let lines: Vec<&str> = plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let ends = ["{", "}", ";", ","];
    let joined = ends.iter().fold(lines.join("\n"), |text, end| text.replace(&format!("{end}\n"), end));
    let pairs = [
        ("\n}", "}"),
        (" {", "{"),
        ("{ ", "{"),
        ("} ", "}"),
        ("; ", ";"),
        (": ", ":"),
        (", ", ","),
        (" > ", ">"),
        (" }", "}"),
        (";}", "}"),
    ];
    let close = pairs.iter().fold(joined, |text, (from, to)| text.replace(from, to));
    // Around a plus only where rules begin: inside them it may stand in a sum, which needs its spaces.
    let pieces: Vec<String> = close
        .split('{')
        .map(|piece| match piece.rsplit_once('}') {
            Some((rules, selector)) => format!("{rules}}}{}", selector.replace(" + ", "+")),
            None => piece.to_owned(),
        })
        .collect();
    short(&pieces.join("{").replace("#FFFFFF", "#FFF"))
}

/// Our own properties (`--radius-card`) under short names: no page and no script asks for them by name.
fn short(style: &str) -> String {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let named = |rest: &str| rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
    let mut names: Vec<&str> = Vec::new();
    let mut rest = style;
    while let Some(at) = rest.find("--") {
        let (before, from) = rest.split_at(at);
        let (name, after) = from.split_at(named(from));
        if !before.ends_with(is_name) {
            names.push(name);
        }
        rest = after;
    }
    names.sort_unstable();
    names.dedup();
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(at) = rest.find("--") {
        let (before, from) = rest.split_at(at);
        let (name, after) = from.split_at(named(from));
        out.push_str(before);
        match names.binary_search(&name) {
            Ok(place) if !before.ends_with(is_name) => {
                let _infallible = write!(out, "--{}", radix(place));
            }
            _ => out.push_str(name),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A number in letters: a to z, then ba, bb.
fn radix(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.extend(('a'..='z').nth(number % 26));
        number /= 26;
        if number == 0 {
            break letters.iter().rev().collect();
        }
    }
}

/// Our script without indentation and whole-line comments; it holds no text of several lines.
fn lean(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn write(out: &Path, files: &[Asset], icons: &[(String, String)]) -> Outcome<()> {
    let folder = out.join("assets");
    fs::create_dir_all(&folder).map_err(|e| format!("making {}: {e}", folder.display()))?;
    let mut table = String::from("pub(super) static FILES: &[Asset] = &[\n");
    for file in files {
        let path = folder.join(&file.name);
        fs::write(&path, &file.bytes).map_err(|e| format!("writing {}: {e}", path.display()))?;
        let _infallible = writeln!(
            table,
            "Asset {{ name: {:?}, url: {:?}, hash: {:?}, kind: {:?}, bytes: include_bytes!({:?}) }},",
            file.name,
            format!("/assets/{}/{}", file.hash, file.name),
            file.hash,
            file.kind,
            path,
        );
    }
    table.push_str("];\npub(super) static ICONS: &[(&str, &str)] = &[\n");
    for (name, svg) in icons {
        let _infallible = writeln!(table, "({name:?}, {svg:?}),");
    }
    table.push_str("];\n");
    let path = out.join("assets.rs");
    fs::write(&path, table).map_err(|e| format!("writing {}: {e}", path.display()))
}

fn listed(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("listing {}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|e| format!("reading {}: {e}", path.display()))
}

fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| format!("reading {}: {e}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to).map(|_bytes| ()).map_err(|e| format!("copying {}: {e}", from.display()))
}
