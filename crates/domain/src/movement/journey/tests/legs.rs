//! The legs of a journey follow one another in place and time.

use super::*;

/// Leg 1 behind it: Hosaena to Hawassa on 10 January.
fn at_hawassa() -> Given<Journey> {
    underway([recorded(1, first_leg())])
}

fn bus() -> Leg {
    leg(hawassa(), moyale_et(), "2026-01-11", "2026-01-11", TravelMode::Bus)
}

fn on_foot() -> Leg {
    Leg { gap: None, ..full_leg() }
}

fn three_legs() -> Given<Journey> {
    underway([recorded(1, first_leg()), recorded(2, bus()), recorded(3, on_foot())])
}

#[test]
fn legs_are_numbered_in_the_order_of_recording() {
    underway([]).when(akinyi(), record(first_leg())).then([recorded(1, first_leg())]);
    at_hawassa().when(akinyi(), record(bus())).then([recorded(2, bus())]);
}

#[test]
fn the_same_leg_again_changes_nothing() {
    at_hawassa().when(akinyi(), record(first_leg())).then_nothing();
}

#[test]
fn j1_a_leg_that_starts_where_no_one_was_is_refused() {
    let elsewhere = leg(merti(), moyale_et(), "2026-01-11", "2026-01-11", TravelMode::Bus);
    at_hawassa()
        .when(akinyi(), record(elsewhere.clone()))
        .rejected(JourneyRejection::LegStartsWhereNoOneWas { n: 2 });
    underway([])
        .when(akinyi(), record(elsewhere))
        .rejected(JourneyRejection::LegStartsWhereNoOneWas { n: 1 });
}

#[test]
fn j1_a_gap_with_its_reason_bridges_two_places() {
    let gap = |reason| Leg {
        gap: Some(said(reason)),
        ..leg(merti(), moyale_et(), "2026-01-11", "2026-01-12", TravelMode::Bus)
    };
    let leg = gap("picked up by a car that nobody saw");
    at_hawassa().when(akinyi(), record(leg.clone())).then([recorded(2, leg)]);
    at_hawassa().when(akinyi(), record(gap(" "))).rejected(JourneyRejection::GapWithoutReason);
}

#[test]
fn j1_a_place_is_the_same_by_name_or_within_a_kilometre() {
    let hawassa = |point| place("HAWASSA", "ET", point);
    assert!(policy::is_same_place(&hawassa(None), &super::hawassa()));
    assert!(policy::is_same_place(&hawassa(Some((7.2, 38.4))), &super::hawassa()));
    assert!(policy::is_same_place(&moyale_et(), &moyale_ke()));
    let without_point = place("Moyale", "KE", None);
    assert!(!policy::is_same_place(&moyale_et(), &without_point));
    let near = place("Bus park", "ET", Some((7.0700, 38.4763)));
    let far = place("Bus park", "ET", Some((7.0722, 38.4763)));
    assert!(policy::is_same_place(&near, &super::hawassa()));
    assert!(!policy::is_same_place(&far, &super::hawassa()));
}

#[test]
fn j1_a_leg_does_not_leave_before_the_one_before_has_surely_arrived() {
    let early = Leg { depart: time("2026-01-09"), ..bus() };
    at_hawassa()
        .when(akinyi(), record(early))
        .rejected(JourneyRejection::LegLeavesTooEarly { n: 2 });
    let same_day = Leg { depart: time("2026-01-10"), ..bus() };
    at_hawassa().when(akinyi(), record(same_day.clone())).then([recorded(2, same_day)]);
}

#[test]
fn j1_a_leg_does_not_arrive_before_it_leaves() {
    let reversed = Leg { arrive: time("2026-01-10"), ..bus() };
    at_hawassa()
        .when(akinyi(), record(reversed))
        .rejected(JourneyRejection::LegArrivesBeforeItLeaves);
}

#[test]
fn j1_a_night_stated_ambiguously_fits_between_its_neighbours() {
    let pick_up = leg(
        moyale_ke(),
        merti(),
        "2026-01-13T03:30+03:00",
        "2026-01-13T18:00+03:00",
        TravelMode::FourByFour,
    );
    three_legs().when(akinyi(), record(pick_up.clone())).then([recorded(4, pick_up)]);
}

#[test]
fn j1_a_leg_faster_than_its_mode_is_recorded_with_a_note() {
    let fast = leg(
        hosaena(),
        merti(),
        "2026-01-10T08:00:00+03:00",
        "2026-01-10T10:00:00+03:00",
        TravelMode::FourByFour,
    );
    let km = hosaena().point().unwrap().distance_km(merti().point().unwrap());
    assert!((720.0..740.0).contains(&km), "{km}");
    underway([]).when(akinyi(), record(fast.clone())).then([
        recorded(1, fast.clone()),
        JourneyEvent::ImplausibleSpeedNoted { leg: 1, kmh: 363, max: 140 },
    ]);
    let flown = Leg { mode: TravelMode::Flight, ..fast.clone() };
    underway([]).when(akinyi(), record(flown.clone())).then([recorded(1, flown)]);
    let some_time_that_day = Leg { arrive: time("2026-01-10"), ..fast };
    underway([])
        .when(akinyi(), record(some_time_that_day.clone()))
        .then([recorded(1, some_time_that_day)]);
}

#[test]
fn j1_a_detour_and_an_instant_make_a_leg_faster() {
    let there_and_back = Leg {
        via: vec![merti()],
        ..leg(
            hosaena(),
            hosaena(),
            "2026-01-10T08:00+03:00",
            "2026-01-10T10:00+03:00",
            TravelMode::Car,
        )
    };
    let noted = |leg: Leg| underway([]).when(akinyi(), record(leg)).events().len() == 2;
    assert!(noted(there_and_back));
    let at_once = "2026-01-10T08:00:00+03:00";
    assert!(noted(leg(hosaena(), hawassa(), at_once, at_once, TravelMode::Flight)));
}

#[test]
fn a_journey_has_at_most_forty_legs() {
    let shuttle = |n: u32| {
        let (from, to) = if n % 2 == 1 { (hosaena(), hawassa()) } else { (hawassa(), hosaena()) };
        leg(from, to, "2026-01", "2026-01", TravelMode::Minibus)
    };
    let full = || underway((1..=MAX_LEGS).map(|n| recorded(n, shuttle(n))));
    full().when(akinyi(), record(shuttle(41))).rejected(JourneyRejection::TooManyLegs { most: 40 });
    let gap = Some(said("not known"));
    full().when(akinyi(), correct(40, Leg { gap, ..shuttle(40) })).events();
}

#[test]
fn a_leg_is_corrected_by_a_new_account_of_it() {
    let roamed = Leg { arrive: time("2026-01-13T01:40+03:00"), ..on_foot() };
    let corrected = JourneyEvent::LegCorrected {
        n: 3,
        corrects_event_id: Uuid::from_u128(20).into(),
        reason: said("the phone roamed to a Kenyan cell"),
        leg: Box::new(roamed.clone()),
    };
    three_legs().when(akinyi(), correct(3, roamed.clone())).then([corrected]);
    three_legs().when(akinyi(), correct(3, on_foot())).then_nothing();
}

#[test]
fn a_leg_that_was_not_recorded_is_not_corrected() {
    for number in [0, 4] {
        three_legs()
            .when(akinyi(), correct(number, bus()))
            .rejected(JourneyRejection::NoSuchLeg { number });
    }
}

#[test]
fn e3_a_correction_gives_its_reason() {
    let command = JourneyCommand::CorrectLeg {
        number: 1,
        leg: Box::new(Leg { fee: None, ..first_leg() }),
        reason: said(""),
        corrects: Uuid::from_u128(20).into(),
    };
    three_legs().when(akinyi(), command).rejected(JourneyRejection::ReasonMissing);
}

#[test]
fn j1_a_corrected_leg_still_fits_between_its_neighbours() {
    let answer = |leg: Leg| three_legs().when(akinyi(), correct(2, leg));
    answer(Leg { from: merti(), ..bus() })
        .rejected(JourneyRejection::LegStartsWhereNoOneWas { n: 2 });
    answer(Leg { to: merti(), ..bus() })
        .rejected(JourneyRejection::NextLegStartsElsewhere { n: 3 });
    answer(Leg { depart: time("2026-01-09"), ..bus() })
        .rejected(JourneyRejection::LegLeavesTooEarly { n: 2 });
    answer(Leg { arrive: time("2026-01-14"), ..bus() })
        .rejected(JourneyRejection::NextLegLeavesTooEarly { n: 3 });
    answer(Leg { arrive: time("2026-01-10"), ..bus() })
        .rejected(JourneyRejection::LegArrivesBeforeItLeaves);
}

#[test]
fn j1_a_corrected_leg_too_fast_for_its_mode_is_noted() {
    let on_foot = Leg { mode: TravelMode::Foot, ..bus() };
    let events = three_legs().when(akinyi(), correct(2, on_foot)).events();
    assert_eq!(events.len(), 2);
    assert_eq!(events[1], JourneyEvent::ImplausibleSpeedNoted { leg: 2, kmh: 16, max: 8 });
}
