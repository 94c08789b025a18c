### The first page: the newest resources, or what was found by words.

home-newest = Newest resources
home-nothing-yet = Nothing here yet.
home-found = Found
home-nothing-found = Nothing here has these words. Try fewer, or other forms of them.
home-near = Near us
