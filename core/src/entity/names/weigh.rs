//! The one place where evidence is weighed. A statistical tagger replaces or feeds this.

use super::evidence::Evidence;
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

/// The kind that the evidence speaks for, and how sure it is; `None` where it speaks for no name.
pub(super) fn weigh(evidence: &Evidence) -> Option<(Kind, f32)> {
    let mut scores = BIAS.map(i32::from);
    evidence.each(|sign| {
        for (score, &weight) in scores.iter_mut().zip(&WEIGHTS[sign]) {
            *score += i32::from(weight);
        }
    });
    let best = (0..KINDS.len()).max_by_key(|&at| (scores[at], KINDS.len() - at))?;
    let others = scores.iter().enumerate().filter(|&(at, _)| at != best);
    let second = others.map(|(_, &score)| score).fold(0, i32::max);
    (scores[best] > 0).then(|| (KINDS[best], confidence(scores[best] - second)))
}

/// Grows with the lead over the next best, from a half to nearly 1, in hundredths.
fn confidence(lead: i32) -> f32 {
    let lead = lead.max(0) as f32 / UNIT;
    libm::roundf((0.5 + 0.5 * lead / (1.0 + lead)) * 100.0) / 100.0
}
