//! Rounds of a fault: a few in the short form, as many as the time allows in the long one.

use std::io::Write;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::scene::Report;

/// Among how many faults the long form's time is shared out.
const FAULTS: u32 = 9;
/// How long the long form takes, in minutes; not set, it is the short form.
const MINUTES: &str = "MPAKA_SOAK_MINUTES";
/// The seed of the first round, to repeat a run with the same chances.
const SEED: &str = "MPAKA_FAULT_SEED";

/// The rounds of one fault.
pub struct Rounds {
    fault: &'static str,
    few: u64,
    until: Option<Instant>,
    seed: u64,
    begun: u64,
}

impl Rounds {
    /// The rounds of a fault: so many in the short form.
    pub fn of(fault: &'static str, few: u64) -> Self {
        let share = number(MINUTES).map(|minutes| Duration::from_mins(minutes) / FAULTS);
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = number(SEED).unwrap_or(since.as_secs());
        Self { fault, few, until: share.map(|share| Instant::now() + share), seed, begun: 0 }
    }

    /// Whether this is the long form.
    pub fn are_many(&self) -> bool {
        self.until.is_some()
    }

    /// The chances of the next round; none when it was the last. There is one round at least.
    pub fn begin(&mut self) -> Option<StdRng> {
        let over = match self.until {
            Some(until) => self.begun > 0 && Instant::now() >= until,
            None => self.begun >= self.few,
        };
        if over {
            return None;
        }
        let seed = self.seed + self.begun;
        self.begun += 1;
        self.say(&format!("begins with {SEED}={seed}"));
        Some(StdRng::seed_from_u64(seed))
    }

    /// Tells how the round went, and fails when it went wrong.
    pub fn report(&self, report: &Report) {
        self.say(&report.to_string());
        assert!(report.faults.is_empty(), "{}: {:#?}", self.fault, report.faults);
    }

    fn say(&self, what: &str) {
        let (fault, round) = (self.fault, self.begun);
        // Nobody may be reading it.
        let _ = writeln!(std::io::stderr(), "{fault:<24} round {round:>3}  {what}");
    }
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var_os(variable)?.into_string().ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is a whole number, not {value:?}")))
}
