//! One event of each kind, as it is stored.

use uuid::Uuid;

use super::*;
use crate::process::ProcessName;
use crate::testing::{at, check_samples};
use crate::{AgencyId, Personal, Role, UserId};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn told(text: &str) -> Ground {
    Ground::Told(said(text))
}

pub fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

pub fn to(role: Role, name: Option<&str>) -> Assignment {
    Assignment { role, user: name.map(user) }
}

/// A task that Akinyi wrote.
pub fn creation(assignment: Assignment) -> Creation {
    Creation {
        investigation: Some(Uuid::from_u128(117).into()),
        agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
        kind: TaskKind::Action,
        title: Some(said("Ask the bus company for its passenger list of 12 January")),
        subject: Some(TaskSubject { kind: TaskSubjectKind::Journey, id: Uuid::from_u128(51) }),
        assignment,
        due: Some(at("2026-03-09T15:00:00Z")),
        process: None,
    }
}

/// A task that a process ordered.
pub fn ordered() -> Creation {
    Creation {
        kind: TaskKind::Screening,
        title: None,
        process: Some(ProcessOrigin {
            name: ProcessName::ScreeningOnInterception,
            instance: Uuid::from_u128(117),
            event: Uuid::from_u128(91).into(),
        }),
        ..creation(to(Role::Investigator, None))
    }
}

pub fn created(creation: Creation) -> TaskEvent {
    let name = creation.process.as_ref().map_or("akinyi", |origin| origin.name.as_str());
    TaskEvent::Created { created_by: user(name), creation: Box::new(creation) }
}

fn samples() -> Vec<TaskEvent> {
    vec![
        created(ordered()),
        TaskEvent::Assigned { assignment: to(Role::Investigator, Some("guyo")) },
        TaskEvent::Reassigned { assignment: to(Role::Investigator, None) },
        TaskEvent::Completed { outcome: Ground::Fact(Uuid::from_u128(92).into()) },
        TaskEvent::Cancelled { reason: told("The company keeps no lists") },
        TaskEvent::Reopened { reason: said("A second company runs the line") },
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<Task>(&samples());
}

#[test]
fn a_task_that_somebody_wrote_reads_back() {
    let event = created(creation(to(Role::Investigator, Some("guyo"))));
    let stored = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<TaskEvent>(&stored).unwrap(), event);
}
