//! What the rules read of opened disclosure schedules, and what they answer.

use serde::{Deserialize, Serialize};

use super::DisclosureEvent as Event;
use super::DisclosureRejection as Rejection;
use super::code::DisclosureClass;
use super::command::{DisclosureStanding, MaterialStanding};
use super::document::Heading;
use super::item::{Audience, Item, Material, Review, Ruling};
use super::lists::Lists;
use super::policy::{self, require};
use crate::casework::text::Reference;
use crate::id::InvestigationId;
use crate::{Actor, AgencyId, Personal};

type Answer = Result<Vec<Event>, Rejection>;
/// An item by its schedule and its number there.
type At = (DisclosureClass, u32);

/// What the rules read of opened disclosure schedules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub(super) investigation: InvestigationId,
    pub(super) agency: AgencyId,
    pub(super) reference: Option<Reference>,
    pub(super) lists: Lists,
}

impl Schedule {
    pub(super) fn open(heading: Heading) -> Self {
        let Heading { investigation, agency, reference } = heading;
        Self { investigation, agency, reference, lists: Lists::default() }
    }

    fn heading(&self) -> Heading {
        let (agency, reference) = (self.agency.clone(), self.reference.clone());
        Heading { investigation: self.investigation, agency, reference }
    }

    fn item(&self, (class, no): At) -> Result<&Item, Rejection> {
        self.lists.items(class).get(&no).ok_or(Rejection::NoSuchItem { form: class.form(), no })
    }

    fn standing_item(&self, at: At) -> Result<&Item, Rejection> {
        let item = self.item(at)?;
        match item.moved_to {
            Some(no) => Err(Rejection::ItemMoved { form: at.0.other().form(), no }),
            None => Ok(item),
        }
    }

    pub(super) fn add(
        &self,
        actor: &Actor,
        class: DisclosureClass,
        material: Material,
        (description, reason): (Personal<String>, Option<Personal<String>>),
        standing: &MaterialStanding,
    ) -> Answer {
        if let Some((on, no, item)) = self.lists.find(&material) {
            let same = on == class && item.description == description && item.reason == reason;
            require(same, Rejection::AlreadyListed { form: on.form(), no })?;
            return Ok(vec![]);
        }
        let reference = policy::may_be_named(standing)?;
        require(!policy::is_blank(&description), Rejection::DescriptionMissing)?;
        policy::says_why_it_is_sensitive(class, reason.as_ref())?;
        let (no, by) = (self.lists.next_no(class), actor.user.clone());
        Ok(vec![Event::ItemAdded { no, class, material, reference, description, reason, by }])
    }

    /// D2: what was served stays as it was described.
    pub(super) fn redescribe(
        &self,
        actor: &Actor,
        (class, no): At,
        description: Personal<String>,
        reason: Personal<String>,
    ) -> Answer {
        let item = self.standing_item((class, no))?;
        if item.description == description {
            return Ok(vec![]);
        }
        require(!item.served, Rejection::AlreadyServed)?;
        require(!policy::is_blank(&description), Rejection::DescriptionMissing)?;
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        let by = actor.user.clone();
        Ok(vec![Event::ItemRedescribed { no, class, description, reason, by }])
    }

    /// D2: what the defence was told is not taken from them; what only a court saw may be.
    pub(super) fn reclassify(
        &self,
        actor: &Actor,
        (class, no): At,
        reason: Personal<String>,
    ) -> Answer {
        let item = self.item((class, no))?;
        if !item.stands() {
            return Ok(vec![]);
        }
        let told = class == DisclosureClass::NonSensitive && item.served;
        require(!told, Rejection::AlreadyServed)?;
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        let (to_no, by) = (self.lists.next_no(class.other()), actor.user.clone());
        Ok(vec![Event::ItemReclassified { no, class, to_no, reason, by }])
    }

    pub(super) fn mark_used(
        &self,
        material: Material,
        reason: Personal<String>,
        standing: &MaterialStanding,
    ) -> Answer {
        if self.lists.used().contains(&material) {
            return Ok(vec![]);
        }
        policy::may_be_named(standing)?;
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        Ok(vec![Event::MaterialUsed { material, reason }])
    }

    pub(super) fn mark_unused(&self, material: Material, reason: Personal<String>) -> Answer {
        if !self.lists.used().contains(&material) {
            return Ok(vec![]);
        }
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        Ok(vec![Event::MaterialUnused { material, reason }])
    }

    pub(super) fn review(
        &self,
        actor: &Actor,
        (class, no): At,
        review: Review,
        standing: &DisclosureStanding,
    ) -> Answer {
        let item = self.standing_item((class, no))?;
        policy::is_somebody_else(actor, item)?;
        if item.review.as_ref() == Some(&review) {
            return Ok(vec![]);
        }
        policy::follows_the_disclosure_test(class, item, &review)?;
        if review.decision.discloses() {
            policy::integrity_is_not_in_question([(no, item)], standing)?;
        }
        let Review { decision, test, reason } = review;
        Ok(vec![Event::ReviewedByProsecutor { no, class, decision, test, reason }])
    }

    pub(super) fn rule(&self, no: u32, ruled: Ruling) -> Answer {
        let item = self.standing_item((DisclosureClass::Sensitive, no))?;
        if item.ruling.as_ref() == Some(&ruled) {
            return Ok(vec![]);
        }
        policy::was_applied_for(item)?;
        let Ruling { outcome, court, ruling } = ruled;
        Ok(vec![Event::PiiRuled { no, outcome, court, ruling }])
    }

    /// D2: what is served as it was is the same version; anything else is a new one.
    pub(super) fn serve(
        &self,
        class: DisclosureClass,
        to: Audience,
        standing: &DisclosureStanding,
    ) -> Answer {
        policy::may_be_served_on(class, &to)?;
        let last = self.lists.versions(class).last_key_value();
        if let Some((version, served)) = last {
            let document = self.lists.document(&self.heading(), class, *version);
            let hash = document.and_then(|document| document.hash());
            if hash.as_ref() == Some(&served.hash) {
                if served.to.contains(&to) {
                    return Ok(vec![]);
                }
                self.may_be_served(class, &to, standing)?;
                let (version, hash) = (*version, served.hash.clone());
                return Ok(vec![Event::Served { class, version, to, hash }]);
            }
        }
        self.may_be_served(class, &to, standing)?;
        let version = last.map_or(0, |(version, _)| *version).saturating_add(1);
        let document = self.lists.document(&self.heading(), class, version);
        let hash = document.and_then(|document| document.hash());
        let hash = hash.ok_or(Rejection::DescriptionErased { form: class.form() })?;
        Ok(vec![Event::Served { class, version, to, hash }])
    }

    fn may_be_served(
        &self,
        class: DisclosureClass,
        to: &Audience,
        standing: &DisclosureStanding,
    ) -> Result<(), Rejection> {
        let items = self.lists.items(class);
        let standing_items = || items.iter().filter(|(_, item)| item.stands());
        let form = class.form();
        require(standing_items().next().is_some(), Rejection::NothingListed { form })?;
        policy::stands_accused(to, standing)?;
        policy::everything_is_reviewed(class, standing_items().map(|(no, item)| (*no, item)))?;
        let disclosed = items.iter().filter(|(_, item)| item.is_disclosed());
        policy::integrity_is_not_in_question(disclosed.map(|(no, item)| (*no, item)), standing)?;
        if class == DisclosureClass::NonSensitive {
            policy::orders_are_obeyed(self.lists.items(DisclosureClass::Sensitive))?;
            policy::nothing_is_left_out(standing)?;
        }
        Ok(())
    }
}
