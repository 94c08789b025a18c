use proptest::prelude::*;

use super::*;

fn work(title: &str, names: &[&str], licence: &str) -> CreditedWork {
    CreditedWork {
        title: title.to_owned(),
        makers: Makers::Named(names.iter().map(|name| (*name).to_owned()).collect()),
        licence: licence.to_owned(),
        link: None,
        licence_link: None,
        changed: None,
    }
}

#[test]
fn names_title_makers_place_licence_and_changes() {
    let work = CreditedWork {
        link: Some("https://garden.example/handbook?a=1&b=2".to_owned()),
        changed: Some("translated into French.".to_owned()),
        ..work("Sample handbook", &["Ana", "The Gardeners", "Ana", "Lu"], "ppl")
    };
    let works = [work];
    assert_eq!(
        credit(&works, CreditFormat::Text),
        "“Sample handbook” by Ana, The Gardeners and Lu, https://garden.example/handbook?a=1&b=2. Licence: PPL, \
         https://spdx.org/licenses/PPL. Changed: translated into French."
    );
    assert_eq!(
        credit(&works, CreditFormat::Markdown),
        "- [Sample handbook](<https://garden.example/handbook?a=1&amp;b=2>) by Ana, The Gardeners and Lu. Licence: \
         [PPL](<https://spdx.org/licenses/PPL>). Changed: translated into French."
    );
    assert_eq!(
        credit(&works, CreditFormat::Html),
        "<ul class=\"credits\">\n  <li><a href=\"https://garden.example/handbook?a=1&amp;b=2\"><cite><bdi>Sample \
         handbook</bdi></cite></a> by <bdi>Ana</bdi>, <bdi>The Gardeners</bdi> and <bdi>Lu</bdi>. Licence: <a \
         href=\"https://spdx.org/licenses/PPL\" rel=\"license\">PPL</a>. Changed: <bdi>translated into \
         French</bdi>.</li>\n</ul>"
    );
}

#[test]
fn a_name_with_a_dot_at_its_end_has_but_one() {
    let works = [work("Pan", &["Ana", "La Espiga, S. Coop."], "PPL")];
    for format in [CreditFormat::Text, CreditFormat::Markdown, CreditFormat::Html] {
        let credit = credit(&works, format);
        assert!(!credit.contains("..") && !credit.contains("</bdi>."), "{credit}");
        assert!(credit.contains(" Licence: "), "{credit}");
    }
    let linked = [CreditedWork { link: Some("https://espiga.example/pan".to_owned()), ..works[0].clone() }];
    assert!(
        credit(&linked, CreditFormat::Text).contains("S. Coop., https://espiga.example/pan. Licence: PPL")
    );
}

#[test]
fn a_licence_is_named_with_the_address_of_each_part() {
    let text = |licence: &str| credit(&[work("T", &[], licence)], CreditFormat::Text);
    assert_eq!(
        text("(MIT OR Apache-2.0) AND gpl-2.0+ with classpath-exception-2.0"),
        "“T”. Licence: (MIT OR Apache-2.0) AND GPL-2.0-or-later WITH Classpath-exception-2.0, \
         https://spdx.org/licenses/MIT, https://spdx.org/licenses/Apache-2.0, \
         https://spdx.org/licenses/GPL-2.0-or-later."
    );
    assert_eq!(text("NONE"), "“T”. Licence: not stated.");
    assert_eq!(text("what we say"), "“T”. Licence: what we say.");
    let own = CreditedWork {
        licence_link: Some("https://garden.example/terms".to_owned()),
        ..work("T", &[], "LicenseRef-Ours")
    };
    assert_eq!(
        credit(&[own], CreditFormat::Text),
        "“T”. Licence: LicenseRef-Ours, https://garden.example/terms."
    );
    assert_eq!(licence_addresses("PPL OR ppl"), ["https://spdx.org/licenses/PPL"]);
}

#[test]
fn whoever_asked_not_to_be_named_is_not_and_the_notice_stays() {
    let secret = |licence: &str| CreditedWork {
        link: Some("https://ana.example/".to_owned()),
        makers: Makers::Withheld,
        ..work("Ana's diary", &[], licence)
    };
    let works = [secret("PPL"), work("Atlas", &["Lu"], "CC-BY-4.0"), secret("PPL"), secret("CC-BY-4.0")];
    for format in CreditFormat::ALL {
        let text = credit(&works, *format);
        assert!(!text.contains("Ana") && !text.contains("ana.example"), "{text}");
        assert!(text.contains("2 sources, whose makers asked not to be named"), "{text}");
        assert!(text.contains("One source, whose makers asked not to be named"), "{text}");
        assert!(text.contains("https://spdx.org/licenses/PPL"), "{text}");
        assert!(text.contains("Atlas"), "{text}");
    }
}

#[test]
fn hostile_titles_names_and_links_stay_what_they_are() {
    let hostile = CreditedWork {
        link: Some("javascript:alert(1)".to_owned()),
        changed: Some("`x` <img src=x onerror=alert(1)>".to_owned()),
        ..work(
            "](https://evil.example) <script>alert(1)</script>\n# Heading\n- item",
            &["**Ana** &lt; www.evil.example", "\u{202e}https://evil.example"],
            "LicenseRef-x",
        )
    };
    let works = [hostile];
    let html = credit(&works, CreditFormat::Html);
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("javascript"), "{html}");
    assert!(html.contains("&amp;lt;"), "{html}");
    let markdown = credit(&works, CreditFormat::Markdown);
    assert_eq!(markdown.lines().count(), 1, "{markdown}");
    for escaped in [
        r"\]\(https\:\/\/evil\.example\)",
        r"\<script\>",
        r"\*\*Ana\*\* \&lt;",
        r"www\.evil\.example",
        r"\`x\`",
    ] {
        assert!(markdown.contains(escaped), "{escaped} is not in {markdown}");
    }
    assert!(!markdown.contains("javascript"));
    let text = credit(&works, CreditFormat::Text);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!text.contains('\u{202e}') && !text.contains("javascript"));
}

#[test]
fn what_would_make_it_endless_is_counted() {
    let names: Vec<String> = (0..MAX_NAMES + 3).map(|i| format!("Name {i}")).collect();
    let many = CreditedWork { makers: Makers::Named(names), ..work("T", &[], "MIT") };
    assert!(credit(std::slice::from_ref(&many), CreditFormat::Text).contains(" and 3 others. Licence"));
    let works = vec![many; MAX_CREDITED_WORKS + 2];
    for format in CreditFormat::ALL {
        assert!(credit(&works, *format).contains("2 more, which are not listed here"));
    }
    let long = "x".repeat(MAX_CHARS + 1);
    assert!(credit(&[work(&long, &[], "MIT")], CreditFormat::Text).contains("x…”"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_out(
        title in "[a-z<>\\[\\]()&\"'`*_#|!~:/. \n\\\\$@]{0,30}", name in ".{0,20}", link in "(https:|javascript:|)[ -~]{0,20}",
        changed in proptest::option::of("[<>\\[\\]()&\"'`*\n]{0,10}"), licence in ".{0,20}",
    ) {
        let work = CreditedWork { link: Some(link), changed, ..work(&title, &[&name], &licence) };
        let works = [work];
        // Of the marks of HTML only our own are left.
        let mut html = credit(&works, CreditFormat::Html);
        for ours in [
            "<ul class=\"credits\">", "</ul>", "<li>", "</li>", "<cite>", "</cite>", "<bdi>", "</bdi>", "</a>", "rel=\"license\"",
        ] {
            html = html.replace(ours, "");
        }
        while let Some(begin) = html.find("<a href=\"") {
            let end = begin + html[begin..].find('>').unwrap();
            let tag = html[begin + 9..end].trim_end().to_owned();
            let address = tag.strip_suffix('"').unwrap();
            prop_assert!(!address.contains(['"', '<', '\'', ' ']) && !address.starts_with("javascript"), "{}", address);
            html.replace_range(begin..=end, "");
        }
        prop_assert!(!html.contains(['<', '>', '"', '\'']), "{}", html);
        // In Markdown every bracket, angle and mark of emphasis is ours or escaped.
        let markdown = credit(&works, CreditFormat::Markdown);
        prop_assert_eq!(markdown.lines().count(), 1);
        // Between the angles of an address nothing but an angle means anything.
        let mut parts = markdown.split("](<");
        let mut markdown = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (address, rest) = part.split_once(">)").unwrap();
            prop_assert!(!address.contains(['<', '>', ' ', '\\']), "{}", address);
            markdown.push_str("](<>)");
            markdown.push_str(rest);
        }
        let unescaped: String = markdown.replace(r"\\", "").chars().scan('x', |before, c| {
            let kept = if *before == '\\' { ' ' } else { c };
            *before = c;
            Some(kept)
        }).collect();
        prop_assert!(!unescaped.contains(['*', '_', '`', '|', '#', '!', '~', '$']), "{}", unescaped);
        let opened = unescaped.matches('[').count();
        prop_assert_eq!(unescaped.matches("](<").count(), opened, "{}", unescaped);
        prop_assert_eq!(unescaped.matches('<').count(), opened, "{}", unescaped);
        prop_assert_eq!(unescaped.matches(">)").count(), opened, "{}", unescaped);
        prop_assert_eq!(credit(&works, CreditFormat::Text).lines().count(), 1);
    }
}
