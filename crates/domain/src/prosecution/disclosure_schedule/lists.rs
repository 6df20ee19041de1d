//! The two lists of a disclosure schedule, as its events made them: read by the rules and by the view.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::DisclosureEvent as Event;
use super::code::{DisclosureClass, PiiOutcome};
use super::document::{Document, Heading};
use super::item::{Audience, Item, Material, Review, Ruling};
use crate::value::Hash;
use crate::{Personal, UserId};

/// A version of a schedule that was served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServedVersion {
    /// The digest of the document.
    pub hash: Hash,
    /// On whom it was served.
    pub to: BTreeSet<Audience>,
}

/// The items of both schedules, what is used, and what was served.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lists {
    non_sensitive: List,
    sensitive: List,
    used: BTreeSet<Material>,
}

/// A schedule: its items by number and its served versions by number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct List {
    items: BTreeMap<u32, Item>,
    versions: BTreeMap<u32, ServedVersion>,
}

impl Lists {
    fn list(&self, class: DisclosureClass) -> &List {
        match class {
            DisclosureClass::NonSensitive => &self.non_sensitive,
            DisclosureClass::Sensitive => &self.sensitive,
        }
    }

    fn list_mut(&mut self, class: DisclosureClass) -> &mut List {
        match class {
            DisclosureClass::NonSensitive => &mut self.non_sensitive,
            DisclosureClass::Sensitive => &mut self.sensitive,
        }
    }

    /// The items of a schedule, by number.
    pub fn items(&self, class: DisclosureClass) -> &BTreeMap<u32, Item> {
        &self.list(class).items
    }

    /// The versions of a schedule that were served, by number.
    pub fn versions(&self, class: DisclosureClass) -> &BTreeMap<u32, ServedVersion> {
        &self.list(class).versions
    }

    /// What was marked as used by the prosecution.
    pub fn used(&self) -> &BTreeSet<Material> {
        &self.used
    }

    /// Whether something is listed or marked as used.
    pub fn accounts_for(&self, material: &Material) -> bool {
        self.used.contains(material) || self.find(material).is_some()
    }

    /// The item that lists some material, on whichever schedule.
    pub fn find(&self, material: &Material) -> Option<(DisclosureClass, u32, &Item)> {
        [DisclosureClass::NonSensitive, DisclosureClass::Sensitive].into_iter().find_map(|class| {
            let mut items = self.items(class).iter();
            let (no, item) = items.find(|(_, i)| i.stands() && i.material == *material)?;
            Some((class, *no, item))
        })
    }

    /// D1: the number that the next item of a schedule gets.
    pub(super) fn next_no(&self, class: DisclosureClass) -> u32 {
        let last = self.items(class).last_key_value();
        last.map_or(0, |(no, _)| *no).saturating_add(1)
    }

    /// What a version of a schedule says, as the lists are now; none where a description cannot be read.
    pub fn document(
        &self,
        heading: &Heading,
        class: DisclosureClass,
        version: u32,
    ) -> Option<Document> {
        Document::of(heading, class.form(), version, self.items(class))
    }

    /// Takes an event into account.
    pub fn learn(&mut self, event: &Event) {
        match event {
            Event::Opened { .. } => {}
            Event::ItemAdded { no, class, material, reference, description, reason, by } => {
                let item = Item {
                    material: material.clone(),
                    reference: reference.clone(),
                    description: description.clone(),
                    reason: reason.clone(),
                    writers: BTreeSet::from([by.clone()]),
                    review: None,
                    ruling: None,
                    served: false,
                    moved_to: None,
                };
                self.list_mut(*class).items.insert(*no, item);
            }
            Event::ItemRedescribed { no, class, description, by, .. } => {
                self.item(*class, *no, |item| {
                    item.description = description.clone();
                    item.writers.insert(by.clone());
                    item.review = None;
                });
            }
            Event::ItemReclassified { no, class, to_no, reason, by } => {
                self.reclassify((*class, *no), *to_no, reason, by);
            }
            Event::MaterialUsed { material, .. } => _ = self.used.insert(material.clone()),
            Event::MaterialUnused { material, .. } => _ = self.used.remove(material),
            Event::ReviewedByProsecutor { no, class, decision, test, reason } => {
                let review = Review { decision: *decision, test: *test, reason: reason.clone() };
                self.item(*class, *no, |item| {
                    item.review = Some(review);
                    // A new application needs a new ruling; an order to disclose stands.
                    item.ruling = item.ruling.take().filter(|r| r.outcome == PiiOutcome::Refused);
                });
            }
            Event::PiiRuled { no, outcome, court, ruling } => {
                let (court, ruling) = (court.clone(), ruling.clone());
                let ruling = Ruling { outcome: *outcome, court, ruling };
                self.item(DisclosureClass::Sensitive, *no, |item| item.ruling = Some(ruling));
            }
            Event::Served { class, version, to, hash } => {
                let list = self.list_mut(*class);
                list.items.values_mut().for_each(|item| item.served = true);
                let first = || ServedVersion { hash: hash.clone(), to: BTreeSet::new() };
                list.versions.entry(*version).or_insert_with(first).to.insert(to.clone());
            }
        }
    }

    /// Changes an item, if it is known.
    fn item(&mut self, class: DisclosureClass, no: u32, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.list_mut(class).items.get_mut(&no) {
            change(item);
        }
    }

    /// What a court ordered of an item goes with it.
    fn reclassify(
        &mut self,
        (class, no): (DisclosureClass, u32),
        to_no: u32,
        reason: &Personal<String>,
        by: &UserId,
    ) {
        let Some(item) = self.list_mut(class).items.get_mut(&no) else { return };
        let to = class.other();
        let moved = Item {
            reason: (to == DisclosureClass::Sensitive).then(|| reason.clone()),
            writers: BTreeSet::from([by.clone()]),
            review: None,
            ruling: item.ruling.clone().filter(|r| r.outcome == PiiOutcome::Refused),
            served: false,
            ..item.clone()
        };
        item.moved_to = Some(to_no);
        self.list_mut(to).items.insert(to_no, moved);
    }
}
