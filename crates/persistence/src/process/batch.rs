//! How events change states: what a batch needs is read at once, and what it changes is written at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use mpaka_domain::AgencyId;
use mpaka_domain::id::InvestigationId;
use mpaka_domain::process::{Cause, Fact, What};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::happened::{Whose, what, whose};
use super::manager::{Instance, MANAGERS, Manager};
use super::rows::{Items, Rows};
use crate::error::{StoreError, Unreadable};
use crate::record::Recorded;

/// Takes events into account, in order.
pub(super) async fn take(events: &[&Recorded], view: &mut PgConnection) -> Result<(), StoreError> {
    let mut happened = Vec::with_capacity(events.len());
    for recorded in events {
        if let Some(what) = what(recorded)? {
            happened.push(Happened { whose: whose(recorded, &what)?, recorded, what });
        }
    }
    let records = records(&happened, view).await?;
    let mut causes = Vec::with_capacity(happened.len());
    for Happened { recorded, what, .. } in happened.iter().filter(|event| event.is_read()) {
        if let Some(record) = records.get(&recorded.stream) {
            causes.push((*recorded, what, record, cause(recorded, record)?));
        }
    }
    let mut states = States::default();
    for (recorded, what, record, cause) in &causes {
        let (stream, occurred) = (recorded.stream, &recorded.metadata.occurred);
        let fact = Fact { stream, cause, occurred, what };
        states.heard(fact, recorded.position, record);
    }
    states.load(view).await?;
    states.evolve(view).await?;
    states.store(view).await
}

/// Something that happened, and whose record it begins, where it does.
struct Happened<'a> {
    recorded: &'a Recorded,
    what: What,
    whose: Option<Whose>,
}

impl Happened<'_> {
    /// Whether it may be for an instance.
    fn is_read(&self) -> bool {
        self.what.is_of_tied() || MANAGERS.iter().any(|manager| (manager.concerns)(&self.what))
    }
}

/// Whose record it is, and the instance that it is tied to.
#[derive(Clone)]
struct Record {
    investigation_id: Option<Uuid>,
    agency: String,
    tied: Option<(String, Uuid)>,
}

/// The records that events are about: those that begin with one of them are kept, others were before.
async fn records(
    happened: &[Happened<'_>],
    view: &mut PgConnection,
) -> Result<HashMap<Uuid, Record>, StoreError> {
    let mut begun = Vec::new();
    for Happened { recorded, what, whose } in happened {
        if let Some(Whose { file, agency }) = whose {
            let tied = what.tied_to().map(|(process, id)| (process.as_str().to_owned(), id));
            let record = Record { investigation_id: *file, agency: agency.clone(), tied };
            begun.push((recorded.stream, record));
        }
    }
    begin(&begun, view).await?;
    let mut records: HashMap<_, _> = begun.into_iter().collect();
    let read = happened.iter().filter(|event| event.is_read()).map(|event| event.recorded.stream);
    let others: BTreeSet<_> = read.filter(|stream| !records.contains_key(stream)).collect();
    if others.is_empty() {
        return Ok(records);
    }
    let rows = sqlx::query!(
        "SELECT stream, investigation_id, agency, process, instance FROM process_stream
        WHERE stream = ANY ($1)",
        &others.into_iter().collect::<Vec<_>>()
    )
    .fetch_all(view)
    .await?;
    records.extend(rows.into_iter().map(|row| {
        let (investigation_id, agency) = (row.investigation_id, row.agency);
        (row.stream, Record { investigation_id, agency, tied: row.process.zip(row.instance) })
    }));
    Ok(records)
}

async fn begin(begun: &[(Uuid, Record)], view: &mut PgConnection) -> Result<(), StoreError> {
    if begun.is_empty() {
        return Ok(());
    }
    let tied = |record: &Record| record.tied.clone().unzip();
    let (processes, instances): (Vec<Option<String>>, Vec<Option<Uuid>>) =
        begun.iter().map(|(_, record)| tied(record)).unzip();
    sqlx::query!(
        "INSERT INTO process_stream (stream, investigation_id, agency, process, instance)
        SELECT stream, file, agency, process, instance
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[])
            AS begun (stream, file, agency, process, instance)",
        &begun.iter().map(|(stream, _)| *stream).collect::<Vec<_>>(),
        &begun.iter().map(|(_, record)| record.investigation_id).collect::<Vec<_>>()
            as &[Option<Uuid>],
        &begun.iter().map(|(_, record)| record.agency.as_str()).collect::<Vec<_>>() as &[&str],
        &processes as &[Option<String>],
        &instances as &[Option<Uuid>]
    )
    .execute(view)
    .await?;
    Ok(())
}

fn cause(recorded: &Recorded, record: &Record) -> Result<Cause, StoreError> {
    let metadata = &recorded.metadata;
    let agency = AgencyId::parse(&record.agency);
    Ok(Cause {
        event: recorded.event,
        correlation: metadata.correlation,
        investigation: record.investigation_id.map(InvestigationId::from),
        agency: agency.map_err(|_| recorded.unreadable(Unreadable::Stream))?,
        actor: metadata.actor.clone(),
        legal_basis: metadata.legal_basis.clone(),
        purpose: metadata.purpose,
        handling: metadata.handling.clone(),
        exercise: metadata.exercise,
    })
}

/// An instance by its process manager's name and its id.
type Key = (&'static str, Uuid);

/// The instances that a batch is for, and what it tells each of them, in order.
#[derive(Default)]
struct States<'a> {
    facts: Vec<(Key, Fact<'a>)>,
    instances: BTreeMap<Key, Touched>,
}

/// An instance that a batch is for.
struct Touched {
    manager: &'static Manager,
    /// The file of the first fact that it is told.
    investigation_id: Option<Uuid>,
    /// The last event that changes it.
    position: i64,
    at_hand: Option<Box<dyn Instance>>,
}

impl<'a> States<'a> {
    /// A fact is for the one instance that its record is tied to, or for those that it concerns.
    fn heard(&mut self, fact: Fact<'a>, position: i64, record: &Record) {
        if let Some((process, instance)) = &record.tied {
            if let Some(manager) = Manager::named(process) {
                self.tell(manager, *instance, fact, position);
            }
            return;
        }
        for manager in MANAGERS.iter().filter(|manager| (manager.concerns)(fact.what)) {
            self.tell(manager, (manager.instance)(&fact), fact, position);
        }
    }

    fn tell(&mut self, manager: &'static Manager, instance: Uuid, fact: Fact<'a>, position: i64) {
        let key = (manager.name.as_str(), instance);
        let investigation_id = fact.cause.investigation.map(Uuid::from);
        let new = Touched { manager, investigation_id, position, at_hand: None };
        self.instances.entry(key).or_insert(new).position = position;
        self.facts.push((key, fact));
    }

    /// Has the instances at hand, and the items that the facts are about.
    async fn load(&mut self, view: &mut PgConnection) -> Result<(), StoreError> {
        if self.instances.is_empty() {
            return Ok(());
        }
        let (processes, ids): (Vec<_>, Vec<_>) = self.instances.keys().copied().unzip();
        let rows = sqlx::query!(
            "SELECT process, instance, state FROM process_instance
            JOIN unnest($1::text[], $2::uuid[]) AS wanted (process, instance)
                USING (process, instance)",
            &processes as &[&str],
            &ids
        )
        .fetch_all(&mut *view)
        .await?;
        let mut states: HashMap<_, _> =
            rows.into_iter().map(|row| ((row.process, row.instance), row.state)).collect();
        for ((process, id), touched) in &mut self.instances {
            let state = states.remove(&((*process).to_owned(), *id));
            let read = (touched.manager.read)(state).map_err(StoreError::Encoding)?;
            touched.at_hand = Some(read);
        }
        let mut wanted = BTreeSet::new();
        for (key, fact) in &self.facts {
            let at_hand = self.instances.get(key).and_then(|touched| touched.at_hand.as_ref());
            let items = at_hand.map(|instance| instance.items(fact)).unwrap_or_default();
            wanted.extend(items.into_iter().map(|item| (*key, item)));
        }
        self.bring(wanted, view).await
    }

    /// Has items at hand.
    async fn bring(
        &mut self,
        wanted: BTreeSet<(Key, String)>,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        if wanted.is_empty() {
            return Ok(());
        }
        let processes: Vec<_> = wanted.iter().map(|((process, _), _)| *process).collect();
        let ids: Vec<_> = wanted.iter().map(|((_, id), _)| *id).collect();
        let items: Vec<_> = wanted.iter().map(|(_, item)| item.as_str()).collect();
        let rows = sqlx::query!(
            "SELECT process, instance, item, state FROM process_item
            JOIN unnest($1::text[], $2::uuid[], $3::text[]) AS wanted (process, instance, item)
                USING (process, instance, item)",
            &processes as &[&str],
            &ids,
            &items as &[&str]
        )
        .fetch_all(view)
        .await?;
        let mut states: HashMap<_, _> = rows
            .into_iter()
            .map(|row| ((row.process, row.instance, row.item), row.state))
            .collect();
        for ((process, id), item) in wanted {
            let state = states.remove(&(process.to_owned(), id, item.clone()));
            if let Some(instance) = self.at_hand((process, id)) {
                instance.bring(item, state).map_err(StoreError::Encoding)?;
            }
        }
        Ok(())
    }

    fn at_hand(&mut self, key: Key) -> Option<&mut Box<dyn Instance>> {
        self.instances.get_mut(&key)?.at_hand.as_mut()
    }

    /// Tells the instances what they are told, one fact after the other.
    async fn evolve(&mut self, view: &mut PgConnection) -> Result<(), StoreError> {
        for (key, fact) in std::mem::take(&mut self.facts) {
            let Some(instance) = self.at_hand(key) else { continue };
            // What a fact is about may follow from those before it.
            let mut more = instance.items(&fact);
            more.retain(|item| !instance.has(item));
            self.bring(more.into_iter().map(|item| (key, item)).collect(), view).await?;
            if let Some(instance) = self.at_hand(key) {
                instance.evolve(key.1, &fact);
            }
        }
        Ok(())
    }

    async fn store(&self, view: &mut PgConnection) -> Result<(), StoreError> {
        let (mut states, mut kept, mut gone) =
            (Rows::default(), Items::default(), Items::default());
        for ((process, id), touched) in &self.instances {
            let Some(instance) = &touched.at_hand else { continue };
            let state = instance.state().map_err(StoreError::Encoding)?;
            states.push(process, *id, touched.investigation_id, state, touched.position);
            for (item, state) in instance.stored_items().map_err(StoreError::Encoding)? {
                match state {
                    Some(state) => kept.push(process, *id, item, state),
                    None => gone.push(process, *id, item, Value::Null),
                }
            }
        }
        states.put(view).await?;
        kept.put(view).await?;
        gone.remove(view).await
    }
}
