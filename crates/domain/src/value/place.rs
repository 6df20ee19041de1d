//! Where things happen: points on the earth and named places.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::printable;
use super::{CountryCode, SubdivisionCode, ValueError};

code_list! {
    /// Where a point comes from.
    pub enum PointSource {
        /// A gazetteer or register of places.
        Gazetteer,
        /// A satellite receiver.
        Gps,
        /// The cell a phone was connected to.
        CellSite,
        /// Read off a map.
        Map,
        /// Told by a person.
        Statement,
        /// Estimated.
        Estimate,
    }
}

/// A point by WGS 84 latitude and longitude, kept in millionths of a degree (0.11 m), so that points
/// are equal exactly. Stored as degrees.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "StoredPoint", into = "StoredPoint")]
pub struct GeoPoint {
    lat_e6: i32,
    lon_e6: i32,
    precision_m: Option<u32>,
    source: PointSource,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename = "GeoPoint")]
struct StoredPoint {
    /// Degrees north, -90 to 90, to six decimals.
    lat: f64,
    /// Degrees east, -180 to 180, to six decimals.
    lon: f64,
    /// How far off it can be, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    precision_m: Option<u32>,
    source: PointSource,
}

impl GeoPoint {
    /// A point in degrees north and east, rounded to six decimals, with how far off it can be.
    pub fn try_new(
        lat: f64,
        lon: f64,
        precision_m: Option<u32>,
        source: PointSource,
    ) -> Result<Self, ValueError> {
        Ok(Self { lat_e6: micro(lat, 90.0)?, lon_e6: micro(lon, 180.0)?, precision_m, source })
    }

    /// Reads degrees north and east with a comma between: `-1.2843, 36.8252`.
    pub fn parse(text: &str, source: PointSource) -> Result<Self, ValueError> {
        let (lat, lon) = text.split_once(',').ok_or(ValueError::PointFormat)?;
        let degrees = |text: &str| text.trim().parse().map_err(|_| ValueError::PointFormat);
        Self::try_new(degrees(lat)?, degrees(lon)?, None, source)
    }

    /// Degrees north.
    pub fn lat(&self) -> f64 {
        f64::from(self.lat_e6) / 1e6
    }

    /// Degrees east.
    pub fn lon(&self) -> f64 {
        f64::from(self.lon_e6) / 1e6
    }

    /// How far off it can be, in metres.
    pub fn precision_m(&self) -> Option<u32> {
        self.precision_m
    }

    /// Where it comes from.
    pub fn source(&self) -> PointSource {
        self.source
    }

    /// The great-circle distance in kilometres, by the haversine formula on a sphere of the earth's
    /// mean radius (6371.0088 km). It is off by at most 0.6 %, as the earth is flattened.
    pub fn distance_km(&self, other: &Self) -> f64 {
        const RADIUS_KM: f64 = 6371.0088;
        let (from, to) = (self.lat().to_radians(), other.lat().to_radians());
        let north = ((to - from) / 2.0).sin();
        let east = ((other.lon() - self.lon()).to_radians() / 2.0).sin();
        let chord = north * north + from.cos() * to.cos() * east * east;
        2.0 * RADIUS_KM * chord.sqrt().min(1.0).asin()
    }
}

/// Millionths of a degree, refused beyond the limit and for what is no number.
fn micro(degrees: f64, limit: f64) -> Result<i32, ValueError> {
    if !(-limit..=limit).contains(&degrees) {
        return Err(ValueError::PointBounds);
    }
    #[expect(clippy::cast_possible_truncation, reason = "180 million fits; fractions are rounded")]
    let micro = (degrees * 1e6).round() as i32;
    Ok(micro)
}

impl TryFrom<StoredPoint> for GeoPoint {
    type Error = ValueError;

    fn try_from(stored: StoredPoint) -> Result<Self, ValueError> {
        Self::try_new(stored.lat, stored.lon, stored.precision_m, stored.source)
    }
}

impl From<GeoPoint> for StoredPoint {
    fn from(point: GeoPoint) -> Self {
        let (lat, lon) = (point.lat(), point.lon());
        Self { lat, lon, precision_m: point.precision_m, source: point.source }
    }
}

impl fmt::Display for GeoPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.lat(), self.lon())
    }
}

code_list! {
    /// What a place is.
    pub enum PlaceKind {
        /// A town, village or camp.
        Town,
        /// A border crossing, gazetted or not.
        BorderPoint,
        /// An airport or airstrip.
        Airport,
        /// A house, lodge or other building.
        House,
        /// A roadblock or checkpoint.
        Roadblock,
        /// Another place.
        Other,
    }
}

/// A place by name, with its point and subdivision where they are known. A house may be where a person
/// lives or is held, so `Debug` shows no name and no point.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredPlace")]
pub struct Place {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<GeoPoint>,
    country: CountryCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    subdivision: Option<SubdivisionCode>,
    kind: PlaceKind,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "Place")]
struct StoredPlace {
    /// The name, at most 200 characters.
    name: String,
    #[serde(default)]
    point: Option<GeoPoint>,
    /// The country, ISO 3166-1 alpha-2.
    country: CountryCode,
    /// The part of that country, ISO 3166-2.
    #[serde(default)]
    subdivision: Option<SubdivisionCode>,
    kind: PlaceKind,
}

impl Place {
    /// A place of 1 to 200 printable characters; a subdivision must be part of the country.
    pub fn try_new(
        name: &str,
        point: Option<GeoPoint>,
        country: CountryCode,
        subdivision: Option<SubdivisionCode>,
        kind: PlaceKind,
    ) -> Result<Self, ValueError> {
        let name = printable(name, 200).map_err(|_| ValueError::PlaceName)?;
        if subdivision.as_ref().is_some_and(|part| !part.is_in(country)) {
            return Err(ValueError::PlaceSubdivision);
        }
        Ok(Self { name, point, country, subdivision, kind })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The point, if it is known.
    pub fn point(&self) -> Option<&GeoPoint> {
        self.point.as_ref()
    }

    /// The country.
    pub fn country(&self) -> CountryCode {
        self.country
    }

    /// The part of the country, if it is known.
    pub fn subdivision(&self) -> Option<&SubdivisionCode> {
        self.subdivision.as_ref()
    }

    /// What it is.
    pub fn kind(&self) -> PlaceKind {
        self.kind
    }
}

impl TryFrom<StoredPlace> for Place {
    type Error = ValueError;

    fn try_from(stored: StoredPlace) -> Result<Self, ValueError> {
        let StoredPlace { name, point, country, subdivision, kind } = stored;
        Self::try_new(&name, point, country, subdivision, kind)
    }
}

redacted!(Place);

#[cfg(test)]
mod tests;
