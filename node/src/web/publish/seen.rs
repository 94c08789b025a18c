//! What a form held when it was shown. It goes along with the form, so that what is sent is compared with that, and undoes nothing
//! that others have written meanwhile.
//!
//! Of each text a short hash goes along: enough to know whether it is another now.

use super::Typed;

/// Bytes of a hash. Nobody gains anything by two texts with the same.
const HASH_BYTES: usize = 8;

/// A field with one value: of two who change it, one would undo what the other wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Single {
    Title,
    Licence,
    Summary,
    Place,
    HowRun,
}

impl Single {
    const ALL: [Self; 5] = [Self::Title, Self::Licence, Self::Summary, Self::Place, Self::HowRun];

    /// What stands in it.
    pub(crate) fn of(self, typed: &Typed) -> &str {
        match self {
            Self::Title => &typed.title,
            Self::Licence => &typed.licence,
            Self::Summary => &typed.summary,
            Self::Place => &typed.place,
            Self::HowRun => &typed.how_run,
        }
    }

    fn of_mut(self, typed: &mut Typed) -> &mut String {
        match self {
            Self::Title => &mut typed.title,
            Self::Licence => &mut typed.licence,
            Self::Summary => &mut typed.summary,
            Self::Place => &mut typed.place,
            Self::HowRun => &mut typed.how_run,
        }
    }

    /// Under what its name stands in the catalogues.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Title => "publish-name",
            Self::Licence => "publish-licence",
            Self::Summary => "publish-summary",
            Self::Place => "publish-place",
            Self::HowRun => "publish-how-run",
        }
    }
}

/// A field with several values, which are added and removed one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Several {
    Types,
    Topics,
    Links,
    Makers,
}

impl Several {
    const ALL: [Self; 4] = [Self::Types, Self::Topics, Self::Links, Self::Makers];

    fn of(self, typed: &Typed) -> Vec<String> {
        let lines = |text: &str| {
            text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
        };
        match self {
            Self::Types => typed.types.clone(),
            Self::Topics => lines(&typed.topics),
            Self::Links => lines(&typed.links),
            Self::Makers => lines(&typed.made_by),
        }
    }

    fn put(self, typed: &mut Typed, values: Vec<String>) {
        match self {
            Self::Types => typed.types = values,
            Self::Topics => typed.topics = values.join("\n"),
            Self::Links => typed.links = values.join("\n"),
            Self::Makers => typed.made_by = values.join("\n"),
        }
    }
}

/// What a form held, as it goes along with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The language in which its texts are.
    language: String,
    single: [String; Single::ALL.len()],
    several: [Vec<String>; Several::ALL.len()],
}

impl Seen {
    pub(crate) fn of(typed: &Typed) -> Self {
        Self {
            language: typed.language.clone(),
            single: Single::ALL.map(|field| hash(field.of(typed))),
            several: Several::ALL.map(|field| field.of(typed).iter().map(|one| hash(one)).collect()),
        }
    }

    /// As it stands in the form.
    pub(crate) fn written(&self) -> String {
        let several = self.several.iter().map(|hashes| hashes.join("."));
        let parts = [self.language.clone(), self.single.join(".")].into_iter().chain(several);
        parts.collect::<Vec<_>>().join("~")
    }

    /// Reads it back; nothing if no form of ours says so.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('~');
        let language = parts.next()?.to_owned();
        let mut hashes = || -> Option<Vec<String>> {
            let hashes = parts.next()?.split('.').filter(|hash| !hash.is_empty());
            Some(hashes.map(str::to_owned).collect())
        };
        let single = hashes()?.try_into().ok()?;
        let several = [hashes()?, hashes()?, hashes()?, hashes()?];
        parts.next().is_none().then_some(Self { language, single, several })
    }

    /// In which language the form was.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    fn hash_of(&self, field: Single) -> &str {
        let at = Single::ALL.iter().position(|one| *one == field).unwrap_or_default();
        &self.single[at]
    }

    /// What was typed, if it is not what was shown.
    pub(crate) fn changed(&self, field: Single, typed: &Typed) -> Option<String> {
        let text = field.of(typed).trim();
        (hash(text) != self.hash_of(field)).then(|| text.to_owned())
    }

    /// What was added to what was shown, and what was taken away from it. `now` is what stands there by now.
    pub(crate) fn apart(&self, field: Several, typed: &Typed, now: &Typed) -> (Vec<String>, Vec<String>) {
        let at = Several::ALL.iter().position(|one| *one == field).unwrap_or_default();
        let was_shown = |one: &String| self.several[at].contains(&hash(one));
        let (typed, now) = (field.of(typed), field.of(now));
        let added = typed.iter().filter(|one| !was_shown(one) && !now.contains(one)).cloned().collect();
        let removed = now.into_iter().filter(|one| was_shown(one) && !typed.contains(one)).collect();
        (added, removed)
    }

    /// What a form shows that is shown again over what stands there `now`: what was changed here as it was typed, and all else as it
    /// stands there. Sent as it is, it undoes nothing that others wrote.
    pub(crate) fn over(&self, typed: &Typed, now: &Typed) -> Typed {
        let mut over = typed.clone();
        for field in Single::ALL.into_iter().filter(|field| self.changed(*field, typed).is_none()) {
            field.of(now).clone_into(field.of_mut(&mut over));
        }
        for field in Several::ALL {
            let (added, removed) = self.apart(field, typed, now);
            let kept = field.of(now).into_iter().filter(|one| !removed.contains(one));
            field.put(&mut over, kept.chain(added).collect());
        }
        over
    }

    /// The fields that were changed here, and meanwhile by others, to something else.
    pub(crate) fn meanwhile(&self, typed: &Typed, now: &Typed) -> Vec<Single> {
        let is_so = |field: &Single| {
            let (is, now) = (hash(field.of(typed)), hash(field.of(now)));
            is != self.hash_of(*field) && now != self.hash_of(*field) && is != now
        };
        Single::ALL.into_iter().filter(is_so).collect()
    }
}

/// Of a text as browsers send it back: they end lines in their own way, and nothing hangs on spaces around it.
pub(in crate::web) fn hash(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let hash = blake3::hash(text.trim().as_bytes());
    data_encoding::HEXLOWER.encode(&hash.as_bytes()[..HASH_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(title: &str, topics: &str) -> Typed {
        Typed { title: title.to_owned(), topics: topics.to_owned(), ..Typed::default() }
    }

    #[test]
    fn what_was_shown_comes_back_as_it_went() {
        let shown = Typed { language: "pt-br".to_owned(), ..typed("Bread", "rye, dark\nwheat") };
        let seen = Seen::of(&shown);
        assert_eq!(Seen::read(&seen.written()), Some(seen));
        for no_form_of_ours in ["", "en", "en~a.b~~~~", "en~a.b.c.d.e~~~", "en~a.b.c.d.e~~~~~"] {
            assert_eq!(Seen::read(no_form_of_ours), None, "{no_form_of_ours}");
        }
    }

    #[test]
    fn what_others_wrote_meanwhile_is_neither_undone_nor_taken_for_ours() {
        let seen = Seen::of(&typed("Bread", "rye, dark\nwheat"));
        let now = typed("Our bread", "rye, dark\nspelt");
        let untouched = typed("Bread", "rye, dark\r\nwheat\r\n");
        assert_eq!(seen.changed(Single::Title, &untouched), None);
        assert_eq!(seen.apart(Several::Topics, &untouched, &now), (vec![], vec![]));
        assert_eq!(seen.meanwhile(&untouched, &now), []);
        let ours = typed("Good bread", "wheat\noats");
        assert_eq!(seen.changed(Single::Title, &ours).as_deref(), Some("Good bread"));
        let (added, removed) = seen.apart(Several::Topics, &ours, &now);
        assert_eq!((added, removed), (vec!["oats".to_owned()], vec!["rye, dark".to_owned()]));
        assert_eq!(seen.meanwhile(&ours, &now), [Single::Title]);
        assert_eq!(seen.meanwhile(&typed("Our bread", ""), &now), [], "both wrote the same");
        let again = seen.over(&ours, &now);
        assert_eq!((again.title.as_str(), again.topics.as_str()), ("Good bread", "spelt\noats"));
        let again = seen.over(&untouched, &now);
        assert_eq!((again.title.as_str(), again.topics.as_str()), ("Our bread", "rye, dark\nspelt"));
    }
}
