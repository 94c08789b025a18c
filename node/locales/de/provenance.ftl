### Woraus ein Werk gemacht wurde, und was daraus gemacht wurde.

# $title: of the work
provenance-of = Woher „{ $title }“ kommt, und was daraus wurde
provenance-title = Woher es kommt
provenance-made-from = Gemacht aus
# The names of works follow.
provenance-made-from-these = Gemacht aus:
provenance-results = Was daraus gemacht wurde
provenance-nothing = Nichts, was hier bekannt ist.
provenance-look = Alles ansehen
provenance-back = Zum Werk selbst
# $count (Number): how many more works it was made from
provenance-more = und { $count } weiteren
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] Daraus wurde nichts gemacht, soweit es hier bekannt ist.
        [one] Daraus wurde { $count } Werk gemacht.
       *[other] Daraus wurden { $count } Werke gemacht.
    }

provenance-drawing = Woraus es gemacht wurde, steht darüber, was daraus gemacht wurde, darunter. Die Liste sagt dasselbe.
provenance-part = Gezeichnet sind nur die nächsten.
provenance-has-more = Es gibt mehr, als hier gezeigt wird.
provenance-nameless = etwas, das nicht im Verzeichnis steht
# $id: the first digits of its id
provenance-not-here = ein Werk, das nicht hier ist ({ $id })
# $on: a day
provenance-declared = angegeben am { $on }
# $on: a day
provenance-ended = beendet am { $on }
provenance-again = steht schon weiter oben
provenance-cut = und so weiter
# Why follows, in English.
provenance-warning = Die Bedingungen gelten hier vielleicht nicht:
provenance-doubt = Irgendwo auf dem Weg gelten Bedingungen vielleicht nicht: die Seite, die alles zeigt, sagt wo und warum.
