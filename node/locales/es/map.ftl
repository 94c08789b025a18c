### The map of who does what where.

map-title = Mapa
map-show = Mostrar
map-move = Mover el mapa
# $count (Number): how many records
map-total = { $count } en este mapa
map-more = Hay más: solo se muestran los últimos en llegar.
map-list = Todos los signos del mapa están también aquí, los más grandes primero.
map-nearest = Uno a uno, primero los más cercanos al centro
map-nothing = Aquí no se ha encontrado nada. Mira más lejos, o busca otra cosa.
# $place: a town and its country, or latitude and longitude
map-around = Cerca de { $place }

# Where to look from here, on a button each.
map-go-closer = Más cerca
map-go-wider = Más lejos
map-go-west = Oeste
map-go-north = Norte
map-go-south = Sur
map-go-east = Este
map-go-whole = Todo el mundo
