//! Where files are kept: a folder on this machine, or a bucket of an S3-compatible service.

use std::fmt;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;

/// Where files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder.
    Folder(PathBuf),
    /// A bucket, and the prefix of everything in it that is ours. How to reach it, and with which
    /// credentials, is in the variables that the tools of such services share (`AWS_REGION`,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`).
    Bucket {
        /// The bucket's name.
        bucket: String,
        /// The prefix, without slashes at its ends; empty for none.
        prefix: String,
    },
}

/// Why a place cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// A text that names none.
    #[error("files are kept at file:///a/folder, in a folder's path or at s3://bucket/prefix")]
    Malformed,
    /// The folder cannot be made.
    #[error("cannot make the folder {}: check its path and who may write there", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The folder or the bucket cannot be opened.
    #[error("cannot use {place}: check that it is there, and the credentials for it")]
    Unusable {
        /// The place.
        place: String,
        /// Why.
        #[source]
        source: object_store::Error,
    },
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let well_formed = !bucket.is_empty()
                && bucket.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
            if !well_formed {
                return Err(PlaceError::Malformed);
            }
            let prefix = prefix.trim_matches('/').to_owned();
            return Ok(Self::Bucket { bucket: bucket.to_owned(), prefix });
        }
        let folder = match text.strip_prefix("file://") {
            Some(path) if path.starts_with('/') => path,
            None if !text.is_empty() && !text.contains("://") => text,
            Some(_) | None => return Err(PlaceError::Malformed),
        };
        Ok(Self::Folder(PathBuf::from(folder)))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

impl Place {
    /// Makes the folder where there is none, readable by its owner only. A bucket is made by others.
    pub(crate) fn make(&self) -> Result<(), PlaceError> {
        let Self::Folder(path) = self else { return Ok(()) };
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|source| PlaceError::Folder { path: path.clone(), source })
    }

    /// Opens the place. A folder that is not there is not made: it may be one that is not mounted.
    pub(crate) fn open(&self) -> Result<Arc<dyn ObjectStore>, PlaceError> {
        let unusable = |source| PlaceError::Unusable { place: self.to_string(), source };
        match self {
            Self::Folder(path) => {
                let store = LocalFileSystem::new_with_prefix(path).map_err(unusable)?;
                // What is acknowledged must outlive a loss of power.
                Ok(Arc::new(store.with_fsync(true).with_automatic_cleanup(true)))
            }
            Self::Bucket { bucket, .. } => {
                let builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
                Ok(Arc::new(builder.build().map_err(unusable)?))
            }
        }
    }

    /// What every object's name begins with.
    pub(crate) fn prefix(&self) -> &str {
        match self {
            Self::Folder(_) => "",
            Self::Bucket { prefix, .. } => prefix,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        for (text, place) in [
            ("file:///var/lib/mpaka/files", "/var/lib/mpaka/files"),
            ("/srv/files", "/srv/files"),
            ("files", "files"),
            ("s3://evidence", "s3://evidence"),
            ("s3://evidence/mpaka/", "s3://evidence/mpaka"),
        ] {
            assert_eq!(text.parse::<Place>().unwrap().to_string(), place, "{text}");
        }
        for text in ["", "file://files", "s3://", "s3:///x", "s3://a b", "https://bucket/x"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
