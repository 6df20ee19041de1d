//! The ledger of a load: what was meant, what was acknowledged, and what the log must hold therefore.
//!
//! A writer enters its intent before it sends a command and the acknowledgement after the answer.
//! Both get a tick of one clock, so that the ledger knows which command was over before another
//! began. The judgement is a plain function over a copy of the ledger and what was read from the
//! log: the copy must be taken *before* the log is read, or what is acknowledged in between would
//! look lost.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use uuid::Uuid;

/// One command: when it was first meant, and when it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The command id.
    pub command: Uuid,
    /// The tick of the intent.
    pub meant: u64,
    /// The tick of the acknowledgement; none while it has not been answered.
    pub acknowledged: Option<u64>,
    /// How often it was sent without an answer.
    pub unanswered: u32,
}

/// What a load meant and what it was told.
#[derive(Debug, Default)]
pub struct Ledger {
    clock: AtomicU64,
    entries: Mutex<HashMap<Uuid, Entry>>,
}

/// One event as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the global order.
    pub position: i64,
    /// Its stream: category and id.
    pub stream: (String, String),
    /// Its place in the stream.
    pub version: i64,
    /// Its id.
    pub event: Uuid,
    /// The command that made it.
    pub command: Uuid,
}

/// How much a ledger holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Commands that were answered.
    pub acknowledged: usize,
    /// Of these, the ones that had to be sent more than once.
    pub repeated: usize,
    /// How often a command was sent without an answer.
    pub unanswered: usize,
}

impl Ledger {
    fn entries(&self) -> MutexGuard<'_, HashMap<Uuid, Entry>> {
        self.entries.lock().unwrap()
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    /// Enters a command that is about to be sent for the first time.
    pub fn mean(&self, command: Uuid) {
        let entry = Entry { command, meant: self.tick(), acknowledged: None, unanswered: 0 };
        let before = self.entries().insert(command, entry);
        assert_eq!(before, None, "each command has an id of its own");
    }

    /// Notes that it was sent and not answered.
    pub fn unanswered(&self, command: Uuid) {
        self.entries().get_mut(&command).expect("it was meant").unanswered += 1;
    }

    /// Notes that it was accepted.
    pub fn acknowledge(&self, command: Uuid) {
        let now = self.tick();
        self.entries().get_mut(&command).expect("it was meant").acknowledged = Some(now);
    }

    /// The tick of this moment.
    pub fn now(&self) -> u64 {
        self.tick()
    }

    /// Whether a command that was meant after a tick has been acknowledged.
    pub fn has_acknowledged_since(&self, tick: u64) -> bool {
        self.entries().values().any(|entry| entry.meant > tick && entry.acknowledged.is_some())
    }

    /// Everything entered so far.
    pub fn copy(&self) -> Vec<Entry> {
        self.entries().values().copied().collect()
    }

    /// How much it holds.
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        for entry in self.entries().values() {
            let acknowledged = entry.acknowledged.is_some();
            count.acknowledged += usize::from(acknowledged);
            count.repeated += usize::from(acknowledged && entry.unanswered > 0);
            count.unanswered += entry.unanswered as usize;
        }
        count
    }
}

/// What is wrong with a log, given a ledger whose commands make one event each; nothing when the log
/// is as it was promised. `before` are events that others made, `head` is the log's own word for its
/// last position.
pub fn faults(ledger: &[Entry], before: &BTreeSet<Uuid>, log: &[Line], head: i64) -> Vec<String> {
    let mut faults = order(log, head);
    let mut made: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
    for line in log.iter().filter(|line| !before.contains(&line.event)) {
        made.entry(line.command).or_default().push(line.position);
    }
    let mut placed = Vec::new();
    for entry in ledger {
        let positions = made.remove(&entry.command).unwrap_or_default();
        match positions.as_slice() {
            [] if entry.acknowledged.is_some() => {
                faults.push(format!("{} was acknowledged and is lost", entry.command));
            }
            [] => {}
            [position] => placed.push((*position, *entry)),
            many => faults.push(format!("{} took effect {} times", entry.command, many.len())),
        }
    }
    faults.extend(made.keys().map(|command| format!("nobody meant {command}")));
    placed.sort_unstable_by_key(|(position, _)| *position);
    faults.extend(late(&placed));
    faults
}

/// Positions and versions run from one without a gap, and no event is there twice.
fn order(log: &[Line], head: i64) -> Vec<String> {
    let mut faults = Vec::new();
    let mut events = BTreeSet::new();
    let mut versions: BTreeMap<&(String, String), i64> = BTreeMap::new();
    for (expected, line) in (1..).zip(log) {
        if line.position != expected {
            faults.push(format!("position {} stands where {expected} belongs", line.position));
        }
        if !events.insert(line.event) {
            faults.push(format!("event {} is there twice", line.event));
        }
        let version = versions.entry(&line.stream).or_default();
        *version += 1;
        if line.version != *version {
            let (category, id) = &line.stream;
            faults.push(format!(
                "{category} {id} has version {} where {version} belongs, at position {}",
                line.version, line.position
            ));
        }
    }
    let last = log.last().map_or(0, |line| line.position);
    if head != last {
        faults.push(format!("the head says {head} and the last event has {last}"));
    }
    faults
}

/// A command that was over before another began has the earlier position.
fn late(placed: &[(i64, Entry)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut first_over = u64::MAX;
    for (position, entry) in placed.iter().rev() {
        if first_over < entry.meant {
            faults.push(format!(
                "{} at position {position} was meant after a later one was acknowledged",
                entry.command
            ));
        }
        first_over = first_over.min(entry.acknowledged.unwrap_or(u64::MAX));
    }
    faults
}

/// What is wrong with what a subscriber saw, which should be the whole log after a position, each
/// event once and in order.
pub fn unseen(seen: &[Uuid], log: &[Line], after: i64) -> Vec<String> {
    let due = log.iter().filter(|line| line.position > after).map(|line| line.event);
    let due: Vec<_> = due.collect();
    if seen == due {
        return Vec::new();
    }
    let mut times: HashMap<Uuid, usize> = HashMap::new();
    for event in seen {
        *times.entry(*event).or_default() += 1;
    }
    let missed = due.iter().filter(|event| !times.contains_key(event)).count();
    let repeated = times.values().filter(|times| **times > 1).count();
    let at = seen.iter().zip(&due).take_while(|(seen, due)| seen == due).count();
    vec![format!(
        "a subscriber saw {} events of {}: {missed} missed, {repeated} more than once, the first \
         difference at {at}",
        seen.len(),
        due.len()
    )]
}
