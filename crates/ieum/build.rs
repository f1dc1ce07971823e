//! How the program is linked: one copy of what is the same machine code, addresses to fix at start in a short list, and the
//! functions that run until the first page side by side. Together that is a third of the memory of an idle server. Only where
//! the toolchain's own linker is the default.

use std::path::Path;
use std::process::Command;

/// Names of functions for the linker; `cargo xtask first` writes it.
const FIRST: &str = "first_functions.txt";

#[expect(clippy::disallowed_methods, reason = "cargo tells a build of its target in variables")]
fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={FIRST}");
    let of_target = |name: &str| std::env::var(name).unwrap_or_default();
    let known = ["CARGO_CFG_TARGET_ARCH", "CARGO_CFG_TARGET_OS", "CARGO_CFG_TARGET_ENV"].map(of_target);
    if known != ["x86_64", "linux", "gnu"] || of_target("PROFILE") != "release" {
        return Ok(());
    }
    println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    let script = Path::new(&of_target("OUT_DIR")).join("first.ld");
    std::fs::write(&script, side_by_side(&std::fs::read_to_string(FIRST)?))?;
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    if of_target("HOST") == of_target("TARGET") && reads_short_lists() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// A script for the linker that puts the listed functions before all others. A name that the program has no longer is passed
/// over, so a list that is older than the program costs memory and nothing else.
fn side_by_side(list: &str) -> String {
    let names: String =
        list.lines().filter(|line| !line.starts_with('#')).map(|name| format!(".text.{name}\n")).collect();
    format!("SECTIONS {{ .text.first : {{ *({names}) }} }} INSERT BEFORE .text;\n")
}

/// Whether the C library of this machine can start such a program: glibc 2.36 or later.
fn reads_short_lists() -> bool {
    let asked = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = asked.ok().and_then(|answer| String::from_utf8(answer.stdout).ok()).unwrap_or_default();
    let version = said.trim().strip_prefix("glibc 2.").and_then(|minor| minor.parse::<u32>().ok());
    version.is_some_and(|minor| minor >= 36)
}
