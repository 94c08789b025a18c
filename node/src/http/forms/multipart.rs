//! What a form with files is sent as, `multipart/form-data` (RFC 7578), taken apart as it comes. No more of it is held than
//! what may still become a line between two parts: a reader that first gathers what has come would hold a whole film.

/// Most bytes before the content of a part: its name, that of a file, and what else browsers say.
const MAX_HEAD_BYTES: usize = 8 * 1024;

/// Most characters of what stands between parts (RFC 2046, section 5.1.1).
const MAX_BOUNDARY: usize = 70;

/// Something that came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A part begins.
    Begins(Head),
    /// Some of its content.
    Bytes(Vec<u8>),
    /// It is whole.
    Ends,
}

/// What is said of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The name of the field.
    pub(super) name: String,
    /// The name of the file, if it is one; empty where none was chosen.
    pub(super) file_name: Option<String>,
}

/// Why it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    /// A part without a name, or with one without end.
    #[error("expected the name of a field within {MAX_HEAD_BYTES} bytes")]
    Head,
    /// Something stands behind a boundary.
    #[error("expected a new line or the end behind a boundary")]
    Boundary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first part.
    Before,
    /// Behind a boundary: a part follows, or nothing any more.
    Behind,
    /// In the head of a part.
    Head,
    /// In its content.
    Content,
    /// Behind the last.
    Done,
}

/// Takes it apart.
#[derive(Debug)]
pub(super) struct Multipart {
    /// A new line, two hyphens and the boundary.
    delimiter: Vec<u8>,
    buffer: Vec<u8>,
    state: State,
}

impl Multipart {
    /// What is sent as this type, if that has parts.
    pub(super) fn sent_as(content_type: &str) -> Option<Self> {
        let (kind, parameters) = content_type.split_once(';')?;
        if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
            return None;
        }
        let boundary = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
        })?;
        let fits = (1..=MAX_BOUNDARY).contains(&boundary.len()) && boundary.is_ascii();
        // The first boundary need not stand behind a new line.
        fits.then(|| Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            buffer: b"\r\n".to_vec(),
            state: State::Before,
        })
    }

    /// Whether the last part has come.
    pub(super) fn is_whole(&self) -> bool {
        self.state == State::Done
    }

    /// Takes in what came next, and gives what that was.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Event>, Unreadable> {
        let mut events = Vec::new();
        self.buffer.extend_from_slice(bytes);
        while self.step(&mut events)? {}
        Ok(events)
    }

    /// Goes on by one step; not if more has to come first.
    fn step(&mut self, events: &mut Vec<Event>) -> Result<bool, Unreadable> {
        match self.state {
            State::Before | State::Content => {
                let found = find(&self.buffer, &self.delimiter);
                // What may be the beginning of a boundary waits for the rest.
                let kept = self.delimiter.len() - 1;
                let upto = found.unwrap_or_else(|| self.buffer.len().saturating_sub(kept));
                let content: Vec<u8> = self.buffer.drain(..upto).collect();
                if self.state == State::Content && !content.is_empty() {
                    events.push(Event::Bytes(content));
                }
                if found.is_none() {
                    return Ok(false);
                }
                self.buffer.drain(..self.delimiter.len());
                if self.state == State::Content {
                    events.push(Event::Ends);
                }
                self.state = State::Behind;
            }
            State::Behind => match self.buffer.get(..2) {
                None => return Ok(false),
                Some(b"--") => self.state = State::Done,
                // The new line stays: an empty head ends with the two that follow.
                Some(b"\r\n") => self.state = State::Head,
                Some(_) => return Err(Unreadable::Boundary),
            },
            State::Head => {
                let Some(end) = find(&self.buffer, b"\r\n\r\n") else {
                    return if self.buffer.len() > MAX_HEAD_BYTES {
                        Err(Unreadable::Head)
                    } else {
                        Ok(false)
                    };
                };
                if end > MAX_HEAD_BYTES {
                    return Err(Unreadable::Head);
                }
                let head = read_head(&self.buffer[..end]).ok_or(Unreadable::Head)?;
                self.buffer.drain(..end + 4);
                events.push(Event::Begins(head));
                self.state = State::Content;
            }
            State::Done => {
                self.buffer.clear();
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|some| some == wanted)
}

/// What a head says, if it names a field.
fn read_head(head: &[u8]) -> Option<Head> {
    let head = String::from_utf8_lossy(head);
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let (kind, mut rest) = disposition.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return None;
    }
    let (mut field, mut file_name) = (None, None);
    while let Some((name, after)) = rest.split_once('=') {
        let (value, after) = read_value(after);
        match name.trim().to_ascii_lowercase().as_str() {
            "name" => field = Some(value),
            "filename" => file_name = Some(value),
            _ => {}
        }
        rest = after.trim_start().strip_prefix(';').unwrap_or_default();
    }
    Some(Head { name: field?, file_name: file_name.map(|name| without_folders(&name).to_owned()) })
}

/// A value, and what stands behind it. Browsers write what would end it otherwise (HTML, section 4.10.21.8).
fn read_value(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let (value, rest) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => text.split_at(text.find(';').unwrap_or(text.len())),
    };
    let value = value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    (value, rest)
}

/// Some browsers name the whole path.
fn without_folders(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &[u8] = b"--xy\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nRye\r\n--x\r\nbread\r\n\
        --xy\r\ncontent-disposition: form-data; name=\"files\"; filename=\"C:\\a\\b%22;c=.txt\"\r\nContent-Type: text/plain\r\n\
        \r\n\r\n--xy\r\nContent-Disposition: form-data; name=note\r\n\r\n\r\n\r\n--xy--\r\nwhat follows";

    fn parts(form: &[u8], at_once: usize) -> Result<Vec<(Head, String)>, Unreadable> {
        let mut multipart = Multipart::sent_as("multipart/form-data; boundary=xy").unwrap();
        let mut parts: Vec<(Head, String)> = Vec::new();
        for some in form.chunks(at_once) {
            for event in multipart.feed(some)? {
                match event {
                    Event::Begins(head) => parts.push((head, String::new())),
                    Event::Bytes(bytes) => {
                        parts.last_mut().unwrap().1.push_str(&String::from_utf8(bytes).unwrap());
                    }
                    Event::Ends => parts.last_mut().unwrap().1.push('.'),
                }
            }
            assert!(multipart.buffer.len() <= MAX_HEAD_BYTES + at_once, "{}", multipart.buffer.len());
        }
        assert_eq!(multipart.is_whole(), form.ends_with(b"what follows"));
        Ok(parts)
    }

    #[test]
    fn parts_are_the_same_however_they_come() {
        let head = |name: &str, file: Option<&str>| Head {
            name: name.to_owned(),
            file_name: file.map(str::to_owned),
        };
        let expected = vec![
            (head("title", None), "Rye\r\n--x\r\nbread.".to_owned()),
            (head("files", Some("b\";c=.txt")), ".".to_owned()),
            (head("note", None), "\r\n.".to_owned()),
        ];
        for at_once in 1..FORM.len() {
            assert_eq!(parts(FORM, at_once).unwrap(), expected, "{at_once} at once");
        }
    }

    #[test]
    fn what_breaks_off_is_not_whole_and_holds_no_more_than_a_boundary() {
        for end in 0..FORM.len() - 16 {
            parts(&FORM[..end], 7).unwrap();
        }
        let mut multipart = Multipart::sent_as("multipart/form-data; boundary=xy").unwrap();
        multipart.feed(b"--xy\r\nContent-Disposition: form-data; name=a\r\n\r\n").unwrap();
        let long = vec![b'\r'; 1 << 20];
        assert_eq!(multipart.feed(&long).unwrap().len(), 1);
        assert!(multipart.buffer.len() < 8);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let long = format!("--xy\r\nX: {}\r\n\r\n", "y".repeat(MAX_HEAD_BYTES));
        for (form, refusal) in [
            ("--xyz\r\n\r\n", Unreadable::Boundary),
            ("--xy\r\n\r\n\r\n", Unreadable::Head),
            ("--xy\r\nContent-Disposition: attachment; name=a\r\n\r\n", Unreadable::Head),
            ("--xy\r\nContent-Disposition: form-data; filename=a\r\n\r\n", Unreadable::Head),
            (&long, Unreadable::Head),
        ] {
            assert_eq!(parts(form.as_bytes(), 5), Err(refusal), "{form:.40}");
        }
        for other in [
            "multipart/form-data",
            "multipart/mixed; boundary=xy",
            "multipart/form-data; boundary=",
            "application/x-www-form-urlencoded; boundary=xy",
        ] {
            assert!(Multipart::sent_as(other).is_none(), "{other}");
        }
    }
}
