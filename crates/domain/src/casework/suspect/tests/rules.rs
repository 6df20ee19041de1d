//! The rules of a suspect by their ids.

use super::super::{
    AppropriateAdult, AppropriateAdultKind, Suspect, SuspectRejection as Rejection,
};
use super::*;
use crate::decider::Refusal;
use crate::testing::given;
use crate::value::PartialTime;
use NonpunishmentDecision::{DoNotProceed, Proceed};

#[test]
fn s1_suspicion_needs_an_exhibit_or_a_ground_graded_at_least_three_tenths() {
    let suspecting = |source_ref| {
        let ground = Event::GroundsAdded { text: said("The ledger"), source_ref };
        given::<Suspect>([nominated(), ground]).when(akinyi(), suspect_now())
    };
    suspecting(None).rejected(Rejection::GroundsTooWeak);
    suspecting(Some(report("3D"))).rejected(Rejection::GroundsTooWeak);
    suspecting(Some(report("1E"))).rejected(Rejection::GroundsTooWeak);
    suspecting(Some(report("2C"))).then([suspected()]);
    suspecting(Some(exhibit())).then([suspected()]);
    assert_eq!(Rejection::GroundsTooWeak.rule(), Some("S1"));
}

#[test]
fn s1_the_grounds_of_the_nomination_count() {
    let nominated_on = |source| nominated_with(None, Some(source));
    given::<Suspect>([nominated_on(report("2B"))])
        .when(akinyi(), suspect_now())
        .then([suspected()]);
    given::<Suspect>([nominated_on(report("2E"))])
        .when(akinyi(), suspect_now())
        .rejected(Rejection::GroundsTooWeak);
}

#[test]
fn s1_a_weak_ground_takes_nothing_from_a_strong_one() {
    let ground = |source| Event::GroundsAdded { text: said("Hearsay"), source_ref: Some(source) };
    given::<Suspect>([nominated(), ground(exhibit()), ground(report("3E"))])
        .when(akinyi(), suspect_now())
        .then([suspected()]);
}

#[test]
fn s2_a_child_is_interviewed_with_an_appropriate_adult() {
    let interviewing = |birth, adult: Option<AppropriateAdult>| {
        let mut command = interview();
        if let Command::Interview { appropriate_adult, .. } = &mut command {
            *appropriate_adult = adult;
        }
        given::<Suspect>([nominated_with(birth, None)]).when(akinyi(), command)
    };
    let adult = || {
        let kind = AppropriateAdultKind::ChildrenOfficer;
        Some(AppropriateAdult { kind, name: name("Halima Guyo") })
    };
    let child = || Some(born("2009-06-01"));
    let perhaps_a_child = || Some(born("2008"));
    interviewing(child(), None).rejected(Rejection::AppropriateAdultMissing);
    interviewing(perhaps_a_child(), None).rejected(Rejection::AppropriateAdultMissing);
    interviewing(None, None).rejected(Rejection::AppropriateAdultMissing);
    for birth in [child(), perhaps_a_child(), None] {
        assert_eq!(interviewing(birth, adult()).events().len(), 1);
    }
    assert_eq!(interviewing(Some(born("2007")), None).events().len(), 1);
    assert_eq!(Rejection::AppropriateAdultMissing.rule(), Some("S2"));
}

#[test]
fn s2_the_age_on_the_day_of_the_interview_counts_where_it_was_held() {
    let held_at = |occurred: &str| {
        let zone = crate::value::UtcOffset::EAST_AFRICA;
        let occurred = PartialTime::parse(occurred, zone).unwrap();
        given::<Suspect>([nominated_with(Some(born("2008-03-02")), None)])
            .when(Metadata { occurred, ..akinyi() }, interview())
    };
    held_at("2026-03-01T23:30+03:00").rejected(Rejection::AppropriateAdultMissing);
    assert_eq!(held_at("2026-03-02T00:30+03:00").events().len(), 1);
}

#[test]
fn s2_what_is_learnt_of_the_birth_date_counts() {
    let birth = born("1990-05-05");
    let answer = given::<Suspect>([nominated_with(None, None), Event::BirthRecorded { birth }])
        .when(akinyi(), interview());
    assert_eq!(answer.events().len(), 1);
}

#[test]
fn s3_a_possible_victim_is_not_charged_before_a_prosecutors_review() {
    let charging = |after: &[Event]| {
        given::<Suspect>([person_in(Arrested).as_slice(), after].concat())
            .when(njeri_the_prosecutor(), charge())
    };
    charging(&[]).then([charged()]);
    charging(&[flagged()]).rejected(Rejection::NonpunishmentNotReviewed);
    charging(&[flagged(), reviewed(DoNotProceed)]).rejected(Rejection::NotToBePunished);
    charging(&[flagged(), reviewed(Proceed)]).then([charged()]);
    assert_eq!(Rejection::NonpunishmentNotReviewed.rule(), Some("S3"));
    assert_eq!(Rejection::NotToBePunished.rule(), Some("S3"));
}

#[test]
fn s3_no_charge_is_added_for_a_possible_victim_either() {
    given::<Suspect>([person_in(Charged), vec![flagged()]].concat())
        .when(akinyi(), Command::Charge { offences: offences(&["s.8"]) })
        .rejected(Rejection::NonpunishmentNotReviewed);
}

#[test]
fn s3_a_new_sign_needs_a_new_review() {
    let flag_isolation = Command::FlagPossibleVictim {
        indicator_set: BTreeSet::from([ForcedLabourIndicator::Isolation]),
    };
    let history = [person_in(Arrested), vec![flagged(), reviewed(Proceed)]].concat();
    given::<Suspect>(history.clone()).when(akinyi(), flag()).then_nothing();
    let flagged_again = given::<Suspect>(history.clone()).when(akinyi(), flag_isolation).events();
    let both = BTreeSet::from([
        ForcedLabourIndicator::IntimidationAndThreats,
        ForcedLabourIndicator::Isolation,
    ]);
    assert_eq!(flagged_again, [Event::PossibleVictimFlagged { indicator_set: both }]);
    given::<Suspect>([history, flagged_again].concat())
        .when(akinyi(), charge())
        .rejected(Rejection::NonpunishmentNotReviewed);
}

#[test]
fn s3_only_a_prosecutor_reviews_and_only_what_was_flagged() {
    let person =
        |events: &[Event]| given::<Suspect>([person_in(Arrested).as_slice(), events].concat());
    person(&[flagged()]).when(akinyi(), review(Proceed)).rejected(Rejection::ProsecutorMustReview);
    person(&[]).when(njeri_the_prosecutor(), review(Proceed)).rejected(Rejection::NotFlagged);
    person(&[flagged()]).when(njeri_the_prosecutor(), review(Proceed)).then([reviewed(Proceed)]);
    let decided = [flagged(), reviewed(Proceed)];
    person(&decided).when(njeri_the_prosecutor(), review(Proceed)).then_nothing();
    person(&decided)
        .when(njeri_the_prosecutor(), review(DoNotProceed))
        .then([reviewed(DoNotProceed)]);
    let without_reasons = Command::ReviewNonpunishment {
        decision: Proceed,
        provision: trafficking("s.14"),
        reasons: said(""),
    };
    person(&[flagged()])
        .when(njeri_the_prosecutor(), without_reasons)
        .rejected(Rejection::ReasonsMissing);
}

#[test]
fn a_flag_names_at_least_one_sign_and_comes_at_any_time() {
    let nothing = Command::FlagPossibleVictim { indicator_set: BTreeSet::new() };
    given::<Suspect>([nominated()]).when(akinyi(), nothing).rejected(Rejection::IndicatorMissing);
    for status in [PersonOfInterest, Charged, Convicted, Eliminated] {
        given::<Suspect>(person_in(status)).when(akinyi(), flag()).then([flagged()]);
    }
}
