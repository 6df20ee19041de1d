//! What a run came to: the ratios with their targets, and every figure behind them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::following::Latency;
use crate::ground::Machine;
use crate::growth::{Growth, Stored};
use crate::measure::{Figures, Rate};
use crate::paging::Paging;
use crate::system::System;
use crate::{append, growth, loaded, projecting, reading};

/// What a run came to.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// How much was done: `whole`, `quick` or `smoke`.
    pub scale: &'static str,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The ratios; none for what was not measured.
    pub ratios: BTreeMap<&'static str, Option<f64>>,
    /// From the commit to the subscriber.
    pub latency: Option<Latency>,
    /// Commands.
    pub measures: Vec<Figures>,
    /// Reading and projecting.
    pub rates: Vec<Rate>,
    /// The first page of a timeline.
    pub paging: Option<Paging>,
    /// Larger logs.
    pub growth: Growth,
    /// What was measured on.
    pub machine: Machine,
    /// The lines of the table.
    #[serde(skip)]
    lines: Vec<Line>,
}

/// All that was measured.
#[derive(Debug, Default)]
pub struct Measured {
    /// Commands.
    pub commands: Vec<Figures>,
    /// Reading and projecting.
    pub rates: Vec<Rate>,
    /// From the commit to the subscriber.
    pub latency: Option<Latency>,
    /// The first page of a timeline.
    pub paging: Option<Paging>,
    /// Larger logs.
    pub growth: Growth,
    /// The number of callers that the targets speak of.
    pub callers: usize,
}

/// A line of the table: figures side by side, their ratio and its target.
#[derive(Debug, Clone)]
struct Line {
    name: &'static str,
    what: String,
    figures: [Option<f64>; 3],
    ratio: Option<f64>,
    target: Target,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Report {
    /// The report of what was measured.
    pub fn of(scale: &'static str, seconds: f64, machine: Machine, measured: Measured) -> Self {
        let lines = measured.lines();
        Self {
            scale,
            seconds,
            ratios: lines.iter().map(|line| (line.name, line.ratio)).collect(),
            latency: measured.latency,
            measures: measured.commands,
            rates: measured.rates,
            paging: measured.paging,
            growth: measured.growth,
            machine,
            lines,
        }
    }

    /// The table, its heads first: what was measured, the three systems, the ratio, its target, and
    /// by how much it was met or missed.
    pub fn table(&self) -> Vec<[String; 7]> {
        let heads = ["measure", "raw SQL", "stock", "Mpaka", "ratio", "target", ""];
        let mut rows = vec![heads.map(str::to_owned)];
        rows.extend(self.lines.iter().filter(|line| line.ratio.is_some()).map(Line::cells));
        if let Some(latency) = &self.latency {
            let within = latency.subscriber_p99_ms <= latency.bound_ms;
            rows.push([
                "commit to subscriber, p99 in ms (100 events/s)".to_owned(),
                String::new(),
                String::new(),
                format!("{:.1}", latency.subscriber_p99_ms),
                String::new(),
                format!("≤ {:.1}", latency.bound_ms),
                (if within { "met" } else { "MISSED" }).to_owned(),
            ]);
        }
        for rebuilt in &self.growth.rebuilds {
            rows.push([
                format!("{} from {} events, events/s", rebuilt.view, rebuilt.events),
                String::new(),
                String::new(),
                figure(Some(rebuilt.events_per_second)),
                String::new(),
                String::new(),
                format!("{:.1} s", rebuilt.seconds),
            ]);
        }
        rows
    }

    /// What the table was measured on, in one line.
    pub fn ground(&self) -> String {
        let Machine { cores, postgres, fsync, synchronous_commit, full_page_writes, .. } =
            &self.machine;
        format!(
            "{} run, {:.0} s; {cores} cores, PostgreSQL {postgres}, fsync {fsync}, \
             synchronous_commit {synchronous_commit}, full_page_writes {full_page_writes}; views \
             stand still but in the last measures",
            self.scale, self.seconds
        )
    }
}

impl Line {
    fn cells(&self) -> [String; 7] {
        let [raw, stock, mpaka] = self.figures.map(figure);
        let ratio = self.ratio.unwrap_or_default();
        let (sign, bound, met) = match self.target {
            Target::AtLeast(bound) => ("≥", bound, ratio >= bound),
            Target::AtMost(bound) => ("≤", bound, ratio <= bound),
        };
        let by = (ratio / bound - 1.0) * 100.0;
        let verdict = if met { "met" } else { "MISSED" };
        [
            self.what.clone(),
            raw,
            stock,
            mpaka,
            format!("{ratio:.2}"),
            format!("{sign} {bound:.2}"),
            format!("{verdict} ({by:+.0} %)"),
        ]
    }
}

/// A figure as people read it; nothing where there is none.
fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(String::new, |figure| format!("{figure:.0}"))
}

impl Measured {
    fn lines(&self) -> Vec<Line> {
        let most = self.callers;
        let rate = |figures: &Figures| Some(figures.events_per_second);
        let append = [System::Raw, System::Stock, System::Mpaka]
            .map(|system| self.commands(append::ONE, system, most));
        let rates = append.map(|figures| figures.and_then(rate));
        let cpu = append.map(|figures| figures.and_then(Figures::cpu));
        let single = [System::Raw, System::Stock, System::Mpaka]
            .map(|system| self.commands(append::ONE, system, 1).and_then(rate));
        let ten = [System::Raw, System::Stock, System::Mpaka]
            .map(|system| self.commands(append::TEN, system, most).and_then(rate));
        let on = |measure| {
            let of = |system| self.commands(measure, system, most).and_then(rate);
            [None, of(System::Stock), of(System::Mpaka)]
        };
        let read =
            |measure, beside| [self.rate(measure, beside), None, self.rate(measure, "mpaka")];
        let against = |figures: [Option<f64>; 3], beside: usize| {
            figures[beside].zip(figures[2]).map(|(beside, mpaka)| mpaka / beside)
        };
        let line = |name, what: &str, figures, beside, target| Line {
            name,
            what: what.to_owned(),
            figures,
            ratio: against(figures, beside),
            target,
        };
        let new = format!("new streams, events/s ({most} callers)");
        let cost = format!("the same, CPU in µs an event ({most} callers)");
        vec![
            line("append_vs_raw", &format!("{new}, to raw"), rates, 0, Target::AtLeast(1.0)),
            line("append_vs_stock", &format!("{new}, to stock"), rates, 1, Target::AtLeast(5.0)),
            line("append_cpu_vs_raw", &format!("{cost}, to raw"), cpu, 0, Target::AtMost(0.5)),
            line(
                "append_cpu_vs_stock",
                &format!("{cost}, to stock"),
                cpu,
                1,
                Target::AtMost(1.0 / 6.0),
            ),
            line(
                "append1_vs_raw",
                "new streams, events/s (1 caller), to raw",
                single,
                0,
                Target::AtLeast(0.7),
            ),
            line(
                "append1_vs_stock",
                "new streams, events/s (1 caller), to stock",
                single,
                1,
                Target::AtLeast(1.5),
            ),
            line(
                "append10_vs_raw10",
                "ten events a command, events/s, to raw",
                ten,
                0,
                Target::AtLeast(0.8),
            ),
            line(
                "stream10_vs_stock",
                "on streams of 10 events, loaded, commands/s",
                on(loaded::TEN.cold),
                1,
                Target::AtLeast(4.0),
            ),
            line(
                "stream200_vs_stock",
                "on streams of 200 events, loaded, commands/s",
                on(loaded::TWO_HUNDRED.cold),
                1,
                Target::AtLeast(8.0),
            ),
            line(
                "catchup_vs_select",
                "a subscriber's catch-up, events/s, to SELECT",
                read(reading::CATCH_UP, "select"),
                0,
                Target::AtLeast(0.5),
            ),
            line(
                "projection_vs_sql",
                "the timeline, events/s, to INSERT … SELECT",
                read(projecting::PROJECTION, "sql"),
                0,
                Target::AtLeast(0.3),
            ),
            self.page_line(),
            self.growth_line(),
        ]
    }

    fn page_line(&self) -> Line {
        let figures = self.paging.as_ref().map(|page| [page.bare_p50_us, page.mpaka_p50_us]);
        Line {
            name: "timeline_page_vs_bare",
            what: format!(
                "first page of a timeline of {} events, median in µs, to a bare endpoint",
                self.paging.as_ref().map_or(0, |page| page.events)
            ),
            figures: [figures.map(|[bare, _]| bare), None, figures.map(|[_, mpaka]| mpaka)],
            ratio: figures.map(|[bare, mpaka]| mpaka / bare),
            target: Target::AtMost(2.0),
        }
    }

    fn growth_line(&self) -> Line {
        let (small, large) = (self.growth.appends.first(), self.growth.appends.last());
        let rate = |stored: Option<&Stored>| stored.map(|one| one.figures.events_per_second);
        let stored = |stored: Option<&Stored>| stored.map_or(0, |one| one.stored);
        Line {
            name: growth::GROWTH,
            what: format!(
                "append with {} events stored, to {} with {}",
                stored(large),
                figure(rate(small)),
                stored(small)
            ),
            figures: [None, None, rate(large)],
            ratio: rate(small).zip(rate(large)).map(|(small, large)| large / small),
            target: Target::AtLeast(0.85),
        }
    }

    fn commands(&self, measure: &str, system: System, callers: usize) -> Option<&Figures> {
        self.commands.iter().find(|figures| {
            figures.measure == measure && figures.system == system && figures.callers == callers
        })
    }

    fn rate(&self, measure: &str, system: &str) -> Option<f64> {
        let rate = self.rates.iter().find(|rate| rate.measure == measure && rate.system == system);
        rate.map(|rate| rate.events_per_second)
    }
}
