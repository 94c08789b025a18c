### Les fichiers d’une ressource, et qui d’autre a une fiche.

files-title = Fichiers
files-fetch = Aller chercher les fichiers
files-fetch-means = Certains fichiers ne sont pas sur ce nœud. Il peut aller les chercher chez d’autres qui les ont.
files-coming = Des fichiers sont en route. Rouvrez cette page pour voir où ils en sont.
files-elsewhere = Ce qui n’est pas sur ce nœud, les membres peuvent le faire venir une fois connectés.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = sur ce nœud
file-elsewhere = pas sur ce nœud
# $come, $size: bytes with their unit
file-coming = en route : { $come } sur { $size }
# Why follows after a colon.
file-failed = n’a pas pu être obtenu

file-sort-archive = fichiers compressés
file-sort-data = données
file-sort-document = document
file-sort-drawing = plan de construction
file-sort-film = film
file-sort-picture = image
file-sort-program = programme
file-sort-slides = diapositives
file-sort-sound = son
file-sort-table = tableau
file-sort-text = texte

held-title = Qui l’a
held-nowhere = Aucun autre nœud ne l’a encore, pour autant que celui-ci le sache.
held-nowhere-means = Si cette machine tombe en panne, tout est perdu : laissez le nœud tourner un moment, et reliez-le à d’autres.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } autre nœud dit qu’il l’a tel qu’il est maintenant (entendu le { $on }).
       *[other] { $nodes } autres nœuds disent qu’ils l’ont tel qu’il est maintenant (entendu le { $on } ou depuis).
    }
held-by-many = { $nodes } autres nœuds ou plus disent qu’ils l’ont tel qu’il est maintenant (entendu le { $on } ou depuis).
held-by-means = Si cette machine tombe en panne, on peut l’obtenir de là. Ce qui est une fois chez d’autres ne se reprend pas avec certitude.
held-here = Ce nœud en a une copie.
held-uncounted = Combien d’autres en ont une, seul le nœud de qui l’a écrit le demande.

done-fetching = On demande les fichiers à d’autres nœuds.

## In the forms for publishing and changing.

publish-files = Fichiers
# $size: bytes with their unit
publish-files-hint = Vous pouvez en choisir plusieurs, en tout jusqu’à { $size }. La personne qui gère le nœud peut en publier de plus gros avec la commande.
publish-files-kept = Ceux-ci sont déjà arrivés
edit-files-remove = Fichiers à enlever
