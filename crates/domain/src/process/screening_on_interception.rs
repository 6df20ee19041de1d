//! Screening on interception: everybody whom an interception finds is screened (rule J3).

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::duty::{Duties, Duty};
use super::{Fact, Items, Order, Process, ProcessName, What};
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::movement::journey::{JourneyEvent, MAX_PERSONS};
use crate::protection::victim_case::VictimCaseEvent;

/// How long a screening may take, counted from the interception: our own default.
const TIME: TimeDelta = TimeDelta::hours(24);

/// One investigation's interceptions. Each person of the file is an item: whether they were screened.
///
/// An interception counts persons and names nobody. So each person who is screened in the file for the
/// first time settles the oldest screening that is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScreeningOnInterception {
    duties: Duties,
}

impl Process for ScreeningOnInterception {
    type Item = bool;

    const NAME: ProcessName = ProcessName::ScreeningOnInterception;

    fn concerns(what: &What) -> bool {
        matches!(
            what,
            What::Journey(JourneyEvent::ScreeningRequired { .. })
                | What::Victim(VictimCaseEvent::Screened { .. })
        )
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.file()
    }

    fn items(&self, fact: &Fact<'_>) -> BTreeSet<String> {
        let screened = matches!(fact.what, What::Victim(VictimCaseEvent::Screened { .. }));
        screened.then(|| person(fact)).into_iter().collect()
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, items: &mut Items<bool>) -> Self {
        if let What::Journey(JourneyEvent::ScreeningRequired { persons }) = fact.what {
            let subject = TaskSubject { kind: TaskSubjectKind::Journey, id: fact.stream };
            let due = fact.occurred.latest().checked_add_signed(TIME);
            // The log may hold an interception from before there was a bound.
            for person in 1..=(*persons).min(MAX_PERSONS) {
                let origin = (Self::NAME, instance);
                let added = person.to_string();
                let duty = Duty::new(origin, fact, &added, TaskKind::Screening, subject);
                self.duties.add(match due {
                    Some(due) => duty.until(due),
                    None => duty,
                });
            }
        }
        if let What::Victim(VictimCaseEvent::Screened { .. }) = fact.what {
            let again = items.insert(person(fact), true).unwrap_or_default();
            let next = self.duties.open().find(|duty| !duty.was_ended_by_hand());
            if let Some(duty) = next.filter(|_| !again) {
                duty.meet(fact);
            }
        }
        self.duties.learn(fact);
        self
    }

    fn orders(&self, instance: Uuid, now: DateTime<Utc>) -> Vec<Order> {
        self.duties.orders((Self::NAME, instance), now)
    }

    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.duties.wakes(now)
    }
}

/// The person that an event of a protection file is about.
fn person(fact: &Fact<'_>) -> String {
    fact.stream.to_string()
}
