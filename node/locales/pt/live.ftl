live-came = { $count ->
    [one] Acaba de chegar uma novidade: mostrar
   *[other] Acabam de chegar { $count } novidades: mostrar
}
live-changed = Algo mudou: mostrar
live-waiting = Há algo novo à espera: mostrar
live-record = Acaba de chegar algo sobre isto: mostrar
