//! What waits for members' signatures: how it is shown, signed, and carried in files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::data_dir::{cannot, write_private};
use crate::failure::Failure;
use crate::output::{line, name_alone, plain, text};
use crate::request::{MembersRequest, Request, Sign, Signable};
use crate::secrets;

/// How many of a key's last digits stand beside a name.
const KEY_DIGITS: usize = 8;

#[derive(Debug, clap::Args)]
pub(super) struct SignArgs {
    /// What is to be signed: the whole id that `proposals` shows, or a file that a command wrote with --to
    what: String,
    /// Write it to a file then, for members whose nodes do not meet; without, a signed file is written over
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Sign as this member, whose key this node holds too
    #[arg(long, value_name = "MEMBER")]
    key: Option<String>,
    /// Although somebody objects
    #[arg(long)]
    despite_objections: bool,
    /// Although changes that are shown now would no longer count
    #[arg(long)]
    leave_out: bool,
    /// Sign a file without being asked; it is shown all the same
    #[arg(long)]
    yes: bool,
}

/// Signs what waits, by its id or in a file. What is in a file is shown first: an id stands for just one thing, which was
/// read when the id was, but a file can hold anything.
pub(super) fn sign(context: &Context, args: SignArgs) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let ask = |request| client.ask(&Request::Members(request));
    let path = PathBuf::from(&args.what);
    let (what, to) = if path.is_file() {
        let bytes = std::fs::read(&path).map_err(|error| cannot("read", &path, &error))?;
        let file: Value = serde_json::from_slice(&bytes).map_err(|error| {
            Failure::invalid(format!("{} holds nothing to sign: {error}", path.display()))
        })?;
        let what = Signable::File(file);
        let shown = ask(MembersRequest::ShowMotion { what: what.clone() })?;
        let shown = in_words(&shown);
        if args.yes {
            context.output.note(&shown);
        } else if !secrets::can_ask() {
            return Err(Failure::usage(format!("nothing was signed: nobody is here to be asked. {shown}"))
                .hint("once you have read what it does, add --yes"));
        } else if !secrets::agrees(&format!("{shown}\nSign it?"))? {
            return Err(Failure::invalid("nothing was signed"));
        }
        (what, Some(args.to.unwrap_or(path)))
    } else if args.yes {
        return Err(Failure::usage("--yes is for files: what an id stands for is signed without asking"));
    } else {
        (Signable::Entry(args.what), args.to)
    };
    let answer = ask(MembersRequest::Sign(Sign {
        what,
        key: args.key,
        despite_objections: args.despite_objections,
        leave_out: args.leave_out,
        to_file: to.is_some(),
    }))?;
    proposed(context, answer, to.as_deref(), "")?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the file that was asked for, and says what came of a motion; `until` is what to know until it is in force.
pub(super) fn proposed(
    context: &Context,
    mut answer: Value,
    to: Option<&Path>,
    until: &str,
) -> Result<(), Failure> {
    write_file(to, &mut answer)?;
    context.output.result(&answer, |answer| {
        let mut words = in_words(answer);
        if answer["in_force"] != true {
            words.push_str(until);
        }
        words
    });
    Ok(())
}

/// Writes what the answer has for the file, and says in the answer where that is.
pub(super) fn write_file(to: Option<&Path>, answer: &mut Value) -> Result<(), Failure> {
    let Some(path) = to else { return Ok(()) };
    let file = answer.as_object_mut().and_then(|answer| answer.remove("file")).unwrap_or_default();
    let bytes = serde_json::to_vec_pretty(&file).map_err(Failure::internal)?;
    write_private(path, &bytes).map_err(|error| cannot("write", path, &error))?;
    answer["file"] = path.display().to_string().into();
    Ok(())
}

/// A member as the others know them: the name, with the last digits of the key, which no other has.
pub(super) fn person_in_words(person: &Value) -> String {
    let (key, name) = (text(person, "key"), name_alone(text(person, "name")));
    if name.is_empty() {
        return key.to_owned();
    }
    format!("{name} {}", key.get(key.len().saturating_sub(KEY_DIGITS)..).unwrap_or(key))
}

/// Those who object, and why.
pub(super) fn objections_in_words(answer: &Value) -> String {
    let objections = answer["objections"].as_array().into_iter().flatten();
    let one = |objection: &Value| {
        format!("  objection by {}: {}\n", person_in_words(&objection["by"]), line(text(objection, "reason")))
    };
    objections.map(one).collect()
}

/// What a motion does, and what it still takes.
pub(super) fn in_words(answer: &Value) -> String {
    let done = answer["in_force"] == true;
    let mut words = match text(answer, "what") {
        "members" => members_in_words(answer),
        "erase" => {
            let title = line(text(answer, "title"));
            let title = if title.is_empty() { title } else { format!("  {title}") };
            let what = text(answer, "erases");
            if done {
                format!(
                    "Erased for good: {what}\nEvery node that hears of it drops it. A copy on somebody else's disk may survive.\n"
                )
            } else {
                format!("Proposed: to erase for good {what}{title}\n")
            }
        }
        "settle" => format!("Settled: the branch of {} holds.\n", text(answer, "branch")),
        _ => String::new(),
    };
    let reason = plain(text(answer, "reason"));
    if !reason.is_empty() {
        words.push_str(&format!("  reason: {}\n", line(&reason)));
    }
    words.push_str(&objections_in_words(answer));
    if done {
        return words;
    }
    if answer["overtaken"] == true {
        words.push_str("  overtaken: the members changed since, and it can no longer come into force\n");
        return words;
    }
    words.push_str(match text(answer, "blocked") {
        "objection" => "  blocked: by consent, it waits until the objection is taken back\n",
        "decided-since" => {
            "  blocked: members decided something since, which it would undo; propose it anew\n"
        }
        _ => "",
    });
    words.push_str(&format!("  signatures: {} of {}\n", answer["signatures"], answer["needed"]));
    let signed: Vec<String> =
        answer["signed_by"].as_array().into_iter().flatten().map(person_in_words).collect();
    if !signed.is_empty() {
        words.push_str(&format!("  signed by: {}\n", signed.join(", ")));
    }
    if let Some(path) = answer["file"].as_str() {
        words.push_str(&format!(
            "\nIt is in the file {}. Other members sign with:  commons members sign FILE\n",
            line(path)
        ));
    } else if !text(answer, "motion").is_empty() {
        words.push_str(&format!(
            "\nOther members sign with:  commons members sign {}\n",
            text(answer, "entry")
        ));
    }
    words
}

fn members_in_words(answer: &Value) -> String {
    let all = |name: &str| answer[name].as_array().into_iter().flatten();
    let count = |value: &Value| value.as_u64().unwrap_or_default();
    let mut words = if answer["in_force"] == true {
        "Who may sign has changed.\n".to_owned()
    } else {
        "Proposed: a change of who may sign.\n".to_owned()
    };
    for person in all("adds") {
        let name = name_alone(text(person, "name"));
        words.push_str(format!("  adds     {}  {name}", text(person, "key")).trim_end());
        words.push('\n');
    }
    for person in all("removes") {
        words.push_str(&format!("  removes  {}\n", person_in_words(person)));
    }
    for person in all("takes_up") {
        words.push_str(&format!(
            "  new key  {} takes up {}\n",
            person_in_words(person),
            text(person, "new_key")
        ));
    }
    for person in all("next_changed") {
        words.push_str(&format!("  next key of {} is another\n", person_in_words(person)));
    }
    words.push_str(&format!("  must agree from then on: {}\n", answer["threshold"]));
    let cards = &answer["cards"];
    if cards.is_object() {
        words.push_str(&format!(
            "  recovery cards: {} new, {} kept, {} worth nothing from then on; needed: {}\n",
            cards["new"], cards["kept"], cards["worthless"], cards["threshold"]
        ));
    }
    for (name, how) in [("to_consent", "consent"), ("to_majority", "majority")] {
        let acts: Vec<&str> = all(name).filter_map(Value::as_str).collect();
        if !acts.is_empty() {
            words.push_str(&format!("  by {how} from then on: {}\n", acts.join(", ")));
        }
    }
    if all("removes").chain(all("takes_up")).next().is_some() {
        words.push_str(&format!("  of the removed keys' changes {} go on to count\n", answer["keeps"]));
    }
    if count(&answer["leaves_out"]) > 0 {
        words.push_str(&format!(
            "  and {} that this node shows now would no longer count\n",
            answer["leaves_out"]
        ));
    }
    if count(&answer["takes_as_approved"]) > 0 {
        words.push_str(&format!(
            "  takes as approved {} proposals of which this node does not know that they are\n",
            answer["takes_as_approved"]
        ));
    }
    words
}
