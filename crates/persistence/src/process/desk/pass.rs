//! A pass over the orders of an instance: some at each of its turns, until every one of them was tried.

use std::collections::BTreeSet;

/// What became of the orders that were tried so far.
#[derive(Default)]
pub(super) struct Pass {
    /// How often in a row it was in vain before this pass.
    before: i32,
    /// The steps that could not be taken, and are not tried again in this pass.
    failed: BTreeSet<String>,
    /// The code of the last fault.
    code: Option<String>,
    carried_out: bool,
}

/// When an instance has its next turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<'a> {
    /// When there is more to do.
    WhenItWakes,
    /// At once: orders are left that were not tried.
    AtOnce,
    /// At once, for what was not tried; it has failed with this code, so often in a row before.
    AtOnceAlthoughFailed(i32, &'a str),
    /// After a pause: it has failed with this code, so often in a row before.
    AfterPause(i32, &'a str),
}

impl Pass {
    /// One that begins, after so many that were in vain.
    pub fn after(before: i32) -> Self {
        Self { before, ..Self::default() }
    }

    /// Whether a step is still to be tried.
    pub fn has_before_it(&self, step: &str) -> bool {
        !self.failed.contains(step)
    }

    /// A step was taken.
    pub fn took(&mut self) {
        self.carried_out = true;
    }

    /// A step could not be taken.
    pub fn failed(&mut self, step: &str, code: String) {
        self.failed.insert(step.to_owned());
        self.code = Some(code);
    }

    /// What comes next, where some orders are left that were not tried, or none. A pass in which something
    /// was carried out was not in vain.
    pub fn next(&self, left: bool) -> Next<'_> {
        let before = if self.carried_out { 0 } else { self.before };
        match (&self.code, left) {
            (None, false) => Next::WhenItWakes,
            (None, true) => Next::AtOnce,
            (Some(code), true) => Next::AtOnceAlthoughFailed(before, code),
            (Some(code), false) => Next::AfterPause(before, code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_tried_does_not_wait_for_what_failed() {
        let mut pass = Pass::after(3);
        pass.failed("a", "CONTENDED".to_owned());
        assert_eq!(pass.next(true), Next::AtOnceAlthoughFailed(3, "CONTENDED"));
        assert!(!pass.has_before_it("a"), "once in a pass");
        assert!(pass.has_before_it("b"));
    }

    #[test]
    fn what_failed_is_tried_again_after_a_pause() {
        let mut pass = Pass::after(3);
        pass.failed("a", "CONTENDED".to_owned());
        assert_eq!(pass.next(false), Next::AfterPause(3, "CONTENDED"));
    }

    #[test]
    fn the_pause_is_short_again_once_something_was_carried_out() {
        let mut pass = Pass::after(8);
        pass.took();
        pass.failed("a", "CONTENDED".to_owned());
        assert_eq!(pass.next(false), Next::AfterPause(0, "CONTENDED"));
    }

    #[test]
    fn without_a_fault_it_goes_on_while_orders_are_left() {
        let mut pass = Pass::after(8);
        pass.took();
        assert_eq!(pass.next(true), Next::AtOnce);
        assert_eq!(pass.next(false), Next::WhenItWakes);
    }
}
