### What feeds are called in a feed reader.

feed-all = Was auf diesen Knoten gekommen ist
# $name: the beginning of an id
feed-agent = Was { $name } teilt
# $name: a topic
feed-topic = Zum Thema { $name }
# $name: a licence
feed-licence = Unter { $name }
