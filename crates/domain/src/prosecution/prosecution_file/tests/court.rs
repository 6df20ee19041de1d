//! What courts do: the diary, witnesses, verdicts and sentences.

use strum::VariantArray;

use super::*;
use CourtEventType::{Appeal, Bail, Judgment, Mention, Plea, Trial};

const DAY: &str = "2026-04-02T09:00+03:00";

/// A day after the one in the prosecutor's envelope.
fn next_day() -> CourtDate {
    date(Trial, "2026-06-11")
}

fn after_an_appeal() -> Vec<Event> {
    let mut history = charge_is(ChargeStatus::Decided);
    history.extend([scheduled(1, Appeal, DAY), held(1, Appeal, None)]);
    history
}

#[test]
fn what_is_to_happen_in_court_is_entered_into_the_diary_once() {
    asked(vec![], schedule(Mention, DAY)).then([scheduled(1, Mention, DAY)]);
    let history = vec![scheduled(1, Mention, DAY)];
    asked(history.clone(), schedule(Mention, DAY)).then_nothing();
    asked(history, schedule(Bail, DAY)).then([scheduled(2, Bail, DAY)]);
}

#[test]
fn nobody_pleads_is_sentenced_or_appeals_before_a_charge_is_that_far() {
    use ChargeStatus::{Decided, Filed};
    for &kind in CourtEventType::VARIANTS {
        let needs = match kind {
            Mention | Bail | CourtEventType::Committal | CourtEventType::Ruling => continue,
            Plea | Trial | Judgment => "a charge that was filed",
            CourtEventType::Sentence => "a conviction",
            Appeal => "a verdict",
        };
        let far_enough = if needs.contains("filed") { Filed } else { Decided };
        asked(charge_is(ChargeStatus::Approved), schedule(kind, DAY))
            .rejected(Rejection::TooEarlyInCourt { kind, needs });
        asked(charge_is(far_enough), schedule(kind, DAY)).then([scheduled(1, kind, DAY)]);
    }
}

#[test]
fn an_acquittal_is_appealed_and_not_sentenced() {
    let acquitted = || {
        let mut history = charge_is(ChargeStatus::Filed);
        history.push(found(Verdict::NotGuilty));
        history
    };
    asked(acquitted(), schedule(Appeal, DAY)).then([scheduled(1, Appeal, DAY)]);
    let kind = CourtEventType::Sentence;
    asked(acquitted(), schedule(kind, DAY))
        .rejected(Rejection::TooEarlyInCourt { kind, needs: "a conviction" });
    asked(acquitted(), sentence(years(30))).rejected(Rejection::NotConvicted);
}

#[test]
fn what_was_held_says_what_came_of_it_and_what_comes_next() {
    let mut history = charge_is(ChargeStatus::Filed);
    history.push(scheduled(1, Plea, DAY));
    asked(history.clone(), hold(1, None)).then([held(1, Plea, None)]);
    let next = scheduled(2, Trial, "2026-06-11");
    asked(history.clone(), hold(1, Some(next_day()))).then([held(1, Plea, Some(2)), next.clone()]);

    history.push(next.clone());
    asked(history.clone(), hold(1, Some(next_day()))).then([held(1, Plea, Some(2))]);
    history.push(held(1, Plea, Some(2)));
    asked(history, hold(1, Some(next_day()))).then_nothing();
}

#[test]
fn a_result_is_recorded_once_of_what_was_scheduled() {
    asked(vec![], hold(1, None)).rejected(Rejection::NoSuchCourtEvent { number: 1 });
    let history = vec![scheduled(1, Mention, DAY)];
    asked(history.clone(), hold(0, None)).rejected(Rejection::NoSuchCourtEvent { number: 0 });
    let silent = Command::HoldCourtEvent { number: 1, result: said(" "), next: None };
    asked(history, silent).rejected(Rejection::ResultMissing);

    let over = vec![scheduled(1, Mention, DAY), held(1, Mention, None)];
    asked(over.clone(), hold(1, None)).then_nothing();
    let other = Command::HoldCourtEvent { number: 1, result: said("Put off"), next: None };
    asked(over.clone(), other).rejected(Rejection::AlreadyHeld);
    asked(over, hold(1, Some(date(Bail, "2026-06-11")))).rejected(Rejection::AlreadyHeld);
}

#[test]
fn what_comes_next_is_not_before_what_was_held_and_not_too_early() {
    let history = vec![scheduled(1, Mention, "2026-03-02")];
    asked(history.clone(), hold(1, Some(date(Bail, "2026-02-28"))))
        .rejected(Rejection::NextBeforeThis);
    asked(history, hold(1, Some(next_day())))
        .rejected(Rejection::TooEarlyInCourt { kind: Trial, needs: "a charge that was filed" });
}

#[test]
fn the_latest_measures_protect_a_witness() {
    use SpecialMeasure::{Anonymity, Screens, VideoLink};
    asked(vec![], order(&[Screens, VideoLink])).then([measures()]);
    asked(vec![measures()], order(&[VideoLink, Screens])).then_nothing();
    let more = Event::WitnessMeasuresOrdered {
        witness: reference("VIC-KE-2026-0042"),
        measures: BTreeSet::from([Anonymity]),
    };
    asked(vec![measures()], order(&[Anonymity])).then([more]);
    asked(vec![], order(&[])).rejected(Rejection::MeasureMissing);
}

#[test]
fn a_verdict_decides_a_filed_charge_and_changes_only_on_appeal() {
    asked(charge_is(ChargeStatus::Filed), find(Verdict::Guilty)).then([found(Verdict::Guilty)]);
    asked(charge_is(ChargeStatus::Decided), find(Verdict::Guilty)).then_nothing();
    asked(charge_is(ChargeStatus::Decided), find(Verdict::NotGuilty))
        .rejected(Rejection::AlreadyDecided);
    let mut waiting = charge_is(ChargeStatus::Decided);
    waiting.push(scheduled(1, Appeal, DAY));
    asked(waiting, find(Verdict::NotGuilty)).rejected(Rejection::AlreadyDecided);
    asked(after_an_appeal(), find(Verdict::NotGuilty)).then([found(Verdict::NotGuilty)]);
}

#[test]
fn a_conviction_is_sentenced_and_the_latest_sentence_counts() {
    asked(charge_is(ChargeStatus::Decided), sentence(years(30))).then([sentenced(years(30))]);
    asked(charge_is(ChargeStatus::Filed), sentence(years(30))).rejected(Rejection::NotConvicted);
    let mut history = charge_is(ChargeStatus::Decided);
    history.push(sentenced(years(30)));
    asked(history.clone(), sentence(years(30))).then_nothing();
    asked(history, sentence(years(10))).then([sentenced(years(10))]);
}

#[test]
fn a_sentence_falls_with_its_verdict() {
    let mut history = after_an_appeal();
    history.extend([sentenced(years(30)), found(Verdict::NotGuilty)]);
    asked(history.clone(), sentence(years(30))).rejected(Rejection::NotConvicted);
    history.push(found(Verdict::GuiltyOnPlea));
    asked(history, sentence(years(30))).then([sentenced(years(30))]);
}

#[test]
fn a_sentence_says_how_long_and_how_much() {
    let sentencing = |imposed| asked(charge_is(ChargeStatus::Decided), sentence(imposed));
    let nothing = Term { years: 0, months: 0, days: 0 };
    for term in [None, Some(nothing)] {
        sentencing(Sentence { term, ..years(1) }).rejected(Rejection::TermMissing);
    }
    let fine = Sentence { sentence_type: SentenceType::Fine, term: None, ..years(1) };
    sentencing(fine).rejected(Rejection::FineMissing);
    let life = Sentence { sentence_type: SentenceType::LifeImprisonment, ..years(1) };
    sentencing(life.clone()).rejected(Rejection::TermMisplaced);
    let life = Sentence { term: None, ..life };
    sentencing(life.clone()).then([sentenced(life)]);
}
