//! What pages are shown with: how they look, and what makes parts of them lively. It lies in the program. Its address changes with it,
//! so that browsers keep it and do not ask again.

use std::sync::LazyLock;

/// Bytes of the hash that stand in an address.
const TAG_BYTES: usize = 6;

/// How pages look.
pub(crate) const STYLE: Asset = Asset {
    path: "/style.css",
    kind: "text/css; charset=utf-8",
    content: include_str!("../assets/style.css"),
};

/// What parts of some pages come alive with: htmx, and what listens to what comes.
pub(crate) const LIVELY: Asset = Asset {
    path: "/lively.js",
    kind: "text/javascript; charset=utf-8",
    content: concat!(include_str!("../assets/htmx.min.js"), "\n", include_str!("../assets/hx-sse.min.js")),
};

static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| STYLE.address());
static LIVELY_ADDRESS: LazyLock<String> = LazyLock::new(|| LIVELY.address());

/// Something that a page is shown with.
pub(crate) struct Asset {
    pub(crate) path: &'static str,
    /// Its media type.
    pub(crate) kind: &'static str,
    pub(crate) content: &'static str,
}

impl Asset {
    /// A name of the content, which another content does not have.
    pub(crate) fn tag(&self) -> String {
        data_encoding::HEXLOWER.encode(&blake3::hash(self.content.as_bytes()).as_bytes()[..TAG_BYTES])
    }

    fn address(&self) -> String {
        format!("{}?v={}", self.path, self.tag())
    }
}

/// The path of the style, as pages give it.
pub(crate) fn style() -> &'static str {
    &STYLE_ADDRESS
}

/// The path of what makes pages lively, as these give it.
pub(crate) fn lively() -> &'static str {
    &LIVELY_ADDRESS
}
