//! The newest lines of the timeline, held once for all subscribers, and whose files they are of.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use mpaka_domain::Viewer;
use serde_json::Value;
use tokio::time::Instant;
use uuid::Uuid;

use crate::view::timeline::{EventFilter, Party, TimelineRow};

/// How long what is known of files' parties holds before it has to be confirmed.
const JUDGED: Duration = Duration::from_secs(1);

/// How much a ring holds at most, whatever the number of subscribers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Lines.
    pub lines: usize,
    /// Bytes of the lines, about.
    pub bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { lines: 4096, bytes: 16 << 20 }
    }
}

/// A subscriber as lines are judged for it: who it is, and what it asked for.
#[derive(Debug, Clone)]
pub(super) struct Asks {
    pub viewer: Viewer,
    pub filter: EventFilter,
}

/// What a ring has after a position for one subscriber.
#[derive(Debug)]
pub(super) enum Found {
    /// The next line that the subscriber may see.
    Line(Arc<TimelineRow>),
    /// Nothing up to this position.
    Nothing(i64),
    /// Something is there, but who may see it was not confirmed in time.
    Unconfirmed,
    /// The ring has gone past that position.
    Gone,
}

/// Every line after `floor` and up to `looked`; the oldest go when there are too many.
#[derive(Debug)]
pub(super) struct Ring {
    bounds: Bounds,
    floor: i64,
    looked: i64,
    lines: VecDeque<Arc<TimelineRow>>,
    bytes: usize,
    files: HashMap<Uuid, File>,
    confirmed: Instant,
    /// The database's time, and when it was so.
    time: (DateTime<Utc>, Instant),
}

/// A file that has lines in the ring.
#[derive(Debug, Default)]
struct File {
    lines: usize,
    parties: Vec<Party>,
}

impl Ring {
    /// An empty ring that begins after a position.
    pub fn new(bounds: Bounds, position: i64, time: DateTime<Utc>) -> Self {
        let now = Instant::now();
        Self {
            bounds,
            floor: position,
            looked: position,
            lines: VecDeque::new(),
            bytes: 0,
            files: HashMap::new(),
            confirmed: now,
            time: (time, now),
        }
    }

    /// How far the timeline was looked through.
    pub fn looked(&self) -> i64 {
        self.looked
    }

    /// The lines held, and about how many bytes they are.
    pub fn size(&self) -> (usize, usize) {
        (self.lines.len(), self.bytes)
    }

    /// Whether it is known whose file this is.
    pub fn knows(&self, file: Uuid) -> bool {
        self.files.contains_key(&file)
    }

    /// Takes lines in, in order, and the parties of some of their files as they are now.
    pub fn take(&mut self, rows: Vec<TimelineRow>, asked: &[Uuid], parties: Vec<Party>) {
        for file in asked {
            self.files.entry(*file).or_default().parties.clear();
        }
        for party in parties {
            self.files.entry(party.investigation_id).or_default().parties.push(party);
        }
        for row in rows {
            self.looked = row.position;
            self.bytes += weight(&row);
            self.files.entry(row.investigation_id).or_default().lines += 1;
            self.lines.push_back(Arc::new(row));
        }
        while self.lines.len() > self.bounds.lines || self.bytes > self.bounds.bytes {
            let Some(row) = self.lines.pop_front() else { break };
            self.floor = row.position;
            self.bytes -= weight(&row);
            if let Some(file) = self.files.get_mut(&row.investigation_id) {
                file.lines -= 1;
                if file.lines == 0 {
                    self.files.remove(&row.investigation_id);
                }
            }
        }
    }

    /// Notes that the timeline was looked through up to a position, and so was whose files they are.
    pub fn confirm(&mut self, looked: i64, time: Option<DateTime<Utc>>) {
        let now = Instant::now();
        self.looked = self.looked.max(looked);
        self.confirmed = now;
        if let Some(time) = time {
            self.time = (time, now);
        }
    }

    /// Lets go of everything, and begins anew after a position.
    pub fn begin_after(&mut self, position: i64, time: DateTime<Utc>) {
        *self = Self::new(self.bounds, position.max(self.looked), time);
    }

    /// What is there for a subscriber that has everything up to a position.
    pub fn after(&self, position: i64, asks: &Asks) -> Found {
        if position < self.floor {
            return Found::Gone;
        }
        let first = self.lines.partition_point(|row| row.position <= position);
        if first == self.lines.len() {
            return Found::Nothing(self.looked);
        }
        if self.confirmed.elapsed() > JUDGED {
            return Found::Unconfirmed;
        }
        let (time, then) = self.time;
        let now = time + TimeDelta::from_std(then.elapsed()).unwrap_or_default();
        let shown = self.lines.range(first..).find(|row| {
            asks.filter.takes(row) && row.handling.shows(&asks.viewer, self.party(row, asks, now))
        });
        match shown {
            Some(row) => Found::Line(Arc::clone(row)),
            None => Found::Nothing(self.looked),
        }
    }

    fn party(&self, row: &TimelineRow, asks: &Asks, now: DateTime<Utc>) -> bool {
        self.files
            .get(&row.investigation_id)
            .is_some_and(|file| file.parties.iter().any(|party| party.is(&asks.viewer, now)))
    }
}

/// About how many bytes a line takes in memory.
pub(super) fn weight(row: &TimelineRow) -> usize {
    size_of::<TimelineRow>() + row.label.len() + of(&row.data)
}

fn of(value: &Value) -> usize {
    let own = size_of::<Value>();
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => own,
        Value::String(text) => own + text.len(),
        Value::Array(items) => own + items.iter().map(of).sum::<usize>(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| name.len() + of(member));
            own + members.sum::<usize>()
        }
    }
}
