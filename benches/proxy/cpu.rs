//! What threads have taken of the processors, and which of them they run on (Linux).

use std::fs;

/// Nanoseconds that the threads of that name have run; 0 where that can't be told.
pub(crate) fn of(name: &str) -> u64 {
    let threads = fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let named = threads.filter(|thread| {
        let found = fs::read_to_string(thread.path().join("comm"));
        found.is_ok_and(|found| found.trim() == name)
    });
    let ran = named.filter_map(|thread| {
        let figures = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        figures.split(' ').next()?.parse::<u64>().ok()
    });
    ran.sum()
}

/// Keeps this thread on a core, where there is more than one.
#[cfg(target_os = "linux")]
pub(crate) fn stay_on(core: usize) {
    use rustix::thread::{CpuSet, sched_setaffinity};
    let mut cores = CpuSet::new();
    cores.set(core);
    if let Err(error) = sched_setaffinity(None, &cores) {
        println!("not on core {core} alone: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn stay_on(_core: usize) {}
