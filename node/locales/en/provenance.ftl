### From what a work was made, and what was made from it.

# $title: of the work
provenance-of = Where “{ $title }” comes from, and what came of it
provenance-title = Where it comes from
provenance-made-from = Made from
# The names of works follow.
provenance-made-from-these = Made from:
provenance-results = What was made from it
provenance-nothing = Nothing that is known here.
provenance-look = See all of it
provenance-back = To the work itself
# $count (Number): how many more works it was made from
provenance-more = and { $count } more
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] Nothing was made from it, as far as is known here.
        [one] { $count } work was made from it.
       *[other] { $count } works were made from it.
    }

provenance-drawing = What it was made from stands above it, what was made from it below. The list says the same.
provenance-part = Only the nearest are drawn.
provenance-has-more = There is more than is shown here.
provenance-nameless = something that is not in the registry
# $id: the first digits of its id
provenance-not-here = a work that is not here ({ $id })
# $on: a day
provenance-declared = declared on { $on }
# $on: a day
provenance-ended = ended on { $on }
provenance-again = told above
provenance-cut = and so on
# Why follows, in English.
provenance-warning = The terms may not hold here:
provenance-doubt = Terms may not hold somewhere on the way: the page that shows all of it says where, and why.
