//! One question to chromedriver, and its answer: JSON over HTTP on loopback (the WebDriver protocol of the W3C).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use crate::node::PATIENCE;

/// Most characters of a refusal that are shown: chromedriver adds where in its own code it was.
const SHOWN: usize = 600;

/// Where chromedriver listens, and the session that is open there.
#[derive(Debug)]
pub(super) struct Wire {
    port: u16,
    session: Option<String>,
}

impl Wire {
    pub(super) fn to(port: u16) -> Self {
        Self { port, session: None }
    }

    /// From now on, questions may be about this session.
    pub(super) fn enter(&mut self, session: &str) {
        self.session = Some(session.to_owned());
    }

    /// Asks something that is about no session.
    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.ask("POST", path, Some(body))
    }

    /// Asks something about the session.
    pub(super) fn in_session(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let session = self.session.as_deref().ok_or("no session is open")?;
        self.ask(method, &format!("/session/{session}{path}"), body)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let answer = self.exchange(method, path, body).map_err(|error| format!("no answer: {error}"))?;
        let mut answer: Value =
            serde_json::from_str(&answer).map_err(|error| format!("no JSON ({error}): {answer:?}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) if value.get("stacktrace").is_some() => {
                let message: String =
                    value["message"].as_str().unwrap_or_default().chars().take(SHOWN).collect();
                Err(format!("{error}: {message}"))
            }
            _ => Ok(value),
        }
    }

    fn exchange(&self, method: &str, path: &str, body: Option<&Value>) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let body = body.map(Value::to_string).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all((head + &body).as_bytes())?;
        // The connection stays open behind the answer, whatever was asked for: its length says where it ends.
        let mut answer = BufReader::new(stream);
        let (mut length, mut line) = (0, String::new());
        while answer.read_line(&mut line)? > 0 && line.trim() != "" {
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
            line.clear();
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body)?;
        String::from_utf8(body).map_err(std::io::Error::other)
    }
}
