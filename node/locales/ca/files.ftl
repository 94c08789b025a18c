### Els fitxers d’un recurs, i qui més té una fitxa.

files-title = Fitxers
files-fetch = Porta els fitxers
files-fetch-means = Alguns fitxers no són en aquest node. Els pot portar d’altres que els tenen.
files-coming = Hi ha fitxers de camí. Torna a obrir aquesta pàgina per veure fins on han arribat.
files-elsewhere = El que no és en aquest node, sòcies i socis ho poden fer portar un cop han entrat.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = en aquest node
file-elsewhere = no és en aquest node
# $come, $size: bytes with their unit
file-coming = de camí: { $come } de { $size }
# Why follows after a colon.
file-failed = no s’ha pogut portar

file-sort-archive = fitxers comprimits
file-sort-data = dades
file-sort-document = document
file-sort-drawing = plànol per construir
file-sort-film = pel·lícula
file-sort-picture = imatge
file-sort-program = programa
file-sort-slides = diapositives
file-sort-sound = so
file-sort-table = taula
file-sort-text = text

held-title = Qui ho té
held-nowhere = Que aquest node sàpiga, encara no ho té cap altre.
held-nowhere-means = Si aquesta màquina s’espatlla, es perd: deixa el node en marxa una estona i connecta’l amb d’altres.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } altre node diu que ho té tal com és ara (sentit el { $on }).
       *[other] { $nodes } altres nodes diuen que ho tenen tal com és ara (sentit el { $on } o després).
    }
held-by-many = { $nodes } altres nodes o més diuen que ho tenen tal com és ara (sentit el { $on } o després).
held-by-means = Si aquesta màquina s’espatlla, es pot obtenir d’allà. El que un cop és amb d’altres no es pot retirar amb certesa.
held-here = Aquest node en té una còpia.
held-uncounted = Quants més en tenen una, només ho pregunta el node de qui ho va escriure.

done-fetching = Es demanen els fitxers a altres nodes.

## In the forms for publishing and changing.

publish-files = Fitxers
# $size: bytes with their unit
publish-files-hint = En pots triar més d’un, en total fins a { $size }. Qui porta el node en pot publicar de més grans amb l’ordre.
publish-files-kept = Aquests ja han arribat
edit-files-remove = Fitxers que s’han de treure
