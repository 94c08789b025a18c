//! What a record shows: fields, conflicts, heads.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{AgentId, Agreement, KeyLog};

use crate::{
    ChangeId, Kind, RecordId,
    change::Change,
    document,
    history::{History, Proposal},
    operation::Operation,
    schema::{Field, HIDDEN, Shape, ValueType},
    value::Value,
};

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// One value.
    One(Value),
    /// A value for each language or name.
    Keyed(BTreeMap<String, Value>),
    /// A long text for each language.
    Prose(BTreeMap<String, String>),
    /// A set.
    Set(BTreeSet<Value>),
}

/// Fields by name; those that hold nothing are left out.
pub type Fields = BTreeMap<&'static str, FieldValue>;

/// Values put at the same time, of which one is shown until somebody settles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The field.
    pub field: &'static Field,
    /// Which language or name, for fields that have one value for each.
    pub key: Option<String>,
    /// The values with the changes that put them, sorted by change.
    pub values: Vec<(ChangeId, Value)>,
}

/// A record as it is shown: a pure function of its changes and its agent's key log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// In whose namespace it is.
    pub agent: AgentId,
    /// What it holds.
    pub fields: Fields,
    /// What was put at the same time and not settled yet.
    pub conflicts: Vec<Conflict>,
    /// Changes of protected fields that wait for members to agree.
    pub proposals: Vec<Proposal>,
    /// The changes that the next edit builds on, sorted.
    pub heads: Vec<ChangeId>,
}

/// Why a record cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// Its first change is not held.
    #[error("the first change of record {} is not here", .0.short())]
    NoFirstChange(RecordId),
    /// Automerge refused what the rules say it takes: a fault in this program.
    #[error("merging the changes of record {} failed: {reason}", record.short())]
    Merge {
        /// The record.
        record: RecordId,
        /// What Automerge says.
        reason: Box<automerge::AutomergeError>,
    },
}

impl RecordView {
    /// Computes what `record` shows from the changes held, in any order.
    ///
    /// # Errors
    /// [`ViewError`] if the first change is missing.
    pub fn build(
        record: RecordId,
        changes: impl IntoIterator<Item = Change>,
        log: &KeyLog,
    ) -> Result<Self, ViewError> {
        Self::of_history(&History::new(record, changes, log).ok_or(ViewError::NoFirstChange(record))?)
    }

    /// Computes what a record shows from its history.
    ///
    /// # Errors
    /// [`ViewError::Merge`], which would be a fault in this program.
    pub fn of_history(history: &History<'_>) -> Result<Self, ViewError> {
        // Most records never saw two edits at once: their state is their operations, one after the other.
        if history.is_linear() {
            let mut fields = Fields::new();
            for (_, edit, ..) in history.steps() {
                for operation in &edit.operations {
                    replay(&mut fields, history.kind(), operation);
                }
            }
            return Ok(Self::from_parts(history, fields, Vec::new()));
        }
        Self::merged(history)
    }

    /// Computes the same as [`Self::build`] by the merge alone. For tests that the shortcut agrees.
    ///
    /// # Errors
    /// [`ViewError`] as for [`Self::build`].
    #[doc(hidden)]
    pub fn build_by_merge(
        record: RecordId,
        changes: impl IntoIterator<Item = Change>,
        log: &KeyLog,
    ) -> Result<Self, ViewError> {
        let history = History::new(record, changes, log).ok_or(ViewError::NoFirstChange(record))?;
        Self::merged(&history)
    }

    fn merged(history: &History<'_>) -> Result<Self, ViewError> {
        let (fields, conflicts) = document::merge(history)
            .map_err(|reason| ViewError::Merge { record: history.record(), reason: Box::new(reason) })?;
        Ok(Self::from_parts(history, fields, conflicts))
    }

    fn from_parts(history: &History<'_>, mut fields: Fields, mut conflicts: Vec<Conflict>) -> Self {
        for field in history.kind().fields() {
            if matches!(field.shape, Shape::Protected(_)) {
                let mut values = history.in_force(field);
                values.sort_unstable();
                if let Some((_, value)) = values.last() {
                    fields.insert(field.name, FieldValue::One(value.clone()));
                }
                if values.iter().any(|(_, value)| *value != values[0].1) {
                    conflicts.push(Conflict { field, key: None, values });
                }
            }
        }
        Self {
            id: history.record(),
            kind: history.kind(),
            agent: history.agent(),
            fields,
            conflicts,
            proposals: history.open_proposals(),
            heads: history.heads().to_vec(),
        }
    }

    /// The single value of a field, if it has one.
    #[must_use]
    pub fn one(&self, field: &str) -> Option<&Value> {
        match self.fields.get(field)? {
            FieldValue::One(value) => Some(value),
            _ => None,
        }
    }

    /// The single text of a field, if it has one.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.one(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Since which day whoever keeps the record hides it, if they do. Of days put at once any will do: it is hidden until
    /// somebody who saw them all takes them away.
    #[must_use]
    pub fn hidden(&self) -> Option<&str> {
        self.text(HIDDEN)
    }

    /// The values of a field by language or name.
    pub fn keyed(&self, field: &str) -> impl Iterator<Item = (&str, &Value)> {
        let map = match self.fields.get(field) {
            Some(FieldValue::Keyed(map)) => Some(map),
            _ => None,
        };
        map.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The values of a set.
    pub fn set(&self, field: &str) -> impl Iterator<Item = &Value> {
        let set = match self.fields.get(field) {
            Some(FieldValue::Set(set)) => Some(set),
            _ => None,
        };
        set.into_iter().flatten()
    }

    /// The title or name to show, whatever languages there are: English, else of unknown language, else any.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let titles = || self.keyed(self.kind.title_field());
        let pick = |language: &str| titles().find(|(key, _)| *key == language).map(|(_, value)| value);
        match pick("en").or_else(|| pick("und")).or_else(|| titles().next().map(|(_, value)| value))? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its title or name in every language that it has one in.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.keyed(self.kind.title_field()).filter_map(|(_, value)| text_of(value))
    }

    /// The ids of other records and agents that it refers to, and the hashes of its files. What a motion lists it does not speak of.
    pub fn references(&self) -> impl Iterator<Item = [u8; 32]> {
        let fields = (self.kind != Kind::Motion).then_some(&self.fields);
        let fields = fields.into_iter().flat_map(BTreeMap::values).flat_map(|value| {
            let values: Vec<&Value> = match value {
                FieldValue::One(value) => vec![value],
                FieldValue::Set(values) => values.iter().collect(),
                FieldValue::Keyed(_) | FieldValue::Prose(_) => Vec::new(),
            };
            values.into_iter().filter_map(|value| match value {
                Value::Id(id) => Some(*id),
                _ => None,
            })
        });
        fields.chain(self.files().map(|file| *file.hash.as_bytes()))
    }

    /// Every text in it that a person may search for.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|(name, _)| !name.ends_with("_key")).flat_map(|(name, value)| {
            let texts: Vec<&str> = match value {
                // What a file is called; nobody searches for its hash.
                FieldValue::Set(set) if *name == "files" => {
                    set.iter().filter_map(text_of).filter_map(|line| line.splitn(3, ' ').nth(2)).collect()
                }
                FieldValue::One(Value::Text(text)) => vec![text],
                FieldValue::One(_) => Vec::new(),
                FieldValue::Keyed(map) => map.values().filter_map(text_of).collect(),
                FieldValue::Prose(map) => map.values().map(String::as_str).collect(),
                FieldValue::Set(set) => set.iter().filter_map(text_of).collect(),
            };
            texts
        })
    }

    /// The record as JSON: `{"id","kind","agent","fields","conflicts","proposals","heads"}`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let fields: serde_json::Map<String, serde_json::Value> = self
            .fields
            .iter()
            .filter_map(|(name, value)| {
                let of = value_type(self.kind.field_named(name)?.shape);
                Some(((*name).to_owned(), field_json(of, value)))
            })
            .collect();
        let conflicts: Vec<_> = self
            .conflicts
            .iter()
            .map(|conflict| {
                let of = value_type(conflict.field.shape);
                let values: Vec<_> = conflict
                    .values
                    .iter()
                    .map(|(change, value)| serde_json::json!({"value": of.to_json(value), "change": change}))
                    .collect();
                serde_json::json!({"field": conflict.field.name, "key": conflict.key, "values": values})
            })
            .collect();
        let proposals: Vec<_> = self
            .proposals
            .iter()
            .map(|proposal| {
                let objections: Vec<_> = proposal
                    .objections
                    .iter()
                    .map(|objection| {
                        serde_json::json!({
                            "change": objection.change, "by": objection.by, "reason": objection.reason
                        })
                    })
                    .collect();
                serde_json::json!({
                    "change": proposal.change,
                    "field": proposal.field.name,
                    "value": value_type(proposal.field.shape).to_json(&proposal.value),
                    "by_consent": proposal.agreement == Agreement::Consent,
                    "approvals": proposal.approvals,
                    "needed": proposal.needed,
                    "objections": objections,
                    "unheard": proposal.unheard,
                })
            })
            .collect();
        serde_json::json!({
            "id": self.id,
            "kind": self.kind,
            "agent": self.agent,
            "fields": fields,
            "conflicts": conflicts,
            "proposals": proposals,
            "heads": self.heads,
        })
    }
}

impl Field {
    /// One of its values as JSON, as [`RecordView::to_json`] has it.
    #[must_use]
    pub fn value_json(&self, value: &Value) -> serde_json::Value {
        value_type(self.shape).to_json(value)
    }
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn field_json(of: ValueType, value: &FieldValue) -> serde_json::Value {
    match value {
        FieldValue::One(value) => of.to_json(value),
        FieldValue::Keyed(map) => map.iter().map(|(key, value)| (key.clone(), of.to_json(value))).collect(),
        FieldValue::Prose(map) => map.iter().map(|(key, text)| (key.clone(), text.as_str())).collect(),
        FieldValue::Set(set) => set.iter().map(|value| of.to_json(value)).collect(),
    }
}

/// What the single values of a shape are; long texts are texts.
const fn value_type(shape: Shape) -> ValueType {
    match shape {
        Shape::Scalar(of)
        | Shape::ByLanguage(of)
        | Shape::ByName(of)
        | Shape::Set(of)
        | Shape::Protected(of) => of,
        Shape::Prose => ValueType::Text(crate::schema::MAX_PROSE_BYTES),
    }
}

/// Applies one operation where nothing is concurrent.
fn replay(fields: &mut Fields, kind: Kind, operation: &Operation) {
    let Some(field) = operation.field(kind) else {
        return;
    };
    match operation {
        Operation::Put { key: None, value, .. } => {
            if !matches!(field.shape, Shape::Protected(_)) {
                fields.insert(field.name, FieldValue::One(value.clone()));
            }
        }
        Operation::Clear { key: None, .. } => {
            fields.remove(field.name);
        }
        Operation::Put { key: Some(key), value, .. } => {
            let entry = fields.entry(field.name).or_insert_with(|| FieldValue::Keyed(BTreeMap::new()));
            if let FieldValue::Keyed(map) = entry {
                map.insert(key.clone(), value.clone());
            }
        }
        Operation::Clear { key: Some(key), .. } => {
            if let Some(FieldValue::Keyed(map)) = fields.get_mut(field.name) {
                map.remove(key);
            }
        }
        Operation::SetText { language, text, .. } => {
            let entry = fields.entry(field.name).or_insert_with(|| FieldValue::Prose(BTreeMap::new()));
            if let FieldValue::Prose(map) = entry {
                if text.is_empty() {
                    map.remove(language);
                } else {
                    map.insert(language.clone(), text.clone());
                }
            }
        }
        Operation::Add { value, .. } => {
            let entry = fields.entry(field.name).or_insert_with(|| FieldValue::Set(BTreeSet::new()));
            if let FieldValue::Set(set) = entry {
                set.insert(value.clone());
            }
        }
        Operation::Remove { value, .. } => {
            if let Some(FieldValue::Set(set)) = fields.get_mut(field.name) {
                set.remove(value);
            }
        }
        Operation::Approve { .. }
        | Operation::Adopt { .. }
        | Operation::Object { .. }
        | Operation::Withdraw { .. } => {}
    }
    let emptied = match fields.get(field.name) {
        Some(FieldValue::Keyed(map)) => map.is_empty(),
        Some(FieldValue::Prose(map)) => map.is_empty(),
        Some(FieldValue::Set(set)) => set.is_empty(),
        _ => false,
    };
    if emptied {
        fields.remove(field.name);
    }
}
