### De què es va fer una obra, i què se n’ha fet.

# $title: of the work
provenance-of = D’on ve «{ $title }», i què n’ha sortit
provenance-title = D’on ve
provenance-made-from = Fet a partir de
# The names of works follow.
provenance-made-from-these = Fet a partir de:
provenance-results = Què se n’ha fet
provenance-nothing = Res que es conegui aquí.
provenance-look = Mira-ho tot
provenance-back = A l’obra mateixa
# $count (Number): how many more works it was made from
provenance-more = i { $count } més
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] No se n’ha fet res, que se sàpiga aquí.
        [one] Se n’ha fet { $count } obra.
       *[other] Se n’han fet { $count } obres.
    }

provenance-drawing = A dalt hi ha allò de què es va fer; a baix, el que se n’ha fet. La llista diu el mateix.
provenance-part = Només es dibuixa el més proper.
provenance-has-more = N’hi ha més del que es mostra aquí.
provenance-nameless = alguna cosa que no és al registre
# $id: the first digits of its id
provenance-not-here = una obra que no és aquí ({ $id })
# $on: a day
provenance-declared = declarat el { $on }
# $on: a day
provenance-ended = acabat el { $on }
provenance-again = ja dit més amunt
provenance-cut = i així successivament
# Why follows, in English.
provenance-warning = Pot ser que aquí no es compleixin les condicions:
provenance-doubt = Pot ser que en algun punt del camí no es compleixin les condicions: la pàgina que ho mostra tot diu on i per què.
