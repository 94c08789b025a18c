//! Every bound of the protocol and of its state machines.

/// Bytes in a frame that an asker accepts, without the four of its length.
pub const MAX_FRAME: usize = 1024 * 1024;

/// Bytes in a frame that an answerer accepts: the largest request is a full [`MAX_WANT`], 33 KB.
pub const MAX_REQUEST: usize = 40 * 1024;

/// Bytes in one item. A larger one is told of but never sent.
pub const MAX_ITEM: usize = 512 * 1024;

/// Bytes of items after which an answerer closes a frame and begins the next. A frame holds this much at most, or
/// one larger item, so it stays well below [`MAX_FRAME`].
pub const ITEMS_FRAME: usize = 512 * 1024;

/// Prefixes in one request.
pub const MAX_ASK: usize = 64;

/// Keys under one prefix that an asker accepts as a list. An answerer lists all of them up to
/// [`BUCKET`](commons_registry::BUCKET): another round trip would cost more.
pub const MAX_TOLD_ITEMS: usize = 256;

/// Bytes of items after which an answerer closes a segment, as they are before packing. A segment holds this much at
/// most, or one larger item.
pub const SEGMENT_BYTES: usize = 960 * 1024;

/// Bytes of items in a segment that an asker accepts: so much may be unpacked from it, and no more.
pub const MAX_SEGMENT_BYTES: usize = 1024 * 1024;

/// Bytes of a packed segment.
pub const MAX_SEGMENT_PACKED: usize = MAX_SEGMENT_BYTES - 4096;

/// Segments asked for and not yet on disk here: one is being stored while the others are on their way.
pub const MAX_SEGMENTS: usize = 4;

/// Namespaces that an answerer leaves out of a stream for an asker, about 16 KB. Whoever leaves out more compares instead.
pub const MAX_WITHOUT: usize = 512;

/// A stream of so many items at most is always asked for rather than comparing: it costs less than a comparison might.
pub const STREAM_ANYWAY: u64 = 256;

/// Keys in one request for items.
pub const MAX_WANT: usize = 512;

/// Requests of either sort that may be unanswered at a time: one is worked on while the next is on its way. Together
/// they fit into a stream's window, so that writing one never waits for the other side to read.
pub const MAX_OUTSTANDING: usize = 2;

/// Keys gathered in one round, about 19 MB. Of more, those with the lowest labels are kept, which are the ones that the
/// others may depend on; another round fetches the rest.
pub const MAX_WANTED: usize = 262_144;

/// Keys listed to us in one round, some 300 MB. Of a larger difference the rest is left for another round, which begins
/// only if this one brought something: so nobody can keep us reading for ever.
pub const MAX_LISTED: u64 = 4 * 1024 * 1024;

/// Places still to be asked about. Since the walk goes deep first, only keys ground to share over a hundred bits
/// need more.
pub const MAX_FRONTIER: usize = 32_768;

/// Branches told to us in one round, some 25 MB; what is remembered of them until the round is over takes about 5 MB. Of a
/// larger difference the rest is left for another round, which
/// begins only if this one brought something, or found more that may be passed over from now on.
pub const MAX_BRANCHES: u64 = 32_768;

/// Places in the other side's trie that are remembered as holding nothing for us, about 1 MB for a peer. Of more,
/// those nearest to the root are kept: each saves the most.
pub const MAX_PASSED_OVER: usize = 8192;

/// Items that wait for another item.
pub const MAX_POOLED: usize = 1024;

/// Bytes of items that wait for another item.
pub const MAX_POOLED_BYTES: usize = 4 * 1024 * 1024;

/// Missing keys noted for one waiting item. If it lacks more, it is tried again when these have come.
pub const MAX_MISSING: usize = 64;

/// How often a waiting item is tried again.
pub const MAX_RETRIES: u8 = 8;

/// Keys fetched ahead of their turn in one round, because something waits for them.
pub const MAX_EARLY: usize = 8192;

/// Keys that were declined or found invalid, and are not asked for again over the same stream; and as many again that are
/// left out without being remembered elsewhere.
pub const MAX_SKIPPED: usize = 16_384;

/// Bytes of the text of a refusal.
pub const MAX_REFUSAL_TEXT: usize = 256;

/// Bytes of an item that an announcement carries whole. Of a larger one it names the key.
pub const MAX_INLINE: usize = 32 * 1024;

/// Bytes of an announcement: an inline item and its wrapping.
pub const MAX_ANNOUNCEMENT: usize = MAX_INLINE + 16;

/// Peers whose conduct is remembered; the longest unheard of is forgotten first.
pub const MAX_REMEMBERED: usize = 1024;

/// Keys in one question about what is held: 16 KB.
pub const MAX_HAVE: usize = 256;

/// Bytes of a question: a full [`MAX_HAVE`], and its wrapping.
pub const MAX_QUESTION: usize = MAX_HAVE * 64 + 64;

/// Items in one frame of what is held of a record.
pub const MAX_PART_ITEMS: usize = 512;

/// Items in the answer to who asks for a record: its agent's key log, and its changes. One change with all that it builds on
/// is at most 1,024.
pub const MAX_FOUND_ITEMS: usize = 4096;

/// Bytes of these items. One change with all that it builds on is at most 1 MiB.
pub const MAX_FOUND_BYTES: usize = 4 * 1024 * 1024;

/// Bytes of a question about a file.
pub const MAX_FILE_QUESTION: usize = 80;

/// Values of pieces in one answer: 256 KB.
pub const MAX_VALUES: usize = 8192;

/// Bytes of an answer about a file: a piece, or as many values, and its wrapping.
pub const MAX_FILE_ANSWER: usize = 256 * 1024 + 64;

/// Pieces of a file that a peer is asked for before it has sent the first of them: 2 MB are on their way.
pub const PIECES_AHEAD: usize = 8;

/// Peers that are asked for the same piece, at most.
pub const MAX_COPIES: usize = 2;
