live-came = { $count ->
    [one] È appena arrivata una novità: mostrala
   *[other] Sono appena arrivate { $count } novità: mostrale
}
live-changed = Qualcosa è cambiato: mostralo
live-waiting = C’è qualcosa di nuovo in attesa: mostralo
live-record = È appena arrivato qualcosa su questo: mostralo
