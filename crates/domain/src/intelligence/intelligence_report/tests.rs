//! An intelligence report: its commands and histories, as the tests beside this file use them.

use std::collections::BTreeSet;

use super::samples::*;
use super::{
    Independence, IntelligenceCommand as Command, IntelligenceEvent as Event,
    IntelligenceRejection as Rejection, IntelligenceReport, Removed,
};
use crate::testing::{Given, akinyi, by, check_samples, given};
use crate::value::PartialTime;
use crate::{AgencyId, Metadata, Role, SourceRef};

mod commands;
mod keeping;
mod passing_on;
mod replay;
mod rules;

/// Otieno of KE-DCI-TOCU, who grades what Akinyi submits.
fn otieno() -> Metadata {
    by("otieno", "KE-DCI-TOCU", Role::Investigator)
}

/// Harriet of UK-NMC, to whom reports are passed on.
fn harriet() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator)
}

fn resting_on(source: SourceRef) -> Metadata {
    Metadata { source: Some(source), ..akinyi() }
}

/// A report that Akinyi submitted, and what happened since.
fn report(more: impl IntoIterator<Item = Event>) -> Given<IntelligenceReport> {
    given(std::iter::once(submitted()).chain(more))
}

/// A report that may be sanitised, and what happened since.
fn assessed(more: impl IntoIterator<Item = Event>) -> Given<IntelligenceReport> {
    report([evaluated("1A"), risk_assessed()].into_iter().chain(more))
}

/// A report of which a sanitised one went to UK-NMC, and what happened since.
fn passed_on(more: impl IntoIterator<Item = Event>) -> Given<IntelligenceReport> {
    assessed([sanitised(), disseminated()].into_iter().chain(more))
}

fn submit() -> Command {
    Command::Submit {
        investigation: uuid::Uuid::from_u128(10).into(),
        urn: urn(41),
        text: said("KITE says that Barasa rents the house behind the mill for those who wait"),
        source_handle: said("KITE"),
        collected: PartialTime::instant(crate::testing::at("2026-03-01T18:30:00Z")),
        obtained_how: said("told to the handler at a meeting"),
    }
}

fn evaluate(grade: &str) -> Command {
    Command::Evaluate { grade: graded(grade) }
}

fn assess_risk() -> Command {
    Command::AssessRisk {
        duty_of_care: said("three people know of the house, and the source is one"),
        risk_if_disseminated: said("the source is found if the house is searched at once"),
    }
}

fn sanitise_to(text: &str) -> Command {
    Command::Sanitise {
        child: child(),
        child_urn: urn(42),
        text: said(text),
        removed: BTreeSet::from([Removed::Source, Removed::DataSubject]),
    }
}

fn sanitise() -> Command {
    sanitise_to("A house behind the mill is used for people who wait")
}

fn disseminate_to(to: AgencyId, sanitised: bool) -> Command {
    Command::Disseminate {
        sanitised: sanitised.then(child),
        to,
        conditions: conditions(),
        ack_by: Some(date("2026-03-09")),
    }
}

fn disseminate() -> Command {
    disseminate_to(nmc(), true)
}

fn acknowledge() -> Command {
    Command::Acknowledge { sanitised: Some(child()) }
}

fn corroborate(independence: Independence) -> Command {
    Command::Corroborate { independence }
}

fn regrade(grade: &str) -> Command {
    Command::Regrade { grade: graded(grade), reason: said("the house has stood empty for a year") }
}

fn recall() -> Command {
    Command::Recall { reason: said("the source made it up"), dependants: dependants() }
}

fn review() -> Command {
    Command::Review { findings: said("the house is still used") }
}

fn retain(until: &str) -> Command {
    Command::Retain { until: date(until), reason: said("the matter is open") }
}

fn expire() -> Command {
    Command::Expire { reason: said("the mill was pulled down") }
}

/// One of every command with somebody who may send it, in life order.
fn every_command() -> Vec<(Metadata, Command)> {
    vec![
        (akinyi(), submit()),
        (otieno(), evaluate("1A")),
        (akinyi(), assess_risk()),
        (akinyi(), sanitise()),
        (akinyi(), disseminate()),
        (harriet(), acknowledge()),
        (resting_on(another(Some("2B"))), corroborate(Independence::Independent)),
        (otieno(), regrade("2C")),
        (akinyi(), recall()),
        (akinyi(), review()),
        (akinyi(), retain("2027-03-02")),
        (akinyi(), expire()),
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<IntelligenceReport>(&samples());
}
