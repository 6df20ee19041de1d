//! Points are exact and on the earth; places lie in their country.

use proptest::prelude::*;

use super::*;

fn point(lat: f64, lon: f64) -> GeoPoint {
    GeoPoint::try_new(lat, lon, None, PointSource::Gazetteer).unwrap()
}

fn country(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

#[test]
fn a_point_lies_on_the_earth() {
    point(90.0, -180.0);
    for (lat, lon) in [(90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        let refusal = GeoPoint::try_new(lat, lon, None, PointSource::Gps);
        assert_eq!(refusal, Err(ValueError::PointBounds));
    }
}

#[test]
fn a_point_is_read_as_latitude_and_longitude() {
    let nairobi = GeoPoint::parse("-1.2843, 36.8252", PointSource::Gazetteer).unwrap();
    assert_eq!(nairobi, point(-1.2843, 36.8252));
    assert_eq!(nairobi.to_string(), "-1.2843, 36.8252");
    for text in ["", "-1.2843", "-1.2843 36.8252", "1°17′S, 36°49′E", "a,b"] {
        let refusal = GeoPoint::parse(text, PointSource::Map);
        assert_eq!(refusal, Err(ValueError::PointFormat), "{text}");
    }
}

#[test]
fn moyale_is_277_km_from_merti_in_a_straight_line() {
    let (moyale, merti) = (point(3.5266, 39.0561), point(1.0673, 38.6662));
    assert!((moyale.distance_km(&merti) - 277.0).abs() < 1.0);
    assert!(moyale.distance_km(&moyale) < 1e-9);
    assert!((point(0.0, 0.0).distance_km(&point(0.0, 180.0)) - 20_015.1).abs() < 0.1);
}

#[test]
fn a_place_lies_in_its_country() {
    let marsabit = SubdivisionCode::parse("KE-25").unwrap();
    let place = |code, name| {
        let point = Some(point(3.5266, 39.0561));
        Place::try_new(name, point, country(code), Some(marsabit.clone()), PlaceKind::BorderPoint)
    };
    let moyale = place("KE", "Moyale").unwrap();
    assert_eq!(place("ET", "Moyale"), Err(ValueError::PlaceSubdivision));
    assert_eq!(place("KE", " "), Err(ValueError::PlaceName));
    let json = serde_json::to_string(&moyale).unwrap();
    assert_eq!(serde_json::from_str::<Place>(&json).unwrap(), moyale);
    assert_eq!(format!("{moyale:?}"), "Place(…)");
}

proptest! {
    #[test]
    fn a_stored_point_reads_back_exactly(
        lat in -90_000_000..=90_000_000_i32, lon in -180_000_000..=180_000_000_i32,
        precision_m in prop::option::of(0..100_000_u32),
    ) {
        let (lat, lon) = (f64::from(lat) / 1e6, f64::from(lon) / 1e6);
        let point = GeoPoint::try_new(lat, lon, precision_m, PointSource::Gps).unwrap();
        let json = serde_json::to_string(&point).unwrap();
        prop_assert_eq!(serde_json::from_str::<GeoPoint>(&json).unwrap(), point);
    }

    #[test]
    fn a_distance_is_the_same_both_ways(
        a in (-90.0..=90.0, -180.0..=180.0), b in (-90.0..=90.0, -180.0..=180.0),
    ) {
        let (a, b) = (point(a.0, a.1), point(b.0, b.1));
        prop_assert!((a.distance_km(&b) - b.distance_km(&a)).abs() < 1e-6);
        prop_assert!(a.distance_km(&b) <= 20_016.0);
    }
}
