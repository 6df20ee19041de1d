//! A batch: commands that do not touch each other, and so can be written by the same statements.

use std::collections::HashSet;

use mpaka_domain::Claim;
use uuid::Uuid;

use super::{Append, NewEvent};

/// The most commands in one batch.
pub(super) const COMMANDS: usize = 256;
/// The most bytes of events in one batch; a single command may be larger.
const BYTES: usize = 4 << 20;

/// What the commands touch that are written together. No two have a command id, a stream or a claim in
/// common.
#[derive(Debug, Default)]
pub(super) struct Batch {
    commands: HashSet<Uuid>,
    streams: HashSet<Uuid>,
    claims: HashSet<Claim>,
    bytes: usize,
}

impl Batch {
    /// Whether there is room for a command, and nothing that it touches.
    pub fn fits(&self, append: &Append) -> bool {
        let full = self.commands.len() == COMMANDS
            || (!self.commands.is_empty() && self.bytes + size(append) > BYTES);
        let touches = self.commands.contains(&append.command)
            || self.streams.contains(&append.stream)
            || append.claims.iter().any(|claim| self.claims.contains(claim));
        !full && !touches
    }

    /// Takes a command up that fits.
    pub fn take(&mut self, append: &Append) {
        self.bytes += size(append);
        self.commands.insert(append.command);
        self.streams.insert(append.stream);
        self.claims.extend(append.claims.iter().cloned());
    }
}

fn size(append: &Append) -> usize {
    append.events.iter().map(NewEvent::size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn append(command: u128, stream: u128, claim: &str) -> Append {
        Append {
            command: Uuid::from_u128(command),
            actor: "akinyi".into(),
            fingerprint: [0; 32],
            category: "diary",
            stream: Uuid::from_u128(stream),
            expected: 0,
            events: Vec::new(),
            claims: vec![Claim { kind: "title", key: claim.to_owned() }],
            keys: Vec::new(),
        }
    }

    #[test]
    fn commands_that_touch_each_other_wait_for_the_next_batch() {
        let mut batch = Batch::default();
        batch.take(&append(1, 1, "a"));
        assert!(!batch.fits(&append(1, 2, "b")), "the same command id");
        assert!(!batch.fits(&append(2, 1, "b")), "the same stream");
        assert!(!batch.fits(&append(2, 2, "a")), "the same claim");
        assert!(batch.fits(&append(2, 2, "b")), "nothing in common");
    }

    #[test]
    fn a_batch_is_bounded() {
        let mut batch = Batch::default();
        for n in 0..256 {
            assert!(batch.fits(&append(n, n, &n.to_string())));
            batch.take(&append(n, n, &n.to_string()));
        }
        assert!(!batch.fits(&append(999, 999, "more")));
    }
}
