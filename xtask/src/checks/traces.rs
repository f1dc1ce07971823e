//! Nothing of one machine in the repository: no home folders, no registry hosts, no download addresses.

use crate::finding::Finding;
use crate::tree::Tree;

/// Written in two halves, so that this file does not find itself.
const TRACES: &[(&str, &str, &str)] = &[
    ("/ro", "ot/", "a path of one machine"),
    ("/ho", "me/", "a path of one machine"),
    ("/wo", "rk/", "a path of one machine"),
    ("/Us", "ers/", "a path of one machine"),
    ("registry.np", "mjs.org", "a registry's host"),
    ("static.crat", "es.io", "a registry's host"),
    ("index.crat", "es.io", "a registry's host"),
    ("deb.deb", "ian.org", "a registry's host"),
    ("files.python", "hosted.org", "a registry's host"),
    ("\"resol", "ved\":", "a download address: write lock files with `omit-lockfile-registry-resolved`"),
];

/// Endings of addresses that are downloads.
const DOWNLOADS: &[&str] = &[".tgz", ".tar.gz", ".tar.xz", ".crate", ".deb", ".whl", ".AppImage"];

/// Looks through every text file except Cargo.lock, where cargo names its own index.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| *path != "Cargo.lock") {
        for (nth, line) in text.lines().enumerate() {
            let trace = TRACES
                .iter()
                .find(|(head, tail, _)| line.split(head).skip(1).any(|after| after.starts_with(tail)));
            if let Some((head, tail, what)) = trace {
                found.push(Finding::error(path, nth + 1, "traces", format!("{what}: `{head}{tail}`")));
            }
            let mut words = line.split(|c: char| c.is_whitespace() || "\"'()<>`".contains(c));
            let is_download =
                |word: &str| word.contains("://") && DOWNLOADS.iter().any(|end| word.ends_with(end));
            if let Some(address) = words.find(|word| is_download(word)) {
                found.push(Finding::error(path, nth + 1, "traces", format!("a download address: {address}")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn traces_of_a_machine_are_found() {
        let home = format!("cd {}{}me", "/ho", "me/");
        let archive = format!("get https://example.org/a{}", ".tgz");
        let tree =
            Tree::of(&[("a.sh", &home), ("b.md", &archive), ("c.md", "https://example.org/a and /homes/")]);
        assert_eq!(places(&check(&tree)), ["a.sh:1 traces", "b.md:1 traces"]);
    }
}
