//! What was measured, a line each.

/// Begins a table.
pub(crate) fn title(text: &str) {
    println!("\n{text}");
}

/// A line of a table.
pub(crate) fn row(what: &str, figure: &str) {
    println!("  {what:<58} {figure}");
}
