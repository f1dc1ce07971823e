//! A line that says how long the work has been going on, for people who look at a terminal.

use ieum_kernel::Lang;
use ieum_web::Words;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Seconds that pass before anything is said.
const PATIENCE: u32 = 2;

/// The line, until it is dropped. Nothing is said where the error stream is no terminal, or of work that is done at once.
pub(super) struct Progress {
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(super) fn begin(words: &Words, lang: Lang) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { shown: None };
        }
        let say = |seconds: u32| {
            let facts = BTreeMap::from([("seconds".to_owned(), Value::from(seconds))]);
            words.say(lang, "figures-computing", &facts)
        };
        // Worded once, before the work begins; the seconds are put in as they pass.
        let pattern = say(0);
        let (done, wait) = channel::<()>();
        let telling = std::thread::spawn(move || {
            let mut seconds = 0;
            while wait.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                seconds += 1;
                if seconds >= PATIENCE {
                    let line = pattern.replacen('0', &seconds.to_string(), 1);
                    let mut terminal = std::io::stderr().lock();
                    let _unseen = write!(terminal, "\r\u{1b}[K{line}").and_then(|()| terminal.flush());
                }
            }
            if seconds >= PATIENCE {
                let _unseen = write!(std::io::stderr().lock(), "\r\u{1b}[K");
            }
        });
        Self { shown: Some((done, telling)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, telling)) = self.shown.take() {
            drop(done);
            let _ended = telling.join();
        }
    }
}
