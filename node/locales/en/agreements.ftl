### What organisations allow each other.

agreements-title = Agreements
agreements-about = What organisations allow each other with their works, beyond what the licences say. An agreement binds once all of its parties have agreed to the same terms.
agreements-made = Agreements that are made
agreements-none = No agreements have come to this node yet.
agreements-open = Offered to you, or by you
agreements-granted = Each may use the others’ works beyond their licences:
agreements-each = each of them, for anything
agreements-all-works = It is about all of their works
agreements-members = Your members have still to agree:
agreements-accept = We agree
agreements-in-force = In force
# $day: a day
agreements-in-force-since = In force since { $day }
agreements-in-force-here = In force; known here since { $day }
agreements-not-yet = Agreed; it begins on { $day }
agreements-over = Over: its last day has passed
# $who: names of organisations
agreements-ended-by = Over: ended by { $who }
agreements-waits-for = Offered; waiting for { $who }
agreements-until = Last day: { $day }

# The form that offers one.
agreements-offer = Offer an agreement
agreements-offer-about = Everybody can read what you offer. It binds nobody before all of the parties have agreed; any of them can end it.
agreements-name = What it is called
agreements-with = With whom
agreements-with-hint = Their ids, your own names for them, or addresses of their pages here, one to a line.
agreements-allow = What each may do with the others’ works
agreements-allow-hint = Beyond what their licences allow anyway.
agreements-allow-anything = use them for anything
agreements-allow-commercial = use them where somebody pays
agreements-allow-non-commercial = use them where nobody pays
agreements-works-hint = Only these: titles, ids or addresses, one to a line. Leave it empty for all works of all parties.
agreements-in-return-hint = What flows back, in a sentence.
agreements-from = First day
agreements-last = Last day
agreements-send = Offer it

done-offered = It is offered: the others find it among what waits for them.
done-agreed = You have agreed.
