//! The operations that a change may hold. Few and total: none can dangle, none needs a position.

use commons_identity::{
    CborError, EntryId, ID_LENGTH,
    cbor::{Reader, Writer},
};

use crate::{
    ChangeId, Kind,
    schema::{Field, MAX_LANGUAGE_BYTES, MAX_PROSE_BYTES, MAX_TOKEN_BYTES, Shape},
    value::{Value, ValueError, check_language, check_token},
};

/// One operation of a change. Fields are numbers of the record's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Sets a scalar, or the value for one language or name.
    Put {
        /// Number of the field.
        field: u64,
        /// The language or name, for fields that have one value for each.
        key: Option<String>,
        /// The value.
        value: Value,
    },
    /// Takes away what `Put` sets.
    Clear {
        /// Number of the field.
        field: u64,
        /// The language or name, for fields that have one value for each.
        key: Option<String>,
    },
    /// Makes the long text of one language read so; executed as a diff against what the author saw.
    SetText {
        /// Number of the field.
        field: u64,
        /// Whose language the text is in.
        language: String,
        /// The whole text; may be empty.
        text: String,
    },
    /// Adds a value to a set.
    Add {
        /// Number of the field.
        field: u64,
        /// The value.
        value: Value,
    },
    /// Removes a value from a set, as far as the author saw it there.
    Remove {
        /// Number of the field.
        field: u64,
        /// The value.
        value: Value,
    },
    /// One member's approval of a proposal: a change of this record that touches a protected field.
    Approve {
        /// The change approved.
        proposal: ChangeId,
        /// The key-log entry under which it is approved.
        entry: EntryId,
    },
    /// Takes back in a single change that a rotation cut off; counts in a change that builds on it.
    Adopt {
        /// The change adopted.
        change: ChangeId,
    },
    /// One member's objection to a proposal. Where members decide by consent it blocks until its author approves
    /// or withdraws it.
    Object {
        /// The change objected to.
        proposal: ChangeId,
        /// The key-log entry under which it is objected to.
        entry: EntryId,
        /// Why.
        reason: String,
    },
    /// Takes back what the author objected before, without approving.
    Withdraw {
        /// The change that was objected to.
        proposal: ChangeId,
        /// The key-log entry under which it was.
        entry: EntryId,
    },
}

/// Why an operation does not fit the kind of record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OperationError {
    /// The kind has no field of this number.
    #[error("expected a field of {kind} from 1 to {}, found {number}", kind.fields().len())]
    UnknownField {
        /// The kind of record.
        kind: Kind,
        /// The number given.
        number: u64,
    },
    /// The field is not of the shape that the operation works on.
    #[error("{kind}.{field}: expected {expected}, found {operation}")]
    Shape {
        /// The kind of record.
        kind: Kind,
        /// The field's name.
        field: &'static str,
        /// The operations that do, in words.
        expected: &'static str,
        /// The operation, in words.
        operation: &'static str,
    },
    /// An objection without a proper reason.
    #[error("the reason of an objection: {reason}")]
    Reason {
        /// What is wrong with it.
        reason: ValueError,
    },
    /// A value that does not fit the field.
    #[error("{kind}.{field}: {reason}")]
    Value {
        /// The kind of record.
        kind: Kind,
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        reason: ValueError,
    },
}

impl Operation {
    /// Checks the operation against the fields of `kind`.
    ///
    /// # Errors
    /// [`OperationError`] naming the field.
    pub fn check(&self, kind: Kind) -> Result<(), OperationError> {
        let (number, operation) = match self {
            Self::Put { field, key: None, .. } => (*field, "put of the whole field"),
            Self::Put { field, .. } => (*field, "put for one language or name"),
            Self::Clear { field, key: None } => (*field, "clear of the whole field"),
            Self::Clear { field, .. } => (*field, "clear for one language or name"),
            Self::SetText { field, .. } => (*field, "set text"),
            Self::Add { field, .. } => (*field, "add"),
            Self::Remove { field, .. } => (*field, "remove"),
            Self::Approve { .. } | Self::Adopt { .. } | Self::Withdraw { .. } => return Ok(()),
            Self::Object { reason, .. } => {
                return check_reason(reason).map_err(|reason| OperationError::Reason { reason });
            }
        };
        let field = kind.field(number).ok_or(OperationError::UnknownField { kind, number })?;
        let expected = operations_for(field.shape);
        let wrong_shape = OperationError::Shape { kind, field: field.name, expected, operation };
        let checked = match (self, field.shape) {
            (Self::Put { key: None, value, .. }, Shape::Scalar(of) | Shape::Protected(of)) => of.check(value),
            (Self::Put { key: Some(key), value, .. }, Shape::ByLanguage(of)) => {
                check_language(key).and_then(|()| of.check(value))
            }
            (Self::Put { key: Some(key), value, .. }, Shape::ByName(of)) => {
                check_token(key).and_then(|()| of.check(value))
            }
            (Self::Clear { key: None, .. }, Shape::Scalar(_)) => Ok(()),
            (Self::Clear { key: Some(key), .. }, Shape::ByLanguage(_)) => check_language(key),
            (Self::Clear { key: Some(key), .. }, Shape::ByName(_)) => check_token(key),
            (Self::SetText { language, text, .. }, Shape::Prose) => {
                check_language(language).and_then(|()| check_prose(text))
            }
            (Self::Add { value, .. } | Self::Remove { value, .. }, Shape::Set(of)) => of.check(value),
            _ => return Err(wrong_shape),
        };
        checked.map_err(|reason| OperationError::Value { kind, field: field.name, reason })
    }

    pub(crate) fn write(&self, w: &mut Writer) {
        fn key_or_null(w: &mut Writer, key: Option<&String>) {
            match key {
                Some(key) => w.text(key),
                None => w.null(),
            };
        }
        match self {
            Self::Put { field, key, value } => {
                w.array(4).uint(0).uint(*field);
                key_or_null(w, key.as_ref());
                value.write(w);
            }
            Self::Clear { field, key } => {
                w.array(3).uint(1).uint(*field);
                key_or_null(w, key.as_ref());
            }
            Self::SetText { field, language, text } => {
                w.array(4).uint(2).uint(*field).text(language).text(text);
            }
            Self::Add { field, value } => {
                w.array(3).uint(3).uint(*field);
                value.write(w);
            }
            Self::Remove { field, value } => {
                w.array(3).uint(4).uint(*field);
                value.write(w);
            }
            Self::Approve { proposal, entry } => {
                w.array(3).uint(5).bytes(proposal.as_bytes()).bytes(entry.as_bytes());
            }
            Self::Adopt { change } => {
                w.array(2).uint(6).bytes(change.as_bytes());
            }
            Self::Object { proposal, entry, reason } => {
                w.array(4).uint(7).bytes(proposal.as_bytes()).bytes(entry.as_bytes()).text(reason);
            }
            Self::Withdraw { proposal, entry } => {
                w.array(3).uint(8).bytes(proposal.as_bytes()).bytes(entry.as_bytes());
            }
        }
    }

    /// Reads one operation. That its array has the length its code asks for is seen when the whole is encoded
    /// again; here only the bounds are kept.
    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, ReadOperationError> {
        r.array("an operation", 2..=4)?;
        Ok(match r.uint()? {
            0 => Self::Put { field: r.uint()?, key: read_key(r)?, value: Value::read(r)? },
            1 => Self::Clear { field: r.uint()?, key: read_key(r)? },
            2 => Self::SetText {
                field: r.uint()?,
                language: r.text("a language", MAX_LANGUAGE_BYTES)?.to_owned(),
                text: r.text("a long text", MAX_PROSE_BYTES)?.to_owned(),
            },
            3 => Self::Add { field: r.uint()?, value: Value::read(r)? },
            4 => Self::Remove { field: r.uint()?, value: Value::read(r)? },
            5 => Self::Approve { proposal: read_change_id(r)?, entry: read_entry_id(r)? },
            6 => Self::Adopt { change: read_change_id(r)? },
            7 => Self::Object {
                proposal: read_change_id(r)?,
                entry: read_entry_id(r)?,
                reason: r.text("a reason", MAX_PROSE_BYTES)?.to_owned(),
            },
            8 => Self::Withdraw { proposal: read_change_id(r)?, entry: read_entry_id(r)? },
            found => return Err(ReadOperationError::Unknown { found }),
        })
    }

    /// The field it touches, if it touches one.
    #[must_use]
    pub fn field(&self, kind: Kind) -> Option<&'static Field> {
        match self {
            Self::Put { field, .. }
            | Self::Clear { field, .. }
            | Self::SetText { field, .. }
            | Self::Add { field, .. }
            | Self::Remove { field, .. } => kind.field(*field),
            Self::Approve { .. } | Self::Adopt { .. } | Self::Object { .. } | Self::Withdraw { .. } => None,
        }
    }
}

/// Why bytes are no operation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadOperationError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// A code that this version does not know.
    #[error("expected an operation code from 0 to 8, found {found}")]
    Unknown {
        /// The code given.
        found: u64,
    },
}

/// The operations that a field of this shape takes, in words.
const fn operations_for(shape: Shape) -> &'static str {
    match shape {
        Shape::Scalar(_) => "put or clear of the whole field",
        Shape::ByLanguage(_) => "put or clear for one language",
        Shape::ByName(_) => "put or clear for one name",
        Shape::Prose => "set text",
        Shape::Set(_) => "add or remove",
        Shape::Protected(_) => "put of the whole field",
    }
}

fn read_change_id(r: &mut Reader<'_>) -> Result<ChangeId, CborError> {
    r.fixed::<ID_LENGTH>("a change id").map(ChangeId::from_bytes)
}

fn read_entry_id(r: &mut Reader<'_>) -> Result<EntryId, CborError> {
    r.fixed::<ID_LENGTH>("an entry id").map(EntryId::from_bytes)
}

fn read_key(r: &mut Reader<'_>) -> Result<Option<String>, CborError> {
    if r.null()? { Ok(None) } else { Ok(Some(r.text("a language or name", MAX_TOKEN_BYTES)?.to_owned())) }
}

fn check_prose(text: &str) -> Result<(), ValueError> {
    if text.len() > MAX_PROSE_BYTES {
        return Err(ValueError::TextLength { most: MAX_PROSE_BYTES, found: text.len() });
    }
    let control = text.chars().find(|character| character.is_control() && !matches!(character, '\n' | '\t'));
    control.map_or(Ok(()), |found| Err(ValueError::ControlCharacter { found: found.into() }))
}

/// Most bytes of the reason of an objection.
pub const MAX_REASON_BYTES: usize = 2000;

fn check_reason(text: &str) -> Result<(), ValueError> {
    if text.is_empty() || text.len() > MAX_REASON_BYTES {
        return Err(ValueError::TextLength { most: MAX_REASON_BYTES, found: text.len() });
    }
    check_prose(text)
}
