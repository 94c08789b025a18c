### What feeds are called in a feed reader.

feed-all = Ce qui est arrivé sur ce nœud
# $name: the beginning of an id
feed-agent = Ce que partage { $name }
# $name: a topic
feed-topic = À propos de { $name }
# $name: a licence
feed-licence = Sous { $name }
