//! Fixtures of a prosecution file's tests: who acts, what is asked, and how far a charge has come.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::samples::*;
use super::{
    Accusation, ChargeStanding, ChargeStatus, CourtDate, CourtEventType, ElementStrength,
    ExhibitStanding, ProsecutionCommand as Command, ProsecutionEvent as Event, ProsecutionFile,
    ProsecutionRejection as Rejection, Referral, Sentence, SentenceType, SuspectStanding, Term,
    Verdict,
};
use crate::casework::investigation::InvestigationStatus;
use crate::protection::victim_case::SpecialMeasure;
use crate::testing::{Answer, Given, akinyi, by, given};
use crate::{AgencyId, Metadata, Refusal, Role};

mod charges;
mod court;
mod opening;
mod replay;
mod rules;
mod statute;

fn njeri() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

fn file(more: impl IntoIterator<Item = Event>) -> Given<ProsecutionFile> {
    given(std::iter::once(opened()).chain(more))
}

fn asked(history: Vec<Event>, command: Command) -> Answer<ProsecutionFile> {
    file(history).when(njeri(), command)
}

/// The history of a file whose one charge has come so far.
fn charge_is(status: ChargeStatus) -> Vec<Event> {
    let proposed = || proposed(1, proved());
    let approved = Event::ChargeApproved { n: 1 };
    match status {
        ChargeStatus::Proposed => vec![proposed()],
        ChargeStatus::Approved => vec![proposed(), approved],
        ChargeStatus::Filed => vec![proposed(), approved, filed()],
        ChargeStatus::Decided => vec![proposed(), approved, filed(), found(Verdict::Guilty)],
        ChargeStatus::Refused => {
            vec![proposed(), Event::ChargeRefused { n: 1, reason: said("Too little") }]
        }
        ChargeStatus::Withdrawn => {
            vec![proposed(), Event::ChargeWithdrawn { n: 1, reason: said("Too little") }]
        }
    }
}

fn found(verdict: Verdict) -> Event {
    Event::VerdictRecorded { n: 1, verdict }
}

/// Both exhibits can be shown to a court, and nobody took the suspect for a victim.
fn well() -> ChargeStanding {
    ChargeStanding {
        suspects: [(suspect(), SuspectStanding::Unflagged)].into(),
        exhibits: [phone(), ledger()].map(|id| (id, ExhibitStanding::Admissible)).into(),
    }
}

fn with_ledger(standing: ExhibitStanding) -> ChargeStanding {
    let mut all = well();
    all.exhibits.insert(ledger(), standing);
    all
}

fn with_suspect(standing: SuspectStanding) -> ChargeStanding {
    ChargeStanding { suspects: [(suspect(), standing)].into(), ..well() }
}

fn referral() -> Referral {
    Referral {
        status: Some(InvestigationStatus::WithProsecutor),
        agencies: [AgencyId::parse("KE-ODPP").unwrap()].into(),
    }
}

fn open(referral: Referral) -> Command {
    let reference = Some(reference("ODPP/CT/0044/2026"));
    Command::Open { investigation: investigation(), reference, referral }
}

fn propose(accusation: Accusation, standing: ChargeStanding) -> Command {
    Command::ProposeCharge { suspect: suspect(), accusation: Box::new(accusation), standing }
}

fn amend(accusation: Accusation, standing: ChargeStanding) -> Command {
    let (accusation, reason) = (Box::new(accusation), said("The ledger was translated"));
    Command::AmendCharge { number: 1, accusation, reason, standing }
}

fn amended(accusation: Accusation) -> Event {
    let (accusation, reason) = (Box::new(accusation), said("The ledger was translated"));
    Event::ChargeAmended { n: 1, reason, accusation }
}

fn approve(standing: ChargeStanding) -> Command {
    Command::ApproveCharge { number: 1, standing }
}

fn refuse() -> Command {
    Command::RefuseCharge { number: 1, reason: said("Too little") }
}

fn withdraw() -> Command {
    Command::WithdrawCharge { number: 1, reason: said("Too little") }
}

fn file_charge(standing: ChargeStanding) -> Command {
    let case_number = reference("MCCR/E214/2026");
    Command::FileCharge { number: 1, court: court(), case_number, standing }
}

fn date(kind: CourtEventType, on: &str) -> CourtDate {
    CourtDate { kind, court: court(), on: time(on) }
}

fn schedule(kind: CourtEventType, on: &str) -> Command {
    Command::ScheduleCourtEvent { court_event: date(kind, on) }
}

fn hold(number: u32, next: Option<CourtDate>) -> Command {
    let result = said("Not guilty pleaded; disclosure in fourteen days");
    Command::HoldCourtEvent { number, result, next }
}

fn order(measures: &[SpecialMeasure]) -> Command {
    let witness = reference("VIC-KE-2026-0042");
    Command::OrderWitnessMeasures { witness, measures: measures.iter().copied().collect() }
}

fn find(verdict: Verdict) -> Command {
    Command::RecordVerdict { number: 1, verdict }
}

fn sentence(sentence: Sentence) -> Command {
    Command::RecordSentence { number: 1, sentence: Box::new(sentence) }
}

/// One command of each kind that acts on an opened file.
fn every_command() -> Vec<Command> {
    vec![
        propose(proved(), well()),
        amend(with_a_gap(), well()),
        approve(well()),
        refuse(),
        withdraw(),
        file_charge(well()),
        schedule(CourtEventType::Mention, "2026-04-02"),
        hold(1, None),
        order(&[SpecialMeasure::Screens]),
        find(Verdict::Guilty),
        sentence(years(30)),
    ]
}
