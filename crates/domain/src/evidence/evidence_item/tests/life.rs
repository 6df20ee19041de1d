//! An exhibit from its identification on: what has a meaning when, and for whom.

use super::*;

use EvidenceRejection as R;

#[test]
fn an_exhibit_is_identified_as_the_matter_of_the_officers_agency() {
    given::<EvidenceItem>([])
        .when(akinyi(), identify())
        .then([identified(EvidenceKind::DigitalDevice)]);
    exhibit([]).when(akinyi(), identify()).rejected(R::AlreadyIdentified);
    given::<EvidenceItem>([identified(EvidenceKind::Cctv)])
        .when(akinyi(), identify())
        .rejected(R::AlreadyIdentified);
}

#[test]
fn the_officer_who_seizes_it_holds_it() {
    let found = || given::<EvidenceItem>([identified(EvidenceKind::DigitalDevice)]);
    found().when(akinyi(), seize()).then([seized()]);
    found().when(guyo_signs(), seize()).rejected(R::NotYourFile);
    exhibit([]).when(akinyi(), seize()).rejected(R::AlreadySeized);
}

#[test]
fn x7_a_mark_is_claimed_within_its_investigation() {
    let investigation = uuid::Uuid::from_u128(10);
    let claim = Claim { kind: "exhibit_ref", key: format!("{investigation}/JM/1") };
    assert_eq!(EvidenceItem::taken(&claim), R::DuplicateExhibitRef);
    assert_eq!(EvidenceItem::claims(&seized(), &akinyi()), [claim]);
    assert_eq!(R::DuplicateExhibitRef.rule(), Some("X7"));
    let others = samples().into_iter().filter(|event| *event != seized());
    for event in others {
        assert_eq!(EvidenceItem::claims(&event, &akinyi()), []);
    }
}

/// Whether a command has a meaning where an exhibit is.
type Meant<'a> = &'a dyn Fn(&EvidenceCommand) -> bool;

#[test]
fn commands_without_a_meaning_where_the_exhibit_is_are_refused_by_its_name() {
    use super::EvidenceCommand as C;

    let always = |c: &C| {
        matches!(
            c,
            C::PlaceHold { .. }
                | C::LiftHold { .. }
                | C::SetRetention { .. }
                | C::AssessSensitivity { .. }
        )
    };
    let in_hand = |c: &C| {
        matches!(
            c,
            C::Acquire { .. }
                | C::StoreFile { .. }
                | C::OfferCustody { .. }
                | C::BreakSeal { .. }
                | C::Reseal { .. }
                | C::Store { .. }
                | C::VerifyHash { .. }
                | C::RecordSelector { .. }
                | C::Disclose { .. }
        )
    };
    let checked = |c: &C| matches!(c, C::CheckFile { .. });
    let kept = |c: &C| in_hand(c) || matches!(c, C::Examine { .. } | C::Derive { .. });
    let going = |c: &C| {
        matches!(
            c,
            C::LendAbroad { .. } | C::SendToCourt { .. } | C::Return { .. } | C::Destroy { .. }
        )
    };
    let listed = |c: &C| matches!(c, C::RecordSelector { .. } | C::Disclose { .. });
    let handover = |c: &C| {
        matches!(c, C::AcceptCustody { .. } | C::RefuseCustody { .. } | C::WithdrawOffer { .. })
    };
    let table: [(Vec<EvidenceEvent>, R, Meant); 8] = [
        (vec![], R::NotAllowedInSeized, &in_hand),
        (vec![stored()], R::NotAllowedInStore, &|c| kept(c) || going(c)),
        (vec![stored(), offered(CustodyPurpose::Storage)], R::NotAllowedInTransfer, &|c| {
            listed(c) || handover(c)
        }),
        (vec![stored(), examined()], R::NotAllowedInExamination, &kept),
        (vec![stored(), lent()], R::NotAllowedAbroad, &|c| {
            listed(c) || matches!(c, C::ReturnFromAbroad { .. })
        }),
        (vec![stored(), in_court()], R::NotAllowedInCourt, &|c| {
            listed(c) || matches!(c, C::ReturnFromCourt { .. } | C::VerifyHash { .. })
        }),
        (vec![stored(), failed()], R::NotAllowedInCompromised, &|c| {
            matches!(c, C::RuleOnIntegrity { .. })
        }),
        (
            vec![stored(), failed(), ruled(IntegrityRuling::Exclude)],
            R::NotAllowedInExcluded,
            &|c| matches!(c, C::Return { .. } | C::Destroy { .. }),
        ),
    ];
    for (history, reason, meant) in table {
        let state = [identified(EvidenceKind::DigitalDevice), seized()]
            .iter()
            .chain(&history)
            .fold(EvidenceItem::default(), EvidenceItem::evolve);
        let EvidenceItem::InCustody(exhibit) = state else { panic!("it is in custody") };
        for command in every_command() {
            let answer = lifecycle::has_meaning(&command, &exhibit.whereabouts);
            let expected = if matches!(command, C::Identify { .. }) {
                Err(R::AlreadyIdentified)
            } else if matches!(command, C::Seize { .. }) {
                Err(R::AlreadySeized)
            } else if always(&command)
                || meant(&command)
                || (checked(&command) && reason != R::NotAllowedInExcluded)
            {
                Ok(())
            } else if handover(&command) {
                Err(R::NothingOffered)
            } else if matches!(command, C::Examine { .. }) && reason == R::NotAllowedInTransfer {
                Err(R::NoExaminationInTransfer)
            } else {
                Err(reason.clone())
            };
            assert_eq!(answer, expected, "{command:?} in {:?}", exhibit.whereabouts);
        }
    }
}

#[test]
fn nothing_but_identification_comes_first_and_nothing_but_seizure_second() {
    for command in every_command().into_iter().skip(1) {
        given::<EvidenceItem>([]).when(akinyi(), command).rejected(R::NotIdentified);
    }
    for command in every_command().into_iter().skip(2) {
        given::<EvidenceItem>([identified(EvidenceKind::Cctv)])
            .when(akinyi(), command)
            .rejected(R::NotAllowedInIdentified);
    }
}

#[test]
fn nothing_follows_return_and_destruction() {
    for command in every_command() {
        exhibit([stored(), returned()])
            .when(akinyi(), command.clone())
            .rejected(R::NotAllowedInReturned);
        exhibit([stored(), destroyed()]).when(akinyi(), command).rejected(R::NotAllowedInDestroyed);
    }
}

#[test]
fn those_who_read_across_cases_record_no_exhibit() {
    for role in [Role::Analyst, Role::LiaisonOfficer, Role::Auditor, Role::Integrator] {
        for command in every_command() {
            exhibit([])
                .when(by("akinyi", "KE-DCI-TOCU", role), command)
                .rejected(R::RoleMayNotWrite);
        }
    }
}

#[test]
fn another_agency_records_nothing_of_an_exhibit_it_does_not_hold() {
    for command in every_command() {
        let reason = if matches!(
            command,
            EvidenceCommand::OfferCustody { .. } | EvidenceCommand::WithdrawOffer { .. }
        ) {
            R::NotTheCustodian
        } else if matches!(
            command,
            EvidenceCommand::AcceptCustody { .. } | EvidenceCommand::RefuseCustody { .. }
        ) {
            R::NothingOffered
        } else {
            R::NotYourFile
        };
        exhibit([stored()]).when(guyo_signs(), command).rejected(reason);
    }
    for history in [vec![stored(), returned()], vec![stored(), destroyed()]] {
        exhibit(history).when(guyo_signs(), store()).rejected(R::NotYourFile);
    }
    given::<EvidenceItem>([identified(EvidenceKind::Cctv)])
        .when(guyo_signs(), store())
        .rejected(R::NotYourFile);
}

#[test]
fn what_must_be_said_is_said() {
    let blank = || said(" ");
    let refused = |history: Vec<EvidenceEvent>, metadata: Metadata, command, reason| {
        exhibit(history).when(metadata, command).rejected(reason);
    };
    let mut described = identify();
    if let EvidenceCommand::Identify { description, .. } = &mut described {
        *description = blank();
    }
    given::<EvidenceItem>([]).when(akinyi(), described).rejected(R::DescriptionMissing);
    let mut found = identify();
    if let EvidenceCommand::Identify { by, .. } = &mut found {
        *by = blank();
    }
    given::<EvidenceItem>([]).when(akinyi(), found).rejected(R::FirstResponderMissing);

    let unwitnessed = EvidenceCommand::BreakSeal {
        old: seal("A-1001"),
        reason: said("to be examined"),
        witness: blank(),
    };
    refused(vec![], akinyi(), unwitnessed, R::WitnessMissing);
    let store = EvidenceCommand::Store { location: " ".into() };
    refused(vec![], akinyi(), store, R::LocationMissing);
    let court = EvidenceCommand::SendToCourt { court: String::new() };
    refused(vec![stored()], akinyi(), court, R::CourtMissing);
    let (mla_ref, return_by) = (String::new(), date("2026-09-30"));
    let lend = EvidenceCommand::LendAbroad { mla_ref, return_by };
    refused(vec![stored()], akinyi(), lend, R::RequestMissing);
    let condition = blank();
    let accept = EvidenceCommand::AcceptCustody { seal_ok: true, condition, place: nairobi() };
    let offered = vec![offered(CustodyPurpose::Storage)];
    refused(offered.clone(), guyo_signs(), accept, R::ConditionMissing);
    let refuse = EvidenceCommand::RefuseCustody { reason: blank() };
    refused(offered.clone(), guyo_signs(), refuse, R::ReasonMissing);
    let withdraw = EvidenceCommand::WithdrawOffer { reason: blank() };
    refused(offered, akinyi(), withdraw, R::ReasonMissing);
    refused(vec![], akinyi(), record_selector(""), R::ContextMissing);
    let (action, results) = (blank(), said("nothing"));
    let examine =
        EvidenceCommand::Examine { action, examiner: said("x"), was_informed_by: None, results };
    refused(vec![stored()], akinyi(), examine, R::ActionMissing);
    let schedule = EvidenceCommand::Disclose { schedule: " ".into(), item_no: 1 };
    refused(vec![], akinyi(), schedule, R::ScheduleMissing);
    let unauthorised = EvidenceCommand::PlaceHold { authority_ref: " ".into(), reason: said("x") };
    refused(vec![], akinyi(), unauthorised, R::AuthorityMissing);
}

#[test]
fn a_selector_found_twice_in_one_context_is_recorded_once() {
    let recorded =
        |context| EvidenceEvent::SelectorRecorded { selector: phone(), context: said(context) };
    exhibit([]).when(akinyi(), record_selector("call log")).then([recorded("call log")]);
    exhibit([recorded("call log")]).when(akinyi(), record_selector("call log")).then_nothing();
    exhibit([recorded("call log")])
        .when(akinyi(), record_selector("saved as Dabasso"))
        .then([recorded("saved as Dabasso")]);
}

#[test]
fn an_exhibit_is_put_in_its_place_once() {
    exhibit([]).when(akinyi(), store()).then([stored()]);
    exhibit([stored()]).when(akinyi(), store()).then_nothing();
    let moved = EvidenceCommand::Store { location: "another shelf".into() };
    assert_eq!(exhibit([stored()]).when(akinyi(), moved).events().len(), 1);
}

#[test]
fn sensitivity_is_assessed_anew_when_it_changes() {
    let assessed =
        EvidenceEvent::SensitivityAssessed { sensitive: true, reason: said("shows a method") };
    exhibit([]).when(akinyi(), assess(true)).then([assessed.clone()]);
    exhibit([assessed.clone()]).when(akinyi(), assess(true)).then_nothing();
    assert_eq!(exhibit([assessed]).when(akinyi(), assess(false)).events().len(), 1);
}

#[test]
fn a_prosecutor_of_another_agency_discloses_and_nothing_else() {
    let njeri = || by("njeri", "KE-ODPP", Role::Prosecutor);
    let disclosed = EvidenceEvent::Disclosed { schedule: "MG6C".into(), item_no: 4 };
    exhibit([]).when(njeri(), disclose()).then([disclosed.clone()]);
    exhibit([disclosed]).when(njeri(), disclose()).then_nothing();
    exhibit([]).when(njeri(), store()).rejected(R::NotYourFile);
    let zero = EvidenceCommand::Disclose { schedule: "MG6C".into(), item_no: 0 };
    exhibit([]).when(njeri(), zero).rejected(R::ItemNumberZero);
}
