### What every page has, and what several say.

common-registry = Commons registry
common-to-content = To the content
common-search = Search
common-find = Find
common-main-menu = Main menu
common-more = More
common-language = Language:
common-feed = Feed
common-for-programs = For programs
# Stands before the name of a record of a list, and who keeps that list.
common-listed-as = listed as
# Between things of which one will do.
common-or = or

say-yes = yes
say-no = no

# $km (Number): kilometres
distance = { $km } km

# $month is 1 to 12.
day =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }

size-bytes =
    { $size ->
        [one] { $size } byte
       *[other] { $size } bytes
    }
size-kib = { $size } KiB
size-mib = { $size } MiB
size-gib = { $size } GiB
size-tib = { $size } TiB
common-public = Everybody may look here. What comes from strangers to this node is left out; members sign in at another address.
# Something with its value, such as “whether anyone pays: yes”.
common-pair = { $name }: { $value }
