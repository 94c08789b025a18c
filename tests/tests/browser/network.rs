//! What a page asked for while it was opened.

use std::collections::BTreeMap;

use commons_tests::browser::Browser;
use serde_json::Value;

/// A request of the browser.
#[derive(Debug, Default)]
struct Asked {
    address: String,
    /// What for: `Document`, `Stylesheet`, `Script`, `Font`, …
    purpose: String,
    status: Option<u16>,
    /// Bytes on the line, headers among them.
    bytes: u64,
}

/// All requests since the log was last read.
#[derive(Debug)]
pub(crate) struct Seen(BTreeMap<String, Asked>);

impl Seen {
    pub(crate) fn of(browser: &Browser) -> Self {
        let mut seen: BTreeMap<String, Asked> = BTreeMap::new();
        for event in browser.network() {
            let about = &event["params"];
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let asked = seen.entry(text(&about["requestId"])).or_default();
            match event["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    asked.address = text(&about["request"]["url"]);
                    asked.purpose = text(&about["type"]);
                }
                "Network.responseReceived" => {
                    asked.status =
                        about["response"]["status"].as_u64().and_then(|status| status.try_into().ok());
                }
                "Network.loadingFinished" => {
                    asked.bytes = about["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                }
                _ => {}
            }
        }
        seen.retain(|_, asked| !asked.address.is_empty());
        Self(seen)
    }

    /// With which status an address was answered.
    pub(crate) fn status(&self, address: &str) -> Option<u16> {
        self.0.values().find(|asked| asked.address == address)?.status
    }

    /// Addresses that are not of this node.
    pub(crate) fn elsewhere(&self, origin: &str) -> impl Iterator<Item = &str> {
        let addresses = self.0.values().map(|asked| asked.address.as_str());
        addresses.filter(move |address| !address.starts_with(origin) && !address.starts_with("data:"))
    }

    /// Bytes of the page and all that the browser waited for before it painted; and of fonts, without which there is little to
    /// read.
    pub(crate) fn bytes_to_paint(&self, browser: &Browser) -> u64 {
        let waited_for = browser.run(
            "return performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)",
        );
        let waited_for: Vec<&str> = waited_for.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let counts = |asked: &&Asked| {
            matches!(asked.purpose.as_str(), "Document" | "Stylesheet" | "Font")
                || waited_for.contains(&asked.address.as_str())
        };
        let bytes = self.0.values().filter(counts).map(|asked| asked.bytes).sum();
        assert!(bytes > 0, "something came: {self:?}");
        bytes
    }
}
