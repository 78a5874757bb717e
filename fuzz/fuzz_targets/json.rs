//! The JSON reader accepts what `serde_json` accepts, and reads the same out of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use midflight_core::json::{Fault, Reader};
use serde_json::{Map, Value};

fn value(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    match reader.peek()? {
        b'{' => {
            let (mut map, mut fields) = (Map::new(), reader.object()?);
            while let Some(key) = fields.next(reader)? {
                map.insert(key.to_string(), value(reader)?);
            }
            Ok(map.into())
        }
        b'[' => {
            let (mut list, mut elements) = (Vec::new(), reader.array()?);
            while elements.next(reader)? {
                list.push(value(reader)?);
            }
            Ok(list.into())
        }
        b'"' => Ok(reader.string()?.map_or(Value::Null, |s| s.to_text().into())),
        b't' | b'f' => Ok(reader.bool()?.map_or(Value::Null, Value::from)),
        b'n' => reader.skip().map(|()| Value::Null),
        _ => number(reader),
    }
}

fn number(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    let read = reader.clone().u64()?;
    let text = reader.raw()?.text;
    // Numbers past what a double holds are no JSON to serde_json.
    let number: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    assert_eq!(read, number.as_u64(), "{text}");
    Ok(number)
}

/// What only one of the two readers has a rule for: too deep, too large a number, half a surrogate pair.
fn beyond(error: &serde_json::Error) -> bool {
    let error = error.to_string();
    ["recursion", "out of range", "surrogate", "escape"].iter().any(|rule| error.contains(rule))
}

fuzz_target!(|text: &str| {
    let mut reader = Reader::new(text);
    let ours = value(&mut reader).and_then(|value| reader.end().map(|()| value));
    let mut skipping = Reader::new(text);
    let skipped = skipping.skip().and_then(|()| skipping.end());
    assert_eq!(ours.is_ok(), skipped.is_ok());
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs),
        (Err(_), Err(_)) => {}
        (Ok(ours), Err(theirs)) => assert!(beyond(&theirs), "{ours} though {theirs}"),
        (Err(fault), Ok(theirs)) => panic!("{fault:?} though {theirs}"),
    }
});
