### What feeds are called in a feed reader.

feed-all = El que ha arribat a aquest node
# $name: the beginning of an id
feed-agent = El que comparteix { $name }
# $name: a topic
feed-topic = Sobre { $name }
# $name: a licence
feed-licence = Sota { $name }
