//! What a reader knows of disclosure schedules: made from the facts that the reader may see, and from no
//! others.

use std::collections::BTreeMap;

use mpaka_domain::Personal;
use mpaka_domain::prosecution::disclosure_schedule::{
    Audience, DisclosureClass, DisclosureEvent, Document, Heading, Item, Lists, Material,
};
use mpaka_domain::value::Hash;

use crate::view::Fact;

/// An item by its schedule and its number there.
type At = (DisclosureClass, u32);

/// A version of a schedule that was served.
#[derive(Debug, Clone)]
pub struct Version {
    /// The schedule.
    pub class: DisclosureClass,
    /// Its number, from 1.
    pub number: u32,
    /// The digest of what was served.
    pub hash: Hash,
    /// On whom it was served, in the order it was recorded in.
    pub served: Vec<Fact<Audience>>,
    /// The items as they were, by number, as far as the reader may see them.
    pub items: BTreeMap<u32, Item>,
    heading: Option<Heading>,
}

impl Version {
    /// What was served, word for word; none where the reader may not see all of it, or something in it
    /// was erased, so that it is not what the digest was taken of.
    pub fn document(&self) -> Option<Document> {
        let heading = self.heading.as_ref()?;
        let document = Document::of(heading, self.class.form(), self.number, &self.items)?;
        (document.hash().as_ref() == Some(&self.hash)).then_some(document)
    }
}

/// What a reader knows of disclosure schedules.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The schedules as they are now.
    pub lists: Lists,
    /// When each item was listed on its schedule.
    pub listed: BTreeMap<At, Fact<()>>,
    /// When each item was decided on as it is described.
    pub reviewed: BTreeMap<At, Fact<()>>,
    /// When a court ruled on each sensitive item.
    pub ruled: BTreeMap<At, Fact<()>>,
    /// What was marked as used, and why.
    pub used: BTreeMap<Material, Fact<Personal<String>>>,
    /// The versions that were served, in order of the first time.
    pub versions: Vec<Version>,
}

impl Known {
    /// What is known from these facts, in the order they were recorded in.
    pub(super) fn from_facts(heading: Option<&Heading>, facts: Vec<Fact<DisclosureEvent>>) -> Self {
        let mut known = Self::default();
        for fact in facts {
            known.learn(heading, &fact);
        }
        known
    }

    /// The versions of a schedule, by number.
    pub fn versions_of(&self, class: DisclosureClass) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(move |version| version.class == class)
    }

    fn learn(&mut self, heading: Option<&Heading>, fact: &Fact<DisclosureEvent>) {
        use DisclosureEvent as Event;
        self.lists.learn(&fact.what);
        match &fact.what {
            Event::Opened { .. } => {}
            Event::ItemAdded { no, class, .. } => {
                self.listed.insert((*class, *no), fact.with(()));
            }
            Event::ItemRedescribed { no, class, .. } => _ = self.reviewed.remove(&(*class, *no)),
            Event::ItemReclassified { class, to_no, .. } => {
                self.listed.insert((class.other(), *to_no), fact.with(()));
            }
            Event::MaterialUsed { material, reason } => {
                self.used.insert(material.clone(), fact.with(reason.clone()));
            }
            Event::MaterialUnused { material, .. } => _ = self.used.remove(material),
            Event::ReviewedByProsecutor { no, class, .. } => {
                self.reviewed.insert((*class, *no), fact.with(()));
            }
            Event::PiiRuled { no, .. } => {
                self.ruled.insert((DisclosureClass::Sensitive, *no), fact.with(()));
            }
            Event::Served { class, version, to, hash } => {
                let served = fact.with(to.clone());
                let same = |known: &&mut Version| known.class == *class && known.number == *version;
                match self.versions.iter_mut().find(same) {
                    Some(known) => known.served.push(served),
                    None => self.versions.push(Version {
                        class: *class,
                        number: *version,
                        hash: hash.clone(),
                        served: vec![served],
                        items: self.lists.items(*class).clone(),
                        heading: heading.cloned(),
                    }),
                }
            }
        }
    }
}
