live-came = { $count ->
    [one] Gerade ist etwas dazugekommen: anzeigen
   *[other] Gerade sind { $count } dazugekommen: anzeigen
}
live-changed = Etwas hat sich geändert: anzeigen
live-waiting = Etwas Neues wartet: anzeigen
live-record = Dazu ist gerade etwas Neues gekommen: anzeigen
