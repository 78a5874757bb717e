//! A light guess at parts of speech, from the word lists, suffixes and neighbours.

use super::items::Items;
use crate::text::list::{List, list};
use crate::text::{Classes, Token, TokenKind, View, WordShape};

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

/// What the tag of the next item depends on.
#[derive(Clone, Copy)]
pub(super) struct Context<'w> {
    /// Its word, for look-ups.
    pub(super) bytes: &'w [u8],
    pub(super) token: &'w Token,
    /// Whether an apostrophe stands directly before it, so that it is the rest of a contraction.
    pub(super) clitic: bool,
    /// The tag of the item before; `Stop` where there is none.
    pub(super) before: Tag,
    /// The token behind.
    pub(super) next: Option<&'w Token>,
    /// The items before.
    pub(super) items: &'w Items,
    pub(super) view: &'w View<'w>,
}

impl<'w> Context<'w> {
    fn word(&self) -> &'w str {
        self.view.word(self.token)
    }

    /// The word behind; empty where there is none.
    #[inline]
    fn next_word(&self) -> &str {
        self.next.map_or("", |token| self.view.word(token))
    }

    fn next_classes(&self) -> Classes {
        self.next.map_or(Classes::default(), |token| token.classes)
    }
}

/// The tag of the next item, which stands in no mention of a name.
pub(super) fn tag(context: &Context<'_>) -> Tag {
    match context.token.kind {
        TokenKind::Word => word(context),
        TokenKind::Number => Tag::Num,
        TokenKind::Ideographs => Tag::Name,
        TokenKind::Punctuation => punctuation(context),
        TokenKind::Markup | TokenKind::Emoji | TokenKind::Rest => Tag::Stop,
    }
}

fn punctuation(context: &Context<'_>) -> Tag {
    let before = context.before;
    match context.word() {
        "," if date_comma(context) => Tag::Num,
        "," => Tag::Comma,
        "%" | "°" => Tag::Noun,
        "$" | "€" | "£" | "¥" | "#" | "~" => Tag::Num,
        "&" => Tag::And,
        "'" | "’" if before.heads() => Tag::Mark,
        "-" | "/" | "–" if before.nominal() || before == Tag::Adv => Tag::Hyphen,
        "." if context.next.is_some() && before.nominal() => Tag::Name,
        _ => Tag::Stop,
    }
}

/// The comma of `July 4, 1999`.
fn date_comma(context: &Context<'_>) -> bool {
    let year = |t: &Token| t.kind == TokenKind::Number && t.end - t.start == 4;
    context.before == Tag::Num
        && context.next.is_some_and(year)
        && context.items.behind_month(context.view)
}

/// Classes of words that have no other use than their grammar's.
#[inline(always)]
fn function(classes: Classes) -> Option<Tag> {
    const TABLE: [(Classes, Tag); 12] = [
        (Classes::NEGATION, Tag::Not),
        (Classes::BE, Tag::Be),
        (Classes::HAVE, Tag::Have),
        (Classes::DO, Tag::Do),
        (Classes::MODAL, Tag::Modal),
        (Classes::POSSESSIVE, Tag::Poss),
        (Classes::RELATIVE, Tag::Rel),
        (Classes::PRONOUN, Tag::Pron),
        (Classes::DETERMINER, Tag::Det),
        (Classes::CONJUNCTION, Tag::And),
        (Classes::SUBORDINATOR, Tag::Sub),
        (Classes::PREPOSITION, Tag::Prep),
    ];
    const ALL: Classes = {
        let (mut all, mut at) = (Classes(0), 0);
        while at < TABLE.len() {
            all = all.with(TABLE[at].0);
            at += 1;
        }
        all
    };
    if !classes.any(ALL) {
        return None;
    }
    let found = TABLE.iter().find(|(class, _)| classes.any(*class));
    found.map(|&(_, tag)| tag)
}

fn word(context: &Context<'_>) -> Tag {
    let before = context.before;
    let marked = !context.token.is_plain();
    if marked && contracted_not(context.word()) {
        return contraction(context.word(), before);
    }
    if context.clitic || marked && context.word().starts_with(['\'', '’']) {
        return clitic(context.word(), before);
    }
    if marked && contracted_pronoun(context.word()) {
        return Tag::Pron;
    }
    if SPECIAL.has(context.bytes)
        && let Some(tag) = special(context)
    {
        return tag;
    }
    let proper = is_proper(context);
    match function(context.token.classes) {
        Some(Tag::Modal) if proper => Tag::Name,
        Some(Tag::Poss) if !next_is_nominal(context) && list!("her his").has(context.bytes) => {
            Tag::Pron
        }
        Some(Tag::Be) if stands_for_noun(context) => Tag::Noun,
        Some(Tag::Det) if before == Tag::Det && list!("one").has(context.bytes) => Tag::Noun,
        Some(Tag::Det) if !next_is_nominal(context) && stands_alone(context) => Tag::Pron,
        Some(Tag::Prep | Tag::Adv) if list!("to").has(context.bytes) => to(context),
        Some(Tag::Prep) if list!("so").has(context.bytes) => Tag::Adv,
        Some(Tag::Prep) if list!("like").has(context.bytes) && is_liking(before, context.items) => {
            Tag::Verb
        }
        Some(tag) if !proper || matches!(tag, Tag::Det | Tag::Prep | Tag::And | Tag::Pron) => tag,
        _ if proper => Tag::Name,
        _ => open(context),
    }
}

/// The words that [`special`] is about.
const SPECIAL: &List = list!(
    "that nor because instead ahead regardless such well prior thanks rather other more less fewer than"
);

/// Words whose neighbours decide first.
fn special(context: &Context<'_>) -> Option<Tag> {
    if list!("that").has(context.bytes) {
        Some(that(context))
    } else if joins_nouns(context) {
        Some(Tag::And)
    } else if is_compound(context) {
        Some(Tag::Prep)
    } else if is_comparison(context) {
        Some(Tag::Adv)
    } else {
        None
    }
}

/// `neither Ada nor Bob`, but not `nor sold`
fn joins_nouns(context: &Context<'_>) -> bool {
    let opens = Classes::DETERMINER.with(Classes::POSSESSIVE);
    let next = context.next_classes().any(opens)
        || context
            .next
            .is_some_and(|t| !matches!(t.shape, WordShape::Lower | WordShape::None));
    list!("nor").has(context.bytes) && context.before.heads() && next
}

/// `like` behind an auxiliary: `did not like`, `would like`.
fn is_liking(before: Tag, items: &Items) -> bool {
    let helper = if before == Tag::Not {
        items.len().checked_sub(2).map(|at| items.tag(at))
    } else {
        Some(before)
    };
    matches!(helper, Some(Tag::Do | Tag::Modal | Tag::To))
}

/// The words of prepositions such as `because of`, but for those that are prepositions alone.
fn is_compound(context: &Context<'_>) -> bool {
    let first = match context.next_word() {
        "of" => list!("because instead ahead regardless"),
        "as" => list!("such well"),
        "to" => list!("prior thanks"),
        "than" => list!("rather other"),
        _ => return false,
    };
    first.has(context.bytes)
}

/// `more than` before a number.
fn is_comparison(context: &Context<'_>) -> bool {
    let next = context.next_word();
    let more = list!("more less fewer").has(context.bytes) && list!("than").has(next);
    let counts = next.starts_with(|c: char| c.is_ascii_digit()) || list!("a half one").has(next);
    more || (list!("than").has(context.bytes) && context.before == Tag::Adv && counts)
}

fn contracted_not(word: &str) -> bool {
    let tail = word.as_bytes();
    tail.len() > 3 && (word.ends_with("n't") || word.ends_with("n’t"))
}

/// `they're`, `we've`, `she'll`
fn contracted_pronoun(word: &str) -> bool {
    const PRONOUNS: &List = list!("i you he she it we they that");
    let stem = word.split_once(['\'', '’']);
    stem.is_some_and(|(stem, rest)| !rest.is_empty() && PRONOUNS.has(stem))
}

/// `isn't`, `don't`, `couldn't`: the auxiliary that it begins with.
fn contraction(word: &str, before: Tag) -> Tag {
    let begins = |heads: &[&str]| heads.iter().any(|head| starts(word, head));
    if before.auxiliary() {
        Tag::Not
    } else if begins(&["is", "are", "was", "were", "ain"]) {
        Tag::Be
    } else if begins(&["do"]) || begins(&["did"]) {
        Tag::Do
    } else if begins(&["ha"]) {
        Tag::Have
    } else {
        Tag::Modal
    }
}

fn starts(word: &str, head: &str) -> bool {
    word.get(..head.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(head))
}

/// `'s`, `'re`, `'ve`, `'ll`, `'d`.
fn clitic(word: &str, before: Tag) -> Tag {
    match word.trim_start_matches(['\'', '’']) {
        "s" | "S" if before.heads() => Tag::Mark,
        "s" | "S" | "re" | "m" => Tag::Be,
        "ve" => Tag::Have,
        "ll" | "d" => Tag::Modal,
        "t" => Tag::Not,
        _ => Tag::Noun,
    }
}

fn that(context: &Context<'_>) -> Tag {
    let next = context.next_classes();
    let verb_next = next.any(VERBAL) && !next.any(Classes::NOUN);
    match context.before {
        Tag::Noun | Tag::Name | Tag::Num | Tag::Pron | Tag::And | Tag::Comma if verb_next => {
            Tag::Rel
        }
        Tag::Verb | Tag::Past | Tag::Ger | Tag::Noun | Tag::Adj | Tag::Pron | Tag::Name => Tag::Sub,
        _ if verb_next || !next_is_nominal(context) => Tag::Pron,
        _ => Tag::Det,
    }
}

const VERBAL: Classes = Classes::VERB
    .with(Classes::BE)
    .with(Classes::HAVE)
    .with(Classes::DO)
    .with(Classes::MODAL)
    .with(Classes::PAST);

/// `to` before a base form is the infinitive's.
fn to(context: &Context<'_>) -> Tag {
    let Some(next) = context.next else {
        return Tag::Prep;
    };
    let word = context.next_word();
    let classes = next.classes;
    let base = classes.any(VERBAL.with(Classes::ADVERB))
        && !classes.any(Classes::GERUND)
        && !classes.any(Classes::DETERMINER.with(Classes::POSSESSIVE))
        && next.shape == WordShape::Lower
        && !(classes.any(Classes::NOUN) && word.ends_with('s'));
    if base || word.ends_with("ly") {
        Tag::To
    } else {
        Tag::Prep
    }
}

/// `9 am`, `a human being`
fn stands_for_noun(context: &Context<'_>) -> bool {
    match context.before {
        Tag::Num => list!("am").has(context.bytes),
        Tag::Adj | Tag::Det => list!("being").has(context.bytes),
        _ => false,
    }
}

/// Whether a determiner such as `this` or `all` stands for a whole noun phrase.
fn stands_alone(context: &Context<'_>) -> bool {
    let determined = context.next.is_some_and(|next| {
        next.classes
            .any(Classes::DETERMINER.with(Classes::POSSESSIVE))
    });
    !determined && !list!("the a an every no").has(context.bytes)
}

/// Whether the next word can go on with a noun phrase.
fn next_is_nominal(context: &Context<'_>) -> bool {
    let Some(next) = context.next else {
        return false;
    };
    match next.kind {
        TokenKind::Word if next.classes.any(Classes::NOUN.with(Classes::ADJECTIVE)) => true,
        TokenKind::Word if next.classes.any(VERBAL) => {
            next.classes.any(Classes::PAST.with(Classes::GERUND)) || next.shape != WordShape::Lower
        }
        TokenKind::Word => {
            function(next.classes).is_none() || list!("own").has(context.next_word())
        }
        TokenKind::Number | TokenKind::Ideographs => true,
        TokenKind::Punctuation => matches!(
            context.next_word(),
            "$" | "€" | "£" | "``" | "\"" | "“" | "#"
        ),
        _ => false,
    }
}

/// Whether a capital makes the word part of a name.
fn is_proper(context: &Context<'_>) -> bool {
    match context.token.shape {
        WordShape::None | WordShape::Lower => false,
        WordShape::Initial => !list!("I a").has(context.bytes),
        WordShape::Upper | WordShape::Mixed => true,
        WordShape::Capital if !context.items.is_empty() => true,
        WordShape::Capital => !common_at_start(context),
    }
}

/// Whether the capital of a sentence's first word says nothing.
fn common_at_start(context: &Context<'_>) -> bool {
    let classes = context.token.classes;
    let known = Classes::COMMON.with(Classes::NOUN).with(Classes::ADJECTIVE);
    let suffix = ["ing", "ed", "ly"];
    function(classes).is_some()
        || classes.any(known.with(Classes::VERB).with(Classes::ADVERB))
        || suffix.iter().any(|s| context.bytes.ends_with(s.as_bytes()))
}

/// Nouns, verbs, adjectives, adverbs.
fn open(context: &Context<'_>) -> Tag {
    let classes = context.token.classes;
    let word = context.bytes;
    if adverb_before_verb(context) {
        return Tag::Adv;
    }
    let past = classes.any(Classes::PAST)
        || (word.len() > 4
            && word.ends_with(b"ed")
            && !classes.any(Classes::NOUN.with(Classes::ADJECTIVE)));
    let gerund = classes.any(Classes::GERUND)
        || (word.len() > 5 && word.ends_with(b"ing") && !classes.any(Classes::NOUN));
    if past {
        past_form(context)
    } else if gerund {
        gerund_form(context)
    } else if classes.any(Classes::VERB) && is_verb(context) {
        Tag::Verb
    } else if classes.any(Classes::NOUN) {
        Tag::Noun
    } else if classes.any(Classes::ADVERB)
        && !(classes.any(Classes::ADJECTIVE) && next_is_nominal(context))
    {
        Tag::Adv
    } else if classes.any(Classes::ADJECTIVE) {
        Tag::Adj
    } else if classes.any(Classes::NUMBER_WORD.with(Classes::MAGNITUDE)) {
        Tag::Num
    } else {
        by_suffix(word)
    }
}

/// `and first released`: an adverb although it is an adjective as well.
fn adverb_before_verb(context: &Context<'_>) -> bool {
    let next = context.next_classes();
    let verb = next.any(Classes::PAST) && !next.any(Classes::NOUN.with(Classes::ADJECTIVE));
    let behind = matches!(
        context.before,
        Tag::And | Tag::Comma | Tag::Be | Tag::Have | Tag::Pron
    );
    context.token.classes.any(Classes::ADVERB) && verb && behind
}

fn by_suffix(word: &[u8]) -> Tag {
    const ADJECTIVES: [&str; 11] = [
        "ous", "ive", "able", "ible", "ful", "ical", "less", "ish", "ary", "ial", "ional",
    ];
    if word.len() > 4 && word.ends_with(b"ly") {
        Tag::Adv
    } else if word.len() > 5 && ADJECTIVES.iter().any(|end| word.ends_with(end.as_bytes())) {
        Tag::Adj
    } else {
        Tag::Noun
    }
}

/// A past form before a noun is an adjective behind what opens a noun phrase.
fn past_form(context: &Context<'_>) -> Tag {
    let opened = matches!(
        context.before,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj | Tag::Num | Tag::Hyphen
    );
    let after_prep = matches!(context.before, Tag::Prep);
    if (opened || after_prep) && (next_is_nominal(context) || context.before == Tag::Det) {
        Tag::Adj
    } else {
        Tag::Past
    }
}

fn gerund_form(context: &Context<'_>) -> Tag {
    match context.before {
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj if next_is_nominal(context) => Tag::Adj,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj | Tag::Hyphen => Tag::Noun,
        Tag::Noun | Tag::Name if !goes_on_as_object(context) => Tag::Noun,
        _ => Tag::Ger,
    }
}

/// Whether what follows looks like the object or the preposition of a verb.
fn goes_on_as_object(context: &Context<'_>) -> bool {
    let Some(next) = context.next else {
        return false;
    };
    let opens = Classes::DETERMINER
        .with(Classes::POSSESSIVE)
        .with(Classes::PRONOUN)
        .with(Classes::PREPOSITION)
        .with(Classes::SUBORDINATOR);
    let word = context.next_word();
    (next.classes.any(opens) && !list!("of").has(word))
        || next.kind == TokenKind::Number
        || matches!(word, "$" | "``" | "\"" | "“")
        || matches!(
            next.shape,
            WordShape::Capital | WordShape::Upper | WordShape::Mixed
        )
        || word.ends_with("ly")
        || list!("that").has(word)
}

/// Whether a word that can be a verb is one here.
fn is_verb(context: &Context<'_>) -> bool {
    let both = context.token.classes.any(Classes::NOUN);
    let third = context.bytes.ends_with(b"s") && !context.bytes.ends_with(b"ss");
    match context.before {
        Tag::To | Tag::Modal | Tag::Do | Tag::Rel => true,
        Tag::Pron => !(both && context.items.object_pronoun(context.view)),
        Tag::Not => !both || !third,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Hyphen | Tag::Be | Tag::Have => false,
        Tag::Noun | Tag::Name => agrees(context, third) && after_noun(context, both),
        Tag::Adv => !both || (goes_on_as_object(context) && !context.items.finite()),
        Tag::And | Tag::Comma => {
            (!both || goes_on_as_object(context)) && (context.items.finite() || third)
        }
        // Adjectives, numbers, prepositions, verbs, the start of a clause.
        _ => !both && third,
    }
}

fn agrees(context: &Context<'_>, third: bool) -> bool {
    context.before == Tag::Name
        || third != context.items.plural(context.view)
        || context.items.joined()
}

fn after_noun(context: &Context<'_>, both: bool) -> bool {
    if !both {
        return true;
    }
    !context.items.finite() && goes_on_as_object(context)
}
