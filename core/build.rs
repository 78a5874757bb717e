//! Writes the table of lower case for builds without `std`: what the compiler's own library says, in runs.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// Capitals from `first` to `last`, each `step` behind the one before, and how far off their lower case is.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    offset: i32,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut table = String::from("&[\n");
    for run in runs() {
        let Run {
            first,
            last,
            step,
            offset,
        } = run;
        let count = (last - first) / step;
        assert!(first < 1 << 17 && count < 1 << 14 && step <= 2);
        let packed = first | (step - 1) << 17 | count << 18;
        writeln!(table, "({packed:#x}, {offset}),").expect("a string takes all");
    }
    table.push(']');
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("lower.rs"), table).expect("the folder is cargo's own");
}

fn runs() -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for c in ('\u{80}'..=char::MAX).filter(|c| c.to_lowercase().len() == 1) {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let offset = lower as i32 - c as i32;
        if offset != 0
            && !runs
                .last_mut()
                .is_some_and(|run| run.takes(c as u32, offset))
        {
            runs.push(Run {
                first: c as u32,
                last: c as u32,
                step: 1,
                offset,
            });
        }
    }
    runs
}

impl Run {
    fn takes(&mut self, c: u32, offset: i32) -> bool {
        let step = c - self.last;
        let fits = if self.first == self.last {
            step <= 2
        } else {
            step == self.step
        };
        if offset == self.offset && fits {
            (self.last, self.step) = (c, step);
            return true;
        }
        false
    }
}
