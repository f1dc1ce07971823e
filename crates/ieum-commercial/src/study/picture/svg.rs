//! A picture as a file of its own: the page's colours written into it, with its caption and the line that computes it again.

use super::Picture;
use super::canvas::Shape;
use ieum_kernel::Lang;
use ieum_web::tokens::TOKENS;
use std::fmt::Write as _;

/// How wide every picture is, and the room for its caption above and its origin below.
const WIDTH: f64 = 760.0;
const ABOVE: f64 = 34.0;
const BELOW: f64 = 26.0;

impl Picture {
    /// The picture as SVG that stands alone, on white paper whatever the reader's colours are.
    pub(in crate::study) fn svg(&self, lang: Lang, command: &str) -> String {
        let height = self.canvas.height + ABOVE + BELOW;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             role=\"img\" xml:lang=\"{}\">\n<title>{}</title>\n<desc>{} {}</desc>\n<style>{}</style>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\"/>\n<text class=\"title\" x=\"12\" y=\"22\">{}</text>\n\
             <g transform=\"translate(0 {ABOVE})\">\n",
            lang.code(),
            escaped(&self.label),
            escaped(&self.about),
            escaped(command),
            style(),
            colour("surface"),
            escaped(&self.label),
        );
        for shape in &self.canvas.shapes {
            draw(&mut out, shape);
        }
        // A line longer than the picture is cut; the description has all of it.
        let origin = super::canvas::short(command, WIDTH - 40.0);
        let below = height - 8.0;
        let _written = write!(
            out,
            "</g>\n<text class=\"origin\" x=\"12\" y=\"{below}\">{}</text>\n</svg>\n",
            escaped(&origin)
        );
        out
    }
}

fn draw(out: &mut String, shape: &Shape) {
    let _written = match shape {
        Shape::Line { class, x1, y1, x2, y2 } => {
            writeln!(out, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>")
        }
        Shape::Path { class, d } => writeln!(out, "<path class=\"{class}\" d=\"{d}\"/>"),
        Shape::Circle { class, x, y, r } => {
            writeln!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>")
        }
        Shape::Rect { class, x, y, width, height } => {
            writeln!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
            )
        }
        Shape::Text { x, y, anchor, text } => {
            writeln!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>", escaped(text))
        }
    };
}

/// The rules of charts in `kit.css` with the colours in light.
fn style() -> String {
    let (muted, line, text) = (colour("muted"), colour("line"), colour("text"));
    let mut rules = format!(
        "text{{font:13px Pretendard,\"Noto Sans KR\",\"Apple SD Gothic Neo\",\"Malgun Gothic\",sans-serif;fill:{muted}}}\
         .title{{font-size:15px;font-weight:600;fill:{text}}}.origin{{font-size:11px}}.grid{{stroke:{line};fill:none}}\
         .line{{fill:none;stroke:{0};stroke-width:2.5}}.bar,.mark{{fill:{0}}}",
        colour("series-1")
    );
    for series in 1..=super::canvas::SERIES {
        let ink = colour(&format!("series-{series}"));
        let _written = write!(
            rules,
            ".line.series-{series}{{stroke:{ink}}}.bar.series-{series},.mark.series-{series}{{fill:{ink}}}"
        );
    }
    rules
}

/// A colour of the page by its name, in light.
fn colour(name: &str) -> &'static str {
    let named = format!("--{name}:");
    let value = TOKENS.split_once(&named).and_then(|(_, rest)| rest.split(';').next());
    value.map_or("#000", str::trim)
}

/// Text as XML takes it; what XML cannot hold at all is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() && !matches!(letter, '\n' | '\t') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Picture;
    use super::super::canvas::Canvas;
    use super::{colour, escaped};
    use ieum_kernel::Lang;

    #[test]
    fn a_picture_stands_alone() {
        let mut canvas = Canvas::new(100.0);
        canvas.text((10.0, 10.0), "start", "a < b & \"c\"");
        canvas.path(1, &[(0.0, 0.0), (5.0, 5.0)], false);
        (0..4).for_each(|series| canvas.mark(series, (20.0, 20.0), 5.0));
        canvas.rect("bar", (0.0, 0.0), (5.0, 5.0));
        canvas.line("grid", (0.0, 0.0), (5.0, 5.0));
        let picture = Picture { label: "<x>에 따른 y".to_owned(), about: "점 4개".to_owned(), canvas };
        let svg = picture.svg(Lang::Ko, "ieum stats ols --data 'a & b.csv'");
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"), "{svg}");
        for part in [
            "&lt;x&gt;에 따른 y",
            "a &lt; b &amp; &quot;c&quot;",
            "'a &amp; b.csv'",
            "#0A5BA8",
            "height=\"160\"",
        ] {
            assert!(svg.contains(part), "{part}: {svg}");
        }
        assert!(!svg.contains("var(") && !svg.contains("<x>") && !svg.contains("#000;"), "{svg}");
        // Every element is closed.
        assert_eq!(svg.matches('<').count(), svg.matches('>').count());
    }

    #[test]
    fn colours_are_the_pages_own() {
        for name in ["surface", "text", "muted", "line", "series-1", "series-8"] {
            assert!(colour(name).starts_with('#') && colour(name).len() >= 4, "{name}: {}", colour(name));
        }
        assert_eq!(escaped("a\u{0}b\u{1b}c"), "abc");
    }
}
