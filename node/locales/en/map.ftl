### The map of who does what where.

map-title = Map
map-show = Show
map-move = Move the map
# $count (Number): how many records
map-total = { $count } on this map
map-more = There are more: only the last to come are shown.
map-list = All signs on the map stand here too, the largest first.
map-nearest = One by one, those nearest to the middle first
map-nothing = Nothing found here. Look wider, or for something else.
# $place: a town and its country, or latitude and longitude
map-around = Around { $place }

# Where to look from here, on a button each.
map-go-closer = Closer
map-go-wider = Wider
map-go-west = West
map-go-north = North
map-go-south = South
map-go-east = East
map-go-whole = Whole world
