//! What a check found wrong, and where.

use std::fmt;

/// How much a finding weighs: only errors make a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Error,
    Warning,
}

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Path from the root of the repository, with `/`.
    pub(crate) file: String,
    /// Counted from 1; 0 when the finding is about the whole file.
    pub(crate) line: usize,
    pub(crate) rule: &'static str,
    pub(crate) message: String,
    pub(crate) weight: Weight,
}

impl Finding {
    pub(crate) fn error(file: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, rule, message: message.into(), weight: Weight::Error }
    }

    pub(crate) fn warning(file: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, ..Self::error(file, line, rule, message) }
    }

    pub(crate) fn is_error(&self) -> bool {
        self.weight == Weight::Error
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = if self.is_error() { "error" } else { "warning" };
        match self.line {
            0 => write!(f, "{}: {weight}[{}]: {}", self.file, self.rule, self.message),
            line => write!(f, "{}:{line}: {weight}[{}]: {}", self.file, self.rule, self.message),
        }
    }
}

/// The messages of the findings, for the tests of checks.
#[cfg(test)]
pub(crate) fn places(found: &[Finding]) -> Vec<String> {
    found.iter().map(|f| format!("{}:{} {}", f.file, f.line, f.rule)).collect()
}
