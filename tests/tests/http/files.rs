//! The files of a resource on its page: who has them, taking them home, having them fetched.

use std::path::PathBuf;

use commons_tests::folder::files;
use commons_tests::node::Node;

use super::entrance::{Browser, invitation, join, path_of, set_up};
use super::{get, request};

/// A browser of whoever runs the node.
pub(super) fn signed_in(node: &Node) -> Browser<'_> {
    let link = node.ask(&["sign-in"])["link"].as_str().unwrap().to_owned();
    let mut browser = Browser::at(node, path_of(&link));
    let code = browser.field("code");
    assert_eq!(browser.send("/sign-in", &[("code", &code)]), 303);
    browser
}

/// Publishes files with what they hold, and gives the id of the resource.
fn publish(node: &Node, title: &str, files: &[(&str, &str)]) -> String {
    let folder = node.data().join("given");
    std::fs::create_dir_all(&folder).unwrap();
    let mut arguments = vec!["publish", "--title", title, "--licence", "PPL", "--type", "guide"];
    let paths: Vec<String> = files
        .iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    arguments.extend(paths.iter().map(String::as_str));
    node.ask(&arguments)["id"].as_str().unwrap().to_owned()
}

/// The address of a file of a resource.
fn address(node: &Node, id: &str, name: &str) -> String {
    let shown = node.ask(&["show", id]);
    let files = shown["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["name"] == name).unwrap_or_else(|| panic!("no {name}: {shown}"));
    format!("/records/{id}/files/{}", file["hash"].as_str().unwrap())
}

#[test]
fn anybody_takes_a_file_home_and_no_browser_shows_it_as_a_page_of_the_node() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let long = "Flour, water, salt, time.\n".repeat(30_000);
    let page = "<script>alert(document.cookie)</script>";
    let book = publish(&node, "How we bake", &[("bread.txt", &long), ("oven.html", page), ("empty.csv", "")]);
    let shown = get(&node, &format!("/records/{book}")).body;
    for part in
        ["bread.txt", "text (text/plain) · 761.7 KiB · on this node", "document · 39 bytes · on this node"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    for (name, holds, media_type) in [
        ("bread.txt", long.as_str(), "text/plain; charset=utf-8"),
        ("oven.html", page, "application/octet-stream"),
        ("empty.csv", "", "text/csv; charset=utf-8"),
    ] {
        let path = address(&node, &book, name);
        assert!(shown.contains(&format!("href=\"{path}\" download")), "{path}: {shown}");
        let file = get(&node, &path);
        assert_eq!((file.status, file.body.as_str()), (200, holds), "{name}");
        let header = |name: &str| file.headers[name].as_str();
        assert_eq!(header("content-type"), media_type);
        assert_eq!(header("content-length"), holds.len().to_string());
        assert_eq!(
            header("content-disposition"),
            format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}")
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    }
    let path = address(&node, &book, "bread.txt");
    let head = request(&node, &format!("HEAD {path}"), &[&format!("Host: {}", node.http())]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn a_file_is_had_only_by_a_record_that_shows_it() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let book = publish(&node, "How we bake", &[("bread.txt", "Flour.")]);
    let other = node.publish("Another guide");
    let path = address(&node, &book, "bread.txt");
    let hash = path.rsplit('/').next().unwrap().to_owned();
    for (path, status) in [
        (format!("/records/{other}/files/{hash}"), 404),
        (format!("/records/{book}/files/{}", "0".repeat(64)), 404),
        (format!("/records/{book}/files/..%2f..%2fnode.toml"), 400),
        (format!("/records/{}/files/{hash}", "0".repeat(64)), 404),
    ] {
        let answer = get(&node, &path);
        assert_eq!(answer.status, status, "{path}");
        assert!(!answer.body.contains("Flour"), "{path}");
    }
    assert_eq!(get(&node, &path).body, "Flour.");
    // Withheld: neither the record nor the file alone is given to anybody.
    node.ask(&["withhold", &hash]);
    assert_eq!(get(&node, &path).status, 404);
    node.ask(&["withhold", "--remove", &hash]);
    assert_eq!(get(&node, &path).status, 200);
    node.ask(&["hide", &book]);
    assert_eq!(get(&node, &path).status, 404);
}

/// Whoever has no node sees what is not here, and members have it fetched from where it is.
#[test]
fn members_have_files_fetched_and_others_are_told_where_they_are() {
    let mut bakery = Node::organisation("Sample Bakery");
    bakery.start(&[]);
    let book = publish(&bakery, "How we bake", &[("bread.txt", "Flour, water."), ("rye.txt", "Rye.")]);
    let mut mill = Node::organisation("Sample Mill");
    mill.start(&[&bakery]);
    mill.wait_until("the guide is here", |node| node.shows_now(&book));
    let here = format!("/records/{book}");
    let mut anybody = Browser::at(&mill, &here);
    anybody.shows("not on this node");
    anybody.shows("once they have signed in");
    anybody.shows("This node has a copy.");
    assert!(!anybody.page.body.contains("/fetch\""), "only members have it fetched");
    let path = address(&bakery, &book, "bread.txt");
    assert_eq!(get(&mill, &path).status, 404);
    let mut miller = signed_in(&mill);
    miller.open(&here);
    miller.shows("It can fetch them from others");
    assert_eq!(miller.send(&format!("{here}/fetch"), &[]), 303);
    miller.shows("Other nodes are being asked for the files.");
    mill.wait_until("the files are here", |node| get(node, &path).status == 200);
    anybody.open(&path);
    assert_eq!(anybody.page.body, "Flour, water.");
    // Whoever wrote it hears of it.
    bakery.wait_until("the mill says that it has it", |node| {
        get(node, &here).body.contains("1 other node says that it has it as it is now")
    });
    assert!(get(&mill, &format!("/records/{book}?done=fetching")).body.contains("This node has a copy."));
    let lonely = bakery.publish("Just written");
    drop(mill);
    let alone = get(&bakery, &format!("/records/{lonely}")).body;
    assert!(alone.contains("Who has it"), "{alone}");
}

/// What lies in the folder of files, but for folders.
fn on_disk(node: &Node) -> Vec<String> {
    let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files(&node.data().join("files")).into_iter().map(|(path, _)| name(path)).collect()
}

#[test]
fn members_publish_with_files_and_put_others_in_their_place() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let mut baker = signed_in(&node);
    baker.open("/publish");
    baker.shows("multipart/form-data");
    baker.shows("up to 64.0 MiB");
    let typed = [
        ("title", "How we bake"),
        ("licence", "PPL"),
        ("types", "guide"),
        ("language", "en"),
        ("summary", "Two\r\nlines"),
    ];
    let files = [("bread.txt", "Flour\r\n--bound\r\nwater"), ("rye.txt", ""), ("", "")];
    assert_eq!(baker.send_files("/publish", &typed, &files), 303);
    let book = baker.record();
    baker.shows("bread.txt");
    let shown = node.ask(&["show", &book]);
    assert_eq!(shown["fields"]["summary"]["en"], "Two\nlines");
    assert_eq!(shown["files"].as_array().unwrap().len(), 2, "{shown}");
    let bread = address(&node, &book, "bread.txt");
    assert_eq!(get(&node, &bread).body, "Flour\r\n--bound\r\nwater");
    let half: Vec<String> = on_disk(&node).into_iter().filter(|name| name.contains('-')).collect();
    assert!(half.is_empty(), "{half:?}");

    let edit = format!("/records/{book}/edit");
    baker.open(&edit);
    baker.shows("name=\"remove_files\" value=\"rye.txt\"");
    let seen = baker.field("seen");
    let typed = [&typed[..], &[("remove_files", "rye.txt"), ("seen", &seen)]].concat();
    let files = [("bread.txt", "Flour, water, salt."), ("oven.txt", "Hot.")];
    assert_eq!(baker.send_files(&edit, &typed, &files), 303);
    let shown = node.ask(&["show", &book]);
    let mut names: Vec<&str> =
        shown["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["bread.txt", "oven.txt"]);
    assert_eq!(get(&node, &address(&node, &book, "bread.txt")).body, "Flour, water, salt.");
}

#[test]
fn a_refused_form_keeps_the_files_that_came_with_it() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let mut baker = signed_in(&node);
    baker.open("/publish");
    let typed = [("title", "Rye <b>"), ("licence", "PPL"), ("other_licence", "no such licence!")];
    let files = [("bread & butter.txt", "Flour.")];
    assert_eq!(baker.send_files("/publish", &typed, &files), 400);
    baker.shows("Rye &#60;b&#62;");
    baker.shows("<bdi>bread &#38; butter.txt</bdi> (6 bytes)");
    let kept = baker.field("kept").replace("&#38;", "&");
    let typed = [("title", "Rye"), ("licence", "PPL"), ("kept", &*kept)];
    assert_eq!(baker.send_files("/publish", &typed, &[]), 303);
    let book = baker.record();
    assert_eq!(get(&node, &address(&node, &book, "bread & butter.txt")).body, "Flour.");
    // What was never put in is not taken for a file of ours.
    baker.open("/publish");
    let made_up = format!("{} 6 made-up.txt", "ab".repeat(32));
    assert_eq!(
        baker.send_files("/publish", &[("title", "x"), ("licence", "PPL"), ("kept", &made_up)], &[]),
        404
    );
}

#[test]
fn nothing_of_a_refused_file_stays_and_nothing_is_written_without_the_key_of_the_form() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let mut baker = signed_in(&node);
    baker.open("/publish");
    let key = baker.form_key().unwrap();
    let part = |name: &str, more: &str, holds: &str| {
        format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{holds}\r\n")
    };
    let (file, end) = (part("files", "; filename=\"a.txt\"", "Flour"), "--boundary--\r\n");
    for (body, status) in [
        (format!("{file}{end}"), 403),
        (format!("{}{file}{end}", part("form_key", "", "abc")), 403),
        // The key comes too late for what is written before it.
        (format!("{file}{}{end}", part("form_key", "", &key)), 403),
        (format!("{}{end}", part("title", "", "Forged")), 403),
        (format!("{}{file}", part("form_key", "", &key)), 400),
        (format!("{}--boundary\r\nX: y\r\n\r\n{end}", part("form_key", "", &key)), 400),
        (format!("{}{}{end}", part("form_key", "", &key), part("title", "", &"x".repeat(300_000))), 413),
    ] {
        assert_eq!(baker.send_parts("/publish", &body), status, "{body:.300}");
        assert_eq!(on_disk(&node), [""; 0], "{body:.300}");
    }
    let titled = |files: &[(&str, &str)]| {
        let mut baker = signed_in(&node);
        baker.open("/publish");
        let status = baker.send_files("/publish", &[("title", "Kept title"), ("licence", "PPL")], files);
        assert_eq!(status, 400);
        baker.shows("value=\"Kept title\"");
        baker.page.body
    };
    let large = "x".repeat(40 * 1024 * 1024);
    let page = titled(&[("a.txt", "small"), ("b.txt", &large), ("c.txt", &large), ("d.txt", "small")]);
    assert!(page.contains("at most 64 MiB"), "{page}");
    assert!(titled(&[("a.txt", "one"), ("a.txt", "two")]).contains("two files are called a.txt"));
    assert!(titled(&[(".hidden", "one")]).contains("begin with no point"));
    assert_eq!(on_disk(&node), [""; 0]);
    assert_eq!(node.ask(&["list", "--kind", "resource"])["items"], serde_json::json!([]));
}

#[test]
fn whoever_is_no_member_yet_puts_no_files_in() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    let link = invitation(&mut ana);
    let mut ben = join(ana.node, &link, "Ben");
    ben.open("/account");
    let typed = [("title", "Ben's guide"), ("licence", "PPL")];
    assert_eq!(ben.send_files("/publish", &typed, &[("a.txt", "Flour.")]), 400);
    ben.shows("Ben&#39;s guide");
    ben.shows("only members put files in");
    assert_eq!(on_disk(ana.node), [""; 0]);
}
