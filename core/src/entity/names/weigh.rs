//! The one place where evidence is weighed. A statistical tagger replaces or feeds this.

use super::evidence::{Evidence, SIGNS};
use super::weights::{BIAS, WEIGHTS};
use crate::Kind;

/// The kinds that are told apart, in the order of the weights. No name at all has the score 0.
pub(super) const KINDS: [Kind; 6] = [
    Kind::Person,
    Kind::Organization,
    Kind::Location,
    Kind::Product,
    Kind::Event,
    Kind::Work,
];

/// Weights are sixteenths of a natural logarithm of the odds.
const UNIT: f32 = 16.0;

/// The byte that a weight of nothing is: flipping its bit adds it.
const ZERO: u8 = 0x80;

/// The weights of each sign as the bytes of one number, so that all six are added up at once.
static PACKED: [u64; SIGNS] = {
    let (mut packed, mut sign) = ([0; SIGNS], 0);
    while sign < SIGNS {
        let mut at = 0;
        while at < KINDS.len() {
            let weight = WEIGHTS[sign][at].cast_unsigned() ^ ZERO;
            packed[sign] |= (weight as u64) << (8 * at);
            at += 1;
        }
        sign += 1;
    }
    packed
};

/// The sum of the signs' weights for each kind.
fn scores(evidence: &Evidence) -> [i32; KINDS.len()] {
    const HALF: u64 = 0x00ff_00ff_00ff_00ff;
    let (mut even, mut odd, mut count) = (0, 0, 0);
    evidence.each(|sign| {
        even += PACKED[sign] & HALF;
        odd += PACKED[sign] >> 8 & HALF;
        count += 1;
    });
    core::array::from_fn(|at| {
        let half = if at % 2 == 0 { even } else { odd };
        let sum = (half >> (16 * (at / 2))) as u16;
        i32::from(BIAS[at]) + i32::from(sum) - i32::from(ZERO) * count
    })
}

/// The kind that the evidence speaks for, and how sure it is; `None` where it speaks for no name.
pub(super) fn weigh(evidence: &Evidence) -> Option<(Kind, f32)> {
    let scores = scores(evidence);
    let (mut best, mut second) = (0, 0);
    for at in 1..KINDS.len() {
        if scores[at] > scores[best] {
            second = second.max(scores[best]);
            best = at;
        } else {
            second = second.max(scores[at]);
        }
    }
    (scores[best] > 0).then(|| (KINDS[best], confidence(scores[best] - second)))
}

/// Grows with the lead over the next best, from a half to nearly 1, in hundredths.
fn confidence(lead: i32) -> f32 {
    let lead = lead.max(0) as f32 / UNIT;
    libm::roundf((0.5 + 0.5 * lead / (1.0 + lead)) * 100.0) / 100.0
}
