### De qué se hizo una obra, y qué se hizo con ella.

# $title: of the work
provenance-of = De dónde viene «{ $title }», y qué salió de ahí
provenance-title = De dónde viene
provenance-made-from = Hecho a partir de
# The names of works follow.
provenance-made-from-these = Hecho a partir de:
provenance-results = Qué se hizo a partir de esto
provenance-nothing = Nada que se conozca aquí.
provenance-look = Verlo todo
provenance-back = A la obra misma
# $count (Number): how many more works it was made from
provenance-more = y { $count } más
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] No se hizo nada a partir de esto, que se sepa aquí.
        [one] Se hizo { $count } obra a partir de esto.
       *[other] Se hicieron { $count } obras a partir de esto.
    }

provenance-drawing = Arriba está aquello de lo que se hizo; abajo, lo que se hizo a partir de ello. La lista dice lo mismo.
provenance-part = Solo se dibuja lo más cercano.
provenance-has-more = Hay más de lo que se muestra aquí.
provenance-nameless = algo que no está en el registro
# $id: the first digits of its id
provenance-not-here = una obra que no está aquí ({ $id })
# $on: a day
provenance-declared = declarado el { $on }
# $on: a day
provenance-ended = terminado el { $on }
provenance-again = ya dicho más arriba
provenance-cut = y así sucesivamente
# Why follows, in English.
provenance-warning = Puede que aquí no se cumplan los términos:
provenance-doubt = Puede que en algún punto del camino no se cumplan los términos: la página que lo muestra todo dice dónde y por qué.
