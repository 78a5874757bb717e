//! Midflight in a browser: the binding under the TypeScript package `midflight`.
//!
//! The binding is made for that package alone. Bytes go in through a buffer in the module's memory,
//! and what a write found comes out as one [`batch`], so that a write crosses the boundary twice,
//! however much it found.
//!
//! It does without `std`: a panic, which is a defect here, traps, and no text of one is in the module.
#![cfg_attr(all(target_family = "wasm", not(test)), no_std)]

extern crate alloc;

mod batch;
#[cfg(all(target_family = "wasm", test))]
mod browser;
mod clock;
mod documents;
mod engine;
mod events;
mod graph;
mod histogram;
mod input;
mod offsets;
mod redactor;
mod report;
#[cfg(all(target_family = "wasm", not(test)))]
mod runtime;
mod session;
mod tables;

pub use engine::Engine;
pub use events::Events;
pub use histogram::Histogram;
pub use redactor::Redactor;
pub use session::Session;
pub use tables::{kinds, stages, version, wires};
