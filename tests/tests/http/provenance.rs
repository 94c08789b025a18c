//! Where a work comes from and what came of it: a drawing, and the list that says the same.

use commons_tests::node::Node;

use super::get;

#[test]
fn a_page_draws_where_a_work_comes_from_and_lists_the_same() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let publish = |title: &str, from: &[&str]| {
        let mut arguments = vec!["publish", "--title", title, "--licence", "PPL", "--type", "guide"];
        from.iter().for_each(|from| arguments.extend(["--derived-from", from]));
        node.ask(&arguments)["id"].as_str().unwrap().to_owned()
    };
    let flour = publish("Flour <b>", &[]);
    let dough = publish("Dough", &[&flour]);
    let bread = publish("Bread", &[&dough]);
    let (soup, salad) = (publish("Soup", &[&bread]), publish("Salad", &[&bread]));
    let page = get(&node, &format!("/records/{bread}/provenance"));
    assert_eq!(page.status, 200);
    let (drawn, listed) = page.body.split_once("<h2>Made from</h2>").unwrap();
    let drawn = drawn.split_once("<svg class=\"graph\"").unwrap().1;
    assert!(drawn.contains("aria-hidden=\"true\""));
    assert_eq!(drawn.matches("<circle").count(), 5, "{drawn}");
    assert_eq!(drawn.matches("<path").count(), 4, "{drawn}");
    assert_eq!(drawn.matches("<a ").count(), drawn.matches("tabindex=\"-1\"").count());
    // Sources above it, what came of it below.
    let at = |title: &str| {
        drawn.find(&format!("<title>{title}</title>")).unwrap_or_else(|| panic!("{title}: {drawn}"))
    };
    let row = |title: &str| {
        let y = drawn[at(title)..].split("cy=\"").nth(1).unwrap().split('"').next().unwrap();
        y.parse::<u32>().unwrap()
    };
    assert!(row("Flour &#60;b&#62;") < row("Dough") && row("Dough") < row("Bread"));
    assert!(row("Bread") < row("Soup") && row("Bread") < row("Salad"));
    for id in [&flour, &dough, &soup, &salad] {
        assert!(listed.contains(&format!("<a href=\"/records/{id}\"")), "{listed}");
    }
    assert_eq!(listed.matches("<ul>").count(), listed.matches("</ul>").count());
    let record = get(&node, &format!("/records/{bread}")).body;
    assert!(
        record.contains(&format!("Made from: <a href=\"/records/{dough}\"><bdi>Dough</bdi></a>.")),
        "{record}"
    );
    assert!(record.contains("2 works were made from it."), "{record}");
    assert!(record.contains(&format!("href=\"/records/{bread}/provenance\"")));
    let source = get(&node, &format!("/records/{flour}")).body;
    assert!(source.contains("1 work was made from it."), "{source}");
    let alone = publish("Alone", &[]);
    assert!(!get(&node, &format!("/records/{alone}")).body.contains("/provenance\""));
    assert!(get(&node, &format!("/records/{alone}/provenance")).body.contains("Nothing that is known here"));
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    for (id, status) in [(agent.as_str(), 400), ("short", 400), (&"0".repeat(64), 404)] {
        assert_eq!(get(&node, &format!("/records/{id}/provenance")).status, status, "{id}");
    }
}

/// Who passes a work on under terms that its source does not allow is seen on the page, by whoever reads either.
#[test]
fn where_terms_do_not_hold_the_pages_warn() {
    let mill = Node::organisation("Sample Mill");
    let source = mill.publish("Milling by hand");
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let bundle = mill.data().join("bundle");
    mill.ask(&["export", bundle.to_str().unwrap()]);
    node.ask(&["import", bundle.to_str().unwrap()]);
    let result =
        ["publish", "--title", "Flour", "--licence", "MIT", "--type", "guide", "--derived-from", &source];
    let result = node.ask(&result)["id"].as_str().unwrap().to_owned();
    for id in [&source, &result] {
        let page = get(&node, &format!("/records/{id}/provenance")).body;
        assert!(page.contains("The terms may not hold here:"), "{page}");
        assert!(page.contains("class=\"warned\""), "{page}");
        let record = get(&node, &format!("/records/{id}")).body;
        assert!(record.contains("Terms may not hold somewhere on the way"), "{record}");
    }
}
