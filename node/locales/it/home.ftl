### The first page: the newest resources, or what was found by words.

home-newest = Risorse più recenti
home-nothing-yet = Qui non c’è ancora niente.
home-found = Risultati
home-nothing-found = Qui niente contiene queste parole. Prova con meno parole, o in altre forme.
home-near = Qui vicino
