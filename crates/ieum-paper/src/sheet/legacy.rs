//! How large the worksheets of an Excel 97–2003 workbook are, read from its records before the reader lays them out.
//!
//! A worksheet with one cell at each end of the grid is 16.7 million cells in a few hundred bytes. Formats: \[MS-CFB\]
//! for the container, \[MS-XLS\] §2.5.13 for the row and column that begin every cell record.

use super::{Bounds, SheetError};

const SECTOR_END: u32 = 0xFFFF_FFFC;

/// Refuses a workbook whose used areas hold more cells than allowed, and a container whose chains of sectors run in a
/// circle or out of their table: the reader would follow them until there is no memory left. One without a workbook is
/// left to the reader, which refuses it itself.
pub(super) fn cells_within(bytes: &[u8], bounds: Bounds) -> Result<(), SheetError> {
    let Some(container) = Container::open(bytes).filter(Container::ends) else {
        return Err(SheetError::Broken { why: "its chains of sectors do not end".to_owned() });
    };
    let Some(stream) = container.workbook() else {
        return Ok(());
    };
    let mut found = 0_u64;
    let mut text_bytes = 0_u64;
    let mut area = Area::default();
    let mut words = SharedWords::default();
    let mut at = 0;
    while let (Some(kind), Some(length)) = (word(&stream, at), word(&stream, at + 2)) {
        match kind {
            // A worksheet begins.
            0x0809 => {
                found = found.saturating_add(area.cells());
                area = Area::default();
            }
            // The words that cells share, and their continuations.
            0x00FC => words.begin(stream.get(at + 4..at + 4 + usize::from(length)).unwrap_or_default()),
            0x003C => words.go_on(stream.get(at + 4..at + 4 + usize::from(length)).unwrap_or_default()),
            // Every record of one or more cells: NUMBER, LABEL, LABELSST, RK, BLANK, BOOLERR, FORMULA, RSTRING and
            // the two with many cells, whose last column ends the record.
            0x0203 | 0x0204 | 0x00FD | 0x027E | 0x0201 | 0x0205 | 0x0006 | 0x00D6 => {
                area.cell(word(&stream, at + 4), word(&stream, at + 6));
                if kind == 0x00FD {
                    text_bytes = text_bytes.saturating_add(words.bytes(long(&stream, at + 10)));
                }
            }
            0x00BD | 0x00BE => {
                area.cell(word(&stream, at + 4), word(&stream, at + 6));
                area.cell(word(&stream, at + 4), word(&stream, at + 2 + usize::from(length)));
            }
            _ => {}
        }
        if found.saturating_add(area.cells()) > bounds.cells {
            return Err(SheetError::TooManyCells {
                found: found.saturating_add(area.cells()),
                most: bounds.cells,
            });
        }
        if text_bytes > bounds.text_bytes {
            return Err(SheetError::TooMuchText { most: bounds.text_bytes });
        }
        at += 4 + usize::from(length);
    }
    Ok(())
}

/// How long each shared text is (\[MS-XLS\] §2.4.265, §2.5.293); one text may stand in a million cells.
#[derive(Default)]
struct SharedWords {
    lengths: Vec<u64>,
    /// What of the current text is still to come, in the next record.
    open: Option<OpenWord>,
    following: bool,
}

/// A text that runs on into the next record.
struct OpenWord {
    letters: usize,
    wide: bool,
    after: usize,
}

impl SharedWords {
    fn begin(&mut self, record: &[u8]) {
        self.following = true;
        self.read(record.get(8..).unwrap_or_default());
    }

    fn go_on(&mut self, record: &[u8]) {
        match self.open.take() {
            _ if !self.following => {}
            None => self.read(record),
            // A text cut between letters says anew how wide its letters are.
            Some(open) if open.letters > 0 => {
                let wide = record.first().is_some_and(|flags| flags & 1 == 1);
                self.finish(OpenWord { wide, ..open }, record.get(1..).unwrap_or_default());
            }
            Some(open) => self.finish(open, record),
        }
    }

    /// Reads whole texts; the last may stay open.
    fn read(&mut self, record: &[u8]) {
        let mut rest = record;
        while let Some((open, start)) = OpenWord::head(rest) {
            self.lengths.push(u64::try_from(open.letters).unwrap_or_default() * 3);
            match open.step(rest.get(start..).unwrap_or_default()) {
                Ok(next) => rest = next,
                Err(open) => {
                    self.open = Some(open);
                    return;
                }
            }
        }
    }

    fn finish(&mut self, open: OpenWord, record: &[u8]) {
        match open.step(record) {
            Ok(rest) => self.read(rest),
            Err(open) => self.open = Some(open),
        }
    }

    /// Most bytes that a text can take in UTF-8; a text that was not found counts as a long paragraph.
    fn bytes(&self, which: Option<u32>) -> u64 {
        let which = which.and_then(|which| usize::try_from(which).ok());
        which.and_then(|which| self.lengths.get(which)).copied().unwrap_or(1000)
    }
}

impl OpenWord {
    /// The text that begins here, and where its letters begin.
    fn head(record: &[u8]) -> Option<(Self, usize)> {
        let letters = usize::from(word(record, 0)?);
        let flags = record.get(2)?;
        let (mut start, mut after) = (3, 0_usize);
        if flags & 0x08 != 0 {
            after += usize::from(word(record, start)?) * 4;
            start += 2;
        }
        if flags & 0x04 != 0 {
            after = after.saturating_add(usize::try_from(long(record, start)?).ok()?);
            start += 4;
        }
        Some((Self { letters, wide: flags & 1 == 1, after }, start))
    }

    /// Takes what is here of the text: what follows it, or the text still open.
    fn step(self, record: &[u8]) -> Result<&[u8], Self> {
        let size = if self.wide { 2 } else { 1 };
        let here = self.letters.min(record.len() / size);
        let letters = self.letters - here;
        let formatting = if letters == 0 { self.after.min(record.len() - here * size) } else { 0 };
        let after = self.after - formatting;
        if letters > 0 || after > 0 {
            return Err(Self { letters, after, ..self });
        }
        Ok(record.get(here * size + formatting..).unwrap_or_default())
    }
}

#[derive(Default)]
struct Area {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Area {
    fn cell(&mut self, row: Option<u16>, column: Option<u16>) {
        let wider = |span: Option<(u16, u16)>, at: u16| {
            span.map_or((at, at), |(low, high)| (low.min(at), high.max(at)))
        };
        if let (Some(row), Some(column)) = (row, column) {
            self.rows = Some(wider(self.rows, row));
            self.columns = Some(wider(self.columns, column));
        }
    }

    fn cells(&self) -> u64 {
        let span = |span: Option<(u16, u16)>| span.map_or(0, |(low, high)| u64::from(high - low) + 1);
        span(self.rows) * span(self.columns)
    }
}

/// A compound file: sectors chained by a table.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    chain: Vec<u32>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector =
            1_usize.checked_shl(u32::from(word(bytes, 30)?)).filter(|size| (512..=4096).contains(size))?;
        let mut container = Self { bytes, sector, chain: Vec::new() };
        // The first 109 sectors of the table are named in the header, the rest in a chain of their own.
        let mut tables: Vec<u32> =
            (0..109).filter_map(|i| long(bytes, 76 + 4 * i)).filter(|at| *at < SECTOR_END).collect();
        let mut next = long(bytes, 68)?;
        let mut steps = 0;
        while next < SECTOR_END && steps < 4096 {
            let names = container.sector_bytes(next)?;
            let last = sector / 4 - 1;
            tables.extend((0..last).filter_map(|i| long(names, 4 * i)).filter(|at| *at < SECTOR_END));
            next = long(names, 4 * last)?;
            steps += 1;
        }
        for table in tables {
            let entries = container.sector_bytes(table)?;
            let more: Vec<u32> = (0..sector / 4).filter_map(|i| long(entries, 4 * i)).collect();
            container.chain.extend(more);
        }
        Some(container)
    }

    /// Whether every chain of sectors, and of the small pieces, ends.
    fn ends(&self) -> bool {
        let pieces = long(self.bytes, 60).map(|first| self.stream(first)).unwrap_or_default();
        let pieces: Vec<u32> = (0..pieces.len() / 4).filter_map(|i| long(&pieces, 4 * i)).collect();
        let starts = [48, 60].into_iter().filter_map(|at| long(self.bytes, at));
        let within = |at: u32| usize::try_from(at).is_ok_and(|at| at < self.chain.len());
        starts.into_iter().all(|at| at >= SECTOR_END || within(at))
            && all_end(&self.chain)
            && all_end(&pieces)
    }

    fn sector_bytes(&self, at: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(at).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector)?))
    }

    fn stream(&self, first: u32) -> Vec<u8> {
        let mut content = Vec::new();
        let mut at = first;
        // A chain longer than the file has sectors is a loop.
        while at < SECTOR_END && content.len() <= self.bytes.len() {
            let Some(part) = self.sector_bytes(at) else { break };
            content.extend_from_slice(part);
            let Some(next) = usize::try_from(at).ok().and_then(|at| self.chain.get(at)) else { break };
            at = *next;
        }
        content
    }

    /// The stream of the workbook; a small one lies in the root's own stream, cut into pieces of 64 bytes.
    fn workbook(&self) -> Option<Vec<u8>> {
        let directory = self.stream(long(self.bytes, 48)?);
        let entries = || directory.chunks_exact(128);
        let entry = entries().find(|entry| {
            let name: Vec<u8> =
                entry.iter().take(64).step_by(2).copied().take_while(|byte| *byte != 0).collect();
            matches!(name.as_slice(), b"Workbook" | b"Book")
        })?;
        let (first, size) = (long(entry, 116)?, long(entry, 120)?);
        if size >= long(self.bytes, 56)? {
            return Some(self.stream(first));
        }
        let pieces = self.stream(long(entries().next()?, 116)?);
        let table = self.stream(long(self.bytes, 60)?);
        let mut content = Vec::new();
        let mut at = first;
        while at < SECTOR_END && content.len() <= pieces.len() {
            let index = usize::try_from(at).ok()?;
            content.extend_from_slice(pieces.get(index.checked_mul(64)?..)?.get(..64)?);
            at = long(&table, index.checked_mul(4)?)?;
        }
        Some(content)
    }
}

/// Whether no chain of a table runs in a circle or out of it: each place is walked once, and none of those of the walk
/// under way is met again.
fn all_end(table: &[u32]) -> bool {
    let mut walked_by = vec![0_usize; table.len()];
    for start in 0..table.len() {
        let mut at = start;
        while let Some(walk) = walked_by.get_mut(at).filter(|walk| **walk == 0) {
            *walk = start + 1;
            let next = table.get(at).copied().unwrap_or(SECTOR_END);
            if next >= SECTOR_END {
                break;
            }
            let Some(next) = usize::try_from(next).ok().filter(|next| *next < table.len()) else {
                return false;
            };
            if walked_by.get(next) == Some(&(start + 1)) {
                return false;
            }
            at = next;
        }
    }
    true
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{SECTOR_END, all_end};

    #[track_caller]
    fn check(table: &[u32], expected: bool) {
        assert_eq!(all_end(table), expected, "{table:?}");
    }

    #[test]
    fn chains_end_or_are_refused() {
        let end = SECTOR_END + 2;
        check(&[], true);
        check(&[1, 2, end], true);
        check(&[end, 0, 1, 0], true);
        check(&[0], false);
        check(&[1, 0], false);
        check(&[1, 2, 3, 1], false);
        check(&[1, 9], false);
    }
}
