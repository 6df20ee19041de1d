//! The law that decisions are judged by: read from the log when a store is opened, and kept up to date.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::handling::{Classification, Handling, HandlingCode, Tlp};
use mpaka_domain::law::{
    Added, Additions, Calendar, CaseTemplate, ClockRule, CodeSystem, Content, Edition,
    EditionError, Entry, EntryCode, EntryCommand, Fault, Faults, Filed, LawRejection, Statute,
};
use mpaka_domain::value::{CountryCode, LegalBasis, PartialTime};
use mpaka_domain::{Actor, AgencyId, Law, Metadata, Purpose, Role, UserId};
use sqlx::PgPool;
use tracing::{error, warn};
use uuid::Uuid;

use crate::error::{StoreError, Unreadable};
use crate::ids;
use crate::log::Log;
use crate::record::{self, EventRow, Recorded};
use crate::streams::{SendError, Streams};
use crate::upcast::Upcasters;

/// How often a process looks whether another one has loaded law.
const LOOK: Duration = Duration::from_secs(1);
/// The namespace of the ids of the entries' streams, a UUID of version 4 drawn once.
const NAMESPACE: Uuid = Uuid::from_u128(0x5b0e_6a4c_92d7_4f3e_8c41_d6a7_1f0b_93e2);

/// The law as the log has it. Entries of which the log has nothing are as the program is shipped with them.
#[derive(Debug, Clone)]
pub(crate) struct LawBook(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    pool: PgPool,
    upcasters: Upcasters,
    log: Log,
    shipped: Law,
    now: RwLock<AsOf>,
    /// One reader at a time.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
struct AsOf {
    law: Arc<Law>,
    /// What the log has of it.
    logged: Arc<Law>,
    /// What the log has of it beside that, in the log's order.
    unread: Arc<[UnreadLaw]>,
    /// The position of the last event in it; 0 where the log has none.
    position: i64,
    /// How far the log had come when it was last looked at.
    looked: i64,
}

/// An event of the law that this program cannot read, as when a newer one recorded it. Decisions are judged
/// as if it were not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadLaw {
    /// The kind of the entry, its stream's category.
    pub category: String,
    /// The entry's stream.
    pub stream: String,
    /// The event's place in the stream, from 1.
    pub version: i64,
    /// Why.
    pub why: Unreadable,
}

/// Why an edition was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is not law beside what is law already; nothing was loaded.
    #[error(transparent)]
    Refused(#[from] Faults),
    /// One of its entries was not taken after all, as when others load another edition meanwhile. What
    /// was loaded of it stays; loading it again goes on from there.
    #[error("not everything was loaded; load the files again")]
    Interrupted(#[source] Box<SendError<LawRejection>>),
    /// The edition that the program is shipped with is none.
    #[error(transparent)]
    Shipped(#[from] EditionError),
    /// A fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LawBook {
    /// Reads the law and follows it, until the last copy of this is dropped.
    pub async fn open(pool: PgPool, upcasters: Upcasters, log: Log) -> Result<Self, StoreError> {
        let shipped = Law::shipped()?;
        let law = Arc::new(shipped.clone());
        let (logged, unread) = (Arc::default(), Arc::default());
        let now = RwLock::new(AsOf { law, logged, unread, position: 0, looked: 0 });
        let reading = tokio::sync::Mutex::default();
        let book = Self(Arc::new(Kept { pool, upcasters, log, shipped, now, reading }));
        book.refresh().await?;
        tokio::spawn(follow(Arc::downgrade(&book.0)));
        Ok(book)
    }

    /// The law now.
    pub fn now(&self) -> Arc<Law> {
        self.as_of().law
    }

    /// What cannot be read of the law.
    pub fn unread(&self) -> Arc<[UnreadLaw]> {
        self.as_of().unread
    }

    fn as_of(&self) -> AsOf {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes in what was loaded since.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let _one = self.0.reading.lock().await;
        let AsOf { law, logged, unread, position, .. } = self.as_of();
        let looked = self.0.log.known_head();
        // The list is that of the index, which is used for no other.
        let rows = sqlx::query_as!(
            EventRow,
            r#"SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                event_id, recorded_at, payload::text AS "payload!", metadata::text AS "metadata!"
            FROM events
            WHERE aggregate_type IN ('calendar', 'case_template', 'clock_rule', 'code_system', 'statute')
                AND position > $1
            ORDER BY position"#,
            position
        )
        .fetch_all(&self.0.pool)
        .await?;
        let now = match rows.last().map(|row| row.position) {
            None => AsOf { law, logged, unread, position, looked },
            Some(position) => {
                let (mut logged, mut unread) = (Law::clone(&logged), unread.to_vec());
                for row in rows {
                    let entry = record::Entry::read(row, &self.0.upcasters).recorded();
                    match entry.and_then(|recorded| take(&mut logged, &recorded)) {
                        Ok(()) => {}
                        // What follows is still law.
                        Err(StoreError::UnreadableEvent { category, stream, version, why }) => {
                            error!(category, stream, version, %why, "an event of the law cannot be read");
                            unread.push(UnreadLaw { category, stream, version, why });
                        }
                        Err(fault) => return Err(fault),
                    }
                }
                let law = Arc::new(logged.clone().or(&self.0.shipped));
                let (logged, unread) = (Arc::new(logged), unread.into());
                AsOf { law, logged, unread, position, looked }
            }
        };
        *self.0.now.write().unwrap_or_else(PoisonError::into_inner) = now;
        Ok(())
    }
}

/// Takes an event of an entry into the law.
fn take(law: &mut Law, recorded: &Recorded) -> Result<(), StoreError> {
    if let Some((_, event)) = recorded.of::<Entry<Statute>>()? {
        law.take(&event);
    }
    if let Some((_, event)) = recorded.of::<Entry<ClockRule>>()? {
        law.take(&event);
    }
    if let Some((_, event)) = recorded.of::<Entry<Calendar>>()? {
        law.take(&event);
    }
    if let Some((_, event)) = recorded.of::<Entry<CodeSystem>>()? {
        law.take(&event);
    }
    if let Some((_, event)) = recorded.of::<Entry<CaseTemplate>>()? {
        law.take(&event);
    }
    Ok(())
}

/// Whether something happened to an entry of the law: it is of no file.
pub(crate) fn is_law(recorded: &Recorded) -> Result<bool, StoreError> {
    Ok(recorded.of::<Entry<Statute>>()?.is_some()
        || recorded.of::<Entry<ClockRule>>()?.is_some()
        || recorded.of::<Entry<Calendar>>()?.is_some()
        || recorded.of::<Entry<CodeSystem>>()?.is_some()
        || recorded.of::<Entry<CaseTemplate>>()?.is_some())
}

async fn follow(kept: Weak<Kept>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(book) = kept.upgrade().map(LawBook) else { return };
        if book.0.pool.is_closed() {
            return;
        }
        if book.0.log.known_head() > book.as_of().looked
            && let Err(fault) = book.refresh().await
        {
            warn!(error = %fault.chain(), "could not look for new law");
        }
    }
}

/// Loads an edition: what is new in it, or everything in it that cannot be taken.
///
/// What is new is judged whole, and then written entry by entry.
pub(crate) async fn load(
    streams: &Streams,
    book: &LawBook,
    edition: Edition,
    now: DateTime<Utc>,
) -> Result<Additions, LoadError> {
    if book.as_of().position == 0 {
        // A version can only be ended in a log that has it. Others may have loaded theirs since.
        let shipped = Edition::shipped().map_err(EditionError::from)?;
        load_what_fits(streams, book, shipped, now).await?;
    }
    write(streams, book, edition, now).await
}

/// Loads what can be taken of an edition; answers why the rest was left out.
pub(crate) async fn load_what_fits(
    streams: &Streams,
    book: &LawBook,
    mut edition: Edition,
    now: DateTime<Utc>,
) -> Result<Vec<Fault>, LoadError> {
    let mut left_out = Vec::new();
    loop {
        match write(streams, book, edition.clone(), now).await {
            Ok(_) => return Ok(left_out),
            Err(LoadError::Refused(Faults(faults))) => {
                let codes: Vec<_> = faults.iter().map(|fault| &fault.code).collect();
                edition = edition.without(&codes);
                left_out.extend(faults);
            }
            Err(other) => return Err(other),
        }
    }
}

async fn write(
    streams: &Streams,
    book: &LawBook,
    edition: Edition,
    now: DateTime<Utc>,
) -> Result<Additions, LoadError> {
    book.refresh().await?;
    let logged = book.as_of().logged;
    let additions = logged.adopt(edition.clone(), now.date_naive())?;
    send(streams, &logged, edition.calendars, &additions.calendars, now).await?;
    send(streams, &logged, edition.code_systems, &additions.code_systems, now).await?;
    send(streams, &logged, edition.case_templates, &additions.case_templates, now).await?;
    send(streams, &logged, edition.clock_rules, &additions.clock_rules, now).await?;
    send(streams, &logged, edition.statutes, &additions.statutes, now).await?;
    book.refresh().await?;
    Ok(additions)
}

/// Sends the drafts that have something new.
async fn send<C: Content>(
    streams: &Streams,
    logged: &Law,
    drafts: Vec<Filed<C>>,
    added: &Added<C>,
    now: DateTime<Utc>,
) -> Result<(), LoadError> {
    for Filed { draft, .. } in drafts {
        if !added.iter().any(|(code, _)| *code == draft.code) {
            continue;
        }
        let known = C::book(logged).get(&draft.code).map_or(&[][..], Entry::versions);
        let mut versions = draft.versions.iter().chain(known);
        let country = versions.find_map(|version| version.content.jurisdiction());
        let metadata = envelope::<C>(&draft.code, country, now);
        let stream = stream_of::<C>(&draft.code);
        let sent = streams.send::<Entry<C>>(stream, EntryCommand::Adopt(draft), metadata, None);
        match sent.await {
            Ok(_) => {}
            Err(SendError::Store(fault)) => return Err(fault.into()),
            Err(refused) => return Err(LoadError::Interrupted(Box::new(refused))),
        }
    }
    Ok(())
}

/// The stream of an entry: its id follows from its kind and its code.
fn stream_of<C: Content>(code: &EntryCode) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{} {code}", C::CATEGORY).as_bytes())
}

/// What a constant is that could only fail to be read if it were another.
fn sure<T>(value: Option<T>) -> T {
    value.unwrap_or_else(|| unreachable!("it is formed as it must be"))
}

/// The envelope of what is loaded: public, and the service's own doing. No act asks for it, so that its
/// basis is the entry.
fn envelope<C: Content>(
    code: &EntryCode,
    country: Option<CountryCode>,
    now: DateTime<Utc>,
) -> Metadata {
    let country = sure(country.or_else(|| CountryCode::parse("KE").ok()));
    let instrument = format!("Reference data, {code}");
    let legal_basis = sure(LegalBasis::try_new(country, &instrument, C::CATEGORY).ok());
    let actor = Actor {
        user: sure(UserId::parse("mpaka").ok()),
        agency: sure(AgencyId::parse(AgencyId::OVERSIGHT).ok()),
        role: Role::System,
    };
    Metadata {
        command: ids::next().into(),
        correlation: ids::next().into(),
        causation: None,
        actor,
        on_behalf_of: None,
        occurred: PartialTime::instant(now),
        recorded_at: now,
        legal_basis,
        purpose: Purpose::Court,
        handling: Handling {
            classification: Classification::Official,
            tlp: Tlp::Clear,
            code: HandlingCode::P,
            conditions: BTreeSet::new(),
            europol: BTreeSet::new(),
            releasable_to: BTreeSet::new(),
            compartments: BTreeSet::new(),
            review_by: None,
        },
        source: None,
        exercise: false,
    }
}
