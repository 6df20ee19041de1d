//! Envelopes, commands and histories, named by the state they give.

use uuid::Uuid;

pub use super::super::samples::*;
use super::*;
use crate::metadata::Role;
use crate::testing::{Answer, Given, by, shipped_law};
use crate::value::{LanguageTag, VictimAlias};

pub type Command = VictimCaseCommand;
pub type Event = VictimCaseEvent;
pub type Rejection = VictimCaseRejection;
pub type History = Vec<Event>;

/// Harriet of UK-NMC, whose agency owns the files of the tests, on 30 September 2026.
pub fn harriet() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator).on("2026-09-30T09:00:00Z")
}

pub fn harriet_on(date: &str) -> Metadata {
    harriet().on(&format!("{date}T12:00:00Z"))
}

pub fn registration(jurisdiction: Jurisdiction, majority: Majority) -> Command {
    Command::Register {
        investigation: Uuid::from_u128(42).into(),
        alias: VictimAlias::parse("VIC-UK-2026-0031").unwrap(),
        jurisdiction,
        majority,
        language: LanguageTag::parse("sw").unwrap(),
        immediate_safety: ImmediateSafety::AtRisk,
    }
}

/// Plays commands, each on its day, and gives what happened.
pub fn play(commands: impl IntoIterator<Item = (&'static str, Command)>) -> History {
    after(vec![], commands)
}

/// Plays more commands after a history.
#[track_caller]
pub fn after(
    mut history: History,
    commands: impl IntoIterator<Item = (&'static str, Command)>,
) -> History {
    for (date, command) in commands {
        let file = folded(&history);
        let shown = format!("{command:?}");
        match file.decide(command, &harriet_on(date), shipped_law()) {
            Ok(events) => history.extend(events),
            Err(reason) => panic!("{shown} is refused: {reason}"),
        }
    }
    history
}

pub fn folded(history: &[Event]) -> VictimCase {
    history.iter().fold(VictimCase::default(), Decider::evolve)
}

pub fn status(history: &[Event]) -> Status {
    folded(history).status().unwrap()
}

pub fn given(history: History) -> Given<VictimCase> {
    crate::testing::given(history)
}

/// What Harriet is answered on 30 September 2026.
pub fn when(history: History, command: Command) -> Answer<VictimCase> {
    given(history).when(harriet(), command)
}

pub fn registered(jurisdiction: Jurisdiction, majority: Majority) -> History {
    play([("2026-03-01", registration(jurisdiction, majority))])
}

pub fn screening() -> Command {
    Command::Screen {
        tool: ScreeningTool::Ilo11,
        answers: None,
        indicators: [indicator("DebtBondage", IndicatorStrength::Strong)].into(),
        outcome: ScreeningOutcome::IndicatorsFound,
    }
}

pub fn screened(jurisdiction: Jurisdiction, majority: Majority) -> History {
    after(registered(jurisdiction, majority), [("2026-03-01", screening())])
}

pub fn consent(scope: ConsentScope, given: bool) -> Command {
    Command::RecordConsent {
        scopes: [scope].into(),
        given,
        answers: informed(),
        interpreter: true,
        by: ConsentGiver::Person,
    }
}

pub fn withdrawal(scope: ConsentScope) -> Command {
    Command::WithdrawConsent { scopes: [scope].into() }
}

/// An adult in the United Kingdom who agreed to referral.
pub fn consenting() -> History {
    let screened = screened(Jurisdiction::Uk, Majority::Adult);
    after(screened, [("2026-03-01", consent(ConsentScope::Referral, true))])
}

/// An adult in the United Kingdom who refused referral on Monday 2 March 2026.
pub fn refusing() -> History {
    let screened = screened(Jurisdiction::Uk, Majority::Adult);
    after(screened, [("2026-03-02", consent(ConsentScope::Referral, false))])
}

pub fn referral(mechanism: Mechanism, told: Option<GuardianNotification>) -> Command {
    Command::Refer {
        mechanism,
        referral_ref: reference("SCA-26-003117"),
        first_responder_org: organisation("Northmere Constabulary"),
        received_at: day("2026-03-02"),
        notification: told,
    }
}

pub fn told(kind: GuardianKind) -> GuardianNotification {
    GuardianNotification { kind, reference: reference("CO-ISL-0051") }
}

/// An adult in the United Kingdom, referred on Monday 2 March 2026.
pub fn referred() -> History {
    after(consenting(), [("2026-03-02", referral(Mechanism::UkNrm, None))])
}

pub fn reasonable_grounds(outcome: GroundsOutcome, date: &str) -> Command {
    Command::DecideReasonableGrounds {
        outcome,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day(date),
        reasons_ref: reference("RG"),
        recovery_ends: None,
    }
}

pub fn conclusive_grounds(outcome: GroundsOutcome, date: &str) -> Command {
    Command::DecideConclusiveGrounds {
        outcome,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day(date),
        reasons_ref: reference("CG"),
    }
}

/// In recovery from 9 March to 8 April 2026.
pub fn in_recovery() -> History {
    let positive = reasonable_grounds(GroundsOutcome::Positive, "2026-03-09");
    after(referred(), [("2026-03-09", positive)])
}

pub fn without_reasonable_grounds() -> History {
    let negative = reasonable_grounds(GroundsOutcome::Negative, "2026-03-09");
    after(referred(), [("2026-03-09", negative)])
}

pub fn conclusively(outcome: GroundsOutcome) -> History {
    after(in_recovery(), [("2026-05-20", conclusive_grounds(outcome, "2026-05-20"))])
}

pub fn reconsideration() -> Command {
    Command::RequestReconsideration {
        requested_by: organisation("Harbour Support Trust"),
        reference: reference("HST-7"),
    }
}

pub fn reconsidered(outcome: ReconsiderationOutcome, date: &str) -> Command {
    Command::DecideReconsideration {
        outcome,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day(date),
        reasons_ref: reference("REC"),
    }
}

pub fn disqualification() -> Command {
    Command::Disqualify {
        ground: DisqualificationGround::PublicOrder,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day("2026-04-01"),
        reasons_ref: reference("DQ"),
    }
}

pub fn provider() -> Provider {
    Provider::Organisation(organisation("Tumaini Livelihoods"))
}

pub fn need(level: NeedLevel) -> Command {
    Command::AssessNeeds { domain: NeedDomain::Medical, level }
}

pub fn support_plan() -> Command {
    Command::AdoptSupportPlan { kinds: [SupportKind::Health].into(), planned_end: None }
}

pub fn return_home(best_interests_ref: Option<Reference>) -> Command {
    Command::PlanRepatriation {
        destination: country("KE"),
        receiving_provider: None,
        best_interests_ref,
    }
}

pub fn hand_over() -> Command {
    Command::ConfirmRepatriation { receiving_provider: organisation("Tumaini Livelihoods") }
}

pub fn closing(reason: CloseReason) -> Command {
    Command::Close { reason, onward_provider: None }
}

/// An adult in Kenya, registered in the mechanism.
pub fn in_kenyan_mechanism() -> History {
    after(
        screened(Jurisdiction::Ke, Majority::Adult),
        [
            ("2026-03-02", consent(ConsentScope::Referral, true)),
            ("2026-03-02", referral(Mechanism::KeNrm, None)),
        ],
    )
}

pub fn in_emergency_care() -> History {
    let care = Command::RecordEmergencyCare { given: [NeedDomain::Medical].into() };
    after(in_kenyan_mechanism(), [("2026-03-02", care)])
}

pub fn assessed() -> History {
    after(in_emergency_care(), [("2026-03-03", need(NeedLevel::High))])
}

pub fn with_support_plan() -> History {
    after(assessed(), [("2026-03-04", support_plan())])
}

pub fn returning_home() -> History {
    after(
        with_support_plan(),
        [
            ("2026-04-01", consent(ConsentScope::Repatriation, true)),
            ("2026-04-01", return_home(None)),
        ],
    )
}
