//! Whether what stands before a value may tell that it is a secret, at a glance: most words stand behind another one.

use super::name;
use crate::entity::patterns::cursor::Cursor;
use crate::text::list::{List, list};
use crate::text::{Flags, Token, TokenKind, WordShape};

/// Words that tell of what stands behind them: those between a name and its value, schemes of authorization, and
/// what codes are called.
const TELLING: &List = list!(
    "is was are ist est es to number no nr num nummer bearer basic token apikey digest otp totp passcode pincode pin \
    cvv cvc code codes verifizierungscode sicherheitscode zugangscode"
);
/// Words before a name of which the value is what stands behind that: `#define KEY …`, `configure set key …`.
const DEFINING: &List = list!("define set");

/// What is in a field that is no plain word.
const MARKED: Flags = Flags::FIELD_AT
    .with(Flags::FIELD_COLON)
    .with(Flags::FIELD_SLASH)
    .with(Flags::FIELD_DOT)
    .with(Flags::FIELD_DIGIT)
    .with(Flags::FIELD_HYPHEN)
    .with(Flags::FIELD_MARK)
    .with(Flags::FIELD_HIGH);

/// Whether something before the mention may name it. A plain word between two spaces that has no such meaning does
/// not.
pub(super) fn may_be(c: Cursor<'_>) -> bool {
    let [head @ .., word] = c.tokens_before() else {
        return true;
    };
    let defining = |token: &Token| DEFINING.has(c.token_text(token));
    !c.stands_behind(word)
        || word.kind != TokenKind::Word
        || word.flags.any(MARKED)
        || word.shape == WordShape::Mixed
        || TELLING.has(c.token_text(word))
        || head.last().is_some_and(defining)
        || name::may_end(c.all_before())
}
