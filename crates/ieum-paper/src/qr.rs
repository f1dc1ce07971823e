//! QR codes as SVG drawings (ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Light cells kept around the code; the standard asks for four.
const QUIET: usize = 4;

/// Why a text cannot become a QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// More than about 2,300 bytes at this error correction.
    #[error("the text of {bytes} bytes is too long for a QR code")]
    TooLong {
        /// Bytes of the text asked for.
        bytes: usize,
    },
}

/// A QR code with the text itself as its accessible title.
pub fn qr_svg(text: &str) -> Result<String, QrError> {
    qr_svg_titled(text, text)
}

/// A QR code as a standalone SVG, dark on white, with a title for people who cannot see it.
///
/// Error correction M (about 15 % of the code may be lost); it scales to any size because it has only a `viewBox`.
pub fn qr_svg_titled(text: &str, title: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_full| QrError::TooLong { bytes: text.len() })?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while let Some(cell) = row.get(x) {
            let run = row.iter().skip(x).take_while(|other| *other == cell).count();
            if *cell == Color::Dark {
                // Writing to a String cannot fail.
                let _written = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run;
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>",
        escaped(title)
    ))
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_quiet_zone_and_a_title() {
        let svg = qr_svg_titled("https://ieum.example/s/SMP-1", "시료 <1> & \"2\"").unwrap();
        assert!(svg.contains("<title>시료 &lt;1&gt; &amp; &quot;2&quot;</title>"), "{svg}");
        assert!(svg.contains("M4 4h7v1h-7z"), "the finder pattern starts behind four light cells: {svg}");
        assert_eq!(svg, qr_svg_titled("https://ieum.example/s/SMP-1", "시료 <1> & \"2\"").unwrap());
    }

    #[test]
    fn too_long_a_text_is_refused() {
        assert_eq!(qr_svg(&"x".repeat(5000)), Err(QrError::TooLong { bytes: 5000 }));
    }
}
