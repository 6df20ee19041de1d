//! The course of an investigation: every status against every command.

use strum::VariantArray;

use super::super::{Investigation, InvestigationRejection as Rejection};
use super::*;
use crate::Decider;
use crate::testing::shipped_law;

const ALL: &[InvestigationStatus] = <InvestigationStatus as VariantArray>::VARIANTS;
const WORKED_ON: &[InvestigationStatus] =
    &[Registered, Active, Suspended, UnderReview, WithProsecutor, Trial];
const NOT_TRANSFERRED: &[InvestigationStatus] =
    &[Registered, Active, Suspended, UnderReview, WithProsecutor, Trial, Closed];

/// Where a command is possible, and where it leads; nowhere else when it records and moves nothing.
fn course(command: &Command) -> (&'static [InvestigationStatus], Option<InvestigationStatus>) {
    match command {
        Command::Open { .. } => (&[], None),
        Command::Activate => (&[Registered], Some(Active)),
        Command::AdoptAllegation { .. }
        | Command::ApplyTemplate { .. }
        | Command::RecordDecision { .. }
        | Command::AssociateRef { .. } => (WORKED_ON, None),
        Command::AssignTeamMember { .. }
        | Command::RemoveTeamMember { .. }
        | Command::LinkInvestigation { .. } => (ALL, None),
        Command::SubmitForReview => (&[Active], Some(UnderReview)),
        Command::ReturnFromReview { .. } => (&[UnderReview], Some(Active)),
        Command::Suspend { .. } => (&[Active], Some(Suspended)),
        Command::Resume => (&[Suspended], Some(Active)),
        Command::ReferToProsecutor { .. } => (&[UnderReview], Some(WithProsecutor)),
        Command::ReturnFromProsecutor { .. } => (&[WithProsecutor], Some(Active)),
        Command::CommenceTrial => (&[WithProsecutor], Some(Trial)),
        Command::Transfer { .. } => (NOT_TRANSFERRED, Some(Transferred)),
        Command::Close { .. } => (&[UnderReview, WithProsecutor, Trial], Some(Closed)),
        Command::Reopen { .. } => (&[Closed], Some(Active)),
    }
}

#[test]
fn every_status_takes_the_commands_of_its_course_and_refuses_the_others_by_name() {
    for &status in ALL {
        let file = file_in(status).iter().fold(Investigation::default(), Decider::evolve);
        assert_eq!(file.status(), Some(status));
        for (metadata, command) in every_command() {
            let (from, to) = course(&command);
            let about = format!("{status}: {command:?}");
            let already = to == Some(status) && !matches!(command, Command::Transfer { .. });
            let answer = file.decide(command, &metadata, shipped_law());
            if already {
                assert_eq!(answer, Ok(vec![]), "{about}");
            } else if from.contains(&status) {
                let after = answer.expect(&about).iter().fold(file.clone(), Decider::evolve);
                assert_eq!(after.status(), to.or(Some(status)), "{about}");
            } else {
                let refused = answer.expect_err(&about);
                assert!(
                    matches!(refused, Rejection::NotAllowedIn { status: named, .. } if named == status),
                    "{about}: {refused}"
                );
            }
        }
    }
}

#[test]
fn a_refusal_says_where_the_file_stands_and_where_it_must_stand() {
    let file = file_in(Active).iter().fold(Investigation::default(), Decider::evolve);
    let refused =
        file.decide(close(CaseStanding::default()), &chebet_the_supervisor(), shipped_law());
    assert_eq!(
        refused.unwrap_err().to_string(),
        "closing is not possible while the investigation is ACTIVE, only while it is \
         UNDER_REVIEW or WITH_PROSECUTOR or TRIAL; bring it there first"
    );
}
