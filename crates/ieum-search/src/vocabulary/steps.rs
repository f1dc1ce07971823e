//! The way from what a customer has to what a technique takes.

use super::{Entry, EntryKind, Vocabulary};
use std::collections::{HashMap, VecDeque};

/// Most preparation steps of one way.
const MOST_STEPS: usize = 5;

impl Vocabulary {
    /// The fewest preparation steps from any of the states `have` (ids) to one that `goal` takes, in order; empty if
    /// `goal` takes what there is, `None` if there is no way of five steps or fewer.
    ///
    /// Breadth-first over entries of the kind [`EntryKind::Preparation`]. Steps that `goal` leads to by `related` are
    /// tried first, then steps in the order of the vocabulary, so that among ways of one length the usual one wins.
    pub fn way<'a>(&'a self, have: &[&str], goal: &'a Entry) -> Option<Vec<&'a Entry>> {
        let wanted = self.takes(goal);
        let arrived = |state: &str| wanted.iter().any(|w| w == state);
        let mut steps: Vec<&'a Entry> =
            self.related(goal).filter(|e| e.kind == EntryKind::Preparation).collect();
        for step in self.entries().iter().filter(|e| e.kind == EntryKind::Preparation) {
            if !steps.iter().any(|s| s.id == step.id) {
                steps.push(step);
            }
        }
        let mut came_by: HashMap<&'a str, Option<(&'a str, &'a Entry)>> = HashMap::new();
        let mut queue: VecDeque<(&'a str, usize)> = VecDeque::new();
        for state in have.iter().filter_map(|id| self.entry(id)).map(|e| e.id.as_str()) {
            came_by.insert(state, None);
            queue.push_back((state, 0));
        }
        while let Some((state, length)) = queue.pop_front() {
            if arrived(state) {
                let mut way = Vec::new();
                let mut at = state;
                while let Some((before, step)) = came_by.get(at).copied().flatten() {
                    way.push(step);
                    at = before;
                }
                way.reverse();
                return Some(way);
            }
            if length == MOST_STEPS {
                continue;
            }
            for step in &steps {
                if !self.takes(step).iter().any(|taken| taken == state) {
                    continue;
                }
                for given in self.gives(step) {
                    if !came_by.contains_key(given.as_str()) {
                        came_by.insert(given, Some((state, step)));
                        queue.push_back((given, length + 1));
                    }
                }
            }
        }
        None
    }
}
