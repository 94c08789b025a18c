live-came = { $count ->
    [one] Une nouveauté vient d’arriver : l’afficher
   *[other] { $count } nouveautés viennent d’arriver : les afficher
}
live-changed = Quelque chose a changé : l’afficher
live-waiting = Quelque chose de nouveau attend : l’afficher
live-record = Du nouveau à ce sujet vient d’arriver : l’afficher
