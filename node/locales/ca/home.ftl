### The first page: the newest resources, or what was found by words.

home-newest = Recursos més recents
home-nothing-yet = Aquí encara no hi ha res.
home-found = Resultats
home-nothing-found = Aquí res no conté aquestes paraules. Prova-ho amb menys, o amb altres formes.
home-near = A prop d’aquí
