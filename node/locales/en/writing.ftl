### The forms for publishing and for recording contributions.

publish-title = Publish
publish = Publish
publish-public = Everybody can read what you publish, on every node that takes it in.
publish-name = Title
publish-language = Language
publish-language-unsaid = another, or none
publish-summary = What is it?
publish-licence = Licence
publish-licence-hint = Under which terms others may use it.
publish-other-licence = Another licence
publish-other-licence-hint = As an SPDX expression, such as MIT OR Apache-2.0. It counts in place of the one above.
publish-type = What sort of thing
publish-topics = Topics
publish-topics-hint = One to a line.
publish-links = Where to find it
publish-links-hint = Whole addresses that begin with https://, one to a line.
publish-made-by = Made by
publish-made-by-hint = The names they chose, one to a line. Leave it empty if it is by all of you.
publish-derived-from = Made from
publish-derived-from-hint = Ids of the works that it was made from, with commas between.
publish-place = Place
publish-place-hint = The town, for something that is in one, such as a space or a tool.
publish-how-run = How it is looked after

edit-title = Change
edit-save = Save
edit-licence-members = Another licence takes as many members as your rules say; until they agree, the present one holds.
edit-history = Changing does not remove what stood there before: the history keeps it. Erasing does.

licence-ppl = for worker co-ops, others ask first
licence-cc-by-sa-4-0 = anybody, who credits and shares alike
licence-cc-by-4-0 = anybody, who credits
licence-cc-by-nc-sa-4-0 = not commercially, who credits and shares alike
licence-cc0-1-0 = anybody, without conditions
licence-agpl-3-0-or-later = software, shared alike, on networks too
licence-gpl-3-0-or-later = software, shared alike
licence-mit = software, who keeps the notice
licence-cern-ohl-s-2-0 = hardware, shared alike

contribute-title = Record a contribution
contribute = Record it
contribute-to = To:
contribute-public = Anybody can read this once it is published. Name nobody whom you cared for, nor describe them so that a neighbour would know.
contribute-role = What you did
contribute-role-hint = Choose one, or write your own words.
contribute-track = How you value it
contribute-track-hint = Only if you want to say.
contribute-payment = Paid or not
contribute-unsaid = not said
contribute-hours = Hours
contribute-hours-hint = Only if you want to say.
contribute-period = When
contribute-period-hint = A year, a month, or "spring 2026".
contribute-credit-as = Credit me as
contribute-credit-as-hint = A name or a pseudonym, if it is not the organisation.
contribute-note = A note
contribute-note-hint = It is public as well.
contribute-draft = Keep it on this node for now

role-translation = translation
role-writing = writing
role-proofreading = proofreading
role-code = code
role-design = design
role-teaching = teaching
role-organising-events = organising events
role-hosting = hosting
role-childcare = childcare
role-cooking = cooking
role-maintenance = maintenance
role-advice = advice

done-published = Published. Others find it from now on.
done-changed = Changed.
done-contributed = Recorded. Whoever keeps the work can acknowledge it now.
done-drafted = Kept on this node: nobody else sees it.
