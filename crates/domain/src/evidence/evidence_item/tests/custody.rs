//! Custody and seals change hands by two signatures.

use super::*;

use EvidenceRejection as R;

fn on_offer(purpose: CustodyPurpose) -> Given<EvidenceItem> {
    exhibit([stored(), offered(purpose)])
}

fn custodian_of(history: impl IntoIterator<Item = EvidenceEvent>) -> Custodian {
    let state = [identified(EvidenceKind::DigitalDevice), seized()]
        .into_iter()
        .chain(history)
        .fold(EvidenceItem::default(), |state, event| state.evolve(&event));
    let EvidenceItem::InCustody(exhibit) = state else { panic!("it is in custody") };
    exhibit.custodian
}

#[test]
fn x1_an_offer_leaves_custody_where_it_was_until_it_is_accepted() {
    let offer = || offered(CustodyPurpose::Storage);
    assert_eq!(custodian_of([offer()]), held_by("akinyi", tocu()));
    let refused = EvidenceEvent::CustodyRefused { reason: said("not expected") };
    assert_eq!(custodian_of([offer(), refused]), held_by("akinyi", tocu()));
    assert_eq!(custodian_of([offer(), accepted(None)]), held_by("guyo", marsabit()));
}

#[test]
fn x1_only_the_officer_who_holds_it_offers_it() {
    exhibit([])
        .when(akinyi(), offer(CustodyPurpose::Storage))
        .then([offered(CustodyPurpose::Storage)]);
    exhibit([]).when(supervisor(), offer(CustodyPurpose::Storage)).rejected(R::NotTheCustodian);
    exhibit([stored(), offered(CustodyPurpose::Storage), accepted(None)])
        .when(akinyi(), offer(CustodyPurpose::Storage))
        .rejected(R::NotTheCustodian);
    let akinyi_elsewhere = by("akinyi", "KE-DCI-MARSABIT", Role::Investigator);
    exhibit([]).when(akinyi_elsewhere, offer(CustodyPurpose::Storage)).rejected(R::NotTheCustodian);
}

#[test]
fn x1_nobody_is_offered_what_they_hold() {
    let (to, to_agency) = (crate::UserId::parse("akinyi").unwrap(), tocu());
    let purpose = CustodyPurpose::Storage;
    exhibit([])
        .when(akinyi(), EvidenceCommand::OfferCustody { to, to_agency, purpose })
        .rejected(R::AlreadyTheCustodian);
}

#[test]
fn the_same_offer_again_changes_nothing_and_another_waits() {
    on_offer(CustodyPurpose::Storage).when(akinyi(), offer(CustodyPurpose::Storage)).then_nothing();
    on_offer(CustodyPurpose::Storage)
        .when(akinyi(), offer(CustodyPurpose::Court))
        .rejected(R::NotAllowedInTransfer);
}

#[test]
fn x2_both_sign_the_custodian_by_offering_and_the_recipient_by_accepting() {
    on_offer(CustodyPurpose::Storage).when(guyo_signs(), accept()).then([accepted(None)]);
    for other in [akinyi(), supervisor(), by("guyo", "KE-DCI-TOCU", Role::Investigator)] {
        on_offer(CustodyPurpose::Storage)
            .when(other.clone(), accept())
            .rejected(R::NotTheRecipient);
        on_offer(CustodyPurpose::Storage).when(other, refuse()).rejected(R::NotTheRecipient);
    }
    exhibit([stored()]).when(guyo_signs(), accept()).rejected(R::NothingOffered);
}

#[test]
fn accepting_again_changes_nothing() {
    for purpose in [CustodyPurpose::Storage, CustodyPurpose::Examination] {
        exhibit([stored(), offered(purpose), accepted(None)])
            .when(guyo_signs(), accept())
            .then_nothing();
    }
}

#[test]
fn custody_is_not_accepted_before_it_was_offered() {
    on_offer(CustodyPurpose::Storage)
        .when(guyo_signs().on("2026-03-02T08:59:00Z"), accept())
        .rejected(R::AcceptedBeforeOffered);
}

#[test]
fn a_handover_of_more_than_a_day_leaves_a_gap() {
    let gap_hours = |accepted_on: &str| {
        let events =
            on_offer(CustodyPurpose::Storage).when(guyo_signs().on(accepted_on), accept()).events();
        let [EvidenceEvent::CustodyAccepted { gap, .. }] = &events[..] else {
            panic!("custody was accepted")
        };
        gap.as_ref().map(|gap| {
            assert_eq!(gap.offered_at, instant("2026-03-02T09:00:00Z"));
            gap.gap_hours
        })
    };
    assert_eq!(gap_hours("2026-03-02T09:05:00Z"), None);
    assert_eq!(gap_hours("2026-03-03T09:00:00Z"), None);
    assert_eq!(gap_hours("2026-03-03T09:00:01Z"), Some(24));
    assert_eq!(gap_hours("2026-03-04T10:30:00Z"), Some(49));
}

#[test]
fn a_handover_known_by_days_alone_leaves_a_gap_of_days() {
    let day = |text: &str| {
        crate::value::PartialTime::parse(text, crate::value::UtcOffset::EAST_AFRICA).unwrap()
    };
    let gap = policy::handover(&day("2026-03-04"), &day("2026-03-06")).unwrap().unwrap();
    assert_eq!(gap.gap_hours, 48);
    assert_eq!(policy::handover(&day("2026-03-04"), &day("2026-03-05")), Ok(None));
}

#[test]
fn a_refused_or_withdrawn_offer_leaves_the_exhibit_where_it_was() {
    let refused = EvidenceEvent::CustodyRefused { reason: said("the seal number differs") };
    on_offer(CustodyPurpose::Storage).when(guyo_signs(), refuse()).then([refused.clone()]);
    exhibit([stored(), offered(CustodyPurpose::Storage), refused])
        .when(akinyi(), store())
        .then_nothing();

    let withdrawn =
        EvidenceEvent::CustodyOfferWithdrawn { reason: said("offered to the wrong officer") };
    on_offer(CustodyPurpose::Storage).when(akinyi(), withdraw()).then([withdrawn.clone()]);
    exhibit([offered(CustodyPurpose::Storage), withdrawn])
        .when(akinyi(), lend())
        .rejected(R::NotAllowedInSeized);
    exhibit([stored()]).when(akinyi(), withdraw()).rejected(R::NothingOffered);
}

#[test]
fn x2_an_offer_is_withdrawn_by_the_officer_who_made_it() {
    on_offer(CustodyPurpose::Storage).when(guyo_signs(), withdraw()).rejected(R::NotTheCustodian);
}

#[test]
fn x3_nothing_is_examined_while_custody_is_handed_over() {
    on_offer(CustodyPurpose::Examination)
        .when(akinyi(), examine())
        .rejected(R::NoExaminationInTransfer);
    on_offer(CustodyPurpose::Examination)
        .when(akinyi(), derive(None))
        .rejected(R::NotAllowedInTransfer);
    exhibit([stored()]).when(akinyi(), examine()).then([examined()]);
}

#[test]
fn what_is_handed_over_for_examination_is_examined_by_the_agency_that_holds_it() {
    let handed_over = |purpose| exhibit([stored(), offered(purpose), accepted(None)]);
    handed_over(CustodyPurpose::Examination).when(guyo_signs(), examine()).then([examined()]);
    handed_over(CustodyPurpose::Translation)
        .when(akinyi(), lend())
        .rejected(R::NotAllowedInExamination);
    handed_over(CustodyPurpose::Storage).when(akinyi(), lend()).then([lent()]);
    handed_over(CustodyPurpose::Storage).when(guyo_signs(), lend()).rejected(R::NotYourFile);
}

#[test]
fn a_seal_is_broken_before_a_new_one_is_put_on() {
    exhibit([]).when(akinyi(), break_seal("A-1001")).then([seal_broken()]);
    exhibit([seal_broken()]).when(akinyi(), break_seal("A-1001")).then_nothing();
    exhibit([]).when(akinyi(), break_seal("A-1009")).rejected(R::SealUnknown);
    exhibit([]).when(akinyi(), reseal("A-1002")).rejected(R::StillSealed);
    exhibit([seal_broken()]).when(akinyi(), reseal("A-1002")).then([resealed()]);
    exhibit([seal_broken(), resealed()]).when(akinyi(), reseal("A-1002")).then_nothing();
    exhibit([seal_broken()]).when(akinyi(), reseal("A-1001")).rejected(R::SealUsedBefore);
}

#[test]
fn a_seal_found_broken_is_put_on_anew() {
    let mut opened = accepted(None);
    if let EvidenceEvent::CustodyAccepted { seal_ok, .. } = &mut opened {
        *seal_ok = false;
    }
    exhibit([offered(CustodyPurpose::Storage), opened])
        .when(guyo_signs(), reseal("A-1002"))
        .then([resealed()]);
    let back = EvidenceEvent::ReturnedFromCourt { seal_ok: false, condition: said("opened") };
    exhibit([stored(), in_court(), back]).when(akinyi(), reseal("A-1002")).then([resealed()]);
}
