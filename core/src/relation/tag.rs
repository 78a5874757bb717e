//! What words do in their sentence.

/// What a word does in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tag {
    /// the, every
    Det,
    /// his, their
    Poss,
    /// The mark of a possessive: `'s`, or `'` behind a plural.
    Mark,
    /// A pronoun that stands for a noun phrase.
    Pron,
    /// who, which, that: begins a relative clause
    Rel,
    /// A preposition.
    Prep,
    /// to before a verb
    To,
    /// and, or, but
    And,
    /// because, if, that: begins a clause
    Sub,
    /// A form of be.
    Be,
    /// A form of have.
    Have,
    /// A form of do.
    Do,
    /// will, may
    Modal,
    /// not, never
    Not,
    /// A base form or a present tense.
    Verb,
    /// A past tense or past participle.
    Past,
    /// A form in -ing that works as a verb.
    Ger,
    /// An adverb.
    Adv,
    /// An adjective.
    Adj,
    /// A noun.
    Noun,
    /// A word of a name.
    Name,
    /// A number.
    Num,
    /// A comma.
    Comma,
    /// A hyphen that stands alone between two words.
    Hyphen,
    /// What ends a phrase: semicolon, colon, dash, full stop.
    #[default]
    Stop,
}

impl Tag {
    /// Whether it can stand inside a noun phrase behind a determiner.
    pub(super) fn nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Num | Self::Adj)
    }

    /// Whether it can end a noun phrase.
    pub(super) fn heads(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Num)
    }

    /// Whether it is a verb of its own or an auxiliary.
    pub(super) fn verbal(self) -> bool {
        self.auxiliary() || matches!(self, Self::Verb | Self::Past | Self::Ger)
    }

    /// Whether it is an auxiliary (or `have`, `be`, `do` as a verb of its own).
    pub(super) fn auxiliary(self) -> bool {
        matches!(self, Self::Be | Self::Have | Self::Do | Self::Modal)
    }
}
