//! Files on the command line: those that are given, and `commons files`, `commons pin` and `commons unpin`.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use commons_registry::MAX_FILES;
use indicatif::HumanBytes;
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, short, text, who};
use crate::request::{FilesRequest, Request};

/// Most folders in folders that are gone into.
const MAX_DEPTH: usize = 16;

/// Copies files in, to be published; a folder stands for all that is in it. Gives what a request takes of them.
pub(super) fn put_in(client: &Client, given: &[PathBuf]) -> Result<Vec<String>, Failure> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for path in given {
        // The node has another working directory.
        let path = std::path::absolute(path).map_err(|error| cannot("find", path, &error))?;
        let data = path.metadata().map_err(|error| cannot("read", &path, &error))?;
        let name =
            path.file_name().ok_or_else(|| Failure::usage(format!("{} has no name", path.display())))?;
        if data.is_dir() {
            walk(&path, "", 0, &mut files)?;
        } else {
            files.push((path.clone(), in_utf8(Path::new(name), &path)?.to_owned()));
        }
    }
    if files.is_empty() {
        return Err(Failure::usage("there are no files in what was given"));
    }
    let answer = client.ask(&Request::Files(FilesRequest::Add { files }))?;
    let lines = answer["files"].as_array().into_iter().flatten();
    Ok(lines.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// All files in a folder and in those within, but for hidden ones and links, by name.
fn walk(
    folder: &Path,
    within: &str,
    depth: usize,
    files: &mut Vec<(PathBuf, String)>,
) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| cannot("read", folder, &error);
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).map_err(unreadable)?.collect();
    let mut entries = entries.map_err(unreadable)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, sort) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let file_name = entry.file_name();
        let name = in_utf8(Path::new(&file_name), &path)?;
        if name.starts_with('.') {
            continue;
        }
        let name = if within.is_empty() { name.to_owned() } else { format!("{within}/{name}") };
        if sort.is_dir() {
            if depth == MAX_DEPTH {
                return Err(Failure::usage(format!("{} lies in too many folders", path.display())));
            }
            walk(&path, &name, depth + 1, files)?;
        } else if sort.is_file() {
            files.push((path, name));
        }
        if files.len() > MAX_FILES {
            return Err(Failure::usage(format!(
                "a resource has at most {MAX_FILES} files, there are more in {}",
                folder.display()
            ))
            .hint("pack them into one file, or publish several resources"));
        }
    }
    Ok(())
}

fn in_utf8<'n>(name: &'n Path, path: &Path) -> Result<&'n str, Failure> {
    debug_assert!(name.components().all(|part| matches!(part, Component::Normal(_))));
    name.to_str().ok_or_else(|| {
        Failure::invalid(format!("the name of {} is not UTF-8", path.display())).hint("rename it")
    })
}

/// A number of bytes as people read it.
pub(super) fn size(bytes: u64) -> String {
    HumanBytes(bytes).to_string()
}

#[derive(Debug, clap::Args)]
pub(super) struct PinArgs {
    /// The resource: its id, or at least the first 8 digits
    id: String,
}

pub(super) fn pin(context: &Context, args: PinArgs) -> Result<ExitCode, Failure> {
    let request = Request::Files(FilesRequest::Pin { id: args.id, remove: false });
    let answer = Client::connect(context)?.ask(&request)?;
    context.output.result(&answer, |answer| {
        let what = format!(
            "Kept from now on: {} ({} file{}, {}), whatever comes to it later too.",
            line(text(answer, "title")),
            answer["files"],
            if answer["files"] == 1 { "" } else { "s" },
            size(answer["bytes"].as_u64().unwrap_or_default())
        );
        match (answer["lacking"].as_u64(), answer["running"] == true) {
            (Some(0) | None, _) => format!("{what} All of it is here."),
            (_, true) => format!(
                "{what}\nWhat is not here yet is being fetched: commons fetch {} shows it.",
                short(answer, "id")
            ),
            (_, false) => {
                format!("{what}\nWhat is not here yet is fetched once the node runs: commons start")
            }
        }
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn unpin(context: &Context, args: PinArgs) -> Result<ExitCode, Failure> {
    let request = Request::Files(FilesRequest::Pin { id: args.id, remove: true });
    let answer = Client::connect(context)?.ask(&request)?;
    context.output.result(&answer, |answer| {
        let id = short(answer, "id");
        match answer["changed"] == true {
            true => format!("No longer kept: {id}. Its files go when their room is needed."),
            false => format!("{id} was not kept."),
        }
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn list(context: &Context) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Files(FilesRequest::List))?;
    context.output.result(&answer, |answer| {
        let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        if items.is_empty() {
            return "No files are here.".to_owned();
        }
        let mut words: String = items.iter().map(in_words).collect();
        let (bytes, quota) = (&answer["bytes"], &answer["quota"]);
        words.push_str(&format!(
            "\n{} in all; of others' files that are not pinned at most {} are kept.",
            size(bytes.as_u64().unwrap_or_default()),
            size(quota.as_u64().unwrap_or_default())
        ));
        words
    });
    Ok(ExitCode::SUCCESS)
}

fn in_words(item: &Value) -> String {
    let mut how = Vec::new();
    for (name, words) in [("own", "your own"), ("pinned", "pinned"), ("fetching", "being fetched")] {
        if item[name] == true {
            how.push(words);
        }
    }
    if item["whole"] == false && item["fetching"] == false {
        how.push("a part");
    }
    let how = if how.is_empty() { String::new() } else { format!("  [{}]", how.join(", ")) };
    let bytes = size(item["bytes"].as_u64().unwrap_or_default());
    match item["resource"].is_string() {
        true if item["name"].is_null() => {
            format!(
                "{bytes:>11}  {}  of {}, which is hidden, by {}{how}\n",
                short(item, "hash"),
                short(item, "resource"),
                who(item)
            )
        }
        true => format!(
            "{bytes:>11}  {}  of {} {}, by {}{how}\n",
            line(text(item, "name")),
            line(text(item, "title")),
            short(item, "resource"),
            who(item)
        ),
        false => format!("{bytes:>11}  {} (of no resource){how}\n", short(item, "hash")),
    }
}

/// The files of a resource, as `commons show` has them.
pub(super) fn shown(record: &Value) -> String {
    let files = record["files"].as_array().map(Vec::as_slice).unwrap_or_default();
    if files.is_empty() {
        return String::new();
    }
    let mut words = "\nFiles:\n".to_owned();
    for file in files {
        let here = if file["here"] == true { "" } else { "  (not here)" };
        let bytes = size(file["size"].as_u64().unwrap_or_default());
        words.push_str(&format!("  {bytes:>11}  {}{here}\n", line(text(file, "name"))));
    }
    words.push_str(&format!("Get them: commons fetch {}\n", short(record, "id")));
    let others = record["same_files_in"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !others.is_empty() {
        words.push_str("\nThe same files are also in:\n");
        for other in others {
            words.push_str(&format!(
                "  {} {} ({}), by {}\n",
                line(text(other, "title")),
                short(other, "id"),
                licence_in_words(other, text(other, "licence")),
                who(other)
            ));
        }
    }
    words
}
