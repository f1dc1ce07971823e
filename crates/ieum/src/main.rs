//! `ieum`: the whole platform in one program.

fn main() -> std::process::ExitCode {
    ieum::cli::start()
}
