//! Files in a folder: what was put comes back, and nothing else does.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use mpaka_files::{
    Address, Digests, FileError, FileKey, Filling, Manifest, Objects, PART, Place, Reading, Spot,
};
use tempfile::TempDir;
use uuid::Uuid;

const FILE: Uuid = Uuid::from_u128(0x42);

struct Store {
    folder: TempDir,
    objects: Objects,
}

impl Store {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let objects = Objects::at(Place::Folder(folder.path().to_owned()));
        Self { folder, objects }
    }

    /// Puts a file there, and answers its address and its key.
    async fn put(&self, file: Uuid, bytes: &[u8]) -> (Address, FileKey) {
        let key = FileKey::random();
        let mut parts = Vec::new();
        let pieces: Vec<_> = bytes.chunks(PART).collect();
        for (index, piece) in pieces.iter().enumerate() {
            let part = u32::try_from(index).unwrap();
            let spot = Spot { file, part, last: index + 1 == pieces.len() };
            let sealed = Filling::begun_with(piece).seal(&key, spot).await.unwrap();
            parts.push(self.objects.put(file, sealed).await.unwrap());
        }
        let size = bytes.len() as u64;
        let manifest = Manifest { file, size, key: Uuid::nil(), wrapped: vec![], parts };
        (self.objects.put(file, manifest.encode()).await.unwrap(), key)
    }

    async fn open(&self, file: Uuid, address: Address, key: &FileKey) -> Reading {
        let manifest = self.objects.manifest(file, address).await.unwrap();
        Reading::new(self.objects.clone(), manifest, key.clone())
    }

    /// Every file in the folder.
    fn stored(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(self.folder.path(), &mut found);
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

/// Bytes that repeat nowhere soon.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n * 31 % 251).unwrap()).collect()
}

#[tokio::test]
async fn a_file_of_several_parts_comes_back_part_by_part() {
    let (store, plain) = (Store::new(), bytes(PART + 1000));
    let (address, key) = store.put(FILE, &plain).await;
    let reading = store.open(FILE, address, &key).await;
    assert_eq!(reading.size(), plain.len() as u64);
    assert_eq!(reading.part(0).await.unwrap().unwrap(), plain[..PART]);
    assert_eq!(reading.part(1).await.unwrap().unwrap(), plain[PART..]);
    assert_eq!(reading.part(2).await.unwrap(), None);
    assert_eq!(Reading::part_at(PART as u64 + 7), (1, 7));

    let mut digests = Digests::default();
    digests.update(&plain);
    let (digested, start) = reading.digest(None).await.unwrap();
    assert_eq!(digested, digests.finish());
    assert_eq!(start, plain[..64 * 1024]);
}

#[tokio::test]
async fn every_object_is_named_by_its_digest_and_says_nothing_of_the_file() {
    let (store, plain) = (Store::new(), b"Mercy Achieng, room 4".repeat(100));
    store.put(FILE, &plain).await;
    let stored = store.stored();
    assert_eq!(stored.len(), 2, "a part and a manifest");
    for path in stored {
        let held = fs::read(&path).unwrap();
        assert_eq!(path.file_name().unwrap().to_str().unwrap(), Address::of(&held).to_string());
        assert!(!held.windows(5).any(|text| text == b"Mercy"));
    }
}

#[tokio::test]
async fn one_flipped_bit_anywhere_is_found_and_nothing_of_it_is_read() {
    let (store, plain) = (Store::new(), bytes(300));
    let (address, key) = store.put(FILE, &plain).await;
    for path in store.stored() {
        let whole = fs::read(&path).unwrap();
        for at in [0, whole.len() / 2, whole.len() - 1] {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&path, &flipped).unwrap();
            let read = match store.objects.manifest(FILE, address).await {
                Ok(manifest) => {
                    Reading::new(store.objects.clone(), manifest, key.clone()).part(0).await
                }
                Err(error) => Err(error),
            };
            let Err(FileError::Altered { found, .. }) = read else { panic!("{at}: {read:?}") };
            assert_eq!(found, Address::of(&flipped));
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(store.open(FILE, address, &key).await.part(0).await.is_ok());
}

#[tokio::test]
async fn what_is_gone_or_grew_out_of_bounds_is_altered() {
    let (store, plain) = (Store::new(), bytes(300));
    let (address, _) = store.put(FILE, &plain).await;
    let path = store.stored().into_iter().find(|path| path.ends_with(address.to_string())).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_len(20 << 20).unwrap();
    let grown = store.objects.get(FILE, address).await;
    assert!(matches!(grown, Err(FileError::Altered { .. })), "{grown:?}");
    fs::remove_file(&path).unwrap();
    let gone = store.objects.get(FILE, address).await;
    let nothing = Address::of(b"");
    assert!(matches!(gone, Err(FileError::Altered { found, .. }) if found == nothing), "{gone:?}");
}

#[tokio::test]
async fn the_manifest_of_another_file_is_refused() {
    let store = Store::new();
    let other = Uuid::from_u128(0x43);
    let (address, _) = store.put(FILE, b"one").await;
    let bytes = store.objects.get(FILE, address).await.unwrap();
    assert_eq!(store.objects.put(other, bytes).await.unwrap(), address);
    let moved = store.objects.manifest(other, address).await;
    assert!(matches!(moved, Err(FileError::NoManifest)), "{moved:?}");
}

#[tokio::test]
async fn what_a_file_does_not_need_is_removed_and_the_rest_is_kept() {
    let store = Store::new();
    let (address, _) = store.put(FILE, b"one").await;
    let left_behind = store.objects.put(FILE, b"half a part".to_vec()).await.unwrap();
    let manifest = store.objects.manifest(FILE, address).await.unwrap();
    let needed = manifest.parts.iter().copied().chain([address]).collect::<BTreeSet<_>>();
    assert_eq!(store.objects.keep_only(FILE, &needed).await.unwrap(), 1);
    assert!(store.objects.get(FILE, left_behind).await.is_err());
    assert!(store.objects.get(FILE, address).await.is_ok());
    store.objects.remove(FILE, left_behind).await.unwrap();
    assert_eq!(store.objects.keep_only(FILE, &BTreeSet::new()).await.unwrap(), 2);
    assert_eq!(store.stored(), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn a_folder_is_made_when_it_is_marked_and_not_before() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("files");
    let objects = Objects::at(Place::Folder(folder.clone()));
    assert!(matches!(objects.put(FILE, vec![1]).await, Err(FileError::Place(_))));
    assert!(objects.marked().await.is_err() && !folder.exists());
    objects.mark(FILE).await.unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    objects.put(FILE, vec![1]).await.unwrap();
}

#[tokio::test]
async fn a_store_is_known_by_its_mark() {
    let (store, id) = (Store::new(), Uuid::from_u128(9));
    assert!(matches!(store.objects.is_marked(id).await, Err(FileError::OtherStore { .. })));
    assert_eq!(store.objects.mark(id).await.unwrap(), id);
    assert_eq!(store.objects.mark(Uuid::from_u128(10)).await.unwrap(), id, "it keeps its mark");
    store.objects.is_marked(id).await.unwrap();
    let other = store.objects.is_marked(Uuid::from_u128(10)).await;
    assert!(matches!(other, Err(FileError::OtherStore { .. })), "{other:?}");
}
