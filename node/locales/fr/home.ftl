### The first page: the newest resources, or what was found by words.

home-newest = Ressources les plus récentes
home-nothing-yet = Il n’y a encore rien ici.
home-found = Résultats
home-nothing-found = Rien ici ne contient ces mots. Essayez-en moins, ou sous une autre forme.
home-near = Près d’ici
