//! Where records are: all that fit and lie in an area, taken from columns without a look at the records.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::{LATITUDE, LONGITUDE, PLACE};
use crate::index::point::{Area, Point};

/// A record, by its place in lists, and where on earth it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// Where it stands in lists.
    pub place: u64,
    /// Where it is.
    pub point: Point,
}

/// Keeps of more than `most` those that came last.
pub(super) fn last_to_come(located: &mut Vec<Located>, most: usize) {
    if located.len() > most {
        if most > 0 {
            located.select_nth_unstable_by_key(most - 1, |one| core::cmp::Reverse(one.place));
        }
        located.truncate(most);
    }
}

/// Takes what lies in an area; of more than `most` the last to come.
pub(super) struct Within {
    pub(super) area: Area,
    pub(super) most: usize,
}

/// What of one segment was taken so far: at most twice what is kept.
pub(super) struct Taken {
    area: Area,
    most: usize,
    columns: Option<(Column<u64>, Column<i64>, Column<i64>)>,
    located: Vec<Located>,
}

impl Collector for Within {
    type Fruit = Vec<Located>;
    type Child = Taken;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> Result<Taken, TantivyError> {
        let columns = segment.fast_fields();
        let columns = (columns.u64(PLACE).ok())
            .zip(columns.i64(LATITUDE).ok().zip(columns.i64(LONGITUDE).ok()))
            .map(|(place, (north, east))| (place, north, east));
        Ok(Taken { area: self.area, most: self.most, columns, located: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<Located>>) -> Result<Vec<Located>, TantivyError> {
        let mut located = segments.concat();
        last_to_come(&mut located, self.most);
        Ok(located)
    }
}

impl SegmentCollector for Taken {
    type Fruit = Vec<Located>;

    fn collect(&mut self, document: DocId, _: Score) {
        let Some((places, north, east)) = &self.columns else { return };
        // Few have no place on earth, and these have neither column.
        let located = || {
            let point = Point::new(north.first(document)?, east.first(document)?)?;
            let place = places.first(document)?;
            self.area.holds(point).then_some(Located { place, point })
        };
        self.located.extend(located());
        if self.located.len() >= self.most.saturating_mul(2).max(1) {
            last_to_come(&mut self.located, self.most);
        }
    }

    fn harvest(mut self) -> Vec<Located> {
        last_to_come(&mut self.located, self.most);
        self.located
    }
}
