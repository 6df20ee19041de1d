//! An upload: begun with what is known of the file, asked after, ended by its sender.

use chrono::{DateTime, Utc};
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::value::{Hash, HashAlgorithm};
use mpaka_domain::{Actor, Viewer};
use mpaka_files::{FileError, FileKey};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Envelope, Files, FilesError, Refused, actor};
use crate::error::StoreError;
use crate::keys::boxed;

/// The most unfinished uploads that one user may have.
const MOST_OF_ONE: i64 = 64;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 255;

/// What is known of a file before its bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// The id of the upload, and of the file that will come of it.
    pub upload: Uuid,
    /// The exhibit that it is a file of.
    pub exhibit: Uuid,
    /// What the file was called where it came from.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 digest, where the sender computed one.
    pub sha256: Option<Hash>,
}

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// More is to come.
    Open,
    /// All is there and is being judged.
    Whole,
    /// It is kept as a file of the exhibit.
    Stored,
    /// It was not taken.
    Refused,
}

impl State {
    /// The state in capitals, as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Whole => "WHOLE",
            Self::Stored => "STORED",
            Self::Refused => "REFUSED",
        }
    }

    fn stored(text: &str) -> Option<Self> {
        [Self::Open, Self::Whole, Self::Stored, Self::Refused]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// An upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id, and that of the file that comes of it.
    pub id: Uuid,
    /// The exhibit.
    pub exhibit: Uuid,
    /// The length of the file in bytes.
    pub size: u64,
    /// How many bytes are there for good.
    pub received: u64,
    /// Where it stands.
    pub state: State,
    /// Why it was not taken.
    pub refusal: Option<Refused>,
    /// When it is removed if nothing more comes.
    pub expires_at: DateTime<Utc>,
    pub(super) position: Option<i64>,
    pub(super) actor: Actor,
    pub(super) envelope: Envelope,
    pub(super) declared: Option<Hash>,
    pub(super) key_id: Uuid,
    pub(super) wrapped: Vec<u8>,
    pub(super) name: Vec<u8>,
}

/// An upload as it is stored.
struct Row {
    upload_id: Uuid,
    evidence_item_id: Uuid,
    actor: Json<Actor>,
    envelope: Json<Envelope>,
    size: i64,
    received: i64,
    declared: Option<String>,
    key_id: Uuid,
    wrapped: Vec<u8>,
    name: Vec<u8>,
    state: String,
    refusal: Option<Json<Refused>>,
    position: Option<i64>,
    touched_at: DateTime<Utc>,
}

impl Files {
    /// Begins an upload to an exhibit on which the viewer may record.
    ///
    /// The same upload begun again by the same user is the one that was begun.
    pub async fn begin(&self, viewer: &Viewer, new: NewUpload) -> Result<Upload, FilesError> {
        let name = named(&new.name)?;
        if new.size > self.bounds.largest {
            return Err(FilesError::TooLarge { largest: self.bounds.largest });
        }
        if new.size == 0 {
            let empty = mpaka_domain::evidence::evidence_item::EvidenceRejection::FileEmpty;
            return Err(Refused::by(&empty).into());
        }
        if let Some(begun) = self.find(new.upload).await? {
            return begun.again(viewer, &new);
        }
        let envelope = self.envelope(viewer, new.exhibit).await?;
        let metadata = envelope.metadata(new.upload, actor(viewer), self.now());
        let exhibit = self.streams.load::<EvidenceItem>(new.exhibit).await?.aggregate.0;
        exhibit
            .may_store_file(new.sha256.as_ref(), &metadata)
            .map_err(|refusal| Refused::by(&refusal))?;
        self.is_ours().await?;

        let data_key = self.keys.of_subject(new.exhibit.into()).await?;
        let data_key = data_key.ok_or(FilesError::Erased)?;
        let file_key = FileKey::random();
        let wrapped = boxed::close(&data_key, &bound_key(new.upload), file_key.expose())?;
        let name = boxed::close(&data_key, &bound_name(new.upload), name.as_bytes())?;
        let begun = sqlx::query!(
            "INSERT INTO file_upload (
                upload_id, evidence_item_id, actor, envelope, size, declared, key_id, wrapped, name
            )
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
            WHERE $10 > (
                SELECT count(*) FROM file_upload
                WHERE state = 'OPEN' AND actor->>'user' = $3::jsonb->>'user'
                    AND actor->>'agency' = $3::jsonb->>'agency'
            )
            ON CONFLICT (upload_id) DO NOTHING",
            new.upload,
            new.exhibit,
            Json(&metadata.actor) as _,
            Json(&envelope) as _,
            i64::try_from(new.size).unwrap_or(i64::MAX),
            new.sha256.as_ref().map(Hash::value),
            data_key.id,
            wrapped,
            name,
            MOST_OF_ONE
        )
        .execute(&self.pool)
        .await?;
        match self.find(new.upload).await? {
            Some(upload) if begun.rows_affected() == 1 => Ok(upload),
            Some(upload) => upload.again(viewer, &new),
            None => Err(FilesError::TooMany { most: MOST_OF_ONE }),
        }
    }

    /// The viewer's own upload.
    pub async fn upload(&self, viewer: &Viewer, id: Uuid) -> Result<Upload, FilesError> {
        let upload = self.find(id).await?.filter(|upload| upload.is_of(viewer));
        upload.ok_or(FilesError::NotFound)
    }

    /// Ends the viewer's own upload and removes what came of it. What is stored is evidence, and stays.
    pub async fn end(&self, viewer: &Viewer, id: Uuid) -> Result<(), FilesError> {
        self.upload(viewer, id).await?;
        let ended = sqlx::query!(
            "UPDATE file_upload SET state = 'GONE' WHERE upload_id = $1
                AND state IN ('OPEN', 'REFUSED')",
            id
        )
        .execute(&self.pool)
        .await?;
        if ended.rows_affected() == 0 {
            return Err(FilesError::Over);
        }
        self.remove(id).await
    }

    /// Any upload.
    pub(super) async fn find(&self, id: Uuid) -> Result<Option<Upload>, FilesError> {
        let row = sqlx::query_as!(
            Row,
            r#"SELECT upload_id, evidence_item_id, actor AS "actor: Json<Actor>",
                envelope AS "envelope: Json<Envelope>", size, received, declared, key_id, wrapped,
                name, state, refusal AS "refusal: Json<Refused>", position, touched_at
            FROM file_upload WHERE upload_id = $1"#,
            id
        )
        .fetch_optional(&self.pool)
        .await?;
        let unfinished_for = self.bounds.unfinished_for;
        row.and_then(|row| Upload::read(row, unfinished_for).transpose()).transpose()
    }

    /// The key of a file, from where it lies wrapped.
    pub(super) async fn file_key(
        &self,
        file: Uuid,
        key: Uuid,
        wrapped: &[u8],
    ) -> Result<FileKey, FilesError> {
        let data_key = self.keys.by_id(key).await?.ok_or(FilesError::Erased)?;
        boxed::open(&data_key, &bound_key(file), wrapped)
            .and_then(|key| key.try_into().ok())
            .map(FileKey::new)
            .ok_or(FilesError::File(FileError::Sealed))
    }

    /// The name of an upload's file.
    pub(super) async fn name_of(&self, upload: &Upload) -> Result<String, FilesError> {
        let data_key = self.keys.by_id(upload.key_id).await?.ok_or(FilesError::Erased)?;
        boxed::open(&data_key, &bound_name(upload.id), &upload.name)
            .and_then(|name| String::from_utf8(name).ok())
            .ok_or(FilesError::File(FileError::Sealed))
    }
}

impl Upload {
    fn read(row: Row, unfinished_for: std::time::Duration) -> Result<Option<Self>, FilesError> {
        // What is being removed is gone for everybody who asks.
        let Some(state) = State::stored(&row.state) else { return Ok(None) };
        let declared = row.declared.as_deref();
        let declared = declared.map(|digest| Hash::try_new(HashAlgorithm::Sha256, digest));
        Ok(Some(Self {
            id: row.upload_id,
            exhibit: row.evidence_item_id,
            size: row.size.unsigned_abs(),
            received: row.received.unsigned_abs(),
            state,
            refusal: row.refusal.map(|refusal| refusal.0),
            expires_at: row.touched_at + unfinished_for,
            position: row.position,
            actor: row.actor.0,
            envelope: row.envelope.0,
            declared: declared
                .transpose()
                .map_err(|error| StoreError::Database(sqlx::Error::Decode(Box::new(error))))?,
            key_id: row.key_id,
            wrapped: row.wrapped,
            name: row.name,
        }))
    }

    fn is_of(&self, viewer: &Viewer) -> bool {
        self.actor.user == viewer.user && self.actor.agency == viewer.agency
    }

    /// The answer to the one who begins an upload that is there.
    fn again(self, viewer: &Viewer, new: &NewUpload) -> Result<Self, FilesError> {
        let same = self.is_of(viewer)
            && self.exhibit == new.exhibit
            && self.size == new.size
            && self.declared == new.sha256;
        if same {
            return Ok(self);
        }
        let message = "this id is another upload's; choose a new one, or leave it out";
        Err(Refused::new("ID_IN_USE", "", message).into())
    }
}

/// A name without folders, which can be shown on one line.
fn named(name: &str) -> Result<String, Refused> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let printable = !name.chars().any(char::is_control);
    if !printable || name.is_empty() || name.chars().count() > LONGEST_NAME {
        let message = format!("give the file's name, at most {LONGEST_NAME} printable characters");
        return Err(Refused::new("FILE_NAME_MISSING", "name", message));
    }
    Ok(name.to_owned())
}

fn bound_key(file: Uuid) -> String {
    format!("mpaka file key 1 {file}")
}

fn bound_name(file: Uuid) -> String {
    format!("mpaka file name 1 {file}")
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_name_has_no_folders_and_no_lines() {
        assert_eq!(named(" C:\\cases\\Mercy.zip ").unwrap(), "Mercy.zip");
        assert_eq!(named("../../etc/passwd").unwrap(), "passwd");
        for name in ["", "  ", "a/", "two\nlines", &"x".repeat(256)] {
            assert!(named(name).is_err(), "{name:?}");
        }
    }
}
