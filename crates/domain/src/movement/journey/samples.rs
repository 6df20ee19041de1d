//! One event of each kind, as it is stored.

use uuid::Uuid;

use super::*;
use crate::value::{
    CountryCode, DocumentKind, Genuineness, GeoPoint, HawalaRef, Money, PartialTime, PlaceKind,
    Plate, PointSource, Selector, TravelDocument, UtcOffset,
};

pub fn agency() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

/// A place at a point, or at none.
pub fn place(name: &str, country: &str, point: Option<(f64, f64)>) -> Place {
    let point =
        point.map(|(lat, lon)| GeoPoint::try_new(lat, lon, None, PointSource::Gazetteer).unwrap());
    let country = CountryCode::parse(country).unwrap();
    Place::try_new(name, point, country, None, PlaceKind::Town).unwrap()
}

pub fn hosaena() -> Place {
    place("Hosaena", "ET", Some((7.5498, 37.8537)))
}

pub fn hawassa() -> Place {
    place("Hawassa", "ET", Some((7.0621, 38.4763)))
}

pub fn moyale_et() -> Place {
    place("Moyale", "ET", Some((3.527, 39.056)))
}

pub fn moyale_ke() -> Place {
    place("Moyale", "KE", Some((3.5266, 39.0561)))
}

pub fn merti() -> Place {
    place("Merti", "KE", Some((1.0673, 38.6662)))
}

pub fn time(text: &str) -> PartialTime {
    PartialTime::parse(text, UtcOffset::EAST_AFRICA).unwrap()
}

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

/// A leg with nothing but its ends, its times and its mode.
pub fn leg(from: Place, to: Place, depart: &str, arrive: &str, mode: TravelMode) -> Leg {
    Leg {
        from,
        to,
        via: vec![],
        depart: time(depart),
        arrive: time(arrive),
        mode,
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

/// Hosaena to Hawassa by minibus.
pub fn first_leg() -> Leg {
    let fee = Some(Money::parse("ETB 600").unwrap());
    Leg { fee, ..leg(hosaena(), hawassa(), "2026-01-10", "2026-01-10", TravelMode::Minibus) }
}

/// Everything that can be told of a leg.
pub fn full_leg() -> Leg {
    let plate = Plate::try_new(CountryCode::parse("KE").unwrap(), "KZY 302M").unwrap();
    let document = TravelDocument::try_new(
        DocumentKind::Passport,
        "ZE0011874",
        CountryCode::parse("ET").unwrap(),
        None,
        Genuineness::Genuine,
    );
    let stated = PartialTime::range(
        "2026-01-11T23:00:00Z".parse().unwrap(),
        "2026-01-12T23:00:00Z".parse().unwrap(),
    );
    Leg {
        via: vec![place("Sofia path", "KE", None)],
        arrive: stated.unwrap().with_as_stated("8 at night, 4 Tir").unwrap(),
        carriers: vec![Personal::new(Selector::Plate(plate))],
        facilitators: vec![said("Dabasso")],
        documents_used: vec![Personal::new(document.unwrap())],
        crossing: Some(Crossing { border_point: moyale_ke(), manner: CrossingManner::Panya }),
        fee: Some(Money::parse("KES 200").unwrap()),
        conditions: Some(Conditions {
            food: Some(Supply::Short),
            water: Some(Supply::None),
            violence: Some(false),
            confinement: Some(true),
        }),
        track: vec![GeoPoint::try_new(3.5268, 39.056, Some(50), PointSource::Gps).unwrap()],
        gap: Some(said("how they came there is not known")),
        ..leg(moyale_et(), moyale_ke(), "2026-01-11", "2026-01-12", TravelMode::Foot)
    }
}

pub fn hold() -> Hold {
    let pay_to = HawalaRef::try_new("HW-ISL", "0417").unwrap();
    Hold {
        place: place("Komarock", "KE", Some((-1.268, 36.909))),
        from: time("2026-01-15"),
        to: Some(time("2026-01-22")),
        captors: vec![said("Mama Tabby")],
        ransom: Some(Ransom {
            amount: Money::parse("USD 1200").unwrap(),
            pay_to: Some(Personal::new(Selector::Hawala(pay_to))),
        }),
    }
}

pub fn group(size: u32, adults: u32, children: u32) -> Travellers {
    Travellers::Group(Group {
        label: "G-23".into(),
        size,
        adults: Some(adults),
        children: Some(children),
        women: None,
    })
}

pub fn started(subject: Travellers) -> JourneyEvent {
    JourneyEvent::Started {
        investigation: Uuid::from_u128(10).into(),
        agency: agency(),
        subject,
        origin: hosaena(),
        intended_destination: Some(place("Arusha", "TZ", Some((-3.3667, 36.6833)))),
        facilitation: Facilitation::Smuggled,
    }
}

pub fn samples() -> Vec<JourneyEvent> {
    vec![
        started(group(23, 19, 4)),
        JourneyEvent::LegRecorded { n: 1, leg: Box::new(full_leg()) },
        JourneyEvent::LegCorrected {
            n: 1,
            corrects_event_id: Uuid::from_u128(20).into(),
            reason: said("the phone roamed to a Kenyan cell at 01:40"),
            leg: Box::new(first_leg()),
        },
        JourneyEvent::ImplausibleSpeedNoted { leg: 1, kmh: 277, max: 140 },
        JourneyEvent::HeldAt { hold: Box::new(hold()) },
        JourneyEvent::Intercepted { by: agency(), place: merti(), persons_found: 14 },
        JourneyEvent::ScreeningRequired { persons: 14 },
        JourneyEvent::DeathOrInjuryRecorded {
            kind: CasualtyKind::Death,
            persons: 1,
            cause: said("suffocation"),
            place: merti(),
        },
        JourneyEvent::PersonsJoined { persons: 2, place: moyale_ke() },
        JourneyEvent::PersonsLeft { persons: 1, place: moyale_ke() },
        JourneyEvent::ClassificationChanged {
            from: Facilitation::Smuggled,
            to: Facilitation::Trafficked,
            reasons: said("held for ransom at Komarock"),
        },
        JourneyEvent::Ended { place: merti(), outcome: JourneyOutcome::Intercepted },
    ]
}
