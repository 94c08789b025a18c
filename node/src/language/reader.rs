//! Who reads a page: in which words, and at which address. Handlers take it, and views make their `Page` with it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, Uri, header};

use super::negotiate::{COOKIE, accepted, chosen};
use super::{Language, Words};
use crate::face::Face;

/// Most bytes of an address to come back to. What stands behind the `?` of a page is less.
const MAX_PATH_BYTES: usize = 8 * 1024;

/// How long a choice is kept, in seconds: a year.
const KEPT_SECONDS: u32 = 365 * 24 * 60 * 60;

/// Who reads a page.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) words: Words,
    /// The path and query of the page, to come back to it after something else was chosen.
    pub(crate) here: String,
    /// Who they are here, if they have signed in.
    pub(crate) member: Option<Member>,
    /// By which face of the pages they came.
    pub(crate) face: Arc<Face>,
}

/// Somebody who has signed in, as pages show them.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// How they are called here; empty for whoever set the node up.
    pub(crate) name: String,
    /// What every form that writes carries, for them alone.
    pub(crate) form_key: String,
    /// Whether they are one of the house: not yet, while they wait to be taken in.
    pub(crate) is_taken_in: bool,
}

impl Reader {
    /// Whoever asks so; `found` is what layers have found out about it.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, found: &Extensions) -> Self {
        let texts = |name| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let language = texts(header::COOKIE)
            .find_map(chosen)
            .or_else(|| texts(header::ACCEPT_LANGUAGE).find_map(accepted))
            .unwrap_or(Language::English);
        let reads = matches!(*method, Method::GET | Method::HEAD);
        let here = uri.path_and_query().map(|here| here.as_str()).filter(|_| reads);
        let here = here.and_then(own_path).unwrap_or("/");
        Self {
            words: Words::of(language),
            here: here.to_owned(),
            member: found.get::<Member>().cloned(),
            face: found.get::<Arc<Face>>().cloned().unwrap_or_default(),
        }
    }

    /// The header `Set-Cookie` that keeps a choice of language.
    pub(crate) fn cookie(&self, language: Language) -> String {
        let (code, base) = (language.code(), self.face.base());
        let path = if base.is_empty() { "/" } else { base };
        format!("{COOKIE}={code}; Path={path}; Max-Age={KEPT_SECONDS}; SameSite=Lax; HttpOnly")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.method, &parts.uri, &parts.headers, &parts.extensions))
    }
}

/// The text, if it is a path of this node, which no browser takes for an address elsewhere: not `//evil.example`, nor what
/// becomes that where backslashes are read as slashes and line ends are passed over.
pub(crate) fn own_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let own = path.starts_with('/') && !path.starts_with("//");
    (plain && own && path.len() <= MAX_PATH_BYTES).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_node_are_come_back_to() {
        for path in ["/", "/near?near=Lille&within=5", "/records/ab?q=//x", "/?back=https://a.example"] {
            assert_eq!(own_path(path), Some(path));
        }
        for path in [
            "",
            "near",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " /",
            "/é",
            &format!("/{}", "a".repeat(MAX_PATH_BYTES)),
        ] {
            assert_eq!(own_path(path), None, "{path}");
        }
    }

    #[test]
    fn what_was_chosen_counts_more_than_what_the_browser_says() {
        let mut headers = HeaderMap::new();
        let uri = Uri::from_static("/near?near=Lille");
        let reader = |headers: &HeaderMap| Reader::of(&Method::GET, &uri, headers, &Extensions::new());
        assert_eq!(reader(&headers).words.language(), Language::English);
        headers.insert(header::ACCEPT_LANGUAGE, "de, fr;q=0.5".parse().unwrap());
        assert_eq!(reader(&headers).words.language(), Language::German);
        headers.insert(header::COOKIE, "x=y; language=it".parse().unwrap());
        assert_eq!(reader(&headers).words.language(), Language::Italian);
        assert_eq!(reader(&headers).here, "/near?near=Lille");
        assert_eq!(
            Reader::of(&Method::HEAD, &uri, &headers, &Extensions::new()).here,
            "/near?near=Lille",
            "of one page"
        );
        assert_eq!(
            Reader::of(&Method::POST, &uri, &headers, &Extensions::new()).here,
            "/",
            "what was sent is not sent again"
        );
    }
}
