//! Reading JSON (RFC 8259) in place: strictly, without recursion over the input and without
//! allocation. Strings stay slices of the document, and their escapes are undone only on request.
//!
//! A [`Reader`] is pulled. A value of another type than the one asked for is passed over, so that
//! what a provider adds or leaves `null` is never an error; only malformed JSON is.
//!
//! ```
//! use midflight_core::json::{Fault, Reader};
//!
//! fn city(document: &str) -> Result<Option<String>, Fault> {
//!     let mut reader = Reader::new(document);
//!     let mut city = None;
//!     let mut fields = reader.object()?;
//!     while let Some(key) = fields.next(&mut reader)? {
//!         match &*key {
//!             "city" => city = reader.string()?,
//!             _ => reader.skip()?,
//!         }
//!     }
//!     reader.end()?;
//!     Ok(city.map(|city| city.to_text()))
//! }
//!
//! assert_eq!(city(r#"{"zip": 73034, "city": "Edm\u006fnd"}"#).unwrap().as_deref(), Some("Edmond"));
//! assert_eq!(city(r#"{"city": "#).unwrap_err().at, 9);
//! ```

mod compact;
mod fault;
mod number;
mod reader;
mod scan;
mod skip;
mod string;
mod strings;
mod walk;

pub use compact::compact;
pub use fault::{Expected, Fault};
pub use reader::{Elements, Fields, Raw, Reader};
pub use string::{Str, Word};
pub(crate) use strings::Strings;
pub(crate) use walk::{Node, Walk};
