//! The journey map: legs as they are known now, what happened on the way, whom to screen.

use std::collections::BTreeSet;

use mpaka_domain::handling::Compartment;
use mpaka_domain::id::EventId;
use mpaka_domain::movement::journey::{
    CasualtyKind, Confidence, Crossing, CrossingManner, Facilitation, Group, Hold, Journey,
    JourneyCommand, JourneyOutcome, Leg, TravelMode, Travellers,
};
use mpaka_domain::protection::victim_case::{
    ImmediateSafety, Jurisdiction, Majority, ScreeningOutcome, ScreeningTool, VictimCase,
    VictimCaseCommand,
};
use mpaka_domain::value::{
    CountryCode, GeoPoint, LanguageTag, Money, PartialTime, Place, PlaceKind, Plate, PointSource,
    Selector, UtcOffset, VictimAlias,
};
use mpaka_domain::{AgencyId, Metadata, Personal, Role};
use mpaka_persistence::ids;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::journey::{JourneyRow, TurnKind, TurnRow};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, live, reader, released, viewer};

fn place(name: &str, country: &str, point: Option<(f64, f64)>) -> Place {
    let point =
        point.map(|(lat, lon)| GeoPoint::try_new(lat, lon, None, PointSource::Gazetteer).unwrap());
    let country = CountryCode::parse(country).unwrap();
    Place::try_new(name, point, country, None, PlaceKind::Town).unwrap()
}

fn hawassa() -> Place {
    place("Hawassa", "ET", Some((7.0621, 38.4763)))
}

fn moyale() -> Place {
    place("Moyale", "KE", Some((3.5266, 39.0561)))
}

fn isiolo() -> Place {
    place("Isiolo", "KE", Some((0.3546, 37.5822)))
}

fn time(text: &str) -> PartialTime {
    PartialTime::parse(text, UtcOffset::EAST_AFRICA).unwrap()
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn leg(from: Place, to: Place, depart: &str, arrive: &str) -> Leg {
    Leg {
        from,
        to,
        via: vec![],
        depart: time(depart),
        arrive: time(arrive),
        mode: TravelMode::Bus,
        carriers: vec![],
        facilitators: vec![],
        documents_used: vec![],
        crossing: None,
        fee: None,
        conditions: None,
        track: vec![],
        confidence: Confidence::Medium,
        gap: None,
    }
}

/// Hawassa to Moyale, with everything that is personal about a leg.
fn first_leg() -> Leg {
    let plate = Plate::try_new(CountryCode::parse("KE").unwrap(), "KZY 302M").unwrap();
    Leg {
        carriers: vec![Personal::new(Selector::Plate(plate))],
        facilitators: vec![said("Abdi Kadiro")],
        crossing: Some(Crossing { border_point: moyale(), manner: CrossingManner::Panya }),
        fee: Some(Money::parse("ETB 4000").unwrap()),
        ..leg(hawassa(), moyale(), "2026-01-11T05:00+03:00", "2026-01-11T19:00+03:00")
    }
}

fn second_leg() -> Leg {
    leg(moyale(), isiolo(), "2026-01-12T01:00+03:00", "2026-01-12T12:00+03:00")
}

async fn send(live: &Live, journey: Uuid, command: JourneyCommand, metadata: Metadata) -> i64 {
    let sent = live.store.streams().send::<Journey>(journey, command, metadata, None).await;
    let position = sent.unwrap().position;
    live.store.positions().all_reached(position).await.unwrap();
    position
}

/// A group of 23 that sets out from Hawassa.
async fn started(live: &Live, file: Uuid, metadata: Metadata) -> Uuid {
    let journey = ids::next();
    let start = JourneyCommand::Start {
        investigation: file.into(),
        subject: Travellers::Group(Group {
            label: "G-23".to_owned(),
            size: 23,
            adults: Some(20),
            children: Some(3),
            women: None,
        }),
        origin: hawassa(),
        intended_destination: Some(place("Johannesburg", "ZA", None)),
        facilitation: Facilitation::Smuggled,
    };
    send(live, journey, start, metadata).await;
    journey
}

async fn seen(live: &Live, reader: &Reader, journey: Uuid) -> Option<JourneyRow> {
    live.store.views().journey(reader, journey).await.unwrap()
}

async fn record(live: &Live, journey: Uuid, leg: Leg) {
    send(live, journey, JourneyCommand::RecordLeg { leg: Box::new(leg) }, akinyi()).await;
}

fn colleague() -> Reader {
    reader("otieno", "KE-DCI-TOCU")
}

#[sqlx::test(migrations = "../../migrations")]
async fn legs_are_read_as_they_were_told(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    record(&live, journey, first_leg()).await;
    record(&live, journey, second_leg()).await;
    let row = seen(&live, &colleague(), journey).await.unwrap();
    assert_eq!((row.version, row.travelling(), row.outcome()), (3, 23, None));
    assert_eq!(row.legs.iter().map(|leg| leg.number).collect::<Vec<_>>(), [1, 2]);
    let told = row.legs[0].seen().unwrap();
    assert_eq!((told.from, told.to), (hawassa(), moyale()));
    assert_eq!(told.facilitators, [Some("Abdi Kadiro".to_owned())]);
    assert_eq!(told.carriers[0].as_ref().unwrap().normalised(), "PLATE:KE:KZY302M");
    assert_eq!(told.fee.unwrap().to_string(), "ETB 4000.00");
    assert_eq!(told.crossing.unwrap().manner, CrossingManner::Panya);
    assert!(!row.legs[0].has_gap());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_corrected_leg_is_shown_as_it_is_known_now_and_its_speed_warning_lapses(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    record(&live, journey, first_leg()).await;
    let hasty = leg(moyale(), isiolo(), "2026-01-12T01:00+03:00", "2026-01-12T02:00+03:00");
    record(&live, journey, hasty).await;
    let before = seen(&live, &colleague(), journey).await.unwrap().legs.remove(1);
    assert!(before.warning.unwrap()["kmh"].as_u64().unwrap() > 300);
    assert_eq!(before.corrected_by, None);
    let correct = JourneyCommand::CorrectLeg {
        number: 2,
        leg: Box::new(second_leg()),
        reason: said("The bus ticket shows the hour."),
        corrects: EventId::from(before.event_id),
    };
    send(&live, journey, correct, akinyi()).await;
    let after = seen(&live, &colleague(), journey).await.unwrap().legs.remove(1);
    assert_eq!(after.seen().unwrap().arrive, time("2026-01-12T12:00+03:00"));
    assert_eq!((after.event_id, after.warning.clone()), (before.event_id, None));
    assert_eq!(after.reason, "The bus ticket shows the hour.");
    let history = live.store.streams().history("journey", journey).await.unwrap();
    let correction = history.iter().find(|event| event.name() == "leg_corrected").unwrap();
    assert_eq!(after.corrected_by, Some(correction.event.into()));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_happened_on_the_way_changes_who_travels_and_how_it_is_judged(pool: PgPool) {
    use TurnKind::{Death, Ended, Held, Intercepted, Joined, Left, Reclassified};
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    record(&live, journey, first_leg()).await;
    let hold = Hold {
        place: moyale(),
        from: time("2026-01-11"),
        to: Some(time("2026-01-12")),
        captors: vec![said("Guracha")],
        ransom: None,
    };
    let agency = AgencyId::parse("KE-NPS").unwrap();
    let (kind, cause) = (CasualtyKind::Death, said("Heat in the tank."));
    for command in [
        JourneyCommand::HoldAt { hold: Box::new(hold) },
        JourneyCommand::JoinGroup { persons: 2, place: moyale() },
        JourneyCommand::RecordDeathOrInjury { kind, persons: 1, cause, place: moyale() },
        JourneyCommand::Intercept { by: agency, place: moyale(), persons_found: 14 },
        JourneyCommand::ChangeClassification {
            to: Facilitation::Trafficked,
            reasons: said("They were sold."),
        },
        JourneyCommand::LeaveGroup { persons: 3, place: moyale() },
        JourneyCommand::End { place: isiolo(), outcome: JourneyOutcome::Missing },
    ] {
        send(&live, journey, command, akinyi()).await;
    }
    let row = seen(&live, &colleague(), journey).await.unwrap();
    assert_eq!(row.travelling(), 23 + 2 - 1 - 14 - 3);
    assert_eq!(row.judged(), Some(Facilitation::Trafficked));
    assert_eq!(row.outcome(), Some(JourneyOutcome::Missing));
    let kinds: Vec<TurnKind> = row.turns.iter().filter_map(TurnRow::kind).collect();
    assert_eq!(kinds, [Held, Joined, Death, Intercepted, Reclassified, Left, Ended]);
    assert_eq!(row.turns[0].data["captors"][0], "Guracha");
    assert_eq!(row.turns[2].data["cause"], "Heat in the tank.");
}

#[sqlx::test(migrations = "../../migrations")]
async fn j3_each_person_found_is_to_be_screened_until_as_many_were(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let elsewhere = live.open("TOCU/2026/0118", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    let by = AgencyId::parse("KE-NPS").unwrap();
    let intercept = JourneyCommand::Intercept { by, place: moyale(), persons_found: 3 };
    send(&live, journey, intercept, akinyi()).await;
    let row = seen(&live, &colleague(), journey).await.unwrap();
    assert_eq!(row.screenings.iter().filter(|task| task.done).count(), 0);
    screened(&live, file, "VIC-KE-2026-0042").await;
    screened(&live, elsewhere, "VIC-KE-2026-0043").await;
    let row = seen(&live, &colleague(), journey).await.unwrap();
    let tasks: Vec<_> = row.screenings.iter().map(|task| (task.person, task.done)).collect();
    assert_eq!(tasks, [(1, true), (2, false), (3, false)]);
}

/// Registers a person in a file and screens them twice.
async fn screened(live: &Live, file: Uuid, alias: &str) {
    let victim = ids::next();
    let register = VictimCaseCommand::Register {
        investigation: file.into(),
        alias: VictimAlias::parse(alias).unwrap(),
        jurisdiction: Jurisdiction::Ke,
        majority: Majority::Adult,
        language: LanguageTag::parse("am").unwrap(),
        immediate_safety: ImmediateSafety::Safe,
    };
    let screen = || VictimCaseCommand::Screen {
        tool: ScreeningTool::Htcds,
        answers: None,
        indicators: BTreeSet::new(),
        outcome: ScreeningOutcome::NoIndicators,
    };
    for command in [register, screen(), screen()] {
        let sent = live.store.streams().send::<VictimCase>(victim, command, akinyi(), None).await;
        live.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_journey_is_listed_for_its_file_and_hidden_from_strangers(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let first = started(&live, file, akinyi()).await;
    let second = started(&live, file, released(akinyi(), "UK-NMC")).await;
    record(&live, first, first_leg()).await;
    record(&live, second, first_leg()).await;
    let views = live.store.views();
    let listed = async |reader: &Reader| -> Vec<Uuid> {
        let rows = views.journeys(reader, file, &PAGE).await.unwrap();
        rows.into_iter().map(|row| row.journey_id).collect()
    };
    assert_eq!(listed(&colleague()).await, [first, second]);
    assert_eq!(listed(&reader("harriet", "UK-NMC")).await, [second]);
    assert!(listed(&reader("guyo", "KE-DCI-MARSABIT")).await.is_empty());
    assert!(seen(&live, &reader("guyo", "KE-DCI-MARSABIT"), second).await.is_none());
    let auditor = Reader::from(&viewer("petra", "KE-DCI-TOCU", Role::Auditor));
    assert!(listed(&auditor).await.is_empty());
    // The journey was released, its leg was not.
    let released = seen(&live, &reader("harriet", "UK-NMC"), second).await.unwrap();
    assert!(released.legs.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_in_a_compartment_changes_nothing_for_those_outside(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    let mut secret = akinyi();
    let compartment = Compartment::parse("SAFE-HOUSES").unwrap();
    secret.handling.compartments.insert(compartment.clone());
    let by = AgencyId::parse("KE-NPS").unwrap();
    let intercept = JourneyCommand::Intercept { by, place: moyale(), persons_found: 5 };
    send(&live, journey, intercept, secret).await;
    let outside = seen(&live, &colleague(), journey).await.unwrap();
    assert_eq!((outside.travelling(), outside.turns.len(), outside.screenings.len()), (23, 0, 0));
    let mut member = viewer("otieno", "KE-DCI-TOCU", Role::Investigator);
    member.compartments.insert(compartment);
    let inside = seen(&live, &Reader::from(&member), journey).await.unwrap();
    assert_eq!((inside.travelling(), inside.turns.len(), inside.screenings.len()), (18, 1, 5));
}

#[sqlx::test(migrations = "../../migrations")]
async fn names_and_plates_stand_sealed_in_the_map(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    record(&live, journey, first_leg()).await;
    let stored: String =
        sqlx::query_scalar("SELECT data::text FROM journey_leg").fetch_one(&pool).await.unwrap();
    assert!(stored.contains("$sealed") && stored.contains("Moyale"));
    assert!(!stored.contains("Abdi") && !stored.contains("KZY302M"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_map_made_anew_is_the_same(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let journey = started(&live, file, akinyi()).await;
    record(&live, journey, first_leg()).await;
    let by = AgencyId::parse("KE-NPS").unwrap();
    let intercept = JourneyCommand::Intercept { by, place: moyale(), persons_found: 3 };
    send(&live, journey, intercept, akinyi()).await;
    screened(&live, file, "VIC-KE-2026-0042").await;
    let shown = async || format!("{:?}", seen(&live, &colleague(), journey).await);
    let before = shown().await;
    assert!(live.store.rebuild("journey_map", &|_, _| {}).await.unwrap());
    assert_eq!(shown().await, before);
}
