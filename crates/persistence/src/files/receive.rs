//! Taking bytes in: sealed part by part, each durable before it is said to be there.

use futures_util::{Stream, StreamExt};
use mpaka_files::{Address, FileError, Filling, PART, Spot, open_part};
use tracing::warn;
use uuid::Uuid;

use super::counts::count;
use super::upload::{State, Upload};
use super::{Files, FilesError};

/// What became of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// How many bytes of the file are there for good.
    pub received: u64,
    /// Whether that is all of them.
    pub whole: bool,
    /// Whether the sender was cut off before the end of what they sent.
    pub cut_off: bool,
}

/// A part that is filled, and what is known of it.
#[derive(Default)]
struct Begun {
    part: Filling,
    /// The object that holds what is durable of it.
    object: Option<Address>,
}

impl Files {
    /// Takes in what follows on the `offset` bytes that are there, until it ends or is cut off.
    ///
    /// What came before a cut is kept. Memory is bounded by one part, whatever comes; of bytes beyond
    /// the file's length nothing is kept since the last whole part.
    pub async fn receive<Piece: AsRef<[u8]>, Cut>(
        &self,
        mut upload: Upload,
        offset: u64,
        mut pieces: impl Stream<Item = Result<Piece, Cut>> + Unpin,
    ) -> Result<Received, FilesError> {
        match upload.state {
            State::Open | State::Whole if offset != upload.received => {
                return Err(FilesError::Offset { received: upload.received });
            }
            State::Whole => return Ok(Received::of(&upload, false)),
            State::Stored | State::Refused => return Err(FilesError::Over),
            State::Open => {}
        }
        self.is_ours().await?;
        let mut begun = self.begun(&mut upload).await?;
        if offset != upload.received {
            return Err(FilesError::Offset { received: upload.received });
        }
        let mut cut_off = false;
        while let Some(piece) = pieces.next().await {
            let Ok(piece) = piece else {
                cut_off = true;
                break;
            };
            let mut rest = piece.as_ref();
            let before = upload.received - upload.received % PART as u64;
            if before + (begun.part.len() + rest.len()) as u64 > upload.size {
                return Err(FilesError::TooMuch { size: upload.size });
            }
            while !rest.is_empty() {
                let taken = begun.part.take(rest);
                rest = &rest[taken..];
                if begun.part.len() == PART {
                    self.keep(&mut upload, std::mem::take(&mut begun)).await?;
                }
            }
        }
        if begun.part.len() as u64 > upload.received % PART as u64 {
            self.keep(&mut upload, begun).await?;
        }
        Ok(Received::of(&upload, cut_off))
    }

    /// The part that goes on where the upload stands, with what is durable of it.
    ///
    /// Where that was altered in the store since, the upload goes back to the part's beginning.
    async fn begun(&self, upload: &mut Upload) -> Result<Begun, FilesError> {
        let within = upload.received % PART as u64;
        if within == 0 {
            return Ok(Begun::default());
        }
        let part = part_of(upload.received)?;
        let address = sqlx::query_scalar!(
            "SELECT address FROM file_upload_part WHERE upload_id = $1 AND part = $2",
            upload.id,
            part
        )
        .fetch_optional(&self.pool)
        .await?;
        let address = address.and_then(|address| address.try_into().ok()).map(Address::from_bytes);
        let address = address.ok_or(FilesError::Over)?;
        let key = self.file_key(upload.id, upload.key_id, &upload.wrapped).await?;
        let spot = Spot { file: upload.id, part: part.unsigned_abs(), last: false };
        match self.objects.get(upload.id, address).await {
            Ok(sealed) => {
                let plain = open_part(&key, spot, &sealed)?;
                Ok(Begun { part: Filling::begun_with(&plain), object: Some(address) })
            }
            Err(FileError::Altered { .. }) => {
                warn!(upload = %upload.id, "a part of an upload was altered in the store");
                self.go_back(upload, part).await?;
                Ok(Begun::default())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Seals a part, puts it into the store, and then says that it is there.
    async fn keep(&self, upload: &mut Upload, begun: Begun) -> Result<(), FilesError> {
        let Begun { part, object: replaced } = begun;
        let index = part_of(upload.received)?;
        let length = part.len();
        let received = u64::from(index.unsigned_abs()) * PART as u64 + length as u64;
        let spot =
            Spot { file: upload.id, part: index.unsigned_abs(), last: received == upload.size };
        let key = self.file_key(upload.id, upload.key_id, &upload.wrapped).await?;
        let address = self.objects.put(upload.id, part.seal(&key, spot).await?).await?;
        let kept = sqlx::query!(
            "WITH moved AS (
                UPDATE file_upload SET received = $3, touched_at = now(),
                    state = CASE WHEN $3 = size THEN 'WHOLE' ELSE 'OPEN' END
                WHERE upload_id = $1 AND received = $2 AND state = 'OPEN'
                RETURNING upload_id
            )
            INSERT INTO file_upload_part (upload_id, part, length, address)
            SELECT upload_id, $4, $5, $6 FROM moved
            ON CONFLICT (upload_id, part)
            DO UPDATE SET length = excluded.length, address = excluded.address",
            upload.id,
            stored(upload.received),
            stored(received),
            index,
            i32::try_from(length).unwrap_or(i32::MAX),
            &address.as_bytes()[..]
        )
        .execute(&self.pool)
        .await?;
        if kept.rows_affected() == 0 {
            // Another request was faster, or the upload was ended: this piece is nobody's.
            self.objects.remove(upload.id, address).await?;
            let now = self.find(upload.id).await?.ok_or(FilesError::Over)?;
            return Err(FilesError::Offset { received: now.received });
        }
        count(&self.counted.received_bytes, received - upload.received);
        upload.received = received;
        if received == upload.size {
            upload.state = State::Whole;
        }
        if let Some(replaced) = replaced {
            self.objects.remove(upload.id, replaced).await?;
        }
        Ok(())
    }

    /// Forgets what there is of a part.
    async fn go_back(&self, upload: &mut Upload, part: i32) -> Result<(), FilesError> {
        let received = u64::from(part.unsigned_abs()) * PART as u64;
        let moved = sqlx::query!(
            "WITH moved AS (
                UPDATE file_upload SET received = $3
                WHERE upload_id = $1 AND received = $2 AND state = 'OPEN'
                RETURNING upload_id
            )
            DELETE FROM file_upload_part p USING moved
            WHERE p.upload_id = moved.upload_id AND p.part = $4",
            upload.id,
            stored(upload.received),
            stored(received),
            part
        )
        .execute(&self.pool)
        .await?;
        if moved.rows_affected() > 0 {
            upload.received = received;
        }
        Ok(())
    }

    /// The addresses of an upload's parts, in their order.
    pub(super) async fn parts(&self, upload: Uuid) -> Result<Vec<Address>, FilesError> {
        let rows = sqlx::query_scalar!(
            "SELECT address FROM file_upload_part WHERE upload_id = $1 ORDER BY part",
            upload
        )
        .fetch_all(&self.pool)
        .await?;
        let addresses = rows.into_iter().filter_map(|address| address.try_into().ok());
        Ok(addresses.map(Address::from_bytes).collect())
    }
}

impl Received {
    fn of(upload: &Upload, cut_off: bool) -> Self {
        let whole = upload.state == State::Whole;
        Self { received: upload.received, whole, cut_off }
    }
}

/// The part in which the byte at this place is.
fn part_of(place: u64) -> Result<i32, FilesError> {
    i32::try_from(place / PART as u64).map_err(|_| FilesError::Over)
}

/// A number of bytes as the database holds it; the largest file is far smaller.
fn stored(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
