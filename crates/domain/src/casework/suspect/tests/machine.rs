//! The ladder of a suspect: every status against every command.

use strum::VariantArray;

use super::super::{Suspect, SuspectRejection as Rejection};
use super::*;
use crate::Decider;
use crate::testing::shipped_law;

const ALL: &[SuspectStatus] = <SuspectStatus as VariantArray>::VARIANTS;
const NOT_ELIMINATED: &[SuspectStatus] = &[
    PersonOfInterest,
    SuspectStatus::Suspect,
    Wanted,
    Arrested,
    Bailed,
    Charged,
    Convicted,
    Acquitted,
    Discontinued,
];

/// Where a command is possible, and where it leads; nowhere else when it records and moves nothing.
fn course(command: &Command) -> (&'static [SuspectStatus], Option<SuspectStatus>) {
    match command {
        Command::Nominate { .. } | Command::ReviewNonpunishment { .. } => (&[], None),
        Command::LinkNominal { .. }
        | Command::RecordSelector { .. }
        | Command::RecordAlias { .. }
        | Command::RecordBirth { .. }
        | Command::AddGrounds { .. } => (NOT_ELIMINATED, None),
        Command::ChangeStatus { .. } => {
            (&[PersonOfInterest, SuspectStatus::Suspect], Some(SuspectStatus::Suspect))
        }
        Command::MarkWanted { .. } => (&[SuspectStatus::Suspect, Wanted], Some(Wanted)),
        Command::Arrest { .. } => (&[SuspectStatus::Suspect, Wanted], Some(Arrested)),
        Command::Release { .. } => (&[Arrested], Some(Bailed)),
        Command::Interview { .. } => {
            (&[PersonOfInterest, SuspectStatus::Suspect, Wanted, Arrested, Bailed, Charged], None)
        }
        Command::Eliminate { .. } => (ALL, Some(Eliminated)),
        Command::FlagPossibleVictim { .. } | Command::UnlinkNominal { .. } => (ALL, None),
        Command::Charge { .. } => (&[Arrested, Bailed, Charged], Some(Charged)),
        Command::RecordOutcome { .. } => (&[Charged, Convicted], Some(Convicted)),
    }
}

#[test]
fn every_status_takes_the_commands_of_its_ladder_and_refuses_the_others_by_name() {
    for &status in ALL {
        let person = person_in(status).iter().fold(Suspect::default(), Decider::evolve);
        assert_eq!(person.status(), Some(status));
        for (metadata, command) in every_command() {
            let (from, to) = course(&command);
            let about = format!("{status}: {command:?}");
            let answer = person.decide(command, &metadata, shipped_law());
            if from.contains(&status) {
                let after = answer.expect(&about).iter().fold(person.clone(), Decider::evolve);
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
