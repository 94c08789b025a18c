### What feeds are called in a feed reader.

feed-all = Lo que ha llegado a este nodo
# $name: the beginning of an id
feed-agent = Lo que comparte { $name }
# $name: a topic
feed-topic = Sobre { $name }
# $name: a licence
feed-licence = Bajo { $name }
