//! Room for what takes long: streams and sockets, of all users together and of each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use mpaka_domain::UserId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The streams and sockets open at one time.
const MOST: u32 = 1024;
/// The streams and sockets that one user may have open.
const MOST_OF_ONE: usize = 64;

/// Room for streams and sockets.
#[derive(Debug, Clone)]
pub struct Room {
    all: Arc<Semaphore>,
    users: Arc<Mutex<HashMap<UserId, usize>>>,
}

/// A user's place, free again when this is dropped.
#[derive(Debug)]
pub struct Place {
    user: UserId,
    users: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl Room {
    /// Room for as many as one server takes on.
    pub fn new() -> Self {
        Self { all: Arc::new(Semaphore::new(MOST as usize)), users: Arc::default() }
    }

    /// A place for one more; none when there is no room.
    pub fn take(&self) -> Option<OwnedSemaphorePermit> {
        self.all.clone().try_acquire_owned().ok()
    }

    /// A place for one more of this user's; none when they have too many.
    pub fn take_for(&self, user: &UserId) -> Option<Place> {
        // A panic elsewhere cannot leave a count half changed.
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = users.entry(user.clone()).or_default();
        if *taken >= MOST_OF_ONE {
            return None;
        }
        *taken += 1;
        Some(Place { user: user.clone(), users: Arc::clone(&self.users) })
    }

    /// Lets nobody in any more.
    #[cfg(test)]
    pub fn close(&self) {
        self.all.close();
    }

    /// Completes when all places are free.
    pub async fn empty(&self) {
        // The error says that the room is closed, and then nobody comes any more.
        let _ = self.all.acquire_many(MOST).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = users.get_mut(&self.user) {
            *taken -= 1;
            if *taken == 0 {
                users.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use mpaka_domain::UserId;

    use super::{MOST_OF_ONE, Room};

    #[test]
    fn one_user_cannot_take_the_room_of_all() {
        let (room, greedy) = (Room::new(), UserId::parse("greedy").unwrap());
        let mut places: Vec<_> =
            (0..MOST_OF_ONE).map(|_| room.take_for(&greedy).unwrap()).collect();
        assert!(room.take_for(&greedy).is_none());
        assert!(room.take_for(&UserId::parse("modest").unwrap()).is_some());

        places.pop();
        assert!(room.take_for(&greedy).is_some());
        places.clear();
        assert!(room.users.lock().unwrap().is_empty());
    }
}
