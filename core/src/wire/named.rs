//! The name of the model that answers, as the wire tells it.

/// A name, in place: keeping it allocates nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    bytes: [u8; Self::LENGTH],
    length: usize,
}

impl Named {
    /// Bytes of a name; one that is longer is not kept, since a part of it would name another model.
    const LENGTH: usize = 128;

    /// Keeps `name`, unless it is too long.
    pub(super) fn set(&mut self, name: &str) {
        if let Some(room) = self.bytes.get_mut(..name.len()) {
            room.copy_from_slice(name.as_bytes());
            self.length = name.len();
        }
    }

    /// Whether one was kept.
    pub(super) fn is_kept(&self) -> bool {
        self.length > 0
    }

    /// The name; `None` where none was kept.
    pub(super) fn get(&self) -> Option<&str> {
        let bytes = self.bytes.get(..self.length)?;
        let name = core::str::from_utf8(bytes).ok()?;
        (!name.is_empty()).then_some(name)
    }
}

impl Default for Named {
    fn default() -> Self {
        Self {
            bytes: [0; Self::LENGTH],
            length: 0,
        }
    }
}
