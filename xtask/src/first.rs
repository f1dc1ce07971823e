//! Which functions run until the first page is shown. The linker puts them side by side (`crates/ieum/build.rs`): the kernel
//! brings a program into memory by pieces of 64 kB, and functions that lie scattered make an idle server hold half of it.

use crate::bench::demo::{Demo, binary};
use crate::machine::{output, say};
use crate::servers::install::{VALGRIND, ensure};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Where the list is kept: one name a line, without the compiler's hash; `*` stands for what follows.
const LIST: &str = "crates/ieum/first_functions.txt";
/// A path is listed whole when at least one in so many of its bytes ran; otherwise its functions are listed one by one.
const WHOLE: u64 = 5;
/// How long the watched server may do what it does in its first seconds, many times slower than usual.
const SETTLES: Duration = Duration::from_secs(20);
/// What the list says of itself.
const HEAD: &str = "# Functions that run until the first page of the sample region is shown, by the linker's names without hashes.\n\
                    # `cargo xtask first` writes this file; crates/ieum/build.rs hands it to the linker.\n";

/// Runs the release binary under callgrind and writes the list anew.
///
/// # Errors
///
/// When the binary does not build or start, valgrind cannot be had, or nothing that ran has a name.
pub(crate) fn write(root: &Path) -> Result<bool> {
    ensure(&[VALGRIND])?;
    let binary = binary(root)?;
    let folder = tempfile::tempdir()?;
    let (region, calls) = (folder.path().join("region"), folder.path().join("calls"));
    // The region is filled first, without being watched: a server starts far more often than a region is filled.
    Demo::start_on(&binary, &region, &[])?.stop()?;
    let mut watched = Command::new("valgrind");
    watched.args(["--quiet", "--tool=callgrind", "--demangle=no"]);
    watched.arg(format!("--callgrind-out-file={}", calls.display())).arg(&binary);
    let demo = Demo::start_by(watched, &region, &[])?;
    std::thread::sleep(SETTLES);
    demo.stop()?;
    let calls = std::fs::read_to_string(&calls).context("read what callgrind saw")?;
    let ran = ran(&calls);
    let symbols = output("nm", &[Path::new("--print-size"), &binary], root)?;
    let functions = functions(&symbols, &ran);
    let bytes: u64 = functions.iter().filter(|function| function.ran).map(|function| function.bytes).sum();
    if bytes == 0 {
        bail!("nothing that ran has a name in {}: was it stripped?", binary.display());
    }
    let names = names(&functions);
    let text: String = names.iter().map(|name| format!("{name}\n")).collect();
    std::fs::write(root.join(LIST), format!("{HEAD}{text}")).with_context(|| format!("write {LIST}"))?;
    let count = functions.iter().filter(|function| function.ran).count();
    say(&format!("{count} functions of {bytes} bytes ran; {} names in {LIST}", names.len()));
    Ok(true)
}

/// Names of all functions in a callgrind file, as callers or called.
fn ran(calls: &str) -> BTreeSet<&str> {
    let called = |line| -> Option<&str> {
        let rest = str::strip_prefix(line, "fn=").or_else(|| str::strip_prefix(line, "cfn="))?;
        // Only the first mention of a function has its name: `fn=(12) name`, later ones are `fn=(12)`.
        let (_, name) = rest.split_once(") ")?;
        // Within a circle of calls the same function is told apart by a number: `name'2`.
        Some(name.split_once('\'').map_or(name, |(name, _)| name))
    };
    calls.lines().filter_map(called).collect()
}

/// One function of the program.
#[derive(Debug)]
struct Function<'a> {
    /// Its mangled name by parts, without the hash.
    path: Vec<&'a str>,
    bytes: u64,
    ran: bool,
}

/// The program's functions, one for each address, from what `nm --print-size` prints.
fn functions<'a>(symbols: &'a str, ran: &BTreeSet<&str>) -> Vec<Function<'a>> {
    let mut known: BTreeMap<&str, (Function<'a>, &'a str)> = BTreeMap::new();
    for line in symbols.lines() {
        let mut parts = line.split_ascii_whitespace();
        let (Some(address), Some(size), Some("t" | "T"), Some(name)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let Ok(bytes) = u64::from_str_radix(size, 16) else { continue };
        let ran = ran.contains(name);
        // Functions of the same machine code share an address; the first by name stands for all.
        known
            .entry(address)
            .and_modify(|(function, first)| {
                function.ran |= ran;
                if name < *first {
                    (function.path, *first) = (path(name), name);
                }
            })
            .or_insert_with(|| (Function { path: path(name), bytes, ran }, name));
    }
    known.into_values().map(|(function, _)| function).collect()
}

/// A mangled name by parts, without the hash: `_ZN4core3fmt5Write17h0123456789abcdefE` is `_ZN`, `4core`, `3fmt`, `5Write`.
fn path(name: &str) -> Vec<&str> {
    let Some(mut rest) = name.strip_prefix("_ZN") else { return vec![name] };
    let mut path = vec!["_ZN"];
    while let Some((part, letters, more)) = part(rest) {
        if letters.len() == 17 && letters.starts_with('h') && more.starts_with('E') {
            break;
        }
        path.push(part);
        rest = more;
    }
    path
}

/// What a mangled path begins with: a count and as many letters; the letters alone; what follows.
fn part(rest: &str) -> Option<(&str, &str, &str)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (count, after) = rest.split_at_checked(digits)?;
    let (letters, more) = after.split_at_checked(count.parse().ok()?)?;
    let part = rest.strip_suffix(more)?;
    Some((part, letters, more))
}

/// A path of the program, with all that lies below it.
#[derive(Default)]
struct Branch<'a> {
    below: BTreeMap<&'a str, Branch<'a>>,
    bytes: u64,
    ran: u64,
}

/// What to tell the linker: paths that ran to a good part, and single functions otherwise.
fn names(functions: &[Function<'_>]) -> Vec<String> {
    let mut root = Branch::default();
    for function in functions {
        let mut branch = &mut root;
        for part in &function.path {
            branch = branch.below.entry(part).or_default();
            branch.bytes += function.bytes;
            branch.ran += if function.ran { function.bytes } else { 0 };
        }
    }
    let mut found = Vec::new();
    for (part, branch) in &root.below {
        gather(branch, (*part).to_owned(), &mut found);
    }
    found
}

fn gather(branch: &Branch<'_>, name: String, found: &mut Vec<String>) {
    // The compiler's own library is mangled another way, with hashes inside: such names do not last.
    if branch.ran == 0 || name.starts_with("_R") {
        return;
    }
    let whole = branch.ran.saturating_mul(WHOLE) >= branch.bytes;
    if branch.below.is_empty() {
        found.push(if name.starts_with("_ZN") { format!("{name}17h*") } else { name });
    } else if whole && name != "_ZN" {
        found.push(format!("{name}*"));
    } else {
        for (part, below) in &branch.below {
            gather(below, format!("{name}{part}"), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_and_called_are_read_once() {
        let calls = "fl=(1) x.rs\nfn=(1) _ZN1a17h0000000000000001E\n+3 5\ncfn=(2) _ZN1b17h0000000000000002E'2\ncalls=1 0\nfn=(2)\n";
        let names: Vec<&str> = ran(calls).into_iter().collect();
        assert_eq!(names, ["_ZN1a17h0000000000000001E", "_ZN1b17h0000000000000002E"]);
    }

    #[test]
    fn a_name_loses_its_hash_and_nothing_else() {
        assert_eq!(path("_ZN4core3fmt5Write17h0123456789abcdefE"), ["_ZN", "4core", "3fmt", "5Write"]);
        assert_eq!(path("_ZN4core3fmt17h0123456789abcdefE.llvm.7"), ["_ZN", "4core", "3fmt"]);
        // A part of seventeen letters that begins with h is no hash when more follows it.
        assert_eq!(
            path("_ZN17hashes_of_letters3new17h0123456789abcdefE"),
            ["_ZN", "17hashes_of_letters", "3new"]
        );
        assert_eq!(path("sqlite3_open"), ["sqlite3_open"]);
    }

    #[test]
    fn what_ran_is_listed_and_a_path_that_ran_to_a_good_part_is_listed_whole() {
        let symbols = "\
0000000000001000 0000000000000010 t _ZN3app3run17h0000000000000001E
0000000000001010 0000000000000010 t _ZN3app4stop17h0000000000000002E
0000000000002000 0000000000000010 t _ZN3lib3one17h0000000000000003E
0000000000002010 0000000000001000 T _ZN3lib3two17h0000000000000004E
0000000000003000 0000000000000010 T sqlite3_open
0000000000003010 0000000000000010 T sqlite3_close
0000000000004000 t _ZN5other4size17h0000000000000005E
0000000000005000 0000000000000010 r _ZN4data17h0000000000000006E
0000000000006000 0000000000000010 t _RNvCs_3std
";
        let ran = BTreeSet::from([
            "_ZN3app3run17h0000000000000001E",
            "_ZN3lib3one17h0000000000000003E",
            "sqlite3_open",
            "_RNvCs_3std",
        ]);
        assert_eq!(names(&functions(symbols, &ran)), ["_ZN3app*", "_ZN3lib3one17h*", "sqlite3_open"]);
    }

    #[test]
    fn functions_of_one_address_are_one() {
        let symbols = "\
0000000000001000 0000000000000010 t _ZN3own4drop17h0000000000000001E
0000000000001000 0000000000000010 t _ZN3app4drop17h0000000000000002E
";
        let found = functions(symbols, &BTreeSet::from(["_ZN3own4drop17h0000000000000001E"]));
        let found: Vec<_> = found.into_iter().map(|function| (function.path, function.ran)).collect();
        assert_eq!(found, [(vec!["_ZN", "3app", "4drop"], true)]);
    }
}
