//! Real nodes: the `commons` program as processes, each in a folder of its own, on loopback.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take before a test gives up. Generous: machines are shared.
pub const PATIENCE: Duration = Duration::from_secs(240);

/// Names the variable that names the file with the passphrase.
pub const PASSPHRASE_FILE: &str = "COMMONS_PASSPHRASE_FILE";

/// What cargo tells the programs that it starts about themselves.
const ABOUT_US: [&str; 3] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"];

/// Tells a story twice: with the command working on the folder itself, and through a running node.
pub fn without_and_with_a_running_node(story: impl Fn(&Node)) {
    story(&Node::new());
    let mut node = Node::new();
    node.start(&[]);
    story(&node);
    assert!(node.is_running(), "the node must outlive the story");
    node.stop();
}

/// What a refused command said: its exit code, and the error. Holds for every refusal: nothing on stdout, one JSON
/// object on stderr, a sentence and a next step, and 2 for questions asked wrongly, 1 for the rest.
#[must_use]
pub fn refusal(output: &Output) -> (i32, Value) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "must be refused: {}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.stdout, b"", "a refusal says nothing on stdout; stderr: {stderr}");
    let whole: Value = serde_json::from_str(&stderr).unwrap_or_else(|_| panic!("no JSON error: {stderr}"));
    let error = whole["error"].clone();
    for part in ["kind", "message", "hint"] {
        assert!(error[part].as_str().is_some_and(|text| !text.is_empty()), "{part} is missing: {stderr}");
    }
    let code = output.status.code().unwrap();
    assert_eq!(code, if error["kind"] == "usage" { 2 } else { 1 }, "{stderr}");
    (code, error)
}

/// The program, built if it is not up to date.
#[must_use]
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let profile = test.parent().and_then(Path::parent).unwrap(); // target/PROFILE/deps/test
        let mut cargo = Command::new(env!("CARGO"));
        // Some dependencies are built anew whenever one of these differs from the last time.
        for (name, _) in std::env::vars_os() {
            let told_by_cargo = |name: &str| ABOUT_US.iter().any(|prefix| name.starts_with(prefix));
            if name.to_str().is_some_and(told_by_cargo) {
                cargo.env_remove(name);
            }
        }
        cargo.args(["build", "--quiet", "--locked", "--package", "commons"]);
        if profile.file_name().is_some_and(|name| name == "release") {
            cargo.arg("--release");
        }
        cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(cargo.status().unwrap().success(), "the program must build");
        profile.join("commons")
    })
}

/// The real lists beside the project, if they are there.
#[must_use]
pub fn real_lists() -> Option<[PathBuf; 3]> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let lists = ["coops-uk.csv", "tech-coops.csv", "digital-public-goods.json"].map(|name| folder.join(name));
    if lists.iter().all(|list| list.is_file()) {
        return Some(lists);
    }
    eprintln!("NOT RUN on the real lists: they are not in {}", folder.display());
    None
}

/// A data folder, and perhaps a node that runs in it. Killed when dropped.
#[derive(Debug)]
pub struct Node {
    folder: TempDir,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    process: Child,
    ready: Value,
}

impl Default for Node {
    fn default() -> Self {
        Self::new()
    }
}

impl Node {
    /// An empty folder.
    #[must_use]
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), running: None }
    }

    /// An organisation with plain keys.
    #[must_use]
    pub fn organisation(name: &str) -> Self {
        let node = Self::new();
        node.ask(&["init", "--organisation", name, "--kind", "worker-coop", "--no-passphrase"]);
        node
    }

    /// Takes another organisation in, by a bundle from a node of its own, and gives its id.
    #[must_use]
    pub fn introduce(&self, name: &str) -> String {
        let other = Self::organisation(name);
        let bundle = other.folder.path().join("bundle");
        other.ask(&["export", bundle.to_str().unwrap()]);
        self.ask(&["import", bundle.to_str().unwrap()]);
        other.status()["agent"].as_str().unwrap().to_owned()
    }

    /// Where its data is.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Writes its settings.
    pub fn set(&self, settings: &str) {
        std::fs::create_dir_all(self.data()).unwrap();
        std::fs::write(self.data().join("config.toml"), settings).unwrap();
    }

    /// The command, ready for arguments, answering in JSON.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = self.command_in_words();
        command.arg("--json");
        command
    }

    /// The command, ready for arguments, answering in words.
    #[must_use]
    pub fn command_in_words(&self) -> Command {
        let mut command = Command::new(program());
        command.arg("--data").arg(self.data());
        command.env_remove(PASSPHRASE_FILE).stdin(Stdio::null());
        command
    }

    /// Runs a command to its end, whatever comes of it.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// Runs a command that must succeed, and gives its answer.
    pub fn ask(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a command that must succeed, and gives what it says in words.
    pub fn ask_in_words(&self, arguments: &[&str]) -> String {
        let output = self.command_in_words().args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must fail, and gives its exit code and error.
    #[must_use]
    pub fn refused(&self, arguments: &[&str]) -> (i32, Value) {
        refusal(&self.run(arguments))
    }

    /// Starts the node on loopback, connected to others, and waits until it is ready.
    pub fn start(&mut self, peers: &[&Self]) {
        let peers: Vec<String> = peers.iter().map(|peer| peer.address()).collect();
        self.start_at("/ip4/127.0.0.1/tcp/0", &peers);
    }

    /// Starts the node on an address, connected to others, and waits until it is ready.
    pub fn start_at(&mut self, listen: &str, peers: &[String]) {
        self.start_from(self.command(), listen, peers);
    }

    /// Starts the node with a passphrase, and waits until it is ready.
    pub fn start_with_passphrase(&mut self, file: &Path) {
        let mut command = self.command();
        command.env(PASSPHRASE_FILE, file);
        self.start_from(command, "/ip4/127.0.0.1/tcp/0", &[]);
    }

    /// Starts the node with a passphrase, connected to others at their addresses, and waits until it is ready.
    pub fn start_unlocked(&mut self, passphrase: &Path, peers: &[String]) {
        let mut command = self.command();
        command.env(PASSPHRASE_FILE, passphrase);
        self.start_from(command, "/ip4/127.0.0.1/tcp/0", peers);
    }

    fn start_from(&mut self, mut command: Command, listen: &str, peers: &[String]) {
        command.args(["start", "--http", "127.0.0.1:0", "--no-mdns", "--listen", listen]);
        for peer in peers {
            command.args(["--peer", peer]);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("the node did not start: {line}"));
        assert_eq!(ready["ready"], true);
        self.running = Some(Running { process, ready });
    }

    /// What the node said when it was ready.
    #[must_use]
    pub fn ready(&self) -> &Value {
        &self.running.as_ref().unwrap().ready
    }

    /// Whether the process of the node is still there.
    pub fn is_running(&mut self) -> bool {
        self.running.as_mut().is_some_and(|running| running.process.try_wait().unwrap().is_none())
    }

    /// Where others reach the node.
    #[must_use]
    pub fn address(&self) -> String {
        self.running.as_ref().unwrap().ready["listen"][0].as_str().unwrap().to_owned()
    }

    /// Where the node answers HTTP.
    #[must_use]
    pub fn http(&self) -> String {
        self.running.as_ref().unwrap().ready["http"].as_str().unwrap().to_owned()
    }

    /// Ends the node as a power cut would, for the process at least: `kill -9`.
    pub fn kill(&mut self) {
        let mut running = self.running.take().unwrap();
        running.process.kill().unwrap();
        running.process.wait().unwrap();
    }

    /// Tells the node to stop, and waits until it has.
    pub fn stop(&mut self) {
        let mut running = self.running.take().unwrap();
        let pid = running.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(running.process.wait().unwrap().success(), "a node that is told to stop ends well");
    }

    /// Resident memory of the node, in KiB.
    #[must_use]
    pub fn resident_kib(&self) -> u64 {
        self.of_process("VmRSS:")
    }

    /// The most resident memory that the node ever had, in KiB.
    #[must_use]
    pub fn peak_kib(&self) -> u64 {
        self.of_process("VmHWM:")
    }

    /// The time that the node has kept processors busy, in user code and in the system's.
    #[must_use]
    pub fn busy(&self) -> Duration {
        let pid = self.running.as_ref().unwrap().process.id();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        let fields: Vec<&str> = stat[stat.rfind(')').unwrap()..].split_whitespace().collect();
        let ticks: u64 = fields[12..14].iter().map(|field| field.parse::<u64>().unwrap()).sum(); // fields 14 and 15 of proc(5)
        Duration::from_millis(ticks * 10) // Linux shows hundredths of a second, whatever its own ticks
    }

    fn of_process(&self, field: &str) -> u64 {
        let pid = self.running.as_ref().unwrap().process.id();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with(field)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// What `commons status` says.
    #[must_use]
    pub fn status(&self) -> Value {
        self.ask(&["status"])
    }

    /// What `commons status` says, asked of a running node directly: no process is started for it.
    #[must_use]
    pub fn status_now(&self) -> Value {
        self.got("/api/v1/status").unwrap()
    }

    /// Whether a running node shows a record, by the beginning of its id: no process is started for it, and no other node
    /// asked.
    #[must_use]
    pub fn shows_now(&self, id: &str) -> bool {
        self.got(&format!("/api/v1/records/{}", &id[..16])).is_some()
    }

    /// What a running node answers over HTTP, if it is what was asked for.
    fn got(&self, path: &str) -> Option<Value> {
        let http = self.http();
        let mut connection = TcpStream::connect(&http).unwrap();
        write!(connection, "GET {path} HTTP/1.1\r\nHost: {http}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let is_it = head.starts_with("HTTP/1.1 200 ");
        assert!(is_it || head.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        is_it.then(|| serde_json::from_str(body).unwrap())
    }

    /// Asks a running node over its socket, as the command does: no process is started for it. A refusal is what went wrong.
    pub fn tell(&self, request: &Value) -> Result<Value, Value> {
        let mut connection = UnixStream::connect(self.data().join("node.sock")).unwrap();
        let body = request.to_string();
        let head = "POST /ask HTTP/1.1\r\nHost: node.sock\r\nContent-Type: application/json\r\nConnection: close\r\n";
        write!(connection, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let body = serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {answer}"));
        if head.starts_with("HTTP/1.1 200 ") { Ok(body) } else { Err(body) }
    }

    /// The hash over everything it holds.
    #[must_use]
    pub fn state(&self) -> String {
        self.status()["state"].as_str().unwrap().to_owned()
    }

    /// Whether it keeps a record: one that it does not may be shown all the same, as others have it.
    #[must_use]
    pub fn keeps(&self, id: &str) -> bool {
        let output = self.run(&["show", id]);
        let shown = || serde_json::from_slice::<Value>(&output.stdout).unwrap();
        output.status.success() && shown().get("not_kept").is_none()
    }

    /// Publishes a resource, and gives its id.
    #[must_use]
    pub fn publish(&self, title: &str) -> String {
        let answer = self.ask(&["publish", "--title", title, "--licence", "PPL", "--type", "guide"]);
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Asks again and again until what is asked for holds; each question is a process of its own, so this does
    /// not spin.
    pub fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) -> Duration {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "{what} did not come true; {}", self.status());
        }
        begun.elapsed()
    }

    /// Waits until the node holds exactly what another does.
    pub fn wait_for_state(&self, state: &str) -> Duration {
        self.wait_until(&format!("state {state}"), |node| node.state() == state)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            // Nothing to do about it here; the folder goes all the same.
            let _ = running.process.kill();
            let _ = running.process.wait();
        }
    }
}
