//! The process managers there are, as the runner knows them, whichever they are.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mpaka_domain::process::{
    CaseTasks, ConsentCascade, CustodyDetentionClock, CustodyIntegrity, DisclosureCompleteness,
    Fact, Items, NonPunishmentGuard, NrmClock, Order, Process, ProcessName, RetentionReview,
    ScreeningOnInterception, What,
};
use serde_json::{Error, Value};
use uuid::Uuid;

/// A process manager with its states as they are stored.
pub(crate) struct Manager {
    pub name: ProcessName,
    /// Whether what it wants comes before what others want.
    pub urgent: bool,
    /// Whether something that happened is for any instance of it.
    pub concerns: fn(&What) -> bool,
    /// The instance that it is for.
    pub instance: fn(&Fact<'_>) -> Uuid,
    /// An instance from its state; from none, when it begins.
    pub read: fn(Option<Value>) -> Result<Box<dyn Instance>, Error>,
    /// What is to be done as things stand, and when there may be more to do.
    pub look: fn(Value, Uuid, DateTime<Utc>) -> Result<Look, Error>,
}

/// An instance at hand, whichever process manager's, with those of its items that were asked for.
pub(crate) trait Instance: Send + Sync {
    /// The items that a fact is about.
    fn items(&self, fact: &Fact<'_>) -> BTreeSet<String>;

    /// Whether an item is at hand.
    fn has(&self, item: &str) -> bool;

    /// Has an item at hand as it is stored; as at first, where nothing is stored of it.
    fn bring(&mut self, item: String, stored: Option<Value>) -> Result<(), Error>;

    /// Takes a fact into account, of which all items are at hand.
    fn evolve(&mut self, instance: Uuid, fact: &Fact<'_>);

    /// The state as it is to be stored.
    fn state(&self) -> Result<Value, Error>;

    /// The items at hand as they are to be stored; none of what is as at first.
    fn stored_items(&self) -> Result<Vec<(String, Option<Value>)>, Error>;
}

/// What an instance wants at a time.
pub(crate) struct Look {
    /// What is to be done.
    pub orders: Vec<Order>,
    /// When there may be more to do although nothing happens.
    pub wakes: Option<DateTime<Utc>>,
}

/// Every process manager there is.
pub(crate) const MANAGERS: [Manager; 9] = [
    Manager::of::<ScreeningOnInterception>(),
    Manager::of::<NrmClock>(),
    Manager::of::<CustodyDetentionClock>(),
    Manager::of::<CustodyIntegrity>(),
    Manager::of::<NonPunishmentGuard>(),
    Manager::of::<RetentionReview>(),
    Manager::of::<CaseTasks>(),
    Manager::of::<ConsentCascade>(),
    Manager::of::<DisclosureCompleteness>(),
];

impl Manager {
    const fn of<P: Process + 'static>() -> Self {
        Self {
            name: P::NAME,
            urgent: P::URGENT,
            concerns: P::concerns,
            instance: P::instance,
            read: read::<P>,
            look: look::<P>,
        }
    }

    /// The process manager of a stored name; none of a later version's.
    pub fn named(name: &str) -> Option<&'static Self> {
        MANAGERS.iter().find(|manager| manager.name.as_str() == name)
    }
}

struct AtHand<P: Process> {
    process: P,
    items: Items<P::Item>,
}

impl<P: Process> Instance for AtHand<P> {
    fn items(&self, fact: &Fact<'_>) -> BTreeSet<String> {
        self.process.items(fact)
    }

    fn has(&self, item: &str) -> bool {
        self.items.contains_key(item)
    }

    fn bring(&mut self, item: String, stored: Option<Value>) -> Result<(), Error> {
        let read = stored.map(serde_json::from_value).transpose()?;
        self.items.insert(item, read.unwrap_or_default());
        Ok(())
    }

    fn evolve(&mut self, instance: Uuid, fact: &Fact<'_>) {
        let process = std::mem::take(&mut self.process);
        self.process = process.evolve(instance, fact, &mut self.items);
    }

    fn state(&self) -> Result<Value, Error> {
        serde_json::to_value(&self.process)
    }

    fn stored_items(&self) -> Result<Vec<(String, Option<Value>)>, Error> {
        let first = P::Item::default();
        let stored = self.items.iter().map(|(item, state)| {
            let state = (*state != first).then(|| serde_json::to_value(state)).transpose()?;
            Ok((item.clone(), state))
        });
        stored.collect()
    }
}

fn read<P: Process + 'static>(state: Option<Value>) -> Result<Box<dyn Instance>, Error> {
    let process: P = state.map(serde_json::from_value).transpose()?.unwrap_or_default();
    Ok(Box::new(AtHand { process, items: Items::new() }))
}

fn look<P: Process>(state: Value, instance: Uuid, now: DateTime<Utc>) -> Result<Look, Error> {
    let process: P = serde_json::from_value(state)?;
    Ok(Look { orders: process.orders(instance, now), wakes: process.wakes(now) })
}
