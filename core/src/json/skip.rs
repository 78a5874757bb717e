//! Passing over a value of any depth, without recursion.

use super::number::number;
use super::{Expected, Fault, Reader};

/// Which of the open brackets are arrays: a bit each, the innermost the lowest.
#[derive(Default)]
struct Open(u128);

impl Open {
    fn push(&mut self, array: bool) {
        self.0 = self.0 << 1 | u128::from(array);
    }

    fn pop(&mut self) {
        self.0 >>= 1;
    }

    fn array(&self) -> bool {
        self.0 & 1 == 1
    }
}

impl Reader<'_> {
    /// Passes over a value of any type.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON, and beyond the greatest depth.
    #[inline]
    pub fn skip(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            b'"' => self.quoted().map(|_| ()),
            b'{' | b'[' => self.skip_nested(),
            _ => self.scalar(),
        }
    }

    fn skip_nested(&mut self) -> Result<(), Fault> {
        let outside = self.depth;
        let mut open = Open::default();
        loop {
            if self.skip_value(&mut open)? {
                continue;
            }
            while self.depth > outside && self.closes(&mut open)? {}
            if self.depth == outside {
                return Ok(());
            }
        }
    }

    /// Takes a scalar, an empty object or array, or the head of one up to its first value. Says
    /// whether a value follows.
    #[inline]
    fn skip_value(&mut self, open: &mut Open) -> Result<bool, Fault> {
        let (array, close) = match self.peek()? {
            b'"' => return self.quoted().map(|_| false),
            b'{' => (false, b'}'),
            b'[' => (true, b']'),
            _ => return self.scalar().map(|()| false),
        };
        self.enter()?;
        if self.peek()? == close {
            self.leave();
            return Ok(false);
        }
        open.push(array);
        if !array {
            self.key()?;
        }
        Ok(true)
    }

    /// Behind a value: takes a closing bracket (`true`), or a comma with the key behind it.
    #[inline]
    fn closes(&mut self, open: &mut Open) -> Result<bool, Fault> {
        match (self.peek()?, open.array()) {
            (b'}', false) | (b']', true) => {
                self.leave();
                open.pop();
                Ok(true)
            }
            (b',', array) => {
                self.at += 1;
                if !array {
                    self.key()?;
                }
                Ok(false)
            }
            (_, true) => Err(Fault::new(self.at, Expected::ElementEnd)),
            (_, false) => Err(Fault::new(self.at, Expected::FieldEnd)),
        }
    }

    /// Passes over a number, `true`, `false` or `null`.
    #[inline]
    fn scalar(&mut self) -> Result<(), Fault> {
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            Some(b'n') => self.literal(b"null"),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'-' | b'0'..=b'9') => {
                self.at = number(bytes, self.at)?;
                Ok(())
            }
            _ => Err(Fault::new(self.at, Expected::Value)),
        }
    }

    #[inline]
    fn literal<const N: usize>(&mut self, word: &[u8; N]) -> Result<(), Fault> {
        if self.text.as_bytes()[self.at..].first_chunk() != Some(word) {
            return Err(self.misspelt(word));
        }
        self.at += N;
        Ok(())
    }

    #[cold]
    fn misspelt(&self, word: &[u8]) -> Fault {
        let came = &self.text.as_bytes()[self.at..];
        let same = word.iter().zip(came).take_while(|(a, b)| a == b).count();
        Fault::new(self.at + same, Expected::Literal)
    }
}
