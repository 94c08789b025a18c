//! A real browser: Debian's chromium, without a window, each in a fresh profile. It is driven by chromedriver in the words
//! of WebDriver, and in those of the browser's own tools (DevTools) where WebDriver has none.
//!
//! The driver is spoken to here, not through a crate: those that there are turn on features of crates that the program uses as
//! well, so that what is tested would not be what is built (`serde_json` with another order of fields is one).
//!
//! | module | what lives there |
//! | --- | --- |
//! | `wire` | one question to chromedriver, and its answer |
//! | `view` | how wide, how near and how light a page is looked at |

mod view;
mod wire;

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

pub use view::View;
use wire::Wire;

use crate::node::PATIENCE;

/// What to do where the browser is missing.
pub const MISSING: &str = "the tests of the pages need Debian's packages chromium and chromium-driver: `cargo xtask test` installs them";

/// How long something is looked for on a page that may not be there yet.
const LOOKED_FOR: Duration = Duration::from_secs(10);

/// How often is looked where somebody has arrived.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// How the browser is started: without a window, and without anything that it would fetch of its own accord; no name
/// leads anywhere but to this machine.
const FLAGS: [&str; 10] = [
    "--headless",
    "--hide-scrollbars", // as on a telephone, where they take no room
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// The name that WebDriver gives to the id of an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The keys of a keyboard that write nothing, as WebDriver names them.
pub mod key {
    /// To the next field or link.
    pub const TAB: &str = "\u{E004}";
    /// Follows a link, sends a form.
    pub const ENTER: &str = "\u{E007}";
    /// To the next choice.
    pub const DOWN: &str = "\u{E015}";
}

/// A browser with one page open. Ended when dropped, its profile with it.
#[derive(Debug)]
pub struct Browser {
    driver: Child,
    /// Kept open: what the driver may say later has to go somewhere.
    _said: BufReader<ChildStdout>,
    wire: Wire,
    /// The process of the browser itself, for the case that its driver does not end it.
    process: Option<u64>,
    _profile: TempDir,
}

impl Browser {
    /// Opens one.
    ///
    /// # Panics
    /// If it is not installed, or does not start.
    #[must_use]
    pub fn open() -> Self {
        Self::open_with(json!({}))
    }

    /// Opens one in which pages may not run anything.
    ///
    /// # Panics
    /// If it is not installed, or does not start.
    #[must_use]
    pub fn without_scripts() -> Self {
        Self::open_with(json!({ "profile.managed_default_content_settings.javascript": 2 }))
    }

    fn open_with(preferences: Value) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver cannot be started ({error}): {MISSING}"));
        let mut said = BufReader::new(driver.stdout.take().unwrap());
        let port = port_in(&mut said);
        let profile = tempfile::tempdir().unwrap();
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            // A page that was just gone to may not be there yet.
            "timeouts": { "implicit": LOOKED_FOR.as_millis() as u64 },
            // A dialog that a page opens stays open, so that whatever is asked next fails.
            "unhandledPromptBehavior": "ignore",
            "goog:chromeOptions": { "args": flags, "prefs": preferences },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let mut browser =
            Self { driver, _said: said, wire: Wire::to(port), process: None, _profile: profile };
        let session = match browser.wire.post("/session", &wanted) {
            Ok(session) => session,
            Err(said) => panic!("chromium cannot be started ({said}): {MISSING}"),
        };
        browser.process = session["capabilities"]["goog:processID"].as_u64();
        browser.wire.enter(session["sessionId"].as_str().unwrap());
        browser.devtools("Network.enable", &json!({}));
        browser.devtools("Network.setCacheDisabled", &json!({ "cacheDisabled": true }));
        browser
    }

    /// Waits until the browser is at an address that holds these words, and the page is there.
    ///
    /// # Panics
    /// If that does not come.
    pub fn arrives(&self, words: &str) {
        let begun = Instant::now();
        let is_there =
            || self.address().contains(words) && self.run("return document.readyState") == "complete";
        while !is_there() {
            assert!(begun.elapsed() < PATIENCE, "{words} is not in {}", self.address());
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// Goes to an address, and waits until the page is there with all that belongs to it.
    pub fn go(&self, address: &str) {
        self.ask("/url", &json!({ "url": address }));
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> String {
        self.get("/url").as_str().unwrap().to_owned()
    }

    /// What the page is called.
    #[must_use]
    pub fn title(&self) -> String {
        self.get("/title").as_str().unwrap().to_owned()
    }

    /// Runs a function body in the page, as its owner may at the console: the policy of the page does not apply.
    pub fn run(&self, script: &str) -> Value {
        self.ask("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The same, and waits for what it promises.
    pub fn run_and_wait(&self, script: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {script} }})().then(done, e => done({{ failed: String(e) }}));"
        );
        self.ask("/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// A command of the browser's own tools.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.ask("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// What came into a log since it was last read: `browser`, what a developer would see at the console;
    /// `performance`, what went over the network.
    #[must_use]
    pub fn log(&self, name: &str) -> Vec<Value> {
        match self.ask("/se/log", &json!({ "type": name })) {
            Value::Array(entries) => entries,
            other => panic!("no log: {other}"),
        }
    }

    /// What went over the network since this was last asked: events as DevTools tells them, each a method and its parameters.
    #[must_use]
    pub fn network(&self) -> Vec<Value> {
        let inner = |entry: Value| -> Value {
            serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap()["message"].take()
        };
        self.log("performance").into_iter().map(inner).collect()
    }

    /// Looks at the page in another way.
    pub fn look(&self, view: View) {
        for (command, parameters) in view.commands() {
            self.devtools(command, &parameters);
        }
    }

    /// The whole page as a PNG image, in base 64.
    #[must_use]
    pub fn picture(&self) -> String {
        let picture = self.devtools(
            "Page.captureScreenshot",
            &json!({ "format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true }),
        );
        picture["data"].as_str().unwrap().to_owned()
    }

    /// Presses keys one after the other, wherever the focus is.
    pub fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.ask("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Clicks on the first element that a selector names.
    pub fn click(&self, selector: &str) {
        self.ask(&format!("/element/{}/click", self.element(selector)), &json!({}));
    }

    /// Types into the first element that a selector names.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.ask(&format!("/element/{}/value", self.element(selector)), &json!({ "text": text }));
    }

    /// What people read in the first element that a selector names.
    #[must_use]
    pub fn text_of(&self, selector: &str) -> String {
        let text = self.get(&format!("/element/{}/text", self.element(selector)));
        text.as_str().unwrap().to_owned()
    }

    fn element(&self, selector: &str) -> String {
        let found = self.ask("/element", &json!({ "using": "css selector", "value": selector }));
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    fn ask(&self, what: &str, with: &Value) -> Value {
        self.wire.in_session("POST", what, Some(with)).unwrap_or_else(|said| panic!("{what}: {said}"))
    }

    fn get(&self, what: &str) -> Value {
        self.wire.in_session("GET", what, None).unwrap_or_else(|said| panic!("{what}: {said}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let left = self.wire.in_session("DELETE", "", None).is_err();
        // Whatever fails here, there is nothing left to do about it.
        if let Some(process) = self.process.filter(|_| left) {
            let _ = Command::new("kill").args(["-KILL", &process.to_string()]).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port out of what chromedriver says when it is ready.
fn port_in(said: &mut impl BufRead) -> u16 {
    let mut all = String::new();
    for line in said.lines().map_while(Result::ok) {
        let port = line.split("started successfully on port ").nth(1);
        if let Some(port) = port.and_then(|port| port.trim_end_matches('.').parse().ok()) {
            return port;
        }
        all.push_str(&line);
    }
    panic!("chromedriver did not start: {all:?}")
}
