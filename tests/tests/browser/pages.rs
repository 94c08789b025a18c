//! Every page there is. A new page is added here, and everything in this folder looks at it.

use crate::sample::Sample;

/// A page, and what must be on it.
pub(crate) struct Page {
    /// For messages and the names of pictures.
    pub(crate) name: &'static str,
    /// Where it is.
    pub(crate) path: fn(&Sample) -> String,
    /// With which status it is answered.
    pub(crate) status: u16,
    /// CSS selectors, each of something that is on it.
    pub(crate) has: &'static [&'static str],
}

const fn page(name: &'static str, path: fn(&Sample) -> String, has: &'static [&'static str]) -> Page {
    Page { name, path, status: 200, has }
}

const fn refused(name: &'static str, status: u16, path: fn(&Sample) -> String) -> Page {
    Page { name, path, status, has: &["h1", "main p"] }
}

pub(crate) const PAGES: &[Page] = &[
    page("home", |_| "/".into(), &["h1", "[role=search] input", ".items a[href^='/records/']", "main p a"]),
    page("found", |_| "/?q=bread".into(), &[".items a[href^='/records/']"]),
    page("nothing-found", |_| "/?q=zzyzx".into(), &["main p"]),
    page("near", |_| "/near".into(), &["form.asks select", "form.asks button"]),
    page("near-found", |_| "/near?near=Lille&within=50".into(), &["h2", ".items a[href^='/records/']"]),
    Page {
        status: 404,
        ..page("near-refused", |_| "/near?near=Xyzzyville".into(), &["[role=alert]", "form.asks"])
    },
    page("resource", |s| record(&s.resource), &["form select[name=for]", ".answer", "dl", "script[type]"]),
    page(
        "resource-answered",
        |s| format!("/records/{}?for=commercial&kind=company", s.resource),
        &[".answer", "option[value=company][selected]"],
    ),
    page("agent", |s| record(&s.agent), &["dl", "h2"]),
    page("listing", |s| record(&s.listing), &["dl"]),
    page("contribution", |s| record(&s.contribution), &["dl"]),
    page("licence", |s| record(&s.licence), &["dl"]),
    page("agreement", |s| record(&s.agreement), &["dl"]),
    page("reuse", |s| record(&s.reuse), &["dl"]),
    page("term", |s| record(&s.term), &["dl"]),
    page("question", |s| record(&s.question), &["dl"]),
    page("map", |_| "/map".into(), &["svg.map circle", "nav.moves a", ".items a"]),
    page("map-near", |_| "/map?near=Lille&zoom=7".into(), &["svg.map", "h2", "nav.moves a"]),
    page("challenges", |_| "/knowledge".into(), &["form.asks select[name=type]"]),
    page("guides", |_| "/knowledge?type=guide".into(), &[".items a[href^='/records/']"]),
    page("glossary", |_| "/glossary".into(), &["form.asks input[name=word]"]),
    page("licences", |_| "/licences".into(), &["h2", "li a[href^='/licences/']"]),
    page(
        "licence-in-words",
        |_| "/licences/PPL".into(),
        &[".cases .answer", "h2", ".items a[href^='/records/']"],
    ),
    page("node", |_| "/node".into(), &["dl dt", "table th"]),
    page("agreements", |_| "/agreements".into(), &[".items a[href^='/records/']"]),
    page("history", |s| format!("/records/{}/history", s.resource), &["ol.items li", "ins"]),
    page("provenance", |s| format!("/records/{}/provenance", s.source), &["svg.graph circle", ".tree li"]),
    page("resource-with-files", |s| record(&s.resource), &["#files", "a[download]"]),
    page("report", |s| format!("/report?about={}", s.resource), &["form.form textarea", "form.form button"]),
    page("report-answer", |_| "/report/answer".into(), &["form.form input[name=code]"]),
    page("sign-in", |_| "/sign-in".into(), &["form.form input[type=password]", "form.form button"]),
    page("invitation-used", |_| "/join?code=abc".into(), &["h1", "main p"]),
    page("interface", |_| "/api/v1/docs".into(), &["h2 a", "li code"]),
    page("interface-records", |_| "/api/v1/docs/records".into(), &["h2", "h3", "code"]),
    page("interface-members", |_| "/api/v1/docs/members".into(), &["h3", "dl code"]),
    refused("no-such-page", 404, |_| "/nowhere".into()),
    refused("no-such-record", 404, |_| record(&"0".repeat(64))),
    refused("not-an-id", 400, |_| record("short")),
];

fn record(id: &str) -> String {
    format!("/records/{id}")
}
