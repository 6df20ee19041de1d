//! Mpaka as the server runs it: its own pool, its appender, no views.

use std::time::{Duration, Instant};

use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::Investigation;
use mpaka_persistence::{MasterKey, Store, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::{Work, turn};
use crate::error::BenchError;
use crate::several::Several;
use crate::texts::{self, Texts};

/// The master key of the bench's databases, which hold nothing that anybody must not read.
pub const MASTER: [u8; 32] = [7; 32];

/// Mpaka's store on a database.
#[derive(Debug)]
pub struct Mpaka {
    /// The pool that the store has.
    pub pool: PgPool,
    /// The store.
    pub store: Store,
}

impl Mpaka {
    /// Opens the store of a database, which it knows nothing of yet.
    pub async fn open(url: &str) -> Result<Self, BenchError> {
        let pool = mpaka_persistence::connect(url).await?;
        mpaka_persistence::migrate(&pool).await?;
        let store = Store::open(pool.clone(), &MasterKey::new(MASTER)).await?;
        Ok(Self { pool, store })
    }

    /// Carries out a command.
    pub async fn command(&self, work: &Work, number: u64, texts: &Texts) -> Result<(), BenchError> {
        match work {
            Work::Open => self.send::<Investigation>(ids::next(), texts.open()?, texts).await,
            Work::OpenTen => {
                let ten = texts.file_of(10)?;
                self.send::<Several<Investigation>>(ids::next(), ten, texts).await
            }
            Work::Record(streams) => {
                let stream = turn(streams, number);
                self.send::<Investigation>(stream, texts::decision(number), texts).await
            }
        }
        .map(drop)
    }

    /// Sends a command to a stream; answers the position reached.
    pub async fn send<D: Decider>(
        &self,
        stream: Uuid,
        command: D::Command,
        texts: &Texts,
    ) -> Result<i64, BenchError> {
        let sent = self.store.streams().send::<D>(stream, command, texts.envelope(), None).await;
        Ok(sent.map_err(|error| BenchError::Refused(error.to_string()))?.position)
    }

    /// Ends its connections.
    pub async fn close(self) {
        let Self { pool, store } = self;
        drop(store);
        // What follows the log ends by itself a moment after the store; it would complain of a pool
        // that was closed before.
        let patience = Instant::now() + Duration::from_secs(1);
        while pool.num_idle() < pool.size() as usize && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        pool.close().await;
    }
}
