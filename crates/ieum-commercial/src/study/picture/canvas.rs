//! A drawing as shapes: axes, marks, lines and words, in the units of a view box 760 wide.

use serde::Serialize;

/// Where the plot begins beside the words of a vertical axis.
pub(super) const LEFT: f64 = 76.0;
/// Where the plot begins beside the names of rows.
pub(super) const BESIDE_NAMES: f64 = 220.0;
/// Where the plot ends.
pub(super) const RIGHT: f64 = 740.0;
/// Series that have a colour and a mark of their own.
pub(super) const SERIES: usize = 8;

/// One shape; `class` names colours of the style, never the only thing that tells series apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Shape {
    /// A straight line.
    Line { class: String, x1: f64, y1: f64, x2: f64, y2: f64 },
    /// A path in the words of SVG.
    Path { class: String, d: String },
    /// A disc.
    Circle { class: String, x: f64, y: f64, r: f64 },
    /// A box.
    Rect { class: String, x: f64, y: f64, width: f64, height: f64 },
    /// A word.
    Text { x: f64, y: f64, anchor: &'static str, text: String },
}

/// Shapes and how high they reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Canvas {
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

/// A tenth of a unit is finer than any screen.
fn fine(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

impl Canvas {
    pub(super) fn new(height: f64) -> Self {
        Self { height: fine(height), shapes: Vec::new() }
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let class = class.to_owned();
        self.shapes.push(Shape::Line { class, x1: fine(x1), y1: fine(y1), x2: fine(x2), y2: fine(y2) });
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let class = class.to_owned();
        self.shapes.push(Shape::Rect {
            class,
            x: fine(x),
            y: fine(y),
            width: fine(width.max(1.0)),
            height: fine(height.max(0.5)),
        });
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: &'static str, text: impl Into<String>) {
        self.shapes.push(Shape::Text { x: fine(x), y: fine(y), anchor, text: text.into() });
    }

    /// A path through points; with `steps` level until the next point.
    pub(super) fn path(&mut self, series: usize, points: &[(f64, f64)], steps: bool) {
        let mut d = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            match (at, steps) {
                (0, _) => d.push_str(&format!("M{} {}", fine(*x), fine(*y))),
                (_, true) => d.push_str(&format!("H{}V{}", fine(*x), fine(*y))),
                (_, false) => d.push_str(&format!("L{} {}", fine(*x), fine(*y))),
            }
        }
        self.shapes.push(Shape::Path { class: format!("line series-{}", series % SERIES + 1), d });
    }

    /// A mark; every series has a shape of its own as well as a colour.
    pub(super) fn mark(&mut self, series: usize, (x, y): (f64, f64), r: f64) {
        let class = format!("mark series-{}", series % SERIES + 1);
        let (x, y) = (fine(x), fine(y));
        let shape = match series % 4 {
            0 => Shape::Circle { class, x, y, r },
            1 => Shape::Rect { class, x: fine(x - r), y: fine(y - r), width: 2.0 * r, height: 2.0 * r },
            2 => Shape::Path { class, d: format!("M{x} {}l{r} {r}l{} {r}l{} {}z", fine(y - r), -r, -r, -r) },
            _ => Shape::Path {
                class,
                d: format!("M{x} {}l{} {}h{}z", fine(y - r), fine(r * 1.1), fine(r * 1.9), fine(-r * 2.2)),
            },
        };
        self.shapes.push(shape);
    }

    /// Names of series with their marks, under the plot.
    pub(super) fn legend(&mut self, names: &[String]) {
        let mut x = LEFT;
        for (series, name) in names.iter().take(SERIES).enumerate() {
            let width = 26.0 + breadth(name);
            if x > LEFT && x + width > RIGHT {
                x = LEFT;
                self.height += 22.0;
            }
            let y = self.height + 8.0;
            self.mark(series, (x + 6.0, y), 5.0);
            self.text((x + 18.0, y + 4.0), "start", name.clone());
            x += width + 14.0;
        }
        self.height += 24.0;
    }
}

/// About how wide a word is in letters of the charts: letters of East Asia take twice the room.
pub(super) fn breadth(word: &str) -> f64 {
    word.chars().map(|letter| if u32::from(letter) > 0x1100 { 13.0 } else { 7.0 }).sum()
}

/// A name cut to what fits beside a plot.
pub(super) fn short(name: &str, most: f64) -> String {
    if breadth(name) <= most {
        return name.to_owned();
    }
    let mut cut = String::new();
    for letter in name.chars() {
        if breadth(&cut) + 20.0 > most {
            break;
        }
        cut.push(letter);
    }
    cut.push('…');
    cut
}

/// Round numbers from under `low` to over `high`, about five of them.
pub(super) fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = high - low;
    if !(span > 0.0 && span.is_finite()) {
        return vec![low];
    }
    let rough = span / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|step| step * power >= rough).unwrap_or(10.0) * power;
    let first = (low / step).ceil();
    (0..12_u32)
        .map(|at| (first + f64::from(at)) * step)
        .take_while(|tick| *tick <= high + step * 1e-9)
        .map(|tick| if tick.abs() < step * 1e-9 { 0.0 } else { tick })
        .collect()
}

/// A plot's window: what stands where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) x: (f64, f64),
    pub(super) y: (f64, f64),
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// The ends of values, a little apart and never the same.
pub(super) fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = finite
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return None;
    }
    let room = if high > low { (high - low) * 0.05 } else { (low.abs() * 0.1).max(0.5) };
    Some((low - room, high + room))
}

impl Frame {
    pub(super) fn new(x: (f64, f64), y: (f64, f64), height: f64) -> Self {
        Self { x, y, left: LEFT, top: 14.0, bottom: height - 44.0 }
    }

    /// Where a point stands.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.across(x), self.up(y))
    }

    pub(super) fn across(&self, x: f64) -> f64 {
        self.left + (x - self.x.0) / (self.x.1 - self.x.0) * (RIGHT - self.left)
    }

    pub(super) fn up(&self, y: f64) -> f64 {
        self.bottom - (y - self.y.0) / (self.y.1 - self.y.0) * (self.bottom - self.top)
    }

    /// Grid, ticks and the names of both axes.
    pub(super) fn draw(&self, canvas: &mut Canvas, plain: &dyn Fn(f64) -> String, names: (&str, &str)) {
        for tick in ticks(self.y.0, self.y.1) {
            let y = self.up(tick);
            canvas.line("grid", (self.left, y), (RIGHT, y));
            canvas.text((self.left - 8.0, y + 4.0), "end", plain(tick));
        }
        for tick in ticks(self.x.0, self.x.1) {
            let x = self.across(tick);
            canvas.line("grid", (x, self.bottom), (x, self.bottom + 5.0));
            canvas.text((x, self.bottom + 18.0), "middle", plain(tick));
        }
        canvas.text((RIGHT, self.bottom + 36.0), "end", short(names.0, 400.0));
        canvas.text((self.left, self.top - 3.0), "start", short(names.1, 400.0));
    }
}

#[cfg(test)]
mod tests {
    use super::{Canvas, Frame, ends, short, ticks};

    #[test]
    fn ticks_are_round_and_within() {
        for (low, high, expected) in [
            (0.0, 1.0, vec![0.0, 0.2, 0.4, 0.600_000_000_000_000_1, 0.8, 1.0]),
            (-3.0, 9.0, vec![-2.5, 0.0, 2.5, 5.0, 7.5]),
            (0.0, 0.0, vec![0.0]),
            (1999.0, 2011.0, vec![2000.0, 2002.5, 2005.0, 2007.5, 2010.0]),
        ] {
            assert_eq!(ticks(low, high), expected, "{low} {high}");
        }
        assert!(ticks(f64::NAN, 1.0).len() == 1 && ticks(-1e300, 1e300).len() > 2);
    }

    #[test]
    fn a_window_holds_what_is_drawn_in_it() {
        let (low, high) = ends([1.0, f64::NAN, 3.0].into_iter()).expect("values");
        assert!(low < 1.0 && high > 3.0 && ends([f64::NAN].into_iter()).is_none());
        let frame = Frame::new((0.0, 10.0), (0.0, 1.0), 300.0);
        assert_eq!(frame.at((0.0, 0.0)), (frame.left, frame.bottom));
        assert_eq!(frame.at((10.0, 1.0)), (super::RIGHT, frame.top));
        let mut canvas = Canvas::new(300.0);
        frame.draw(&mut canvas, &|value| value.to_string(), ("x", "y"));
        canvas.legend(&["하나".to_owned(), "two".to_owned()]);
        assert!(canvas.shapes.len() > 15 && canvas.height > 300.0);
        assert_eq!(short("아주 긴 이름의 산업 분류 항목", 80.0), "아주 긴 이…");
    }
}
