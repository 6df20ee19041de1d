//! Which record of their own agency a suspect is linked to (NOM-6).

use super::super::{Suspect, SuspectRejection as Rejection};
use super::*;
use crate::decider::Refusal;
use crate::testing::given;

fn linking(named: Option<NamedNominal>) -> Command {
    Command::LinkNominal { nominal: nominal(), named }
}

fn nominating(named: Option<NamedNominal>) -> Command {
    let mut command = nominate();
    if let Command::Nominate { nominal_id, named: shown, .. } = &mut command {
        (*nominal_id, *shown) = (Some(nominal()), named);
    }
    command
}

#[test]
fn nom_6_a_suspect_is_linked_to_a_person_of_their_own_agency() {
    given::<Suspect>([nominated()]).when(akinyi(), link()).then([linked()]);
    for named in [None, person_of("UK-NMC"), Some(NamedNominal::Itself)] {
        given::<Suspect>([nominated()])
            .when(akinyi(), linking(named.clone()))
            .rejected(Rejection::NominalNotYours);
        given::<Suspect>([]).when(akinyi(), nominating(named)).rejected(Rejection::NominalNotYours);
    }
    let events = given::<Suspect>([]).when(akinyi(), nominating(person_of("KE-DCI-TOCU"))).events();
    assert!(matches!(
        events[..],
        [Event::Nominated { nominal_id, .. }] if nominal_id == Some(nominal())
    ));
    assert_eq!(Rejection::NominalNotYours.rule(), Some("NOM-6"));
}

#[test]
fn nom_6_a_suspect_is_linked_to_one_nominal_at_a_time() {
    let other = Command::LinkNominal {
        nominal: Uuid::from_u128(10).into(),
        named: person_of("KE-DCI-TOCU"),
    };
    given::<Suspect>([nominated(), linked()])
        .when(akinyi(), other.clone())
        .rejected(Rejection::AlreadyLinked);
    let unlinked =
        Event::NominalUnlinked { nominal_id: nominal(), reason: said("Two men of one name") };
    given::<Suspect>([nominated(), linked(), unlinked])
        .when(akinyi(), other)
        .then([Event::NominalLinked { nominal_id: Uuid::from_u128(10).into() }]);
}

#[test]
fn linked_again_nothing_changes_and_unlinking_says_why() {
    given::<Suspect>([nominated(), linked()]).when(akinyi(), link()).then_nothing();
    given::<Suspect>([nominated(), linked()]).when(akinyi(), unlink()).then([
        Event::NominalUnlinked { nominal_id: nominal(), reason: said("Two men of one name") },
    ]);
    given::<Suspect>([nominated()]).when(akinyi(), unlink()).then_nothing();
    given::<Suspect>([nominated(), linked()])
        .when(akinyi(), Command::UnlinkNominal { reason: said(" ") })
        .rejected(Rejection::ReasonMissing);
}
