### The page of a record, and what is to be known before somebody relies on it.

record-speaks = Parle en son propre nom :
record-listed-by = Ce que { $name } a répertorié
record-listings = Ce que d’autres ont répertorié à son sujet, comme l’organisation le reconnaît elle-même
record-same-as = Identique à
record-referring = Ce qui y renvoie

## Marks: sentences without an end.

mark-looks-like = ressemble à { $name } { $id }, mais c’est une autre organisation
mark-title-looks-like = porte un nom proche de { $name } { $id }, mais quelqu’un d’autre l’a écrit
mark-domain = confirmé par son domaine { $domain }, le { $on }
mark-frozen = désaccord entre membres : gelé
mark-not-kept =
    { $nodes ->
        [one] non conservé sur ce nœud, demandé à l’instant à { $nodes } autre nœud
       *[other] non conservé sur ce nœud, demandé à l’instant à { $nodes } autres nœuds
    }
mark-not-whole = il y en a plus que ce que l’on peut demander
mark-hidden = non montré ici : masqué par qui le tient depuis le { $since }
