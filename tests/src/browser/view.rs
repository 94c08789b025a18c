//! How wide, how near and how light a page is looked at.

use serde_json::{Value, json};

/// How high the window is, in pixels of the screen.
const HEIGHT: u32 = 800;

/// A way to look at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// For messages and the names of pictures.
    pub name: &'static str,
    /// How wide the window is, in pixels of the screen.
    pub width: u32,
    /// How many times larger everything is shown than it would be: 2 for 200 %.
    pub zoom: u32,
    /// Whether the reader's system is dark.
    pub dark: bool,
}

impl View {
    /// On a telephone and on a desk, by day and by night, and on a desk with everything twice as large.
    pub const ALL: [Self; 6] = [
        Self { name: "360-light", width: 360, zoom: 1, dark: false },
        Self { name: "360-dark", width: 360, zoom: 1, dark: true },
        Self { name: "1280-light", width: 1280, zoom: 1, dark: false },
        Self { name: "1280-dark", width: 1280, zoom: 1, dark: true },
        Self { name: "200-percent-light", width: 1280, zoom: 2, dark: false },
        Self { name: "200-percent-dark", width: 1280, zoom: 2, dark: true },
    ];

    /// The commands of DevTools by which a page is looked at so. To zoom is to have fewer, larger pixels, so that a page is
    /// laid out as in a narrower window: this is what the browser does for its own zoom.
    pub(super) fn commands(self) -> [(&'static str, Value); 2] {
        let metrics = json!({
            "width": self.width / self.zoom,
            "height": HEIGHT / self.zoom,
            "deviceScaleFactor": self.zoom,
            "mobile": false,
        });
        let scheme = if self.dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        [("Emulation.setDeviceMetricsOverride", metrics), ("Emulation.setEmulatedMedia", media)]
    }
}
