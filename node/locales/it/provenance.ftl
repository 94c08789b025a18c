### Da che cosa è fatta un’opera, e che cosa ne è stato fatto.

# $title: of the work
provenance-of = Da dove viene «{ $title }», e che cosa ne è venuto
provenance-title = Da dove viene
provenance-made-from = Fatto a partire da
# The names of works follow.
provenance-made-from-these = Fatto a partire da:
provenance-results = Che cosa ne è stato fatto
provenance-nothing = Niente che si conosca qui.
provenance-look = Vedi tutto
provenance-back = All’opera stessa
# $count (Number): how many more works it was made from
provenance-more = e altre { $count }
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] Non ne è stato fatto niente, per quanto se ne sa qui.
        [one] Ne è stata fatta { $count } opera.
       *[other] Ne sono state fatte { $count } opere.
    }

provenance-drawing = Ciò da cui è fatta sta sopra, ciò che ne è stato fatto sta sotto. L’elenco dice lo stesso.
provenance-part = È disegnato solo ciò che è più vicino.
provenance-has-more = C’è più di quanto si mostri qui.
provenance-nameless = qualcosa che non è nel registro
# $id: the first digits of its id
provenance-not-here = un’opera che non è qui ({ $id })
# $on: a day
provenance-declared = dichiarato il { $on }
# $on: a day
provenance-ended = finito il { $on }
provenance-again = già detto sopra
provenance-cut = e così via
# Why follows, in English.
provenance-warning = Qui le condizioni forse non sono rispettate:
provenance-doubt = Da qualche parte lungo la strada le condizioni forse non sono rispettate: la pagina che mostra tutto dice dove, e perché.
