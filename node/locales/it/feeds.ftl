### What feeds are called in a feed reader.

feed-all = Quello che è arrivato su questo nodo
# $name: the beginning of an id
feed-agent = Quello che condivide { $name }
# $name: a topic
feed-topic = Su { $name }
# $name: a licence
feed-licence = Sotto { $name }
