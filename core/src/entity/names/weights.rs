use super::evidence::SIGNS;
pub(super) const BIAS: [i8; 6] = [0; 6];
pub(super) const WEIGHTS: [[i8; 6]; SIGNS] = [[0; 6]; SIGNS];
