//! The rules of a journey, one function each.

use super::{JourneyEvent, JourneyRejection, Leg, Travellers};
use crate::value::{PartialTime, Place};
use crate::{Actor, AgencyId, Personal, Role};

/// The most legs one journey has.
pub const MAX_LEGS: u32 = 40;

/// The most persons one group has, and the most that one interception finds: each is to be screened.
pub const MAX_PERSONS: u32 = 10_000;

/// Two points closer than this are one place.
const SAME_PLACE_KM: f64 = 1.0;

/// A leg is never taken to have lasted less than this when its speed is worked out.
const SHORTEST_LEG_SECONDS: i64 = 60;

/// Those who look across cases or at who did what never write casework.
pub fn role_may_write(role: Role) -> Result<(), JourneyRejection> {
    match role {
        Role::Investigator | Role::Supervisor | Role::Prosecutor | Role::VictimSupportOfficer => {
            Ok(())
        }
        Role::Analyst | Role::LiaisonOfficer | Role::Auditor | Role::Integrator | Role::System => {
            Err(JourneyRejection::RoleMayNotWrite)
        }
    }
}

/// A record is written by the agency whose record it is.
pub fn is_of_agency(actor: &Actor, agency: &AgencyId) -> Result<(), JourneyRejection> {
    if actor.agency == *agency { Ok(()) } else { Err(JourneyRejection::NotYourFile) }
}

/// J2: a group has a label, at least one person and not too many, and parts that add up.
pub fn group_adds_up(subject: &Travellers) -> Result<(), JourneyRejection> {
    let Travellers::Group(group) = subject else {
        return Ok(());
    };
    let label = group.label.trim().chars().count();
    if !(1..=40).contains(&label) || group.label.chars().any(char::is_control) {
        return Err(JourneyRejection::GroupLabelUnfit);
    }
    if group.size > MAX_PERSONS {
        return Err(JourneyRejection::GroupTooLarge { most: MAX_PERSONS });
    }
    let no_more_than_all = |part: Option<u32>| part.is_none_or(|part| part <= group.size);
    let adds_up = match (group.adults, group.children) {
        (Some(adults), Some(children)) => adults.checked_add(children) == Some(group.size),
        (adults, children) => no_more_than_all(adults) && no_more_than_all(children),
    };
    if group.size > 0 && adds_up && no_more_than_all(group.women) {
        Ok(())
    } else {
        Err(JourneyRejection::GroupDoesNotAddUp)
    }
}

/// J1: a leg by itself: it does not surely arrive before it leaves, and a gap has its reason.
pub fn leg_makes_sense(leg: &Leg) -> Result<(), JourneyRejection> {
    if leg.arrive.is_certainly_before(&leg.depart) {
        return Err(JourneyRejection::LegArrivesBeforeItLeaves);
    }
    if leg.gap.as_ref().is_some_and(is_blank) {
        return Err(JourneyRejection::GapWithoutReason);
    }
    Ok(())
}

/// J1: leg `n` starts where the one before ended, not surely before it arrived. The first starts at
/// the origin.
pub fn leg_follows(
    n: u32,
    leg: &Leg,
    origin: &Place,
    before: Option<&Leg>,
) -> Result<(), JourneyRejection> {
    if !joins(before.map_or(origin, |before| &before.to), leg) {
        return Err(JourneyRejection::LegStartsWhereNoOneWas { n });
    }
    if before.is_some_and(|before| leaves_too_early(&before.arrive, leg)) {
        return Err(JourneyRejection::LegLeavesTooEarly { n });
    }
    Ok(())
}

/// J1: a corrected leg still ends where leg `n`, the next one, starts, and not surely after it left.
pub fn next_leg_still_follows(n: u32, leg: &Leg, next: &Leg) -> Result<(), JourneyRejection> {
    if !joins(&leg.to, next) {
        return Err(JourneyRejection::NextLegStartsElsewhere { n });
    }
    if leaves_too_early(&leg.arrive, next) {
        return Err(JourneyRejection::NextLegLeavesTooEarly { n });
    }
    Ok(())
}

fn joins(place: &Place, leg: &Leg) -> bool {
    leg.gap.is_some() || is_same_place(place, &leg.from)
}

fn leaves_too_early(arrived: &PartialTime, leg: &Leg) -> bool {
    leg.depart.is_certainly_before(arrived)
}

/// One place by its name in one country, whatever the case, or by points within a kilometre.
pub fn is_same_place(left: &Place, right: &Place) -> bool {
    let same_name = left.country() == right.country()
        && left.name().to_lowercase() == right.name().to_lowercase();
    let near = left
        .point()
        .zip(right.point())
        .is_some_and(|(left, right)| left.distance_km(right) <= SAME_PLACE_KM);
    same_name || near
}

/// J1: the note beside leg `n` when the least speed it implies is more than its mode can do.
///
/// The distance is the sum of the straight lines between its known points, less what the points may
/// be off; the time is the longest that its bounds allow. So only the surely impossible is noted.
pub fn implausible_speed(n: u32, leg: &Leg) -> Option<JourneyEvent> {
    let places = std::iter::once(&leg.from).chain(&leg.via).chain(std::iter::once(&leg.to));
    let points: Vec<_> = places.filter_map(Place::point).collect();
    let km: f64 = points
        .windows(2)
        .map(|ends| {
            let off_m: u32 =
                ends.iter().filter_map(|point| point.precision_m()).fold(0, u32::saturating_add);
            (ends[0].distance_km(ends[1]) - f64::from(off_m) / 1000.0).max(0.0)
        })
        .sum();
    let longest = leg.arrive.latest() - leg.depart.earliest();
    #[expect(clippy::cast_precision_loss, reason = "seconds of a journey are far below 2^52")]
    let hours = longest.num_seconds().max(SHORTEST_LEG_SECONDS) as f64 / 3600.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a speed on earth is positive and fits; the fraction is dropped"
    )]
    let kmh = (km / hours) as u32;
    let max = leg.mode.max_kmh();
    (kmh > max).then_some(JourneyEvent::ImplausibleSpeedNoted { leg: n, kmh, max })
}

/// Whether a text says nothing.
pub fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}
