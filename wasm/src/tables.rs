//! Names that cross the boundary as numbers.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use midflight_core::{Kind, Stage, Wire};
use wasm_bindgen::prelude::*;

/// The kinds of mentions in the order of their numbers, with commas between them.
#[wasm_bindgen]
pub fn kinds() -> String {
    Kind::ALL.map(Kind::name).join(",")
}

/// The wires that can be named, with commas between them.
#[wasm_bindgen]
pub fn wires() -> String {
    let names: Vec<_> = Wire::all().map(Wire::name).collect();
    names.join(",")
}

/// The stages that are timed, in the order of the way of a byte, with commas between them.
#[wasm_bindgen]
pub fn stages() -> String {
    Stage::ALL.map(Stage::name).join(",")
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
