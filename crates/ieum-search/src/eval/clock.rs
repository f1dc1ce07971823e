//! Time that the processor spent on us: on a machine that others use too, the time that passed says little.

use std::time::Duration;

/// Processor time of this thread so far; on systems that do not tell, time passed since the program first asked.
pub fn thread_time() -> Duration {
    of(Which::Thread)
}

/// Processor time of all threads of this process so far; on systems that do not tell, time passed.
pub fn process_time() -> Duration {
    of(Which::Process)
}

enum Which {
    Thread,
    Process,
}

#[cfg(unix)]
fn of(which: Which) -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let clock = match which {
        Which::Thread => ClockId::ThreadCPUTime,
        Which::Process => ClockId::ProcessCPUTime,
    };
    let said = clock_gettime(clock);
    let (seconds, nanos) = (u64::try_from(said.tv_sec), u32::try_from(said.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}

#[cfg(not(unix))]
fn of(_: Which) -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGUN.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_processor_time() {
        let (thread, process) = (thread_time(), process_time());
        let mut sum = 0_u64;
        for n in 0..2_000_000_u64 {
            sum = std::hint::black_box(sum.wrapping_mul(31).wrapping_add(n));
        }
        assert!(thread_time() > thread && process_time() > process, "{sum}");
    }
}
