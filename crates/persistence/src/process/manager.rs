//! The process managers there are, as the runner knows them, whichever they are.

use chrono::{DateTime, Utc};
use mpaka_domain::process::{
    CaseTasks, ConsentCascade, CustodyDetentionClock, CustodyIntegrity, DisclosureCompleteness,
    Fact, NonPunishmentGuard, NrmClock, Order, Process, ProcessName, RetentionReview,
    ScreeningOnInterception, What,
};
use serde_json::Value;
use uuid::Uuid;

/// A process manager with its state as it is stored.
pub(crate) struct Manager {
    pub name: ProcessName,
    /// Whether something that happened is for any instance of it.
    pub concerns: fn(&What) -> bool,
    /// The instance that it is for.
    pub instance: fn(&Fact<'_>) -> Uuid,
    /// The state after it; from none, when the instance begins.
    pub evolve: fn(Option<Value>, Uuid, &Fact<'_>) -> Result<Value, serde_json::Error>,
    /// What is to be done as things stand, and when there may be more to do.
    pub look: fn(Value, Uuid, DateTime<Utc>) -> Result<Look, serde_json::Error>,
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
    const fn of<P: Process>() -> Self {
        Self {
            name: P::NAME,
            concerns: P::concerns,
            instance: P::instance,
            evolve: evolve::<P>,
            look: look::<P>,
        }
    }

    /// The process manager of a stored name; none of a later version's.
    pub fn named(name: &str) -> Option<&'static Self> {
        MANAGERS.iter().find(|manager| manager.name.as_str() == name)
    }
}

fn evolve<P: Process>(
    state: Option<Value>,
    instance: Uuid,
    fact: &Fact<'_>,
) -> Result<Value, serde_json::Error> {
    let process: P = state.map(serde_json::from_value).transpose()?.unwrap_or_default();
    serde_json::to_value(process.evolve(instance, fact))
}

fn look<P: Process>(
    state: Value,
    instance: Uuid,
    now: DateTime<Utc>,
) -> Result<Look, serde_json::Error> {
    let process: P = serde_json::from_value(state)?;
    Ok(Look { orders: process.orders(instance, now), wakes: process.wakes(now) })
}
