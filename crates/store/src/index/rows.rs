//! What the index says of an item, a change, a record: deterministic CBOR, like everything else on disk.

use commons_identity::{
    AgentId, CborError, ID_LENGTH,
    cbor::{Reader, Writer, encode},
};
use commons_registry::{ChangeMeta, Kind, RecordId, standing::Introduction};

use super::Counts;
use crate::admission::{LeftOut, Usage};
use crate::bundle::{FrameHash, JournalId};
use crate::journal::{LastFrame, Position, TailPosition};

/// Most references of one record that are followed.
pub(super) const MAX_REFERENCES: usize = 256;
/// Most fields shown in brief where a record is listed as referring to another.
pub(super) const MAX_BRIEF: usize = 8;

/// An item that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ItemRow {
    /// Where it lies in the journal.
    pub(crate) position: Position,
    /// Whether it was counted against the pool when it was taken in.
    pub(crate) pooled: bool,
}

impl ItemRow {
    pub(super) fn encode(&self) -> Vec<u8> {
        encode(|w| {
            w.array(2);
            write_position(w, &self.position);
            w.bool(self.pooled);
        })
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        let mut r = Reader::new(bytes);
        r.array("an item row", 2..=2)?;
        Ok(Self { position: read_position(&mut r)?, pooled: r.bool()? })
    }
}

pub(super) fn encode_change(meta: &ChangeMeta) -> Vec<u8> {
    encode(|w| {
        w.array(3).bytes(meta.namespace.as_bytes());
        match meta.record {
            Some((record, kind)) => w.bytes(record.as_bytes()).uint(kind.number()),
            None => w.null().null(),
        };
    })
}

pub(super) fn decode_change(bytes: &[u8]) -> Result<ChangeMeta, CborError> {
    let mut r = Reader::new(bytes);
    r.array("a change row", 3..=3)?;
    let namespace = AgentId::from_bytes(r.fixed("a namespace")?);
    if r.null()? {
        return Ok(ChangeMeta { namespace, record: None });
    }
    let record = RecordId::from_bytes(r.fixed("a record")?);
    let kind = read_kind(&mut r)?;
    Ok(ChangeMeta { namespace, record: Some((record, kind)) })
}

fn read_kind(r: &mut Reader<'_>) -> Result<Kind, CborError> {
    let number = r.uint()?;
    Kind::from_number(number).ok_or_else(|| r.unexpected("a kind"))
}

/// What the index keeps of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RecordRow {
    pub(super) namespace: AgentId,
    pub(super) kind: Kind,
    /// Sequence number of the first change: the record's place in listings.
    pub(super) sequence: u64,
    pub(crate) changes: u64,
    pub(crate) bytes: u64,
    /// Whether it is listed and found: not while none of its changes counts.
    pub(super) listed: bool,
    pub(super) title: Option<String>,
    pub(super) licence: Option<String>,
    /// What stands in the index because of this record, so that it can be taken out again.
    pub(super) references: Vec<[u8; ID_LENGTH]>,
    pub(super) source_key: Option<String>,
    /// What is said of the record where another is shown that it refers to: names and texts of fields.
    pub(super) brief: Vec<(String, String)>,
    /// How many changes there were when this was last brought up to date.
    pub(super) refreshed_at: u64,
}

impl RecordRow {
    pub(super) fn begin(namespace: AgentId, kind: Kind, sequence: u64) -> Self {
        Self {
            namespace,
            kind,
            sequence,
            changes: 0,
            bytes: 0,
            listed: false,
            title: None,
            licence: None,
            references: Vec::new(),
            source_key: None,
            brief: Vec::new(),
            refreshed_at: 0,
        }
    }

    /// Whether any of what the record says is in here.
    pub(super) fn says_something(&self) -> bool {
        let Self { title, licence, references, source_key, brief, .. } = self;
        title.is_some()
            || licence.is_some()
            || source_key.is_some()
            || !references.is_empty()
            || !brief.is_empty()
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        fn text_or_null(w: &mut Writer, text: Option<&String>) {
            match text {
                Some(text) => w.text(text),
                None => w.null(),
            };
        }
        encode(|w| {
            w.array(12).bytes(self.namespace.as_bytes()).uint(self.kind.number());
            w.uint(self.sequence).uint(self.changes).uint(self.bytes);
            text_or_null(w, self.title.as_ref());
            text_or_null(w, self.licence.as_ref());
            w.array(self.references.len());
            self.references.iter().for_each(|id| {
                w.bytes(id);
            });
            text_or_null(w, self.source_key.as_ref());
            w.array(self.brief.len());
            self.brief.iter().for_each(|(name, text)| {
                w.array(2).text(name).text(text);
            });
            w.uint(self.refreshed_at).bool(self.listed);
        })
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        fn text_or_null(r: &mut Reader<'_>) -> Result<Option<String>, CborError> {
            if r.null()? { Ok(None) } else { Ok(Some(r.text("a text", 4096)?.to_owned())) }
        }
        let mut r = Reader::new(bytes);
        r.array("a record row", 12..=12)?;
        let namespace = AgentId::from_bytes(r.fixed("a namespace")?);
        let kind = read_kind(&mut r)?;
        let (sequence, changes, size) = (r.uint()?, r.uint()?, r.uint()?);
        let title = text_or_null(&mut r)?;
        let licence = text_or_null(&mut r)?;
        let count = r.array("the references", 0..=MAX_REFERENCES as u64)?;
        let references = (0..count).map(|_| r.fixed("a reference")).collect::<Result<_, _>>()?;
        let source_key = text_or_null(&mut r)?;
        let count = r.array("the brief", 0..=MAX_BRIEF as u64)?;
        let brief = (0..count)
            .map(|_| {
                r.array("a field in brief", 2..=2)?;
                Ok((r.text("a name", 64)?.to_owned(), r.text("a text", 4096)?.to_owned()))
            })
            .collect::<Result<_, CborError>>()?;
        let (refreshed_at, listed) = (r.uint()?, r.bool()?);
        Ok(Self {
            namespace,
            kind,
            sequence,
            changes,
            bytes: size,
            listed,
            title,
            licence,
            references,
            source_key,
            brief,
            refreshed_at,
        })
    }
}

/// How far into the journal the index reflects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reflected {
    /// Where the journal ended.
    pub(crate) tail: TailPosition,
    /// The last frame that is reflected; `None` if there is none.
    pub(crate) last: Option<Position>,
    /// How many of each sort of thing that makes.
    pub(crate) counts: Counts,
}

/// A place in the journal, or none.
pub(super) fn encode_place(place: Option<Position>) -> Vec<u8> {
    encode(|w| match &place {
        Some(position) => write_position(w, position),
        None => drop(w.null()),
    })
}

pub(super) fn decode_place(bytes: &[u8]) -> Result<Option<Position>, CborError> {
    let mut r = Reader::new(bytes);
    if r.null()? { Ok(None) } else { Ok(Some(read_position(&mut r)?)) }
}

/// The count and hash of the whole trie, if there is anything in it.
pub(super) fn encode_top(top: Option<(u64, [u8; 32])>) -> Vec<u8> {
    encode(|w| match top {
        Some((count, hash)) => drop(w.array(2).uint(count).bytes(&hash)),
        None => drop(w.null()),
    })
}

pub(super) fn decode_top(bytes: &[u8]) -> Result<Option<(u64, [u8; 32])>, CborError> {
    let mut r = Reader::new(bytes);
    if r.null()? {
        return Ok(None);
    }
    r.array("the top of the trie", 2..=2)?;
    Ok(Some((r.uint()?, r.fixed("a hash")?)))
}

/// How far we are with a peer's journal.
pub(super) fn encode_bookmark(journal: JournalId, through: u64) -> Vec<u8> {
    encode(|w| {
        w.array(2).bytes(journal.as_bytes()).uint(through);
    })
}

pub(super) fn decode_bookmark(bytes: &[u8]) -> Result<(JournalId, u64), CborError> {
    let mut r = Reader::new(bytes);
    r.array("a bookmark", 2..=2)?;
    Ok((JournalId::from_bytes(r.fixed("a journal id")?), r.uint()?))
}

/// How much there is of a namespace.
pub(super) fn encode_usage(usage: &Usage) -> Vec<u8> {
    let Usage { items, bytes, pooled, aside } = *usage;
    encode(|w| {
        w.array(4).uint(items).uint(bytes).uint(pooled).uint(aside);
    })
}

pub(super) fn decode_usage(bytes: &[u8]) -> Result<Usage, CborError> {
    let mut r = Reader::new(bytes);
    r.array("a usage row", 4..=4)?;
    Ok(Usage { items: r.uint()?, bytes: r.uint()?, pooled: r.uint()?, aside: r.uint()? })
}

/// Why a namespace or an item is left out.
pub(super) fn encode_reason(reason: LeftOut) -> Vec<u8> {
    encode(|w| write_reason(w, reason))
}

pub(super) fn decode_reason(bytes: &[u8]) -> Result<LeftOut, CborError> {
    read_reason(&mut Reader::new(bytes))
}

fn write_reason(w: &mut Writer, reason: LeftOut) {
    let (number, limit) = match reason {
        LeftOut::Blocked => (0, 0),
        LeftOut::Withheld => (1, 0),
        LeftOut::TooLarge { limit } => (2, limit),
        LeftOut::NoRoom => (3, 0),
    };
    w.array(2).uint(number).uint(limit);
}

fn read_reason(r: &mut Reader<'_>) -> Result<LeftOut, CborError> {
    r.array("a reason", 2..=2)?;
    let (number, limit) = (r.uint()?, r.uint()?);
    match number {
        0 => Ok(LeftOut::Blocked),
        1 => Ok(LeftOut::Withheld),
        2 => Ok(LeftOut::TooLarge { limit }),
        3 => Ok(LeftOut::NoRoom),
        _ => Err(r.unexpected("a reason")),
    }
}

/// An item that is not held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AsideRow {
    /// Why not.
    pub(crate) reason: LeftOut,
    /// Where it lies in the journal, if it was ever written there.
    pub(crate) position: Option<Position>,
    /// Whether it counts against the pool as it lies there.
    pub(crate) pooled: bool,
    /// The record that it edits, if that is why.
    pub(crate) record: Option<RecordId>,
}

impl AsideRow {
    pub(super) fn encode(&self) -> Vec<u8> {
        encode(|w| {
            w.array(4);
            write_reason(w, self.reason);
            match &self.position {
                Some(position) => write_position(w, position),
                None => drop(w.null()),
            }
            w.bool(self.pooled);
            match &self.record {
                Some(record) => w.bytes(record.as_bytes()),
                None => w.null(),
            };
        })
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        let mut r = Reader::new(bytes);
        r.array("a row of what is set aside", 4..=4)?;
        let reason = read_reason(&mut r)?;
        let position = if r.null()? { None } else { Some(read_position(&mut r)?) };
        let pooled = r.bool()?;
        let record = if r.null()? { None } else { Some(RecordId::from_bytes(r.fixed("a record")?)) };
        Ok(Self { reason, position, pooled, record })
    }
}

/// Who introduces whom.
pub(super) fn encode_introduction(by: &AgentId, introduction: &Introduction) -> Vec<u8> {
    encode(|w| {
        w.array(3).bytes(by.as_bytes()).bytes(introduction.about.as_bytes());
        match introduction.budget {
            Some(budget) => w.uint(u64::from(budget)),
            None => w.null(),
        };
    })
}

pub(super) fn decode_introduction(bytes: &[u8]) -> Result<(AgentId, Introduction), CborError> {
    let mut r = Reader::new(bytes);
    r.array("an introduction", 3..=3)?;
    let by = AgentId::from_bytes(r.fixed("the introducer")?);
    let about = AgentId::from_bytes(r.fixed("the introduced")?);
    let budget = if r.null()? { None } else { Some(r.uint()?) };
    let budget = budget.map(u32::try_from).transpose().map_err(|_| r.unexpected("a budget of 32 bits"))?;
    Ok((by, Introduction { about, budget }))
}

fn write_position(w: &mut Writer, position: &Position) {
    let Position { segment, offset, length, sequence } = *position;
    w.array(4).uint(segment).uint(offset).uint(u64::from(length)).uint(sequence);
}

fn read_position(r: &mut Reader<'_>) -> Result<Position, CborError> {
    r.array("a position", 4..=4)?;
    let (segment, offset, length, sequence) = (r.uint()?, r.uint()?, r.uint()?, r.uint()?);
    let length = u32::try_from(length).map_err(|_| r.unexpected("a length of 32 bits"))?;
    Ok(Position { segment, offset, length, sequence })
}

impl Reflected {
    pub(super) fn encode(&self) -> Vec<u8> {
        encode(|w| {
            w.array(9).bytes(self.tail.journal.as_bytes()).uint(self.tail.segment).uint(self.tail.offset);
            match &self.tail.last {
                Some(last) => {
                    w.array(2).bytes(last.hash.as_bytes());
                    write_position(w, &last.position);
                }
                None => {
                    w.null();
                }
            }
            match &self.last {
                Some(position) => write_position(w, position),
                None => {
                    w.null();
                }
            }
            let Counts { changes, entries, unread, records } = &self.counts;
            w.uint(*changes).uint(*entries).uint(*unread).array(records.len());
            for (kind, count) in records {
                w.array(2).uint(kind.number()).uint(*count);
            }
        })
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        let mut r = Reader::new(bytes);
        r.array("the tail", 9..=9)?;
        let journal = JournalId::from_bytes(r.fixed("a journal id")?);
        let (segment, offset) = (r.uint()?, r.uint()?);
        let last = if r.null()? {
            None
        } else {
            r.array("the last frame", 2..=2)?;
            let hash = FrameHash::from_bytes(r.fixed("a frame's hash")?);
            Some(LastFrame { hash, position: read_position(&mut r)? })
        };
        let tail = TailPosition { journal, segment, offset, last };
        let last = if r.null()? { None } else { Some(read_position(&mut r)?) };
        let mut counts =
            Counts { changes: r.uint()?, entries: r.uint()?, unread: r.uint()?, ..Counts::default() };
        for _ in 0..r.array("the records by kind", 0..=64)? {
            r.array("a kind with its count", 2..=2)?;
            counts.records.insert(read_kind(&mut r)?, r.uint()?);
        }
        Ok(Self { tail, last, counts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_back_as_written() {
        let mut row = RecordRow::begin(AgentId::from_bytes([1; 32]), Kind::Resource, 7);
        assert_eq!(RecordRow::decode(&row.encode()), Ok(row.clone()));
        row.brief = vec![("role".to_owned(), "translation".to_owned())];
        row.listed = true;
        row.title = Some("Baking together".to_owned());
        row.references = vec![[3; 32]];
        assert_eq!(RecordRow::decode(&row.encode()), Ok(row));
        let position = Position { segment: 1, offset: 128, length: 300, sequence: 9 };
        for pooled in [false, true] {
            let row = ItemRow { position, pooled };
            assert_eq!(ItemRow::decode(&row.encode()), Ok(row));
        }
        for last in [None, Some(LastFrame { position, hash: FrameHash::from_bytes([5; 32]) })] {
            let tail =
                TailPosition { journal: JournalId::from_bytes([6; 16]), segment: 2, offset: 428, last };
            let records = [(Kind::Agent, 2), (Kind::Listing, 7272)].into();
            let counts = Counts { changes: 9, entries: 2, unread: 1, records };
            let reflected = Reflected { tail, last: last.map(|last| last.position), counts };
            assert_eq!(Reflected::decode(&reflected.encode()), Ok(reflected));
        }
        let usage = Usage { items: 1, bytes: 2, pooled: 3, aside: 4 };
        assert_eq!(decode_usage(&encode_usage(&usage)), Ok(usage));
        for reason in
            [LeftOut::Blocked, LeftOut::Withheld, LeftOut::TooLarge { limit: 1 << 40 }, LeftOut::NoRoom]
        {
            assert_eq!(decode_reason(&encode_reason(reason)), Ok(reason));
            for (position, record) in [(None, None), (Some(position), Some(RecordId::from_bytes([4; 32])))] {
                let row = AsideRow { reason, position, pooled: position.is_some(), record };
                assert_eq!(AsideRow::decode(&row.encode()), Ok(row));
            }
        }
        for budget in [None, Some(0), Some(u32::MAX)] {
            let by = AgentId::from_bytes([7; 32]);
            let introduction = Introduction { about: AgentId::from_bytes([8; 32]), budget };
            assert_eq!(decode_introduction(&encode_introduction(&by, &introduction)), Ok((by, introduction)));
        }
        for record in [None, Some((RecordId::from_bytes([4; 32]), Kind::Listing))] {
            let meta = ChangeMeta { namespace: AgentId::from_bytes([1; 32]), record };
            assert_eq!(decode_change(&encode_change(&meta)), Ok(meta));
        }
    }
}
