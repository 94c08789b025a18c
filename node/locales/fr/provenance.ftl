### De quoi une œuvre est faite, et ce qui en a été fait.

# $title: of the work
provenance-of = D’où vient « { $title } », et ce qui en est venu
provenance-title = D’où cela vient
provenance-made-from = Fait à partir de
# The names of works follow.
provenance-made-from-these = Fait à partir de :
provenance-results = Ce qui en a été fait
provenance-nothing = Rien que l’on connaisse ici.
provenance-look = Tout voir
provenance-back = Vers l’œuvre elle-même
# $count (Number): how many more works it was made from
provenance-more = et { $count } de plus
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] Rien n’en a été fait, pour autant qu’on le sache ici.
        [one] { $count } œuvre en a été faite.
       *[other] { $count } œuvres en ont été faites.
    }

provenance-drawing = Ce dont elle est faite se trouve au-dessus, ce qui en a été fait au-dessous. La liste dit la même chose.
provenance-part = Seul le plus proche est dessiné.
provenance-has-more = Il y a plus que ce qui est montré ici.
provenance-nameless = quelque chose qui n’est pas dans le registre
# $id: the first digits of its id
provenance-not-here = une œuvre qui n’est pas ici ({ $id })
# $on: a day
provenance-declared = déclaré le { $on }
# $on: a day
provenance-ended = terminé le { $on }
provenance-again = déjà dit plus haut
provenance-cut = et ainsi de suite
# Why follows, in English.
provenance-warning = Les conditions ne tiennent peut-être pas ici :
provenance-doubt = Quelque part en chemin, des conditions ne tiennent peut-être pas : la page qui montre tout dit où, et pourquoi.
