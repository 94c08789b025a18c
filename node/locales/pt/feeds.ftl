### What feeds are called in a feed reader.

feed-all = O que chegou a este nó
# $name: the beginning of an id
feed-agent = O que { $name } partilha
# $name: a topic
feed-topic = Sobre { $name }
# $name: a licence
feed-licence = Sob { $name }
