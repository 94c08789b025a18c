### De que uma obra foi feita, e o que foi feito dela.

# $title: of the work
provenance-of = De onde vem “{ $title }”, e o que saiu daí
provenance-title = De onde vem
provenance-made-from = Feito a partir de
# The names of works follow.
provenance-made-from-these = Feito a partir de:
provenance-results = O que foi feito a partir disto
provenance-nothing = Nada que se conheça aqui.
provenance-look = Ver tudo
provenance-back = À própria obra
# $count (Number): how many more works it was made from
provenance-more = e mais { $count }
# $count (Number): how many works were made from it
provenance-went-into =
    { $count ->
        [0] Nada foi feito a partir disto, que se saiba aqui.
        [one] { $count } obra foi feita a partir disto.
       *[other] { $count } obras foram feitas a partir disto.
    }

provenance-drawing = Acima está aquilo de que foi feita; abaixo, o que foi feito dela. A lista diz o mesmo.
provenance-part = Só o mais próximo está desenhado.
provenance-has-more = Há mais do que se mostra aqui.
provenance-nameless = algo que não está no registro
# $id: the first digits of its id
provenance-not-here = uma obra que não está aqui ({ $id })
# $on: a day
provenance-declared = declarado em { $on }
# $on: a day
provenance-ended = encerrado em { $on }
provenance-again = já dito acima
provenance-cut = e assim por diante
# Why follows, in English.
provenance-warning = Aqui os termos talvez não sejam cumpridos:
provenance-doubt = Em algum ponto do caminho os termos talvez não sejam cumpridos: a página que mostra tudo diz onde, e por quê.
