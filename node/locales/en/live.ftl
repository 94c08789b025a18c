live-came = { $count ->
    [one] One came just now: show it
   *[other] { $count } came just now: show them
}
live-changed = Something changed: show it
live-waiting = Something new waits: show it
live-record = Something about this came just now: show it
