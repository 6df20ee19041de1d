//! Fixtures of a disclosure schedule's tests: who acts, what is asked, and how far an item has come.

use super::samples::*;
use super::{
    Audience, DisclosureClass, DisclosureCommand as Command, DisclosureDecision,
    DisclosureEvent as Event, DisclosureForm, DisclosureRejection as Rejection, DisclosureSchedule,
    DisclosureStanding, DisclosureStatus, DisclosureTest, Material, MaterialStanding, PiiOutcome,
};
use crate::casework::investigation::InvestigationStatus;
use crate::prosecution::prosecution_file::Referral;
use crate::testing::{Answer, Given, akinyi, by, given};
use crate::{AgencyId, Metadata, Refusal, Role};

use DisclosureClass::{NonSensitive, Sensitive};
use DisclosureDecision::{Disclose, Edit, Pii, Withhold};

mod listing;
mod replay;
mod reviewing;
mod serving;

fn njeri() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

fn schedule(more: impl IntoIterator<Item = Event>) -> Given<DisclosureSchedule> {
    given(std::iter::once(opened()).chain(more))
}

/// What an officer of the investigating agency is answered.
fn officer_asks(history: Vec<Event>, command: Command) -> Answer<DisclosureSchedule> {
    schedule(history).when(akinyi(), command)
}

/// What the prosecutor is answered.
fn prosecutor_asks(history: Vec<Event>, command: Command) -> Answer<DisclosureSchedule> {
    schedule(history).when(njeri(), command)
}

/// Everything is as it has to be: referred, nothing in question, one accused, nothing left out.
fn well() -> DisclosureStanding {
    DisclosureStanding {
        referral: Referral {
            status: Some(InvestigationStatus::WithProsecutor),
            agencies: [AgencyId::parse("KE-ODPP").unwrap()].into(),
        },
        material: MaterialStanding::Unknown,
        compromised: [].into(),
        accused: [suspect()].into(),
        gaps: 0,
    }
}

/// The telephone's integrity is in question.
fn in_doubt() -> DisclosureStanding {
    DisclosureStanding { compromised: [exhibit()].into(), ..well() }
}

fn named(material: &Material) -> DisclosureStanding {
    let reference = name_of(material);
    DisclosureStanding { material: MaterialStanding::Known { reference }, ..well() }
}

fn add(class: DisclosureClass, material: Material) -> Command {
    let standing = named(&material);
    add_as(class, material, standing)
}

fn add_as(class: DisclosureClass, material: Material, standing: DisclosureStanding) -> Command {
    let sensitive = class == Sensitive;
    Command::AddItem {
        class,
        material,
        description: said("Calls of 3 January 2026, twelve pages"),
        reason: sensitive.then(|| said("It would name an informant")),
        standing,
    }
}

fn redescribe(no: u32, description: &str) -> Command {
    let (description, reason) = (said(description), said("The date was wrong"));
    Command::RedescribeItem { class: NonSensitive, no, description, reason }
}

fn redescribed(no: u32, description: &str) -> Event {
    Event::ItemRedescribed {
        no,
        class: NonSensitive,
        description: said(description),
        reason: said("The date was wrong"),
        by: officer(),
    }
}

fn reclassify(class: DisclosureClass, no: u32) -> Command {
    Command::ReclassifyItem { class, no, reason: said("The informant spoke in court") }
}

fn reclassified(class: DisclosureClass, no: u32, to_no: u32) -> Event {
    let reason = said("The informant spoke in court");
    Event::ItemReclassified { no, class, to_no, reason, by: officer() }
}

fn mark_used(material: Material) -> Command {
    let standing = named(&material);
    Command::MarkUsed { material, reason: said("Read out at the trial"), standing }
}

fn used(material: Material) -> Event {
    Event::MaterialUsed { material, reason: said("Read out at the trial") }
}

fn mark_unused(material: Material) -> Command {
    Command::MarkUnused { material, reason: said("Not relied on"), standing: well() }
}

/// The decision on an item; every decision but to disclose it gives its reason.
fn review(class: DisclosureClass, no: u32, decision: DisclosureDecision, met: bool) -> Command {
    review_as(class, no, decision, met, well())
}

fn review_as(
    class: DisclosureClass,
    no: u32,
    decision: DisclosureDecision,
    met: bool,
    standing: DisclosureStanding,
) -> Command {
    let test = DisclosureTest { undermines_prosecution: false, assists_accused: met };
    let reason = (decision != Disclose).then(|| said("It tells nothing of the charges"));
    Command::Review { class, no, decision, test, reason, standing }
}

fn record_ruling(outcome: PiiOutcome) -> Command {
    let (court, ruling) = (court(), reference("Misc. 12/2026"));
    Command::RecordRuling { no: 1, outcome, court, ruling, standing: well() }
}

fn serve(class: DisclosureClass, to: Audience) -> Command {
    serve_as(class, to, well())
}

fn serve_as(class: DisclosureClass, to: Audience, standing: DisclosureStanding) -> Command {
    Command::Serve { class, to, standing }
}

fn to_court() -> Audience {
    Audience::Court { court: court() }
}

/// A schedule with the telephone on it, which is to be disclosed.
fn phone_reviewed() -> Vec<Event> {
    vec![added(NonSensitive, 1, phone()), reviewed(NonSensitive, 1, Disclose, true)]
}

/// The history with what came of a command that the prosecutor sent.
fn and_then(mut history: Vec<Event>, command: Command) -> Vec<Event> {
    let events = prosecutor_asks(history.clone(), command).events();
    history.extend(events);
    history
}

/// The telephone was served on the defence.
fn served() -> Vec<Event> {
    and_then(phone_reviewed(), serve(NonSensitive, to_defence()))
}

/// The report is sensitive, and a court was asked about it.
fn applied_for() -> Vec<Event> {
    vec![added(Sensitive, 1, report()), reviewed(Sensitive, 1, Pii, true)]
}

/// One command of each kind that an officer sends.
fn of_officers() -> Vec<Command> {
    vec![add(NonSensitive, notebook()), redescribe(1, "Calls"), reclassify(NonSensitive, 1)]
}

/// One command of each kind that a prosecutor sends.
fn of_prosecutors() -> Vec<Command> {
    vec![
        review(NonSensitive, 1, Withhold, false),
        record_ruling(PiiOutcome::Upheld),
        serve(NonSensitive, to_defence()),
    ]
}
