live-came = { $count ->
    [one] Acaba de llegar algo: mostrarlo
   *[other] Acaban de llegar { $count }: mostrarlos
}
live-changed = Algo ha cambiado: mostrarlo
live-waiting = Hay algo nuevo pendiente: mostrarlo
live-record = Acaba de llegar algo sobre esto: mostrarlo
