//! A node with something of every kind on it, for pages to show.

use commons_tests::node::Node;
use serde_json::Value;

/// More resources than fit on one page of a list.
const GUIDES: usize = 35;

const LIST: &str = "Identifier,Name,Locality,Country ID,Website,Sector\n\
    1,Sample Ovens Ltd,Lille,FR,https://ovens.example,Bakeries\n\
    2,The Sample Ovens Co-operative,Lille,FR,,Bakeries\n";

const SHEET: &str = "format = 1\nname = \"T\"\nreviewed = true\n[[test]]\nclause = \"1\"\n\
    [[test.case]]\nverdict = \"allowed\"\n";

/// A running node, and the ids of some records on it.
pub(crate) struct Sample {
    pub(crate) node: Node,
    pub(crate) agent: String,
    /// A resource with all that a resource can have.
    pub(crate) resource: String,
    pub(crate) listing: String,
    pub(crate) contribution: String,
    pub(crate) licence: String,
    pub(crate) agreement: String,
    pub(crate) reuse: String,
    pub(crate) term: String,
    pub(crate) question: String,
    /// A work of others, with a work that was made from it.
    pub(crate) source: String,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let (kitchen, kitchens_book) = kitchen();
        let mut node = Node::organisation("Sample Bakery");
        node.start(&[]);
        take_in(&node, &kitchen);
        let own = ["place=Lille", "country=fr", "skills=legal advice", "links=https://bakery.example"];
        own.iter().for_each(|fact| drop(node.ask(&["profile", "--set", fact])));
        let file = |name: &str, text: &str| {
            let file = node.data().join(name);
            std::fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        };
        node.ask(&["import", &file("list.csv", LIST)]);
        let listing = id(&node.ask(&["search", "Ltd"])["items"][0]);
        let licence = ["licence", "publish", "--name", "Sample terms", "--sheet", &file("terms.toml", SHEET)];
        let licence = id(&node.ask(&licence));
        for n in 1..GUIDES {
            let _ = node.publish(&format!("How to bake bread, part {n}"));
        }
        let resource = resource(&node, &file("guide.txt", "Flour, water, salt, time."));
        let contribute =
            ["contribute", "--to", &resource, "--role", "writing", "--hours", "12", "--note", "At night."];
        let contribution = id(&node.ask(&contribute));
        let term =
            ["term", "publish", "--word", "commons", "--language", "en", "--definition", "What is shared."];
        let term =
            id(&node
                .ask(&[&term[..], &["--context", "co-ops", "--difference", "Not free for all."]].concat()));
        let with = kitchen.status()["agent"].as_str().unwrap().to_owned();
        let agree = [
            "agreement",
            "propose",
            "--with",
            &with,
            "--name",
            "Bread for books",
            "--allow",
            "anything",
            "--work",
            &resource,
        ];
        let agreement = id(&node.ask(&agree));
        take_in(&kitchen, &node);
        kitchen.ask(&["agreement", "accept", &agreement]);
        take_in(&node, &kitchen);
        let declare = ["reuse", "declare", &kitchens_book, "--title", "Our course", "--for", "commercial"];
        let reuse = id(&node.ask(&[&declare[..], &["--although", "they agreed in a letter"]].concat()));
        let question = id(&node.ask(&["question", &kitchens_book, "--reason", "Its recipes are ours."]));
        let agent = node.status()["agent"].as_str().unwrap().to_owned();
        Self {
            node,
            agent,
            resource,
            listing,
            contribution,
            licence,
            agreement,
            reuse,
            term,
            question,
            source: kitchens_book,
        }
    }

    /// The address of a path on the node.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.node.http())
    }
}

/// Another organisation, with a book of its own.
fn kitchen() -> (Node, String) {
    let kitchen = Node::organisation("Sample Kitchen");
    let book = kitchen.publish("A book of soups");
    (kitchen, book)
}

/// Takes in what another node holds.
fn take_in(node: &Node, other: &Node) {
    let bundle = other.data().join("bundle");
    other.ask(&["export", bundle.to_str().unwrap()]);
    node.ask(&["import", bundle.to_str().unwrap()]);
}

fn resource(node: &Node, file: &str) -> String {
    let said = [
        "publish",
        "--title",
        "The whole of bread, with a title that is long enough to be broken on a telephone",
        "--licence",
        "PPL",
        "--type",
        "guide",
        "--type",
        "course",
        "--language",
        "en",
        "--summary",
        "How to bake bread together.\n\nhttps://bread.example/a/very/long/address/without/any/place/to/break/it/but/in/the/middle/of/a/word?and=so&on=and&so=forth",
        "--topic",
        "bread",
        "--topic",
        "ovens",
        "--url",
        "https://bread.example/guide",
        "--also-allow",
        "nonprofits",
        "--made-by",
        "Baker, A.",
        file,
    ];
    let resource = id(&node.ask(&said));
    node.ask(&["edit", &resource, "--language", "fr", "--title", "Tout sur le pain"]);
    resource
}

pub(crate) fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap_or_else(|| panic!("no id: {answer}")).to_owned()
}
