//! Listings that seem to describe one organisation: by their names, their web pages and their places. A person decides.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use commons_places::Country;
use commons_registry::standing::Standing;
use commons_registry::{Kind, RecordView, look_of};
use commons_store::Listed;
use serde_json::{Value, json};

use super::company::links;
use super::{Occasion, Service};
use crate::domain::host_of;
use crate::failure::Failure;

/// Most listings that are compared, the last to come first.
const MAX_COMPARED: usize = 50_000;

/// How many are read from the list at a time.
const AT_A_TIME: usize = 1000;

/// Most listings of one name or one web page that are compared with each other, those of agents that are trusted first.
const MAX_ALIKE: usize = 8;

/// Most pairs in one answer.
const MAX_PAIRS: usize = 500;

/// Words that say what sort of body somebody is: one list has them, another leaves them out.
const SORT_OF_BODY: &str = "the and of limited ltd cic plc llp lbg community interest company society mutual \
    co-operative cooperative co-operatives cooperatives co-op coop coops co op operative workers worker \
    coopérative coopératives société scop scic sarl sas association asbl cooperativa cooperativas cooperative sociedad \
    sociedade società soc sca scrl sccl sl srl genossenschaft eg ev gmbh ug";

/// What a listing says that tells one organisation from another.
struct Traits {
    listed: Listed,
    /// Of whoever lists it.
    standing: Standing,
    name: String,
    /// Hosts whose first page it names: one that names a page below shares the host with others.
    hosts: BTreeSet<String>,
    place: Option<String>,
    country: Option<String>,
}

/// Why two are taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Why {
    Page,
    Name,
    Place,
}

impl Why {
    /// How much it says: sister organisations share a page and a place, hardly ever a name.
    const fn weight(self) -> u32 {
        match self {
            Self::Name => 3,
            Self::Page => 2,
            Self::Place => 1,
        }
    }
}

impl Service {
    /// Pairs of listings that seem to be one, the surest first: `{"items":[{"why","listings"}],"compared","more"}`.
    pub(super) fn duplicates(&self, occasion: Occasion, limit: usize) -> Result<Value, Failure> {
        let limit = limit.clamp(1, MAX_PAIRS);
        let (all, mut more) = self.traits_of_all()?;
        let id = |at: usize| all[at].listed.id;
        let mut pairs: Vec<(Vec<Why>, usize, usize)> = alike(&all)
            .into_iter()
            .map(|(one, other)| if id(one) < id(other) { (one, other) } else { (other, one) })
            .filter_map(|(one, other)| Some((why(&all[one], &all[other])?, one, other)))
            .collect();
        pairs.sort_by_cached_key(|(why, one, other)| {
            let standing = all[*one].standing.min(all[*other].standing);
            let weight: u32 = why.iter().map(|why| why.weight()).sum();
            (Reverse((standing > Standing::New, weight)), id(*one), id(*other))
        });
        let known = self.known()?;
        let mut items = Vec::new();
        for (why, one, other) in pairs {
            let (company, others) = (self.company(&known, id(one))?, self.company(&known, id(other))?);
            let same_leader = company.leader.is_some() && company.leader == others.leader;
            if same_leader || company.listings.contains(&id(other)) {
                continue;
            }
            if items.len() == limit {
                more = true;
                break;
            }
            let mut listings = Vec::new();
            for traits in [&all[one], &all[other]] {
                let mut shown = self.listed_json(occasion, &known, &traits.listed)?;
                shown["place"] = json!(traits.place);
                listings.push(shown);
            }
            items.push(json!({ "why": why, "listings": listings }));
        }
        Ok(json!({ "items": items, "compared": all.len(), "more": more }))
    }

    fn traits_of_all(&self) -> Result<(Vec<Traits>, bool), Failure> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.list(Some(Kind::Listing), after, AT_A_TIME)?;
            let Some(last) = page.last() else { return Ok((all, false)) };
            after = Some(last.sequence);
            for listed in page {
                if all.len() == MAX_COMPARED {
                    return Ok((all, true));
                }
                if let Some(view) = self.view(listed.id)? {
                    all.push(traits(listed, &view, self.store.standing(&view.agent)));
                }
            }
        }
    }
}

fn traits(listed: Listed, view: &RecordView, standing: Standing) -> Traits {
    let place = view.text("locality").or(view.text("place"));
    Traits {
        name: core_of(listed.title.as_deref().unwrap_or_default()),
        hosts: links(view).filter_map(site_of).collect(),
        place: place.map(str::to_owned),
        standing,
        country: view.text("country").map(|said| {
            Country::named(said).map_or_else(|| said.to_lowercase(), |country| country.code().to_owned())
        }),
        listed,
    }
}

/// The host of a link that names a whole site, not one page of many.
fn site_of(link: &str) -> Option<String> {
    let link = link.trim();
    let parsed: axum::http::Uri = link.parse().ok()?;
    let whole = parsed.path().trim_matches('/').is_empty() && parsed.query().is_none();
    whole.then(|| host_of(link)).flatten()
}

/// What is left of a name without the words that say what sort of body it is; all of it, if nothing else is left.
fn core_of(name: &str) -> String {
    static COMMON: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| SORT_OF_BODY.split_whitespace().map(look_of).collect());
    let words = || name.split(|letter: char| !letter.is_alphanumeric() && letter != '-').map(look_of);
    let core: String = words().filter(|word| !COMMON.contains(word)).collect();
    if core.is_empty() { words().collect() } else { core }
}

/// Pairs with a name or a page in common.
fn alike(all: &[Traits]) -> BTreeSet<(usize, usize)> {
    let mut by_trait: HashMap<(bool, &str), Vec<usize>> = HashMap::new();
    for (at, one) in all.iter().enumerate() {
        if !one.name.is_empty() {
            by_trait.entry((true, &one.name)).or_default().push(at);
        }
        for host in &one.hosts {
            by_trait.entry((false, host)).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for mut same in by_trait.into_values() {
        if same.len() > MAX_ALIKE {
            // Strangers who list many of one name crowd out nobody's own.
            same.sort_by_key(|at| (Reverse(all[*at].standing), *at));
            same.truncate(MAX_ALIKE);
        }
        for (at, one) in same.iter().enumerate() {
            pairs.extend(same[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    pairs
}

/// Why two listings seem to be one: a name alone does not do where the places differ, and nothing does across countries.
fn why(one: &Traits, other: &Traits) -> Option<Vec<Why>> {
    let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if look_of(one) != look_of(other));
    if differ(&one.country, &other.country) {
        return None;
    }
    let page = !one.hosts.is_disjoint(&other.hosts);
    let name = !one.name.is_empty() && one.name == other.name;
    let elsewhere = differ(&one.place, &other.place);
    let place = !elsewhere && one.place.is_some() && other.place.is_some();
    if !page && elsewhere {
        return None;
    }
    let why = [(page, Why::Page), (name, Why::Name), (place, Why::Place)];
    Some(why.into_iter().filter_map(|(holds, why)| holds.then_some(why)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_without_the_sort_of_body() {
        let same = [
            "Sample Bakery",
            "The Sample Bakery Co-operative Limited",
            "SAMPLE BAKERY LTD.",
            "Coopérative Sample Bakery",
        ];
        for name in same {
            assert_eq!(core_of(name), core_of(same[0]), "{name}");
        }
        assert_ne!(core_of("Sample Bakers"), core_of(same[0]));
        assert_eq!(core_of("The Co-operative Society"), core_of("the co-operative society"));
        assert_ne!(core_of("The Co-operative Society"), core_of("The Society"));
        assert_eq!(core_of(" ... "), "");
    }

    #[test]
    fn a_page_below_a_site_is_shared_with_others() {
        for link in ["https://example.coop", " https://www.example.coop/"] {
            assert_eq!(site_of(link).as_deref(), Some("example.coop"), "{link}");
        }
        for link in ["https://example.coop/sample", "https://example.coop/?id=3", "what is this"] {
            assert_eq!(site_of(link), None, "{link}");
        }
    }
}
