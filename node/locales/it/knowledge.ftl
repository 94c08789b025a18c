### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Saperi
knowledge-about = Che cosa si condivide, per tipo: sfide con ciò che vi risponde, buone pratiche, attrezzi, spazi.
knowledge-type = Mostra
knowledge-nothing = Qui non c’è ancora niente di questo tipo.
knowledge-answered-by = Che cosa vi risponde

glossary-title = Glossario
glossary-word = Parola
glossary-look-up = Consulta
glossary-nothing = Qui nessuno dice che cosa significa questa parola.
glossary-more = Ci sono altre voci. Scrivi una parte più lunga della parola.

agent-works = Che cosa condivide
agent-facts = Che cosa dice di sé, e chi lo conferma
agent-confirmed-by = confermato da
agent-denied-by = smentito da
# $value: what they say instead
agent-says-instead = (dice: { $value })
agent-not-said = lo dicono altri, lei no
# $of members, of whom $needed must agree (Numbers)
agent-members =
    { $of ->
        [one] Può firmare { $of } membro
       *[other] Possono firmare { $of } membri
    }; serve l’accordo di { $needed } per cambiare una licenza, chi può firmare o chi tiene un’opera, e per cancellare.
agent-contested = I suoi membri non sono d’accordo: congelato.
agent-agreements = Accordi in vigore
agent-standing = Fino a che punto questo nodo se ne fida:
# $by, $about: names
agent-introduced = { $by } ha presentato { $about }

standing-own = siamo noi
standing-followed = seguita: si conserva tutto ciò che è suo
standing-introduced = presentata da qualcuno di cui ci fidiamo
standing-new = nuova qui
standing-blocked = bloccata: non si accetta niente di suo

node-title = Questo nodo
node-of-whom = È il nodo di
node-peers = Nodi connessi
node-known = Altri nodi che conosce
node-changes = Modifiche conservate
node-agents = Organizzazioni e persone
node-kept = Spazio occupato
# $part of $whole: sizes
node-of = { $part } su { $whole }
node-admission = Di chi si conserva tutto
node-left-out = Organizzazioni e persone rimaste fuori
admission-open = di tutti, finché c’è spazio
admission-introduced = di chi è stato presentato da qualcuno di cui ci si fida
admission-followed = solo di chi si segue
node-records = Schede
node-reachable = Dove lo raggiungono gli altri nodi
node-reachable-about = Il nodo ascolta a questi indirizzi. Quelli della rete locale e di questa macchina non servono ai nodi che stanno altrove.
node-connections = Connessioni
node-in-step = al passo: tutti e due hanno le stesse cose
node-syncing = sincronizzazione in corso
# $count (Number): how many changes are still to come
node-to-go =
    { $count ->
        [one] manca { $count } modifica
       *[other] mancano { $count } modifiche
    }
node-nobodys = Non è ancora di nessuno: legge e si sincronizza, e non firma niente.
node-locked = Le chiavi per firmare del nodo sono bloccate: chi lo ha configurato accede per aprirle.
node-may-not-sign = Nessuna delle chiavi di questo nodo può firmare adesso.
node-contested = I membri non sono d’accordo: congelato, finché una scheda di recupero non stabilisce che cosa vale.
node-nearly-full = Lo spazio è quasi finito: le organizzazioni e le persone nuove qui si dividono quello che resta.
node-alone = Non è connesso a nessun altro nodo: per ora quello che si scrive qui resta qui.
# $count (Number): how many records are not in lists yet
node-unlisted =
    { $count ->
        [one] Qui c’è { $count } scheda che gli elenchi e la ricerca non mostrano ancora.
       *[other] Qui ci sono { $count } schede che gli elenchi e la ricerca non mostrano ancora.
    }
