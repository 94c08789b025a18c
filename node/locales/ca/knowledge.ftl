### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Coneixement
knowledge-about = El que es comparteix, per tipus: reptes amb el que hi respon, bones pràctiques, eines, espais.
knowledge-type = Mostra
knowledge-nothing = Aquí encara no hi ha res d’aquest tipus.
knowledge-answered-by = El que hi respon

glossary-title = Glossari
glossary-word = Paraula
glossary-look-up = Consulta
glossary-nothing = Aquí ningú no diu què vol dir aquesta paraula.
glossary-more = Hi ha més entrades. Escriu més lletres de la paraula.

agent-works = El que comparteix
agent-facts = El que diu de si mateixa, i qui ho confirma
agent-confirmed-by = confirmat per
agent-denied-by = negat per
# $value: what they say instead
agent-says-instead = (diu: { $value })
agent-not-said = altres ho diuen, ella no
# $of members, of whom $needed must agree (Numbers)
agent-members =
    { $of ->
        [one] Pot signar { $of } persona sòcia
       *[other] Poden signar { $of } sòcies i socis
    }; cal l’acord de { $needed } per canviar qui pot signar, una llicència o qui porta un recurs, o per esborrar.
agent-contested = Hi ha desacord entre les seves sòcies i socis: congelat.
agent-agreements = Acords en vigor
agent-standing = Fins a quin punt hi confia aquest node:
# $by, $about: names
agent-introduced = { $by } va presentar { $about }

standing-own = aquest node és seu
standing-followed = seguida: se’n desa tot
standing-introduced = presentada per algú en qui confiem
standing-new = nova aquí
standing-blocked = bloquejada: no se n’accepta res

node-title = Aquest node
node-of-whom = És el node de
node-peers = Nodes connectats
node-known = Altres nodes que coneix
node-changes = Canvis que desa
node-agents = Organitzacions i persones
node-kept = Espai ocupat
# $part of $whole: sizes
node-of = { $part } de { $whole }
node-admission = De qui es desa tot
node-left-out = Organitzacions i persones que han quedat fora
admission-open = de tothom, mentre hi hagi espai
admission-introduced = de qui ha presentat algú de confiança
admission-followed = només de qui se segueix
node-records = Fitxes
node-reachable = On el troben altres nodes
node-reachable-about = El node escolta en aquestes adreces. Les de la xarxa local i les d’aquesta màquina no serveixen als nodes d’altres llocs.
node-connections = Connexions
node-in-step = al dia: tots dos tenen el mateix
node-syncing = sincronitzant
# $count (Number): how many changes are still to come
node-to-go =
    { $count ->
        [one] falta { $count } canvi
       *[other] falten { $count } canvis
    }
node-nobodys = Encara no és de ningú: llegeix i sincronitza, i no signa res.
node-locked = Les claus de signatura del node estan bloquejades: s’obren quan entra qui el va posar en marxa.
node-may-not-sign = Cap de les claus d’aquest node no pot signar ara.
node-contested = Hi ha desacord entre sòcies i socis: congelat, fins que ho resolgui una targeta de recuperació.
node-nearly-full = Gairebé no queda espai: les organitzacions i persones noves aquí es reparteixen el que queda.
node-alone = No està connectat amb cap altre node: el que s’escriu aquí es queda aquí de moment.
# $count (Number): how many records are not in lists yet
node-unlisted =
    { $count ->
        [one] Aquí hi ha { $count } fitxa que encara no surt a les llistes ni a la cerca.
       *[other] Aquí hi ha { $count } fitxes que encara no surten a les llistes ni a la cerca.
    }
