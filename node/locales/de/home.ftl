### The first page: the newest resources, or what was found by words.

home-newest = Neueste Ressourcen
home-nothing-yet = Hier ist noch nichts.
home-found = Gefunden
home-nothing-found = Nichts hier enthält diese Wörter. Versucht es mit weniger Wörtern oder mit anderen Formen davon.
home-near = In unserer Nähe
