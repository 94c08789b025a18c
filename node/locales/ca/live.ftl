live-came = { $count ->
    [one] Acaba d’arribar una novetat: mostra-la
   *[other] Acaben d’arribar { $count } novetats: mostra-les
}
live-changed = Alguna cosa ha canviat: mostra-la
live-waiting = Hi ha alguna cosa nova pendent: mostra-la
live-record = Acaba d’arribar alguna cosa sobre això: mostra-la
