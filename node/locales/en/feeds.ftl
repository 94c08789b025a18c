### What feeds are called in a feed reader.

feed-all = What came to this node
# $name: the beginning of an id
feed-agent = What agent { $name } shares
# $name: a topic
feed-topic = About { $name }
# $name: a licence
feed-licence = Under { $name }
