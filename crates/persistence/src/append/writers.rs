//! The writers of a process, and who has one just now.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::PgPool;
use tokio::sync::Notify;

use super::connection::Writer;
use super::news::News;

/// How many there are. The database lets one of them add events at a time.
const WRITERS: usize = 2;

/// The writers.
#[derive(Debug, Clone)]
pub(super) struct Writers(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// Those that are free. The one that came back last goes first: what it and its connection work
    /// with is still at hand.
    free: Mutex<Vec<Writer>>,
    came_back: Notify,
    news: News,
}

impl Writers {
    /// Writers to the database of a pool, none of them connected yet.
    pub fn new(pool: &PgPool) -> Self {
        let news = News::default();
        let free = (0..WRITERS).map(|_| Writer::new(pool, news.clone())).collect();
        Self(Arc::new(Shared { free: Mutex::new(free), came_back: Notify::new(), news }))
    }

    /// What others are yet to be told of what they wrote.
    pub fn news(&self) -> &News {
        &self.0.news
    }

    /// One of them, where none is lent.
    pub fn if_all_are_free(&self) -> Option<Lent> {
        let mut free = self.0.free();
        let writer = if free.len() == WRITERS { free.pop() } else { None };
        writer.map(|writer| self.lend(writer))
    }

    /// One of them, as soon as there is one. Only one task may wait for it.
    pub async fn one(&self) -> Lent {
        loop {
            let writer = self.0.free().pop();
            match writer {
                Some(writer) => return self.lend(writer),
                None => self.0.came_back.notified().await,
            }
        }
    }

    fn lend(&self, writer: Writer) -> Lent {
        Lent { writer: Some(writer), shared: Arc::clone(&self.0) }
    }
}

impl Shared {
    fn free(&self) -> MutexGuard<'_, Vec<Writer>> {
        // A panic elsewhere cannot leave it half changed.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A writer that is lent; it goes back when this is dropped, also in the middle of its work.
pub(super) struct Lent {
    writer: Option<Writer>,
    shared: Arc<Shared>,
}

impl Deref for Lent {
    type Target = Writer;

    fn deref(&self) -> &Writer {
        self.writer.as_ref().unwrap_or_else(|| unreachable!("it is taken when this is dropped"))
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Writer {
        self.writer.as_mut().unwrap_or_else(|| unreachable!("it is taken when this is dropped"))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.shared.free().extend(self.writer.take());
        self.shared.came_back.notify_one();
    }
}
