//! Reference figures for tests, where the shared folder lies beside the project.

use crate::Matrix;
pub(crate) use crate::reference::digits;

/// A table of text cells with headings.
pub(crate) struct Sheet {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The file under `shared/data`, or none where there is no such folder.
fn text(path: &str) -> Option<String> {
    crate::reference::text(&format!("data/{path}"))
}

/// A reference in JSON.
pub(crate) fn json(path: &str) -> Option<serde_json::Value> {
    Some(serde_json::from_str(&text(path)?).expect("the reference is JSON"))
}

/// A reference in columns parted by `mark`.
pub(crate) fn sheet(path: &str, mark: char) -> Option<Sheet> {
    let text = text(path)?;
    let mut lines = text.lines().map(|line| line.split(mark).map(|cell| cell.trim_matches('"').to_owned()));
    let headings = lines.next()?.collect();
    Some(Sheet { headings, rows: lines.map(Iterator::collect).collect() })
}

impl Sheet {
    /// One column as text.
    pub(crate) fn words(&self, name: &str) -> Vec<String> {
        let at = self.headings.iter().position(|heading| heading == name).expect("a known column");
        self.rows.iter().map(|row| row[at].clone()).collect()
    }

    /// One column as numbers.
    pub(crate) fn numbers(&self, name: &str) -> Vec<f64> {
        self.words(name).iter().map(|cell| cell.parse().expect("a number")).collect()
    }

    /// A design of the named columns, with a constant first when asked, and its terms.
    pub(crate) fn design(&self, constant: bool, names: &[&str]) -> (Matrix, Vec<String>) {
        let columns: Vec<Vec<f64>> = names.iter().map(|name| self.numbers(name)).collect();
        let mut cells = Vec::new();
        for row in 0..self.rows.len() {
            cells.extend(constant.then_some(1.0));
            cells.extend(columns.iter().map(|column| column[row]));
        }
        let terms: Vec<String> = constant
            .then_some("(Intercept)")
            .into_iter()
            .chain(names.iter().copied())
            .map(str::to_owned)
            .collect();
        (Matrix::new(self.rows.len(), terms.len(), cells).expect("a full table"), terms)
    }
}

/// Holds a figure to its reference, and prints what was reached.
pub(crate) fn holds(name: &str, found: f64, known: f64, least: f64) {
    let reached = digits(found, known);
    println!("{name}: {reached:.1} digits ({found})");
    assert!(reached >= least, "{name}: {found} against {known}, {reached:.1} digits of {least}");
}
