//! The bounds that are not for setting.

use std::time::Duration;

/// Announcements that wait to be judged, at most 8 MB. When it is full, further ones are ignored: the next pull brings
/// what they announced.
pub const GOSSIP_QUEUE: usize = 256;

/// Announcements judged at once: one ingestion is one `fdatasync`.
pub const GOSSIP_BATCH: usize = 64;

/// Bytes of a gossip frame. It holds announcements and control messages.
pub const MAX_GOSSIP_FRAME: usize = 100 * 1024;

/// Reports from streams and judges that wait for the task that owns the swarm.
pub const NOTE_QUEUE: usize = 256;

/// Commands that wait for the task that owns the swarm.
pub const COMMAND_QUEUE: usize = 32;

/// Calls into the store at a time; the rest wait their turn.
pub const MAX_BLOCKING_CALLS: u32 = 8;

/// Rounds of pulling at a time. With several new peers, the first brings most of what the others would too.
pub const MAX_ROUNDS: usize = 3;

/// How long a round may keep others waiting. After that it goes on, but another may begin.
pub const ROUND_PATIENCE: Duration = Duration::from_secs(120);

/// Items loaded at once for an answer, at most 16 MB.
pub const LOAD_BATCH: usize = 32;

/// Addresses found on the local network that are dialled; a peer has a few.
pub const MAX_DISCOVERED: usize = 128;

/// Peers of the book that are being dialled at a time.
pub const MAX_SEEKING: usize = 2;

/// Bytes of the reason why an address could not be dialled.
pub const MAX_REASON: usize = 200;

/// How long opening a stream may take.
pub const OPEN_TIMEOUT: Duration = Duration::from_secs(20);

/// How long an asker waits for an answer to begin.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

/// How long an answerer waits for the greeting.
pub const GREETING_TIMEOUT: Duration = Duration::from_secs(20);

/// How long a frame may take to pass, beside what [`SLOWEST_LINE`] allows for its length. What our own limits hold it up is
/// not counted; the other side may have limits too, and many to serve.
pub const FRAME_TIMEOUT: Duration = Duration::from_secs(60);

/// Bytes per second of the slowest stream that sync works over: a share of a line, where that is limited.
pub const SLOWEST_LINE: u64 = 256;

/// Bytes that the other side lets us send before it reads; of what it has read it tells when it is half of that.
pub const WINDOW: usize = 256 * 1024;

/// How long to wait for the other side to read a refusal before hanging up.
pub const REFUSAL_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a shutdown waits for connections to close.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

/// How long a question and its answer may take, beside what our own limits hold them up.
pub const ASKING_TIMEOUT: Duration = Duration::from_secs(30);

/// Questions of peers answered at a time: some 32 MB. Further ones go without an answer.
pub const MAX_ANSWERS: usize = 8;

/// Of these, questions of one peer.
pub const MAX_ANSWERS_EACH: usize = 3;

/// Questions of one peer that are answered in a minute.
pub const MAX_QUESTIONS_A_MINUTE: u32 = 120;

/// Records that we ask for at a time: some 50 MB.
pub const MAX_FINDING: usize = 4;

/// Peers asked for a record at a time. If one of them has it, no more are asked.
pub const ASK_AT_ONCE: usize = 3;

/// Peers asked for a record in all.
pub const MAX_ASKED: usize = 12;

/// Streams over which files are served, of all peers together: some 8 MB.
pub const MAX_FILE_STREAMS: usize = 16;

/// Of these, streams of one peer.
pub const MAX_FILE_STREAMS_EACH: usize = 4;

/// Streams for files that one peer may open in a minute.
pub const MAX_FILE_STREAMS_A_MINUTE: u32 = 120;

/// How long a stream for a file may stay open though nothing is asked: until others have sent the rest, perhaps.
pub const FILE_IDLE: Duration = Duration::from_secs(120);

/// Peers that one file is fetched from: 2 MB are on their way from each.
pub const MAX_FILE_PEERS: usize = 12;

/// Files that are fetched at a time.
pub const MAX_FETCHING: usize = 3;
