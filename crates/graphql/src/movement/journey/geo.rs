//! A journey as `GeoJSON` (RFC 7946), for a map.

use async_graphql::Result;
use mpaka_domain::value::{GeoPoint, Place};
use mpaka_persistence::view::journey::{JourneyRow, LegRow, LegSeen, TurnRow};
use serde_json::{Value, json};

use super::stop::{JourneyStopKind, place};

/// A `FeatureCollection` of the legs and stops.
pub fn features(journey: &JourneyRow) -> Result<Value> {
    let mut features = Vec::new();
    for leg in &journey.legs {
        let seen = leg.seen().map_err(|_| "an unreadable leg")?;
        features.push(leg_feature(leg, &seen));
    }
    for turn in &journey.turns {
        if let Some(kind) = JourneyStopKind::of(turn) {
            features.push(stop_feature(turn, kind, &place(turn)?));
        }
    }
    Ok(json!({"type": "FeatureCollection", "features": features}))
}

fn leg_feature(leg: &LegRow, seen: &LegSeen) -> Value {
    json!({
        "type": "Feature",
        "id": format!("leg {}", leg.number),
        "geometry": line(seen),
        "properties": {
            "kind": "LEG",
            "number": leg.number,
            "from": seen.from.name(),
            "to": seen.to.name(),
            "depart": {"earliest": seen.depart.earliest(), "latest": seen.depart.latest()},
            "arrive": {"earliest": seen.arrive.earliest(), "latest": seen.arrive.latest()},
            "mode": seen.mode.to_string(),
            "crossing": seen.crossing.as_ref().map(|crossing| crossing.manner.to_string()),
            "confidence": seen.confidence.to_string(),
            "gap": leg.has_gap(),
            "corrected": leg.corrected_by.is_some(),
            "tooFast": leg.warning.is_some(),
        },
    })
}

fn stop_feature(turn: &TurnRow, kind: JourneyStopKind, place: &Place) -> Value {
    let geometry =
        place.point().map(|point| json!({"type": "Point", "coordinates": position(point)}));
    // People are held from one time to another, which is open while they are; all else happens once.
    let (since, until) = if kind == JourneyStopKind::Held {
        (&turn.data["from"], &turn.data["to"])
    } else {
        (&turn.occurred, &turn.occurred)
    };
    json!({
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "kind": async_graphql::InputType::to_value(&kind),
            "place": place.name(),
            "occurred": {"earliest": since["earliest"], "latest": until["latest"]},
            "persons": turn.persons(),
        },
    })
}

/// The way a leg took: by its track where there is one, else by the places on it. None where fewer
/// than two points are known, which make no line.
fn line(leg: &LegSeen) -> Option<Value> {
    let between: Vec<&GeoPoint> = if leg.track.is_empty() {
        leg.via.iter().filter_map(Place::point).collect()
    } else {
        leg.track.iter().collect()
    };
    let mut points: Vec<[f64; 2]> =
        leg.from.point().into_iter().chain(between).chain(leg.to.point()).map(position).collect();
    points.dedup();
    (points.len() > 1).then(|| json!({"type": "LineString", "coordinates": points}))
}

/// Longitude before latitude, in degrees (RFC 7946 section 3.1.1).
fn position(point: &GeoPoint) -> [f64; 2] {
    [point.lon(), point.lat()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leg(change: impl FnOnce(&mut Value)) -> LegSeen {
        let place = |name: &str, lat: f64, lon: f64| {
            json!({
                "name": name, "country": "KE", "kind": "TOWN",
                "point": {"lat": lat, "lon": lon, "source": "GAZETTEER"},
            })
        };
        let day = json!({
            "earliest": "2026-01-12T00:00:00Z", "latest": "2026-01-13T00:00:00Z",
            "precision": "DAY", "zone": "+00:00", "calendar": "GREGORIAN", "clock": "STANDARD",
        });
        let mut leg = json!({
            "from": place("Moyale", 3.527, 39.056), "to": place("Marsabit", 2.334, 37.99),
            "depart": day, "arrive": day, "mode": "BUS", "confidence": "HIGH",
        });
        change(&mut leg);
        serde_json::from_value(leg).unwrap()
    }

    #[test]
    fn a_leg_is_a_line_of_longitude_and_latitude() {
        let line = line(&leg(|_| {})).unwrap();
        assert_eq!(line["type"], "LineString");
        assert_eq!(line["coordinates"], json!([[39.056, 3.527], [37.99, 2.334]]));
    }

    #[test]
    fn the_track_is_drawn_between_the_ends_and_no_point_twice() {
        let tracked = leg(|leg| {
            leg["track"] = json!([
                {"lat": 3.527, "lon": 39.056, "source": "GPS"},
                {"lat": 3.0, "lon": 38.5, "source": "GPS"},
            ]);
        });
        let drawn = line(&tracked).unwrap();
        assert_eq!(drawn["coordinates"], json!([[39.056, 3.527], [38.5, 3.0], [37.99, 2.334]]));
    }

    #[test]
    fn a_leg_of_one_known_point_has_no_line() {
        let unknown = leg(|leg| {
            leg["to"].as_object_mut().unwrap().remove("point");
        });
        assert_eq!(line(&unknown), None);
    }
}
