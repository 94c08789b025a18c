### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Savoirs
knowledge-about = Ce qui est partagé, par type : défis avec ce qui y répond, bonnes pratiques, outils, locaux.
knowledge-type = Afficher
knowledge-nothing = Il n’y a encore rien de ce type ici.
knowledge-answered-by = Ce qui y répond

glossary-title = Glossaire
glossary-word = Mot
glossary-look-up = Consulter
glossary-nothing = Personne ici ne dit ce que ce mot signifie.
glossary-more = Il y a d’autres entrées. Tapez une plus grande partie du mot.

agent-works = Ce qu’elle partage
agent-facts = Ce qu’elle dit d’elle-même, et qui le confirme
agent-confirmed-by = confirmé par
agent-denied-by = démenti par
# $value: what they say instead
agent-says-instead = (dit : { $value })
agent-not-said = d’autres le disent, elle non
# $of members, of whom $needed must agree (Numbers)
agent-members =
    { $of ->
        [one] { $of } membre peut signer
       *[other] { $of } membres peuvent signer
    } ; il faut l’accord de { $needed } pour changer une licence, qui peut signer ou qui tient une œuvre, et pour effacer.
agent-contested = Désaccord entre ses membres : gelé.
agent-agreements = Accords en vigueur
agent-standing = Jusqu’où ce nœud lui fait confiance :
# $by, $about: names
agent-introduced = { $by } a présenté { $about }

standing-own = c’est nous-mêmes
standing-followed = suivie : tout ce qui vient d’elle est conservé
standing-introduced = recommandée par quelqu’un à qui nous faisons confiance
standing-new = nouvelle ici
standing-blocked = bloquée : rien de ce qui vient d’elle n’est accepté

node-title = Ce nœud
node-of-whom = C’est le nœud de
node-peers = Nœuds connectés
node-known = Autres nœuds qu’il connaît
node-changes = Modifications conservées
node-agents = Organisations et personnes
node-kept = Place occupée
# $part of $whole: sizes
node-of = { $part } sur { $whole }
node-admission = De qui tout est conservé
node-left-out = Organisations et personnes laissées de côté
admission-open = de tout le monde, tant qu’il y a de la place
admission-introduced = de celles et ceux que quelqu’un de confiance a recommandés
admission-followed = seulement de celles et ceux que l’on suit
node-records = Fiches
node-reachable = Où les autres nœuds peuvent le joindre
node-reachable-about = Le nœud écoute à ces adresses. Celles du réseau local et de cette machine ne servent à rien aux nœuds qui sont ailleurs.
node-connections = Connexions
node-in-step = à jour : les deux ont la même chose
node-syncing = synchronisation en cours
# $count (Number): how many changes are still to come
node-to-go =
    { $count ->
        [one] encore { $count } modification à venir
       *[other] encore { $count } modifications à venir
    }
node-nobodys = Il n’est encore à personne : il lit et se synchronise, et ne signe rien.
node-locked = Les clés de signature du nœud sont verrouillées : la personne qui l’a mis en place se connecte pour les ouvrir.
node-may-not-sign = Aucune des clés de ce nœud ne peut signer actuellement.
node-contested = Désaccord entre membres : gelé, jusqu’à ce qu’une carte de secours tranche.
node-nearly-full = Il n’y a presque plus de place : les nouvelles organisations et personnes ici se partagent ce qui reste.
node-alone = Il n’est connecté à aucun autre nœud : ce qui est écrit ici reste ici pour l’instant.
# $count (Number): how many records are not in lists yet
node-unlisted =
    { $count ->
        [one] Il y a ici { $count } fiche que les listes et la recherche ne montrent pas encore.
       *[other] Il y a ici { $count } fiches que les listes et la recherche ne montrent pas encore.
    }
