//! Files in a bucket of an S3-compatible service, where one is at hand: `MPAKA_TEST_FILES` names the
//! bucket (`s3://bucket/prefix`), and the variables `AWS_…` how to reach it.

use std::collections::BTreeSet;

use mpaka_files::{Address, FileError, FileKey, Filling, Manifest, Objects, Place, Reading, Spot};
use uuid::Uuid;

#[tokio::test]
#[ignore = "needs an S3-compatible service"]
async fn a_bucket_keeps_files_as_a_folder_does() {
    let place = std::env::var_os("MPAKA_TEST_FILES").unwrap().into_string().unwrap();
    let objects = Objects::at(place.parse::<Place>().unwrap());
    let (file, store) = (Uuid::from_u128(rand::random()), Uuid::from_u128(rand::random()));
    let marked = objects.mark(store).await.unwrap();
    assert_eq!(objects.mark(Uuid::nil()).await.unwrap(), marked, "it keeps its mark");
    objects.is_marked(marked).await.unwrap();

    let key = FileKey::random();
    let spot = Spot { file, part: 0, last: true };
    let sealed = Filling::begun_with(b"a part").seal(&key, spot).await.unwrap();
    let part = objects.put(file, sealed.clone()).await.unwrap();
    assert_eq!(objects.put(file, sealed).await.unwrap(), part, "put where it is already");
    let manifest =
        Manifest { file, size: 6, key: Uuid::nil(), wrapped: vec![1; 72], parts: vec![part] };
    let address = objects.put(file, manifest.encode()).await.unwrap();
    let left_behind = objects.put(file, b"half a part".to_vec()).await.unwrap();

    let manifest = objects.manifest(file, address).await.unwrap();
    let reading = Reading::new(objects.clone(), manifest, key);
    assert_eq!(reading.part(0).await.unwrap().unwrap(), b"a part");
    assert_eq!(objects.keep_only(file, &BTreeSet::from([part, address])).await.unwrap(), 1);
    let gone = objects.get(file, left_behind).await;
    let nothing = Address::of(b"");
    assert!(matches!(gone, Err(FileError::Altered { found, .. }) if found == nothing), "{gone:?}");
    assert_eq!(objects.keep_only(file, &BTreeSet::new()).await.unwrap(), 2);
    objects.remove(file, part).await.unwrap();
}
