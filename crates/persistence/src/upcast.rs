//! Upcasters: events stored in an older shape, read in today's.
//!
//! What is stored is never touched: hashes cover it as it is. An event is brought up to date each time
//! it is read, step by step, by cqrs-es's upcasters. To change an event's shape, add a step to
//! [`Upcasters::released`] and a sample of the new shape; the samples of the older ones stay, and a
//! test reads them all.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use cqrs_es::persist::{
    EventUpcaster, SemanticVersion, SemanticVersionEventUpcaster, SerializedEvent,
};
use serde_json::Value;

use crate::error::Unreadable;

/// The version of every event's first shape.
const FIRST: &str = "1";

/// A step from one shape of an event to the next.
pub struct Step {
    /// The event's type, such as `journey.leg_recorded`.
    pub event_type: &'static str,
    /// The version that it leads to, such as `2`.
    pub version: &'static str,
    /// How the stored JSON is brought there. Total: an event is never refused.
    pub upcast: fn(Value) -> Value,
}

/// The steps there are, in their order.
#[derive(Clone)]
pub struct Upcasters(Arc<[(Step, SemanticVersionEventUpcaster)]>);

impl fmt::Debug for Upcasters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(step, _)| (step.event_type, step.version)))
            .finish()
    }
}

impl Upcasters {
    /// Those of this program: every event is still in its first shape.
    pub fn released() -> Self {
        Self::new([])
    }

    /// Those of these steps; of one event's, the earlier comes first.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let upcaster = |step: Step| {
            let Step { event_type, version, upcast } = step;
            let upcaster = SemanticVersionEventUpcaster::new(event_type, version, Box::new(upcast));
            (step, upcaster)
        };
        Self(steps.into_iter().map(upcaster).collect())
    }

    /// The version in which an event of this type is written.
    pub fn current(&self, event_type: &str) -> &'static str {
        let steps = self.0.iter().rev().map(|(step, _)| step);
        let mut steps = steps.filter(|step| step.event_type == event_type);
        steps.next().map_or(FIRST, |step| step.version)
    }

    /// An event's data in today's shape; none when it is stored in it.
    pub fn upcast(
        &self,
        event_type: &str,
        version: &str,
        stored: &str,
    ) -> Result<Option<String>, Unreadable> {
        let current = self.current(event_type);
        if version == current {
            return Ok(None);
        }
        let number = |version| SemanticVersion::from_str(version).map_err(|_| Unreadable::Version);
        if number(version)?.supersedes(&number(current)?) {
            return Err(Unreadable::Version);
        }
        let payload = serde_json::from_str(stored).map_err(|error| Unreadable::data(&error))?;
        Ok(Some(self.bring(event_type, version, payload).to_string()))
    }

    /// An event's data, stored or opened, brought into today's shape.
    pub fn bring(&self, event_type: &str, version: &str, payload: Value) -> Value {
        let event = SerializedEvent {
            event_type: event_type.to_owned(),
            event_version: version.to_owned(),
            payload,
            aggregate_id: String::new(),
            aggregate_type: String::new(),
            sequence: 0,
            metadata: Value::Null,
        };
        let bring = |event: SerializedEvent, upcaster: &SemanticVersionEventUpcaster| {
            let older = upcaster.can_upcast(&event.event_type, &event.event_version);
            if older { upcaster.upcast(event) } else { event }
        };
        self.0.iter().map(|(_, upcaster)| upcaster).fold(event, bring).payload
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn steps() -> Upcasters {
        let rename = |mut data: Value| {
            data["written"]["text"] = data["written"]["words"].take();
            data
        };
        let mood = |mut data: Value| {
            data["written"]["mood"] = json!("unknown");
            data
        };
        Upcasters::new([
            Step { event_type: "diary.written", version: "2", upcast: rename },
            Step { event_type: "diary.written", version: "3", upcast: mood },
        ])
    }

    #[test]
    fn an_old_event_goes_through_every_step_since() {
        let read = |version, data: Value| {
            let upcast = steps().upcast("diary.written", version, &data.to_string()).unwrap();
            upcast.map(|text| serde_json::from_str::<Value>(&text).unwrap()["written"].take())
        };
        let first = read("1", json!({"written": {"words": "a"}})).unwrap();
        assert_eq!((&first["text"], &first["mood"]), (&json!("a"), &json!("unknown")));
        let second = read("2", json!({"written": {"text": "b"}})).unwrap();
        assert_eq!((&second["text"], &second["mood"]), (&json!("b"), &json!("unknown")));
        assert_eq!(read("3", json!({"written": {"text": "c", "mood": "glad"}})), None);
    }

    #[test]
    fn what_a_newer_program_wrote_is_not_guessed_at() {
        for version in ["4", "3.1", "soon"] {
            let read = steps().upcast("diary.written", version, "{}");
            assert_eq!(read, Err(Unreadable::Version), "{version}");
        }
        assert_eq!(steps().upcast("diary.opened", "2", "{}"), Err(Unreadable::Version));
    }
}
