### The map of who does what where.

map-title = Mapa
map-show = Mostra
map-move = Mou el mapa
# $count (Number): how many records
map-total = { $count } en aquest mapa
map-more = N’hi ha més: només es mostren els darrers que han arribat.
map-list = Tots els signes del mapa són també aquí, els més grans primer.
map-nearest = Un per un, primer els més propers al centre
map-nothing = Aquí no s’ha trobat res. Mira més lluny, o busca una altra cosa.
# $place: a town and its country, or latitude and longitude
map-around = A prop de { $place }

# Where to look from here, on a button each.
map-go-closer = Més a prop
map-go-wider = Més lluny
map-go-west = Oest
map-go-north = Nord
map-go-south = Sud
map-go-east = Est
map-go-whole = Tot el món
