### The map of who does what where.

map-title = Carte
map-show = Afficher
map-move = Déplacer la carte
# $count (Number): how many records
map-total = { $count } sur cette carte
map-more = Il y en a davantage : seuls les derniers arrivés sont affichés.
map-list = Tous les signes de la carte figurent aussi ici, les plus grands d’abord.
map-nearest = Un par un, d’abord les plus proches du centre
map-nothing = Rien n’a été trouvé ici. Regardez plus loin, ou cherchez autre chose.
# $place: a town and its country, or latitude and longitude
map-around = Autour de { $place }

# Where to look from here, on a button each.
map-go-closer = Plus près
map-go-wider = Plus loin
map-go-west = Ouest
map-go-north = Nord
map-go-south = Sud
map-go-east = Est
map-go-whole = Monde entier
