//! The objects of a store: put where there is nothing, got only when they are what was put there.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{
    Error, GetResult, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::address::Address;
use crate::error::FileError;
use crate::manifest::Manifest;
use crate::place::Place;

/// The object that says which store this is.
const MARKER: &str = "mpaka.store";
/// The largest object there is, in bytes: parts are half of it, manifests of four tebibytes as much.
const LARGEST: u64 = 16 << 20;

/// The objects of a store. Those of one file lie together, each named by its address.
#[derive(Clone)]
pub struct Objects {
    place: Arc<Place>,
    store: Arc<OnceCell<Arc<dyn ObjectStore>>>,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objects({})", self.place)
    }
}

impl Objects {
    /// The objects at a place, which is opened when it is first used and made when it is marked.
    pub fn at(place: Place) -> Self {
        Self { place: Arc::new(place), store: Arc::default() }
    }

    /// Where they are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    async fn store(&self) -> Result<&dyn ObjectStore, FileError> {
        let open = || async { self.place.open() };
        Ok(&**self.store.get_or_try_init(open).await?)
    }

    /// Puts an object of a file where there is none; answers its address.
    pub async fn put(&self, file: Uuid, bytes: Vec<u8>) -> Result<Address, FileError> {
        let (address, bytes) = crate::busy(move || (Address::of(&bytes), bytes)).await?;
        self.create(&self.path(file, address), bytes).await?;
        Ok(address)
    }

    /// An object of a file, if it is what was put there.
    pub async fn get(&self, file: Uuid, address: Address) -> Result<Vec<u8>, FileError> {
        let bytes = match self.store().await?.get(&self.path(file, address)).await {
            // Only what somebody else put there can be larger than any object.
            Ok(object) if object.meta.size > LARGEST => {
                let found = digest(object).await?;
                return Err(FileError::Altered { stored: address, found });
            }
            Ok(object) => Vec::from(object.bytes().await?),
            Err(Error::NotFound { .. }) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let (found, bytes) = crate::busy(move || (Address::of(&bytes), bytes)).await?;
        if found == address {
            Ok(bytes)
        } else {
            Err(FileError::Altered { stored: address, found })
        }
    }

    /// The manifest of a file.
    pub async fn manifest(&self, file: Uuid, address: Address) -> Result<Manifest, FileError> {
        let manifest = Manifest::decode(&self.get(file, address).await?)?;
        if manifest.file == file { Ok(manifest) } else { Err(FileError::NoManifest) }
    }

    /// Removes an object of a file, if it is there.
    pub async fn remove(&self, file: Uuid, address: Address) -> Result<(), FileError> {
        self.delete(&self.path(file, address)).await
    }

    /// Removes all objects of a file but these; answers how many.
    pub async fn keep_only(
        &self,
        file: Uuid,
        kept: &BTreeSet<Address>,
    ) -> Result<usize, FileError> {
        let kept: BTreeSet<_> = kept.iter().map(|address| self.path(file, *address)).collect();
        let there: Vec<_> =
            self.store().await?.list(Some(&self.folder(file))).try_collect().await?;
        let mut removed = 0;
        for object in there.iter().filter(|object| !kept.contains(&object.location)) {
            self.delete(&object.location).await?;
            removed += 1;
        }
        Ok(removed)
    }

    /// Marks the store with this id, unless it is marked; answers the id that it is marked with. A folder
    /// is made where there is none.
    pub async fn mark(&self, id: Uuid) -> Result<Uuid, FileError> {
        self.place.make()?;
        self.create(&self.name([MARKER]), id.to_string().into_bytes()).await?;
        self.marked().await?.ok_or_else(|| self.other())
    }

    /// The id that the store is marked with; none when it is not.
    pub async fn marked(&self) -> Result<Option<Uuid>, FileError> {
        match self.store().await?.get(&self.name([MARKER])).await {
            Ok(object) => {
                let text = object.bytes().await?;
                Ok(std::str::from_utf8(&text).ok().and_then(|text| text.trim().parse().ok()))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Refuses a store that is marked with another id, or with none: a folder that was not mounted
    /// must not look like one whose files are gone.
    pub async fn is_marked(&self, id: Uuid) -> Result<(), FileError> {
        if self.marked().await? == Some(id) { Ok(()) } else { Err(self.other()) }
    }

    fn other(&self) -> FileError {
        FileError::OtherStore { place: self.place.to_string() }
    }

    async fn create(&self, path: &Path, bytes: Vec<u8>) -> Result<(), FileError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.store().await?.put_opts(path, PutPayload::from(bytes), options).await {
            Ok(_) | Err(Error::AlreadyExists { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn delete(&self, path: &Path) -> Result<(), FileError> {
        match self.store().await?.delete(path).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn name<'a>(&'a self, parts: impl IntoIterator<Item = &'a str>) -> Path {
        let prefix = self.place.prefix().split('/').filter(|part| !part.is_empty());
        prefix.chain(parts).collect()
    }

    /// The folder of a file, in one of 256 that the end of its id chooses.
    fn folder(&self, file: Uuid) -> Path {
        let id = file.to_string();
        self.name(["files", &id[id.len() - 2..], &id])
    }

    fn path(&self, file: Uuid, address: Address) -> Path {
        self.folder(file).join(address.to_string())
    }
}

/// The digest of an object that is too large to be held.
async fn digest(object: GetResult) -> Result<Address, FileError> {
    let mut hasher = blake3::Hasher::new();
    let mut chunks = object.into_stream();
    while let Some(chunk) = chunks.next().await {
        hasher.update(&chunk?);
    }
    Ok(Address::from_bytes(hasher.finalize().into()))
}
