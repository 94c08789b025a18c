//! What stewards allow beyond a licence: written down with a resource, and read for answers.

use commons_licences::{
    Granted, Permission, PermissionBasis, PermissionError, read_permissions, write_permissions,
};
use commons_registry::{RecordView, Value as Held};

use crate::failure::Failure;

/// What the engine reads is what a record may hold.
const _: () =
    assert!(commons_licences::MAX_PERMISSIONS_BYTES == commons_registry::schema::MAX_PERMISSIONS_BYTES);

impl From<PermissionError> for Failure {
    fn from(error: PermissionError) -> Self {
        Self::usage(error.to_string()).hint(
            "for instance: --also-allow nonprofits --also-allow \"others: 5 % of sales\"; `commons publish --help` lists the usual ones",
        )
    }
}

/// Permissions as they are typed.
pub(super) fn typed(texts: &[String]) -> Result<Vec<Permission>, Failure> {
    Ok(texts.iter().map(|text| Permission::parse(text)).collect::<Result<_, _>>()?)
}

/// The same for an agreement, where `anything` is what the parties may do with each other's works.
pub(super) fn typed_between_parties(texts: &[String]) -> Result<Vec<Permission>, Failure> {
    let read = |text: &String| match text.trim() {
        "anything" => Ok(Permission::default()),
        text => Permission::parse(text),
    };
    Ok(texts.iter().map(read).collect::<Result<_, _>>()?)
}

/// As they are written down.
pub(super) fn written(permissions: &[Permission]) -> Result<String, Failure> {
    Ok(write_permissions(permissions)?)
}

/// What a resource says is allowed beyond its licence. What does not read, or what members set in several ways at once, allows
/// nothing.
pub(super) fn of_resource(view: &RecordView) -> Result<Vec<Permission>, PermissionError> {
    if view.conflicts.iter().any(|conflict| conflict.field.name == "permissions") {
        return Err(PermissionError::Unreadable(
            "the steward's members set them in several ways at once".to_owned(),
        ));
    }
    view.text("permissions").map_or(Ok(Vec::new()), read_permissions)
}

/// The same, as they go into a question.
pub(super) fn granted(view: &RecordView) -> Vec<Granted> {
    let permissions = of_resource(view).unwrap_or_default();
    let granted = |(number, permission)| Granted {
        cited_as: format!("permission {number}"),
        basis: PermissionBasis::Permission,
        permission,
    };
    (1..).zip(permissions).map(granted).collect()
}

/// What an edit makes of the permissions of a resource: some are taken away by their numbers, some added.
pub(super) fn edited(view: &RecordView, without: &[usize], with: &[String]) -> Result<String, Failure> {
    let mut permissions = of_resource(view)?;
    if let Some(number) = without.iter().find(|number| **number == 0 || **number > permissions.len()) {
        return Err(Failure::usage(match permissions.len() {
            0 => "nothing is allowed beyond the licence, so there is nothing to take away".to_owned(),
            count => format!("expected the number of a permission, 1 to {count}, found {number}"),
        })
        .hint("`commons show ID` lists them with their numbers"));
    }
    let mut number = 0;
    permissions.retain(|_| {
        number += 1;
        !without.contains(&number)
    });
    for new in typed(with)? {
        if !permissions.contains(&new) {
            permissions.push(new);
        }
    }
    written(&permissions)
}

/// Whether a field of a record has just this text.
pub(super) fn holds_text(view: &RecordView, field: &str, text: &str) -> bool {
    matches!(view.one(field), Some(Held::Text(held)) if held == text)
}
