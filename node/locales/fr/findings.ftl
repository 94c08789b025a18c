### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = Ce qui ne va pas, et que faire
finding-none = Rien : tout va bien, pour autant que ce nœud le sache.
finding-disk = Le texte de quelque chose qui a été effacé n’a pas encore pu être retiré du disque.
# $address: of another node
finding-unreached = Le nœud à l’adresse { $address } n’a pas pu être joint.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } de vos fiches n’est encore sur aucun autre nœud.
       *[other] { $count } de vos fiches ne sont encore sur aucun autre nœud.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } signalement attend une réponse.
       *[other] { $count } signalements attendent une réponse.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } confirmation expire bientôt.
       *[other] { $count } confirmations expirent bientôt.
    }

# What to do about it.
finding-do-contested = Une carte de secours tranche quelle décision vaut : la personne qui garde les cartes en utilise une sur la machine de ce nœud.
finding-do-locked = Demandez à la personne qui l’a mis en place de se connecter ici une fois. En attendant, les membres connectés peuvent écrire avec leurs propres clés.
finding-do-may-not-sign = Regardez sous Membres qui peut signer, et demandez-leur d’admettre une clé de ce nœud.
finding-do-disk = Faites de la place sur le disque de ce nœud : il réessaie chaque minute.
finding-do-nearly-full = La personne qui gère le nœud peut lui donner plus de place dans ses réglages, ou choisir de ne garder que ce que vous suivez.
finding-do-alone = Vérifiez que la machine est connectée à internet. Si vous connaissez une autre coopérative qui a un nœud, demandez-lui un lien d’invitation ; la personne qui gère ce nœud s’en sert pour rejoindre le réseau.
finding-do-unreached = Ce nœud est peut-être éteint, ou son adresse a changé : demandez à celles et ceux qui le gèrent. Celui-ci continue d’essayer.
finding-do-copies = Laissez ce nœud allumé jusqu’à ce qu’un autre les ait prises ; d’ici là, gardez une sauvegarde.
finding-do-reports = La personne qui gère le nœud les lit et y répond, sur sa machine.
finding-do-reminders = Regardez ce que vous avez confirmé, et confirmez-le à nouveau si c’est toujours vrai.
finding-do-unlisted = Il n’y a rien à faire : elles apparaissent peu à peu.

# What a bar shows, for those who do not see it.
finding-progress = Changements qui sont ici, sur ceux de l’autre nœud

# Whether other nodes can reach this one.
reach-yes = D’autres nœuds peuvent le joindre : un nœud d’ailleurs est venu ici depuis son démarrage.
reach-unproved = On ne sait pas si d’autres nœuds peuvent le joindre : il a une adresse valable de partout, mais aucun nœud d’ailleurs n’est venu depuis son démarrage. Ce que vous publiez voyage quand même, par les nœuds auxquels celui-ci se connecte.
reach-nearby = Les nœuds du réseau local peuvent le joindre. Ceux d’ailleurs, seulement si votre routeur les laisse passer, ce que ce nœud ne peut pas savoir tout seul. Ce que vous publiez voyage quand même, par les nœuds auxquels celui-ci se connecte.
reach-here = Seuls les nœuds de la même machine peuvent le joindre.
reach-no = Personne ne peut le joindre : il n’écoute à aucune adresse.
