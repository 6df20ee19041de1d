//! One of every event of an intelligence report; everybody is made up.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::id::IntelligenceReportId;
use crate::metadata::SourceKind;
use crate::value::{Grade, GradeScheme, PartialTime};
use crate::{Personal, SourceRef, UserId};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn tocu() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

pub fn nmc() -> AgencyId {
    AgencyId::parse("UK-NMC").unwrap()
}

pub fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn urn(number: u32) -> Urn {
    Urn::parse(&format!("TOCU/IR/2026/{number:04}")).unwrap()
}

pub fn child() -> IntelligenceReportId {
    Uuid::from_u128(71).into()
}

pub fn graded(text: &str) -> Grade {
    Grade::parse(GradeScheme::Uk3x5x2, text).unwrap()
}

pub fn conditions() -> BTreeSet<String> {
    BTreeSet::from(["NOT_FOR_COURT".to_owned()])
}

/// Another agency's report, graded or not.
pub fn another(grade: Option<&str>) -> SourceRef {
    SourceRef {
        kind: SourceKind::IntelligenceReport,
        reference: "NMC/26/0007".into(),
        grade: grade.map(graded),
    }
}

/// Grounds of a suspect that rest on the report.
pub fn dependants() -> BTreeSet<Dependant> {
    BTreeSet::from([Dependant { category: "suspect".into(), id: Uuid::from_u128(80) }])
}

pub fn submitted() -> IntelligenceEvent {
    IntelligenceEvent::Submitted {
        investigation: Uuid::from_u128(10).into(),
        agency: tocu(),
        submitter: user("akinyi"),
        urn: urn(41),
        text: said("KITE says that Barasa rents the house behind the mill for those who wait"),
        source_handle: said("KITE"),
        collected: PartialTime::instant(crate::testing::at("2026-03-01T18:30:00Z")),
        obtained_how: said("told to the handler at a meeting"),
    }
}

pub fn evaluated(grade: &str) -> IntelligenceEvent {
    IntelligenceEvent::Evaluated { grade: graded(grade), evaluator: user("otieno") }
}

pub fn risk_assessed() -> IntelligenceEvent {
    IntelligenceEvent::RiskAssessed {
        duty_of_care: said("three people know of the house, and the source is one"),
        risk_if_disseminated: said("the source is found if the house is searched at once"),
    }
}

pub fn sanitised() -> IntelligenceEvent {
    IntelligenceEvent::Sanitised {
        child: child(),
        child_urn: urn(42),
        text: said("A house behind the mill is used for people who wait"),
        removed: BTreeSet::from([Removed::Source, Removed::DataSubject]),
    }
}

pub fn disseminated() -> IntelligenceEvent {
    IntelligenceEvent::Disseminated {
        sanitised: Some(child()),
        to: nmc(),
        conditions: conditions(),
        ack_by: Some(date("2026-03-09")),
    }
}

pub fn acknowledged() -> IntelligenceEvent {
    IntelligenceEvent::Acknowledged {
        sanitised: Some(child()),
        agency: nmc(),
        officer: user("harriet"),
    }
}

pub fn corroborated(independence: Independence) -> IntelligenceEvent {
    IntelligenceEvent::Corroborated { by: another(Some("2B")), independence }
}

pub fn regraded(from: &str, to: &str) -> IntelligenceEvent {
    IntelligenceEvent::Regraded {
        from: graded(from),
        to: graded(to),
        evaluator: user("otieno"),
        reason: said("the house has stood empty for a year"),
    }
}

pub fn recalled() -> IntelligenceEvent {
    IntelligenceEvent::Recalled {
        reason: said("the source made it up"),
        recipients: BTreeSet::from([nmc()]),
        sanitised: BTreeSet::from([child()]),
        dependants: dependants(),
    }
}

pub fn reviewed() -> IntelligenceEvent {
    IntelligenceEvent::Reviewed { findings: said("the house is still used") }
}

pub fn retained() -> IntelligenceEvent {
    IntelligenceEvent::Retained { until: date("2027-03-02"), reason: said("the matter is open") }
}

pub fn expired() -> IntelligenceEvent {
    IntelligenceEvent::Expired { reason: said("the mill was pulled down") }
}

pub fn samples() -> Vec<IntelligenceEvent> {
    vec![
        submitted(),
        evaluated("1A"),
        risk_assessed(),
        sanitised(),
        disseminated(),
        acknowledged(),
        corroborated(Independence::Independent),
        regraded("1A", "2C"),
        recalled(),
        reviewed(),
        retained(),
        expired(),
    ]
}
