//! Which other nodes say that they hold our records: `DATA/holders`. Told by them, and so no proof.

use std::collections::{BTreeMap, BTreeSet};

use commons_network::PeerId;
use commons_registry::{ChangeId, RecordId};
use serde::{Deserialize, Serialize};

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::day::Day;
use crate::failure::Failure;

/// Most records of ours that are looked after. Of more, those that most nodes hold already are let go of.
pub(crate) const MAX_TRACKED: usize = 20_000;

/// Most nodes remembered for a record.
pub(crate) const MAX_HOLDERS: usize = 8;

/// Most heads asked about for a record: a node that holds these holds all that they build on.
const MAX_HEADS: usize = 8;

/// What a node said is asked again after so many days.
const ASK_AGAIN_AFTER_DAYS: i64 = 7;

/// A record of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Tracked {
    /// Its newest changes.
    heads: Vec<ChangeId>,
    /// Who says that it holds them, and when it last did.
    by: BTreeMap<PeerId, Day>,
}

/// How many other nodes say that they hold a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Copies {
    /// The nodes.
    pub(crate) nodes: usize,
    /// None of them said it before this day.
    pub(crate) as_of: Option<Day>,
}

/// All of our records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Holders {
    records: BTreeMap<RecordId, Tracked>,
    changed: bool,
}

/// A record and its heads, to be asked about.
pub(crate) type Wanted = (RecordId, Vec<ChangeId>);

impl Holders {
    /// Notes the newest changes of a record. Who held it before these is not known to hold them.
    pub(crate) fn wrote(&mut self, record: RecordId, mut heads: Vec<ChangeId>) {
        heads.truncate(MAX_HEADS);
        if self.records.get(&record).is_some_and(|tracked| tracked.heads == heads) {
            return;
        }
        if self.records.len() >= MAX_TRACKED && !self.records.contains_key(&record) {
            let safest = self.records.iter().max_by_key(|(_, tracked)| tracked.by.len());
            let safest = safest.map(|(record, _)| *record);
            safest.map(|record| self.records.remove(&record));
        }
        self.records.insert(record, Tracked { heads, by: BTreeMap::new() });
        self.changed = true;
    }

    /// Forgets what is not among these any more.
    pub(crate) fn keep_only(&mut self, records: &BTreeSet<RecordId>) {
        let before = self.records.len();
        self.records.retain(|record, _| records.contains(record));
        self.changed |= self.records.len() != before;
    }

    /// What a peer is to be asked about next, after a record: at most so many heads. Nothing when it has been asked about
    /// all.
    pub(crate) fn to_ask(
        &self,
        peer: &PeerId,
        today: Day,
        after: Option<RecordId>,
        most: usize,
    ) -> Vec<Wanted> {
        use core::ops::Bound::{Excluded, Unbounded};
        let mut heads = 0;
        self.records
            .range((after.map_or(Unbounded, Excluded), Unbounded))
            .filter(|(_, tracked)| match tracked.by.get(peer) {
                Some(said) => today.days_since(*said) >= ASK_AGAIN_AFTER_DAYS,
                None => tracked.by.len() < MAX_HOLDERS,
            })
            .map(|(record, tracked)| (*record, tracked.heads.clone()))
            .take_while(|(_, asked)| {
                heads += asked.len();
                heads <= most
            })
            .collect()
    }

    /// Notes what a peer said, unless there is a newer change by now. Returns whether it holds the record.
    pub(crate) fn heard(&mut self, peer: PeerId, (record, heads): &Wanted, holds: bool, today: Day) {
        let Some(tracked) = self.records.get_mut(record).filter(|tracked| tracked.heads == *heads) else {
            return;
        };
        self.changed |= match holds {
            true => tracked.by.insert(peer, today) != Some(today),
            false => tracked.by.remove(&peer).is_some(),
        };
    }

    /// How many nodes hold a record, if it is one of ours and these are its newest changes.
    pub(crate) fn copies_of(&self, record: RecordId, heads: &[ChangeId]) -> Option<Copies> {
        let tracked = self.records.get(&record)?;
        let newest = tracked.heads.iter().all(|head| heads.contains(head));
        newest.then(|| Copies { nodes: tracked.by.len(), as_of: tracked.by.values().min().copied() })
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The least number of other nodes that hold one of the records.
    pub(crate) fn least(&self) -> usize {
        self.records.values().map(|tracked| tracked.by.len()).min().unwrap_or(0)
    }

    /// The records that are on no other node, as far as is known.
    pub(crate) fn nowhere_else(&self) -> impl Iterator<Item = RecordId> {
        self.records.iter().filter(|(_, tracked)| tracked.by.is_empty()).map(|(record, _)| *record)
    }

    /// Reads the file, if there is one. One that is damaged is worth nothing: nodes are asked again.
    pub(crate) fn load(data: &DataDir) -> Result<Self, Failure> {
        let path = data.holders();
        let Some(bytes) = read_if_there(&path)? else { return Ok(Self::default()) };
        let read = serde_json::from_slice::<OnDisk>(&bytes).map_err(|error| error.to_string());
        Ok(read.and_then(Self::try_from).unwrap_or_else(|error| {
            tracing::warn!(%error, "the file of who holds our records is damaged: other nodes are asked anew");
            Self::default()
        }))
    }

    /// What is to be written, if something changed since the last time.
    pub(crate) fn take_changed(&mut self) -> Option<Self> {
        core::mem::take(&mut self.changed).then(|| self.clone())
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self, data: &DataDir) -> Result<(), Failure> {
        let path = data.holders();
        let bytes = serde_json::to_vec(&OnDisk::from(self)).map_err(Failure::internal)?;
        write_private(&path, &bytes).map_err(|error| cannot("write", &path, &error))
    }
}

/// The file: nodes once, and by their place in each record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    nodes: Vec<String>,
    records: Vec<Row>,
}

/// A record, its heads, and who said when that it holds them.
type Row = (RecordId, Vec<ChangeId>, Vec<(usize, Day)>);

impl From<&Holders> for OnDisk {
    fn from(holders: &Holders) -> Self {
        let nodes: BTreeSet<&PeerId> =
            holders.records.values().flat_map(|tracked| tracked.by.keys()).collect();
        let places: BTreeMap<&PeerId, usize> =
            nodes.iter().enumerate().map(|(at, peer)| (*peer, at)).collect();
        let records = holders.records.iter().map(|(record, tracked)| {
            let by = tracked.by.iter().filter_map(|(peer, day)| Some((*places.get(peer)?, *day))).collect();
            (*record, tracked.heads.clone(), by)
        });
        Self { records: records.collect(), nodes: nodes.iter().map(ToString::to_string).collect() }
    }
}

impl TryFrom<OnDisk> for Holders {
    type Error = String;

    fn try_from(file: OnDisk) -> Result<Self, String> {
        let nodes: Vec<PeerId> = file
            .nodes
            .iter()
            .map(|node| node.parse().map_err(|_| format!("{node:?} is no node's id")))
            .collect::<Result<_, _>>()?;
        let mut records = BTreeMap::new();
        for (record, heads, by) in file.records.into_iter().take(MAX_TRACKED) {
            let node = |(at, day)| nodes.get(at).map(|peer| (*peer, day)).ok_or("a node is missing");
            let by = by.into_iter().map(node).collect::<Result<_, _>>()?;
            records.insert(record, Tracked { heads, by });
        }
        Ok(Self { records, changed: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: u32) -> RecordId {
        let mut id = [0; 32];
        id[..4].copy_from_slice(&number.to_be_bytes());
        RecordId::from_bytes(id)
    }

    fn head(byte: u8) -> ChangeId {
        ChangeId::from_bytes([byte; 32])
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn who_said_that_it_holds_a_record_counts_until_there_is_a_newer_change() {
        let (today, peers) = (day("2026-11-21"), [PeerId::random(), PeerId::random()]);
        let mut holders = Holders::default();
        holders.wrote(record(1), vec![head(1)]);
        assert_eq!(holders.copies_of(record(1), &[head(1)]), Some(Copies { nodes: 0, as_of: None }));
        let asked = holders.to_ask(&peers[0], today, None, 256);
        assert_eq!(asked, [(record(1), vec![head(1)])]);
        holders.heard(peers[0], &asked[0], true, day("2026-11-20"));
        holders.heard(peers[1], &asked[0], true, today);
        let copies = holders.copies_of(record(1), &[head(1)]).unwrap();
        assert_eq!(copies, Copies { nodes: 2, as_of: Some(day("2026-11-20")) });
        assert_eq!(holders.to_ask(&peers[0], today, None, 256), [], "it is not asked the same again");
        assert_eq!(holders.to_ask(&peers[0], today.plus(7), None, 256).len(), 1, "but after a while");

        holders.wrote(record(1), vec![head(2)]);
        assert_eq!(holders.nowhere_else().collect::<Vec<_>>(), [record(1)]);
        holders.heard(peers[0], &asked[0], true, today);
        assert_eq!(holders.least(), 0, "an answer about what was there before says nothing");
        assert_eq!(holders.copies_of(record(1), &[head(3)]), None);
    }

    #[test]
    fn a_peer_is_asked_about_so_much_at_a_time_and_then_about_the_rest() {
        let (today, peer) = (day("2026-11-21"), PeerId::random());
        let mut holders = Holders::default();
        (0..600).for_each(|n| holders.wrote(record(n), vec![head(1)]));
        let (mut after, mut asked) = (None, Vec::new());
        loop {
            let some = holders.to_ask(&peer, today, after, 256);
            assert!(some.len() <= 256);
            let Some((last, _)) = some.last() else { break };
            after = Some(*last);
            asked.extend(some);
        }
        assert_eq!(asked.len(), 600);
    }

    #[test]
    fn what_is_remembered_is_bounded_and_the_safest_goes_first() {
        let (today, mut holders) = (day("2026-11-21"), Holders::default());
        holders.wrote(record(7), vec![head(1)]);
        for _ in 0..20 {
            let peer = PeerId::random();
            for asked in holders.to_ask(&peer, today, None, 256) {
                holders.heard(peer, &asked, true, today);
            }
        }
        assert_eq!(holders.copies_of(record(7), &[head(1)]).unwrap().nodes, MAX_HOLDERS);
        (0..MAX_TRACKED as u32 + 1).filter(|n| *n != 7).for_each(|n| holders.wrote(record(n), vec![head(1)]));
        assert_eq!((holders.len(), holders.copies_of(record(7), &[head(1)])), (MAX_TRACKED, None));
    }

    #[test]
    fn the_file_is_read_back_and_a_damaged_one_is_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let (today, peer) = (day("2026-11-21"), PeerId::random());
        let mut holders = Holders::load(&data).unwrap();
        holders.wrote(record(1), vec![head(1), head(2)]);
        holders.wrote(record(2), vec![head(3)]);
        holders.heard(peer, &(record(2), vec![head(3)]), true, today);
        holders.take_changed().unwrap().save(&data).unwrap();
        assert!(holders.take_changed().is_none(), "nothing new to write");
        let read = Holders::load(&data).unwrap();
        assert_eq!(read.records, holders.records);
        for damaged in ["", "{", "{\"nodes\":[\"x\"],\"records\":[]}", "{\"nodes\":[],\"records\":[[1]]}"] {
            std::fs::write(data.holders(), damaged).unwrap();
            assert_eq!(Holders::load(&data).unwrap().len(), 0, "{damaged}");
        }
    }
}
