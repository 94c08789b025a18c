//! One licence of an expression, with what is added to it.

use std::fmt;

use spdx::{AdditionItem, LicenseItem, LicenseReq};

/// One licence, in canonical spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Leaf {
    id: String,
    or_later: bool,
    addition: Option<Addition>,
}

/// What `WITH` adds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Addition {
    /// An exception on the SPDX list: each of them permits more, none permits less.
    Exception(String),
    /// Somebody's own addition, which may as well restrict.
    Own(String),
}

/// Deprecated ids that name an exception, with their successors.
const WITH_EXCEPTION: [(&str, &str, &str); 9] = [
    ("GPL-2.0-with-autoconf-exception", "GPL-2.0-only", "Autoconf-exception-2.0"),
    ("GPL-2.0-with-bison-exception", "GPL-2.0-only", "Bison-exception-2.2"),
    ("GPL-2.0-with-classpath-exception", "GPL-2.0-only", "Classpath-exception-2.0"),
    ("GPL-2.0-with-font-exception", "GPL-2.0-only", "Font-exception-2.0"),
    ("GPL-2.0-with-GCC-exception", "GPL-2.0-only", "GCC-exception-2.0"),
    ("GPL-3.0-with-autoconf-exception", "GPL-3.0-only", "Autoconf-exception-3.0"),
    ("GPL-3.0-with-GCC-exception", "GPL-3.0-only", "GCC-exception-3.1"),
    ("eCos-2.0", "GPL-2.0-or-later", "eCos-exception-2.0"),
    ("wxWindows", "LGPL-2.0-or-later", "WxWindows-exception-3.1"),
];

/// Deprecated ids with another name for the same licence.
const RENAMED: [(&str, &str); 4] = [
    ("BSD-2-Clause-FreeBSD", "BSD-2-Clause-Views"),
    ("BSD-2-Clause-NetBSD", "BSD-2-Clause"),
    ("StandardML-NJ", "SMLNJ"),
    ("bzip2-1.0.5", "bzip2-1.0.6"),
];

impl Leaf {
    /// The id, without `+` and additions.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Gives it another id, if it is not on the list of SPDX and there is one.
    pub(super) fn rename_own<E>(
        &mut self,
        replace: &mut impl FnMut(&str) -> Result<Option<String>, E>,
    ) -> Result<(), E> {
        if self.id.starts_with("LicenseRef-")
            && let Some(other) = replace(&self.id)?
        {
            self.id = other;
        }
        Ok(())
    }

    pub(crate) fn addition(&self) -> Option<&Addition> {
        self.addition.as_ref()
    }

    /// The full name that SPDX has for it.
    pub(crate) fn full_name(&self) -> Option<&'static str> {
        super::ids::full_name(&self.id)
    }
}

impl From<&LicenseReq> for Leaf {
    fn from(requirement: &LicenseReq) -> Self {
        let addition = requirement.addition.as_ref().map(|addition| match addition {
            AdditionItem::Spdx(id) => Addition::Exception(id.name.to_owned()),
            AdditionItem::Other(own) => Addition::Own(own.to_string()),
        });
        let (id, or_later) = match &requirement.license {
            LicenseItem::Other(own) => {
                return Self { id: own.to_string(), or_later: false, addition };
            }
            LicenseItem::Spdx { id, or_later } => (id, *or_later),
        };
        if addition.is_none()
            && let Some((_, successor, exception)) = WITH_EXCEPTION.iter().find(|(old, ..)| *old == id.name)
        {
            let addition = Some(Addition::Exception((*exception).to_owned()));
            return Self { id: (*successor).to_owned(), or_later: false, addition };
        }
        if id.is_gnu() {
            // `GPL-2.0` has become `GPL-2.0-only`, `GPL-2.0+` `GPL-2.0-or-later`.
            let base = id.name.trim_end_matches('+');
            let later = or_later || id.name.ends_with('+');
            let current = spdx::gnu_license_id(base, later).unwrap_or(*id);
            return Self { id: current.name.to_owned(), or_later: false, addition };
        }
        let renamed = RENAMED.iter().find(|(old, _)| *old == id.name).map(|(_, new)| *new);
        Self { id: renamed.unwrap_or(id.name).to_owned(), or_later, addition }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if self.or_later {
            f.write_str("+")?;
        }
        match &self.addition {
            None => Ok(()),
            Some(Addition::Exception(name) | Addition::Own(name)) => write!(f, " WITH {name}"),
        }
    }
}
