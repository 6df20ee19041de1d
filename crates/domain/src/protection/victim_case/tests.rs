//! The rules of a protection file, theme by theme.

mod access;
mod care;
mod consent;
mod decisions;
mod fixtures;
mod machine;
mod privacy;
mod recording;
mod referral;
mod replay;
mod stories;

use super::*;
