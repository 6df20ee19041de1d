//! One event of each kind, as it is stored.

use uuid::Uuid;

use super::*;
use crate::governance::Subject;
use crate::testing::{at, check_samples};
use crate::{AgencyId, Personal};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

pub fn owner() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

/// A victim is about to be moved, and where she is stands in her file.
pub fn emergency() -> Emergency {
    Emergency {
        investigation: Uuid::from_u128(117).into(),
        subject: Subject::Record(Uuid::from_u128(51)),
        ground: EmergencyGround::PersonAboutToBeMoved,
        reason: said("A caller says that the house is emptied tonight"),
    }
}

/// For twenty minutes from the moment at which the tests are set.
pub fn opened() -> BreakGlassEvent {
    BreakGlassEvent::Opened {
        emergency: Box::new(emergency()),
        until: at("2026-03-02T09:20:00Z"),
        by: user("akinyi"),
        agency: owner(),
    }
}

pub fn notified() -> BreakGlassEvent {
    BreakGlassEvent::OwnerNotified { owner: owner() }
}

pub fn noticed() -> BreakGlassEvent {
    BreakGlassEvent::NoticeTaken { by: user("wambui") }
}

pub fn reviewed(outcome: GlassOutcome) -> BreakGlassEvent {
    BreakGlassEvent::Reviewed { outcome, reasons: said("The house was empty"), by: user("wambui") }
}

fn samples() -> Vec<BreakGlassEvent> {
    vec![
        opened(),
        notified(),
        BreakGlassEvent::Ended {},
        noticed(),
        reviewed(GlassOutcome::Justified),
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<BreakGlass>(&samples());
}
