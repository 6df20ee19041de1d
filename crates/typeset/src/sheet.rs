//! What the typesetter may read: one template, its data, and the fonts that are built in.

use std::path::Path;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime};
use typst::syntax::{FileId, Source, Span, VirtualPath};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The fonts for scripts that the text face lacks, under the SIL Open Font Licence 1.1.
const SCRIPTS: [&[u8]; 2] = [
    include_bytes!("../fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"),
];

/// What does not change between documents.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .chain(SCRIPTS)
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect();
    Shop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// One document to set. Nothing outside it can be read: no file, no network, no clock.
pub struct Sheet {
    template: Source,
    data: Bytes,
}

impl Sheet {
    pub fn new(template: &str, data: Bytes) -> Self {
        let id = FileId::new(None, VirtualPath::new("template.typ"));
        Self { template: Source::new(id, template.to_owned()), data }
    }

    /// The line of the template that a fault lies in, from 1.
    pub fn line(&self, span: Span) -> Option<usize> {
        let start = self.template.range(span)?.start;
        Some(self.template.text().get(..start)?.lines().count().max(1))
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(absent(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let is_data = id.vpath().as_rootless_path() == Path::new("data.json");
        if is_data { Ok(self.data.clone()) } else { Err(absent(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<i64>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().as_rootless_path().into())
}
