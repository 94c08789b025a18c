//! Thirty-two-byte ids: hashes of signed content, written as lower-case hex.

use core::fmt;

/// Length in bytes of every id: a BLAKE3 hash.
pub const ID_LENGTH: usize = 32;

/// Hex digits in a short id, as shown beside a name and accepted as a prefix.
pub const SHORT_ID_DIGITS: usize = 8;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseIdError {
    /// Not 64 digits long.
    #[error("an id has {} hex digits, this has {found}", ID_LENGTH * 2)]
    Length {
        /// Characters found.
        found: usize,
    },
    /// Something other than `0`–`9` and `a`–`f`.
    #[error("an id is lower-case hex, this holds {found:?}")]
    Digit {
        /// The first character that is not a digit.
        found: char,
    },
}

/// Parses exactly 64 lower-case hex digits.
///
/// # Errors
/// [`ParseIdError`] for any other text, upper case included: an id has one spelling.
pub fn parse_id(text: &str) -> Result<[u8; ID_LENGTH], ParseIdError> {
    let count = text.chars().count();
    if count != ID_LENGTH * 2 {
        return Err(ParseIdError::Length { found: count });
    }
    let mut bytes = [0; ID_LENGTH];
    for (index, digit) in text.chars().enumerate() {
        let value = match digit {
            '0'..='9' => digit as u8 - b'0',
            'a'..='f' => digit as u8 - b'a' + 10,
            found => return Err(ParseIdError::Digit { found }),
        };
        bytes[index / 2] = bytes[index / 2] << 4 | value;
    }
    Ok(bytes)
}

/// Writes bytes as lower-case hex.
///
/// # Errors
/// Only what the formatter itself reports.
pub fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Makes a newtype over 32 bytes that shows as 64 hex digits, debugs short, and parses strictly.
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $crate::ID_LENGTH]);

        impl $name {
            /// The id with these bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $crate::ID_LENGTH]) -> Self {
                Self(bytes)
            }

            /// The bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $crate::ID_LENGTH] {
                &self.0
            }

            /// The first eight hex digits, for logs and for display beside a name.
            #[must_use]
            pub fn short(&self) -> String {
                self.to_string()[..$crate::SHORT_ID_DIGITS].to_owned()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::write_hex(&self.0, f)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), "("))?;
                $crate::write_hex(&self.0[..$crate::SHORT_ID_DIGITS / 2], f)?;
                f.write_str("…)")
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::ParseIdError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::parse_id(text).map(Self)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                let text = <::std::string::String as $crate::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err($crate::serde::de::Error::custom)
            }
        }
    };
}

define_id! {
    /// An agent, and the namespace it writes in: the hash of its first key-log entry.
    AgentId
}

define_id! {
    /// A key-log entry: the BLAKE3 hash of its signed content.
    EntryId
}

impl AgentId {
    /// The genesis entry of this agent, which has the same hash.
    #[must_use]
    pub const fn genesis(&self) -> EntryId {
        EntryId(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = AgentId::from_bytes([0xab; 32]);
        assert_eq!(id.to_string().parse::<AgentId>(), Ok(id));
        assert_eq!(id.short(), "abababab");
        assert!(matches!(
            id.to_string().to_uppercase().parse::<AgentId>(),
            Err(ParseIdError::Digit { found: 'A' })
        ));
        assert!(matches!("ab".parse::<AgentId>(), Err(ParseIdError::Length { found: 2 })));
    }
}
