//! A measure's figures, and how they are taken: warmed up, in rounds, the median of which counts.

use std::time::Duration;

use serde::Serialize;

use crate::cpu::Cpu;
use crate::load::Driven;
use crate::system::System;

/// What one system did in one measure.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// The measure, such as `append`.
    pub measure: &'static str,
    /// Who did it.
    pub system: System,
    /// How many callers there were at once.
    pub callers: usize,
    /// How many rounds there were; each figure is their median.
    pub rounds: usize,
    /// Commands a second.
    pub commands_per_second: f64,
    /// Events a second.
    pub events_per_second: f64,
    /// Half of the commands took no longer than this, in microseconds.
    pub p50_us: f64,
    /// All but one in a hundred took no longer than this, in microseconds.
    pub p99_us: f64,
    /// CPU time of this program for an event, the caller's loop included, in microseconds.
    pub program_cpu_us_per_event: f64,
    /// CPU time of the database for an event, in microseconds; none where it cannot be read.
    pub database_cpu_us_per_event: Option<f64>,
}

/// How fast events were read or made into rows.
#[derive(Debug, Clone, Serialize)]
pub struct Rate {
    /// The measure, such as `catchup`.
    pub measure: &'static str,
    /// Who did it: `mpaka`, or what stands beside it.
    pub system: &'static str,
    /// How many events there were.
    pub events: u64,
    /// Events a second.
    pub events_per_second: f64,
}

/// What one round came to.
#[derive(Debug, Clone)]
pub struct Round {
    /// The commands.
    pub driven: Driven,
    /// What they cost.
    pub cpu: Cpu,
    /// How many events a command has.
    pub events: u64,
}

impl Figures {
    /// The medians of some rounds.
    pub fn of(measure: &'static str, system: System, callers: usize, rounds: &[Round]) -> Self {
        let median = |figure: &dyn Fn(&Round) -> f64| median(rounds.iter().map(figure).collect());
        let events = |round: &Round| number(round.driven.commands * round.events).max(1.0);
        let rate = |round: &Round| number(round.driven.commands) / seconds(round.driven.wall);
        let quantile =
            |round: &Round, at| number(round.driven.latency.value_at_quantile(at)) / 1000.0;
        let each = |cpu: Duration, round: &Round| cpu.as_secs_f64() * 1e6 / events(round);
        let known = rounds.iter().all(|round| round.cpu.database.is_some());
        let database = |round: &Round| each(round.cpu.database.unwrap_or_default(), round);
        Self {
            measure,
            system,
            callers,
            rounds: rounds.len(),
            commands_per_second: median(&rate),
            events_per_second: median(&|round| rate(round) * number(round.events)),
            p50_us: median(&|round| quantile(round, 0.5)),
            p99_us: median(&|round| quantile(round, 0.99)),
            program_cpu_us_per_event: median(&|round| each(round.cpu.program, round)),
            database_cpu_us_per_event: known.then(|| median(&database)),
        }
    }

    /// CPU time of both for an event, in microseconds.
    pub fn cpu(&self) -> Option<f64> {
        Some(self.program_cpu_us_per_event + self.database_cpu_us_per_event?)
    }
}

/// The figure in the middle; the lower of the two where there are two.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

/// A duration in seconds, never none.
pub fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64().max(1e-9)
}

/// A count as a figure.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_figure_in_the_middle() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((median(vec![4.0, 1.0]) - 1.0).abs() < f64::EPSILON);
    }
}
