//! `ieum`: the whole platform in one program.

/// Pages are many small texts: this allocator takes a third less time for them than the system's, and gives memory back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    ieum::cli::start()
}
