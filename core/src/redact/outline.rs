//! What a copy of a frame leaves out, so that it says its text and nothing again: other parts, calls, pictures, usage.

use alloc::vec::Vec;
use core::ops::Range;

use super::pieces::Copied;
use crate::json::{Fault, Reader};
use crate::wire::Place;

/// Keys of strings beside a text, below the top, that clients tell it by. What they put together of pieces they would
/// put together of these too.
const KEPT: [&str; 7] = [
    "type",
    "object",
    "item_id",
    "response_id",
    "event_id",
    "format",
    "jsonPath",
];
/// The object whose strings are pieces, a role among them (`openai-chat`).
const DELTA: &str = "delta";

/// The parts of a document to cut out, in order: what holds none of the places with text but for the marks of its
/// event and the places that are empty in the copy.
pub(super) fn cuts(document: &str, places: &[(Place, Copied)]) -> Vec<Range<usize>> {
    let mut outline = Outline {
        document,
        reader: Reader::new(document),
        places,
        cuts: Vec::new(),
    };
    match outline.value("", true) {
        Ok(()) => outline.cuts,
        Err(_) => Vec::new(),
    }
}

struct Outline<'a> {
    document: &'a str,
    reader: Reader<'a>,
    places: &'a [(Place, Copied)],
    cuts: Vec<Range<usize>>,
}

/// The members or elements of a value so far.
struct Run {
    /// Behind the last one that stays, or the bracket.
    from: usize,
    /// Behind the last one.
    end: usize,
    /// Whether one stays.
    kept: bool,
}

impl Outline<'_> {
    /// Goes over the value of `name`.
    fn value(&mut self, name: &str, top: bool) -> Result<(), Fault> {
        match self.reader.peek()? {
            b'{' => self.object(name, top),
            b'[' => self.array(name),
            _ => self.reader.skip(),
        }
    }

    fn object(&mut self, name: &str, top: bool) -> Result<(), Fault> {
        let indexed = { self.reader }.field("index")?.is_some();
        let mut run = self.begin();
        let mut fields = self.reader.object()?;
        while let Some(key) = fields.next(&mut self.reader)? {
            let stays = if self.says()? {
                self.value(&key, false)?;
                true
            } else {
                let value = self.pass()?;
                let text = &self.document[value.clone()];
                match text.as_bytes() {
                    [b'{' | b'[', inner @ .., _] => inner.trim_ascii().is_empty(),
                    [b'"', ..] if top || KEPT.contains(&&*key) => true,
                    [b'"', ..] => match &*key {
                        "id" => !indexed,
                        "role" => name != DELTA,
                        _ => self.has(Copied::Empty, &value),
                    },
                    _ => true,
                }
            };
            self.note(&mut run, stays);
        }
        self.close(&run);
        Ok(())
    }

    fn array(&mut self, name: &str) -> Result<(), Fault> {
        let mut run = self.begin();
        let mut elements = self.reader.array()?;
        while elements.next(&mut self.reader)? {
            let stays = self.says()?;
            if stays {
                self.value(name, false)?;
            } else {
                self.reader.skip()?;
            }
            self.note(&mut run, stays);
        }
        self.close(&run);
        Ok(())
    }

    /// Passes over a value; tells where it stands.
    fn pass(&mut self) -> Result<Range<usize>, Fault> {
        self.reader.peek()?;
        let start = self.reader.position();
        self.reader.skip()?;
        Ok(start..self.reader.position())
    }

    /// Whether the next value is or holds a text that is said.
    fn says(&self) -> Result<bool, Fault> {
        let mut ahead = self.reader;
        ahead.peek()?;
        let start = ahead.position();
        ahead.skip()?;
        let range = start..ahead.position();
        Ok(self.has(Copied::Text, &range))
    }

    /// Whether a place of that sort stands there.
    fn has(&self, of: Copied, range: &Range<usize>) -> bool {
        let within = |place: &Range<usize>| range.start <= place.start && place.end <= range.end;
        let mut places = self.places.iter();
        places.any(|(place, copied)| *copied == of && within(&place.range))
    }

    /// Keeps the cuts in order: what is cut out before a value is known behind it.
    fn cut(&mut self, range: Range<usize>) {
        let at = self.cuts.partition_point(|cut| cut.start < range.start);
        self.cuts.insert(at, range);
    }

    /// At the bracket of a value.
    fn begin(&self) -> Run {
        let from = self.reader.position() + 1;
        Run {
            from,
            end: from,
            kept: false,
        }
    }

    /// The reader has passed a member or element.
    fn note(&mut self, run: &mut Run, stays: bool) {
        let end = self.reader.position();
        if stays {
            if run.end > run.from {
                self.cut(run.from..self.until(run));
            }
            (run.from, run.kept) = (end, true);
        }
        run.end = end;
    }

    fn close(&mut self, run: &Run) {
        if run.end > run.from {
            self.cut(run.from..run.end);
        }
    }

    /// The end of what is cut out before a member that stays: the comma before that stays with it, unless it is the
    /// first then.
    fn until(&self, run: &Run) -> usize {
        if run.kept {
            return run.end;
        }
        let rest = self.document[run.end..].bytes();
        run.end + rest.take_while(|byte| b", \t\r\n".contains(byte)).count()
    }
}
