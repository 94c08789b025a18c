//! Writing edits: from field names and typed text to operations.

use commons_identity::{ID_LENGTH, SALT_LENGTH, cbor};

use crate::{
    ChangeId, Kind, RecordId, RecordView,
    change::{Edit, MAX_DEPENDENCIES, MAX_OPERATIONS, Target},
    operation::{Operation, OperationError},
    schema::{Field, Shape},
    value::{Value, ValueError},
    view::FieldValue,
};

/// Operations on a record of one kind, checked as they are added.
#[derive(Debug, Clone)]
pub struct Draft {
    kind: Kind,
    operations: Vec<Operation>,
}

/// Why something cannot be written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// The kind has no field of this name.
    #[error("{kind} has no field {name:?}; it has {}", kind.fields().iter().map(|field| field.name).collect::<Vec<_>>().join(", "))]
    UnknownField {
        /// The kind of record.
        kind: Kind,
        /// The name given.
        name: String,
    },
    /// A value that does not fit its field.
    #[error("{field}: {reason}")]
    Value {
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        reason: ValueError,
    },
    /// An operation that does not fit the field.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// More than one change can hold.
    #[error("one change holds at most {MAX_OPERATIONS} operations, this has {found}")]
    TooMany {
        /// Operations there are.
        found: usize,
    },
    /// Nothing to write.
    #[error("there is nothing to change")]
    Empty,
}

impl Draft {
    /// A draft without operations.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, operations: Vec::new() }
    }

    /// Writes down again what a record shows, but for some fields.
    #[must_use]
    pub fn copy_of(view: &RecordView, without: &[&str]) -> Self {
        let mut operations = Vec::new();
        for (name, value) in view.fields.iter().filter(|(name, _)| !without.contains(*name)) {
            let Some(field) = view.kind.field_named(name).map(|field| field.number) else { continue };
            match value {
                FieldValue::One(value) => {
                    operations.push(Operation::Put { field, key: None, value: value.clone() });
                }
                FieldValue::Keyed(values) => operations.extend(values.iter().map(|(key, value)| {
                    Operation::Put { field, key: Some(key.clone()), value: value.clone() }
                })),
                FieldValue::Prose(texts) => operations.extend(texts.iter().map(|(language, text)| {
                    Operation::SetText { field, language: language.clone(), text: text.clone() }
                })),
                FieldValue::Set(values) => {
                    operations
                        .extend(values.iter().map(|value| Operation::Add { field, value: value.clone() }));
                }
            }
        }
        Self { kind: view.kind, operations }
    }

    /// Whether nothing is written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// The operations so far.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    fn field(&self, name: &str) -> Result<&'static Field, DraftError> {
        self.kind
            .field_named(name)
            .ok_or_else(|| DraftError::UnknownField { kind: self.kind, name: name.to_owned() })
    }

    fn push(&mut self, operation: Operation) -> Result<&mut Self, DraftError> {
        operation.check(self.kind)?;
        self.operations.push(operation);
        Ok(self)
    }

    /// Sets a field from text as a person types it; a set gains the value.
    ///
    /// # Errors
    /// [`DraftError`] naming the field and what was expected.
    pub fn set(&mut self, name: &str, text: &str) -> Result<&mut Self, DraftError> {
        let value = self.parse(name, text)?;
        let field = self.field(name)?;
        match field.shape {
            Shape::Set(_) => self.push(Operation::Add { field: field.number, value }),
            _ => self.push(Operation::Put { field: field.number, key: None, value }),
        }
    }

    /// Sets a field that holds an id.
    ///
    /// # Errors
    /// [`DraftError`] if the field does not.
    pub fn set_id(&mut self, name: &str, id: [u8; ID_LENGTH]) -> Result<&mut Self, DraftError> {
        let field = self.field(name)?;
        let value = Value::Id(id);
        match field.shape {
            Shape::Set(_) => self.push(Operation::Add { field: field.number, value }),
            _ => self.push(Operation::Put { field: field.number, key: None, value }),
        }
    }

    /// Sets a field's value for one language or name; a long text likewise.
    ///
    /// # Errors
    /// [`DraftError`] naming the field and what was expected.
    pub fn set_keyed(&mut self, name: &str, key: &str, text: &str) -> Result<&mut Self, DraftError> {
        let field = self.field(name)?;
        if matches!(field.shape, Shape::Prose) {
            let text = text.replace("\r\n", "\n").trim().to_owned();
            return self.push(Operation::SetText { field: field.number, language: key.to_owned(), text });
        }
        let value = self.parse(name, text)?;
        self.push(Operation::Put { field: field.number, key: Some(key.to_owned()), value })
    }

    /// Takes a value out of a set.
    ///
    /// # Errors
    /// [`DraftError`] naming the field and what was expected.
    pub fn remove(&mut self, name: &str, text: &str) -> Result<&mut Self, DraftError> {
        let value = self.parse(name, text)?;
        let field = self.field(name)?;
        self.push(Operation::Remove { field: field.number, value })
    }

    /// Clears a field, or its value for one language or name.
    ///
    /// # Errors
    /// [`DraftError`] naming the field.
    pub fn clear(&mut self, name: &str, key: Option<&str>) -> Result<&mut Self, DraftError> {
        let field = self.field(name)?;
        self.push(Operation::Clear { field: field.number, key: key.map(str::to_owned) })
    }

    /// Adds the operations of another draft of the same kind.
    pub fn append(&mut self, other: Self) {
        debug_assert_eq!(self.kind, other.kind);
        self.operations.extend(other.operations);
    }

    /// Sixteen hex digits that are the same for the same operations in the same order.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let bytes = cbor::encode(|w| {
            w.array(self.operations.len());
            self.operations.iter().for_each(|operation| operation.write(w));
        });
        blake3::hash(&bytes).to_hex()[..16].to_owned()
    }

    fn parse(&self, name: &str, text: &str) -> Result<Value, DraftError> {
        let field = self.field(name)?;
        let (Shape::Scalar(of)
        | Shape::ByLanguage(of)
        | Shape::ByName(of)
        | Shape::Set(of)
        | Shape::Protected(of)) = field.shape
        else {
            return Err(DraftError::Value {
                field: field.name,
                reason: ValueError::Type {
                    expected: "a long text with its language",
                    found: "one without".to_owned(),
                },
            });
        };
        of.parse(text).map_err(|reason| DraftError::Value { field: field.name, reason })
    }

    /// The edit that begins a record.
    ///
    /// # Errors
    /// [`DraftError`] if there is nothing, or too much for one change.
    pub fn begin(self, salt: [u8; SALT_LENGTH]) -> Result<Edit, DraftError> {
        let target = Target::New(self.kind);
        self.into_edit(target, Vec::new(), salt)
    }

    /// The edit that changes `record`, whose heads the author has seen.
    ///
    /// # Errors
    /// [`DraftError`] if there is nothing, or too much for one change.
    pub fn edit(
        self,
        record: RecordId,
        heads: &[ChangeId],
        salt: [u8; SALT_LENGTH],
    ) -> Result<Edit, DraftError> {
        // A record with more open ends than one change may name is brought together by several edits.
        let mut dependencies = heads[..heads.len().min(MAX_DEPENDENCIES)].to_vec();
        dependencies.sort_unstable();
        self.into_edit(Target::Existing(record), dependencies, salt)
    }

    fn into_edit(
        self,
        target: Target,
        dependencies: Vec<ChangeId>,
        salt: [u8; SALT_LENGTH],
    ) -> Result<Edit, DraftError> {
        match self.operations.len() {
            0 => Err(DraftError::Empty),
            found if found > MAX_OPERATIONS => Err(DraftError::TooMany { found }),
            _ => Ok(Edit { target, salt, dependencies, operations: self.operations }),
        }
    }

    /// Leaves only the operations that would change what `view` shows, and adds those that take away from the
    /// draft's sets what the draft does not hold: after it, each field that the draft names reads as the draft
    /// alone would.
    #[must_use]
    pub fn against(self, view: &RecordView) -> Self {
        let mut operations = Vec::new();
        for operation in &self.operations {
            let Some(field) = operation.field(self.kind) else {
                continue;
            };
            // Of several values written at once one is shown, but putting it again is what settles them.
            let contested = view.conflicts.iter().any(|conflict| conflict.field == field);
            let held = view.fields.get(field.name).filter(|_| !contested);
            let already = match (operation, held) {
                (Operation::Put { key: None, value, .. }, Some(FieldValue::One(held))) => value == held,
                (Operation::Put { key: Some(key), value, .. }, Some(FieldValue::Keyed(held))) => {
                    held.get(key) == Some(value)
                }
                (Operation::SetText { language, text, .. }, Some(FieldValue::Prose(held))) => {
                    held.get(language) == Some(text)
                }
                (Operation::Add { value, .. }, Some(FieldValue::Set(held))) => held.contains(value),
                _ => false,
            };
            if !already {
                operations.push(operation.clone());
            }
        }
        for field in self.kind.fields() {
            let Some(FieldValue::Set(held)) = view.fields.get(field.name) else {
                continue;
            };
            let wanted = |value: &Value| {
                self.operations.iter().any(|operation| {
                    matches!(operation, Operation::Add { field: number, value: added }
                        if *number == field.number && added == value)
                })
            };
            let named = self.operations.iter().any(
                |operation| matches!(operation, Operation::Add { field: number, .. } if *number == field.number),
            );
            if named {
                let extra = held.iter().filter(|value| !wanted(value)).cloned();
                operations.extend(extra.map(|value| Operation::Remove { field: field.number, value }));
            }
        }
        Self { kind: self.kind, operations }
    }
}
