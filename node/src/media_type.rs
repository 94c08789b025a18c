//! What sort of file something is, by the ending of its name: for people in a word, for browsers as a media type. Nobody looks
//! into the file for that.

/// A sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MediaType {
    /// As browsers say it.
    pub(crate) name: &'static str,
    /// As pages say it: a word that has a name in the catalogues.
    pub(crate) sort: &'static str,
}

/// What may be anything. Browsers keep it, and neither show nor run it.
pub(crate) const BYTES: &str = "application/octet-stream";

/// The words for sorts of files.
#[cfg(test)]
pub(crate) const SORTS: [&str; 11] = [
    "archive", "data", "document", "drawing", "film", "picture", "program", "slides", "sound", "table",
    "text",
];

/// Endings, by sort. What browsers would run if they showed it (pages, drawings with scripts) is sent as bytes.
const ENDINGS: &[(&str, &str, &str)] = &[
    ("pdf", "application/pdf", "document"),
    ("epub", "application/epub+zip", "document"),
    ("odt", "application/vnd.oasis.opendocument.text", "document"),
    ("doc", "application/msword", "document"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"),
    ("rtf", "application/rtf", "document"),
    ("html", BYTES, "document"),
    ("htm", BYTES, "document"),
    ("txt", "text/plain; charset=utf-8", "text"),
    ("md", "text/plain; charset=utf-8", "text"),
    ("tex", "text/plain; charset=utf-8", "text"),
    ("csv", "text/csv; charset=utf-8", "table"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", "table"),
    ("xls", "application/vnd.ms-excel", "table"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table"),
    ("odp", "application/vnd.oasis.opendocument.presentation", "slides"),
    ("ppt", "application/vnd.ms-powerpoint", "slides"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "slides"),
    ("jpg", "image/jpeg", "picture"),
    ("jpeg", "image/jpeg", "picture"),
    ("png", "image/png", "picture"),
    ("gif", "image/gif", "picture"),
    ("webp", "image/webp", "picture"),
    ("avif", "image/avif", "picture"),
    ("tif", "image/tiff", "picture"),
    ("tiff", "image/tiff", "picture"),
    ("svg", BYTES, "picture"),
    ("mp3", "audio/mpeg", "sound"),
    ("m4a", "audio/mp4", "sound"),
    ("oga", "audio/ogg", "sound"),
    ("ogg", "audio/ogg", "sound"),
    ("opus", "audio/ogg", "sound"),
    ("flac", "audio/flac", "sound"),
    ("wav", "audio/wav", "sound"),
    ("mp4", "video/mp4", "film"),
    ("webm", "video/webm", "film"),
    ("ogv", "video/ogg", "film"),
    ("mkv", "video/x-matroska", "film"),
    ("stl", "model/stl", "drawing"),
    ("step", "model/step", "drawing"),
    ("stp", "model/step", "drawing"),
    ("dxf", "image/vnd.dxf", "drawing"),
    ("scad", BYTES, "drawing"),
    ("fcstd", BYTES, "drawing"),
    ("zip", "application/zip", "archive"),
    ("gz", "application/gzip", "archive"),
    ("tgz", "application/gzip", "archive"),
    ("xz", "application/x-xz", "archive"),
    ("zst", "application/zstd", "archive"),
    ("7z", "application/x-7z-compressed", "archive"),
    ("tar", "application/x-tar", "archive"),
    ("json", "application/json", "data"),
    ("geojson", "application/geo+json", "data"),
    ("gpx", BYTES, "data"),
    ("xml", BYTES, "data"),
    ("sqlite", "application/vnd.sqlite3", "data"),
    ("js", BYTES, "program"),
    ("py", BYTES, "program"),
    ("rs", BYTES, "program"),
    ("sh", BYTES, "program"),
];

/// The sort of a file with this name, if its ending is known.
pub(crate) fn of_name(name: &str) -> Option<MediaType> {
    let (stem, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    let found = ENDINGS.iter().find(|(known, _, _)| !stem.is_empty() && ending.eq_ignore_ascii_case(known));
    found.map(|(_, name, sort)| MediaType { name, sort })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_sort() {
        let sort = |name| of_name(name).map(|found| (found.name, found.sort));
        assert_eq!(sort("plans/Oven.PDF"), Some(("application/pdf", "document")));
        assert_eq!(sort("oven.tar.gz"), Some(("application/gzip", "archive")));
        for unknown in ["oven", "pdf", ".pdf", "oven.pdf/readme", "oven.xyz", "oven."] {
            assert_eq!(sort(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn nothing_that_a_browser_runs_is_called_what_it_is() {
        for (ending, name, sort) in ENDINGS {
            assert!(SORTS.contains(sort), "{ending}");
            let runs = ["html", "svg", "xml", "javascript", "ecmascript", "multipart"];
            // The names of office documents have "openxmlformats" in them, which are archives.
            let name = name.replace("openxmlformats", "");
            assert!(runs.iter().all(|word| !name.contains(word)), "{ending}: {name}");
        }
    }
}
