//! Kinds of drawings: rows with intervals, bars, curves, points, histograms, stacks.

use super::canvas::{BESIDE_NAMES, Canvas, Frame, RIGHT, breadth, ends, short};

/// Rows of a drawing with a row for each name.
const MOST_ROWS: usize = 24;
/// Points of a drawing with a mark for each.
const MOST_POINTS: usize = 2_000;
/// Height of drawings with two axes.
const HEIGHT: f64 = 380.0;
const ROW: f64 = 28.0;

/// How numbers are written.
pub(super) type Plain<'a> = &'a dyn Fn(f64) -> String;

/// A name, its value and the value's interval.
pub(super) type Row = (String, f64, Option<(f64, f64)>);

/// Values by name from a baseline: bars, or marks with intervals where these are known.
pub(super) fn rows(rows: &[Row], baseline: f64, plain: Plain) -> Option<Canvas> {
    let rows = rows.get(..rows.len().min(MOST_ROWS)).filter(|rows| !rows.is_empty())?;
    let reach = rows.iter().flat_map(|(_, at, interval)| {
        let (low, high) = interval.unwrap_or((*at, *at));
        [*at, low, high]
    });
    let (low, high) = ends(reach.chain([baseline]))?;
    let count = rows.len();
    let mut canvas = Canvas::new(10.0 + ROW * f64::from(u32::try_from(count).ok()?));
    // The longest number decides how far the plot may reach.
    let widest = rows.iter().map(|(_, value, _)| breadth(&plain(*value))).fold(60.0, f64::max).min(200.0);
    let right = RIGHT - 10.0 - widest;
    let place = |value: f64| BESIDE_NAMES + (value - low) / (high - low) * (right - BESIDE_NAMES);
    canvas.line("grid", (place(baseline), 0.0), (place(baseline), canvas.height));
    for (at, (name, value, interval)) in rows.iter().enumerate() {
        let y = 20.0 + ROW * f64::from(u32::try_from(at).ok()?);
        canvas.text((BESIDE_NAMES - 10.0, y + 4.0), "end", short(name, 200.0));
        match interval {
            Some((low, high)) => {
                canvas.line("line", (place(*low), y), (place(*high), y));
                canvas.mark(0, (place(*value), y), 5.0);
            }
            None => {
                let (from, to) = (place(*value).min(place(baseline)), place(*value).max(place(baseline)));
                canvas.rect("bar", (from, y - 9.0), (to - from, 18.0));
            }
        }
        canvas.text((right + 10.0, y + 4.0), "start", plain(*value));
    }
    Some(canvas)
}

/// Several values for each name, one mark a series.
pub(super) fn dots(rows: &[(String, Vec<f64>)], names: &[String], plain: Plain) -> Option<Canvas> {
    let rows = rows.get(..rows.len().min(MOST_ROWS)).filter(|rows| !rows.is_empty())?;
    let (low, high) = ends(rows.iter().flat_map(|(_, values)| values.iter().copied()).chain([0.0]))?;
    let height = 10.0 + ROW * f64::from(u32::try_from(rows.len()).ok()?);
    let mut canvas = Canvas::new(height + 26.0);
    let place = |value: f64| BESIDE_NAMES + (value - low) / (high - low) * (RIGHT - BESIDE_NAMES);
    for tick in super::canvas::ticks(low, high) {
        canvas.line("grid", (place(tick), 0.0), (place(tick), height));
        canvas.text((place(tick), height + 16.0), "middle", plain(tick));
    }
    for (at, (name, values)) in rows.iter().enumerate() {
        let y = 20.0 + ROW * f64::from(u32::try_from(at).ok()?);
        canvas.text((BESIDE_NAMES - 10.0, y + 4.0), "end", short(name, 200.0));
        for (series, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            canvas.mark(series, (place(*value), y), 5.0);
        }
    }
    canvas.legend(names);
    Some(canvas)
}

/// Parts of each row laid end to end, falling ones to the left of nothing.
pub(super) fn stacked(rows: &[(String, Vec<f64>)], names: &[String], plain: Plain) -> Option<Canvas> {
    let rows = rows.get(..rows.len().min(MOST_ROWS)).filter(|rows| !rows.is_empty())?;
    let sums = |values: &[f64]| {
        let of = |rising: bool| values.iter().filter(|value| (**value > 0.0) == rising).sum::<f64>();
        [of(true), of(false)]
    };
    let (low, high) = ends(rows.iter().flat_map(|(_, values)| sums(values)).chain([0.0]))?;
    let height = 10.0 + ROW * f64::from(u32::try_from(rows.len()).ok()?);
    let mut canvas = Canvas::new(height + 26.0);
    let place = |value: f64| BESIDE_NAMES + (value - low) / (high - low) * (RIGHT - BESIDE_NAMES);
    for tick in super::canvas::ticks(low, high) {
        canvas.line("grid", (place(tick), 0.0), (place(tick), height));
        canvas.text((place(tick), height + 16.0), "middle", plain(tick));
    }
    for (at, (name, values)) in rows.iter().enumerate() {
        let y = 20.0 + ROW * f64::from(u32::try_from(at).ok()?);
        canvas.text((BESIDE_NAMES - 10.0, y + 4.0), "end", short(name, 200.0));
        let (mut up, mut down) = (0.0, 0.0);
        for (series, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            let start = if *value > 0.0 { &mut up } else { &mut down };
            let (from, to) = (place(*start), place(*start + value));
            *start += value;
            let class = format!("bar series-{}", series % super::canvas::SERIES + 1);
            // Parts lie at different heights as well, so that colour is not all that tells them apart.
            let shift = f64::from(u32::try_from(series).ok()?) * 2.0;
            canvas.rect(&class, (from.min(to), y - 9.0 + shift), ((to - from).abs(), 14.0 - shift));
        }
    }
    canvas.legend(names);
    Some(canvas)
}

/// A curve: its name and points in order.
pub(super) type Curve = (String, Vec<(f64, f64)>);

/// Curves over one axis; `from` marks where something began.
pub(super) fn curves(
    curves: &[Curve],
    steps: bool,
    (x, y): (&str, &str),
    from: Option<f64>,
    plain: Plain,
) -> Option<Canvas> {
    curves.first().filter(|(_, points)| !points.is_empty())?;
    let points = || curves.iter().flat_map(|(_, points)| points.iter().copied());
    let frame =
        Frame::new(ends(points().map(|point| point.0))?, ends(points().map(|point| point.1))?, HEIGHT);
    let mut canvas = Canvas::new(HEIGHT);
    frame.draw(&mut canvas, plain, (x, y));
    if let Some(from) = from {
        canvas.line("grid", (frame.across(from), frame.top), (frame.across(from), frame.bottom));
    }
    for (series, (_, points)) in curves.iter().enumerate().take(super::canvas::SERIES) {
        let placed: Vec<(f64, f64)> = points.iter().map(|point| frame.at(*point)).collect();
        canvas.path(series, &placed, steps);
        if let (Some(last), true) = (placed.last(), curves.len() > 1) {
            canvas.mark(series, *last, 5.0);
        }
    }
    if curves.len() > 1 {
        canvas.legend(&curves.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    }
    Some(canvas)
}

/// Estimates over time, each with its interval; the time of `reference` counts as nothing.
pub(super) fn events(
    points: &[(f64, f64, f64, f64)],
    reference: Option<f64>,
    (x, y): (&str, &str),
    plain: Plain,
) -> Option<Canvas> {
    let across = ends(points.iter().map(|point| point.0).chain(reference))?;
    let up = ends(points.iter().flat_map(|point| [point.1, point.2, point.3]).chain([0.0]))?;
    let frame = Frame::new(across, up, HEIGHT);
    let mut canvas = Canvas::new(HEIGHT);
    frame.draw(&mut canvas, plain, (x, y));
    canvas.line("grid", frame.at((across.0, 0.0)), frame.at((across.1, 0.0)));
    for (time, estimate, low, high) in points {
        canvas.line("line", frame.at((*time, *low)), frame.at((*time, *high)));
        canvas.mark(0, frame.at((*time, *estimate)), 5.0);
    }
    if let Some(reference) = reference {
        canvas.mark(1, frame.at((reference, 0.0)), 4.0);
    }
    Some(canvas)
}

/// A point: where, of which series, and its name where there is room.
pub(super) struct Point {
    pub(super) at: (f64, f64),
    pub(super) series: usize,
    pub(super) name: String,
}

/// What a drawing of points shows beside them.
#[derive(Default)]
pub(super) struct Beside {
    /// Straight lines between places.
    pub(super) lines: Vec<[(f64, f64); 2]>,
    /// A line that says something, through two places.
    pub(super) through: Option<[(f64, f64); 2]>,
    /// Where the plot is parted crosswise.
    pub(super) cross: Option<(f64, f64)>,
    /// Names of series.
    pub(super) names: Vec<String>,
    /// Names of both axes; a map has none.
    pub(super) axes: Option<(String, String)>,
}

/// Points in a plane, with both scales alike when they have no axes.
pub(super) fn points(all: &[Point], beside: &Beside, plain: Plain) -> Option<Canvas> {
    all.first()?;
    let step = all.len().div_ceil(MOST_POINTS).max(1);
    let drawn: Vec<&Point> = all.iter().step_by(step).collect();
    let crossed = beside.cross.into_iter();
    let mut x = ends(drawn.iter().map(|point| point.at.0).chain(crossed.clone().map(|cross| cross.0)))?;
    let mut y = ends(drawn.iter().map(|point| point.at.1).chain(crossed.map(|cross| cross.1)))?;
    let height = HEIGHT + if beside.axes.is_none() { 60.0 } else { 0.0 };
    if beside.axes.is_none() {
        let (across, up) = ((RIGHT - super::canvas::LEFT) / (x.1 - x.0), (height - 58.0) / (y.1 - y.0));
        let stretch = |range: (f64, f64), by: f64| {
            let middle = (range.0 + range.1) / 2.0;
            (middle + (range.0 - middle) * by, middle + (range.1 - middle) * by)
        };
        if across < up {
            y = stretch(y, up / across);
        } else {
            x = stretch(x, across / up);
        }
    }
    let frame = Frame::new(x, y, height);
    let mut canvas = Canvas::new(height);
    if let Some((across, up)) = &beside.axes {
        frame.draw(&mut canvas, plain, (across, up));
    }
    if let Some((across, up)) = beside.cross {
        canvas.line("grid", frame.at((across, y.0)), frame.at((across, y.1)));
        canvas.line("grid", frame.at((x.0, up)), frame.at((x.1, up)));
    }
    for [from, to] in &beside.lines {
        canvas.line("grid", frame.at(*from), frame.at(*to));
    }
    let size = if drawn.len() > 400 { 2.5 } else { 4.5 };
    for point in &drawn {
        canvas.mark(point.series, frame.at(point.at), size);
    }
    if let Some([from, to]) = beside.through {
        canvas.path(1, &[frame.at(from), frame.at(to)], false);
    }
    if drawn.len() <= 40 {
        for point in drawn.iter().filter(|point| !point.name.is_empty()) {
            let (x, y) = frame.at(point.at);
            let (anchor, x) = if x > 600.0 { ("end", x - 8.0) } else { ("start", x + 8.0) };
            canvas.text((x, y - 5.0), anchor, short(&point.name, 130.0));
        }
    }
    if beside.names.len() > 1 {
        canvas.legend(&beside.names);
    }
    Some(canvas)
}

/// How often values fall into even ranges (Sturges 1926: 1 + log₂ n of them), with the mean as a line.
pub(super) fn histogram(values: &[f64], (x, y): (&str, &str), plain: Plain) -> Option<Canvas> {
    let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if known.len() < 3 || low >= high || !(high - low).is_finite() {
        return None;
    }
    let bins = (usize::BITS - known.len().leading_zeros() + 1).clamp(3, 24);
    let width = (high - low) / f64::from(bins);
    let mut counts = vec![0_u32; usize::try_from(bins).ok()?];
    for value in &known {
        // The last range takes the largest value as well.
        let at = (1..bins).take_while(|bin| *value >= low + f64::from(*bin) * width).count();
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let most = f64::from(*counts.iter().max()?);
    let frame = Frame::new((low, high), (0.0, most * 1.05), HEIGHT);
    let mut canvas = Canvas::new(HEIGHT);
    frame.draw(&mut canvas, plain, (x, y));
    for (at, count) in counts.iter().enumerate() {
        let from = low + f64::from(u32::try_from(at).ok()?) * width;
        let (left, top) = frame.at((from, f64::from(*count)));
        let (right, bottom) = frame.at((from + width, 0.0));
        canvas.rect("bar", (left + 1.0, top), (right - left - 2.0, bottom - top));
    }
    let mean = known.iter().sum::<f64>() / f64::from(u32::try_from(known.len()).ok()?);
    canvas.path(1, &[frame.at((mean, 0.0)), frame.at((mean, most * 1.05))], false);
    Some(canvas)
}
