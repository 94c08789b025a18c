//! The files of a resource, as its page lists them.

use serde_json::Value;

use crate::language::Words;
use crate::media_type::{self, BYTES};
use crate::output::{line, plain, text};

/// The files of a resource.
pub(super) struct Files {
    pub(super) all: Vec<File>,
    /// Whether some are not here and could be fetched by whoever looks.
    pub(super) can_be_fetched: bool,
    /// Whether some are on their way.
    pub(super) are_coming: bool,
    /// Whether some are not here, and whoever looks cannot fetch them.
    pub(super) are_elsewhere: bool,
}

/// One of them.
pub(super) struct File {
    pub(super) name: String,
    /// Where it is downloaded, if it is here.
    pub(super) to: Option<String>,
    /// Its sort and size.
    pub(super) about: String,
    /// Whether it is here, or how far it is.
    pub(super) state: String,
    /// Why it could not be fetched: in English.
    pub(super) failed: Option<String>,
}

impl Files {
    /// The files of a resource, if it has any. To those who may fetch what is not here, `fetched` says how far that is.
    pub(super) fn of(words: Words, record: &Value, fetched: Option<&Value>) -> Option<Self> {
        let files = record["files"].as_array().filter(|files| !files.is_empty())?;
        let progress = |hash: &str| {
            let mut all = fetched.into_iter().filter_map(|fetched| fetched["files"].as_array()).flatten();
            all.find(|file| text(file, "hash") == hash).unwrap_or(&Value::Null)
        };
        let lacking = files.iter().filter(|file| file["here"] != true);
        let coming = lacking.clone().filter(|file| progress(text(file, "hash"))["fetching"] == true).count();
        let lacking = lacking.count();
        Some(Self {
            all: files
                .iter()
                .map(|file| one(words, text(record, "id"), file, progress(text(file, "hash"))))
                .collect(),
            can_be_fetched: fetched.is_some() && lacking > coming,
            are_coming: coming > 0,
            are_elsewhere: fetched.is_none() && lacking > 0,
        })
    }
}

fn one(words: Words, record: &str, file: &Value, progress: &Value) -> File {
    let (name, hash) = (text(file, "name"), text(file, "hash"));
    let size = words.size(file["size"].as_u64().unwrap_or_default());
    let here = file["here"] == true;
    let sort = media_type::of_name(name).and_then(|found| {
        let sort = words.name("file-sort", found.sort)?;
        let media_type = found.name.split(';').next().filter(|name| *name != BYTES);
        Some(media_type.map_or_else(|| sort.clone(), |name| format!("{sort} ({name})")))
    });
    let failed = progress["failed"].as_str().filter(|_| !here).map(plain);
    let state = if here {
        words.say("file-here")
    } else if progress["fetching"] == true {
        let come = words.size(progress["here"].as_u64().unwrap_or_default());
        words.with("file-coming", &[("come", come.into()), ("size", size.clone().into())])
    } else if failed.is_some() {
        words.say("file-failed")
    } else {
        words.say("file-elsewhere")
    };
    File {
        name: line(name),
        to: here.then(|| format!("/records/{record}/files/{hash}")),
        about: sort.into_iter().chain([size]).collect::<Vec<_>>().join(" · "),
        state,
        failed,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn what_is_here_can_be_had_and_what_is_not_can_be_fetched_by_members() {
        let file = |name: &str, here: bool| json!({ "name": name, "size": 2048, "hash": name, "here": here });
        let record =
            json!({ "id": "ab", "files": [file("a.pdf", true), file("b", false), file("c", false)] });
        let words = Words::of(Language::English);
        let read = Files::of(words, &record, None).unwrap();
        assert_eq!(read.all[0].to.as_deref(), Some("/records/ab/files/a.pdf"));
        assert_eq!(read.all[0].about, "document (application/pdf) · 2.0 KiB");
        assert_eq!((&read.all[1].to, &*read.all[1].about), (&None, "2.0 KiB"));
        assert!(read.are_elsewhere && !read.can_be_fetched);
        let fetched = json!({ "files": [
            { "hash": "b", "here": 1024, "fetching": true },
            { "hash": "c", "here": 0, "fetching": false, "failed": "nobody has it" },
        ] });
        let read = Files::of(words, &record, Some(&fetched)).unwrap();
        assert!(read.can_be_fetched && read.are_coming && !read.are_elsewhere);
        assert!(read.all[1].state.contains("1.0 KiB of 2.0 KiB"), "{}", read.all[1].state);
        assert_eq!(read.all[2].failed.as_deref(), Some("nobody has it"));
        assert!(Files::of(words, &json!({ "files": [] }), None).is_none());
    }
}
