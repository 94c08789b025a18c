### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = Ce qui ne va pas, et que faire
finding-none = Rien : tout va bien, pour autant que ce nœud le sache.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } partie de ce que garde ce nœud n’a pas pu être lue sur son disque. D’autres nœuds qui l’ont la redonnent.
       *[other] { $count } parties de ce que garde ce nœud n’ont pas pu être lues sur son disque. D’autres nœuds qui les ont les redonnent.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Il ne reste que { $free } sur le disque de ce nœud. S’il ne peut plus écrire, il s’arrête.
finding-not-erased = Le texte de quelque chose qui a été effacé n’a pas encore pu être retiré du disque.
# $day: a date
finding-clock = L’horloge de la machine est fausse : elle indique le { $day }.
finding-not-running = Le nœud ne tourne pas : il ne reçoit ni ne donne rien de nouveau.
finding-no-recovery-cards = Il n’y a aucune carte de secours : si vos clés sont perdues, plus personne ne peut agir pour vous.
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
finding-do-contested = Une carte de secours tranche quelle décision vaut : la personne qui garde les cartes en utilise une sur la machine de ce nœud.
finding-do-locked = Demandez à la personne qui l’a mis en place de se connecter ici une fois. En attendant, les membres connectés peuvent écrire avec leurs propres clés.
finding-do-may-not-sign = Regardez sous Membres qui peut signer, et demandez-leur d’admettre une clé de ce nœud.
finding-do-damaged = C’est ainsi que les disques commencent à lâcher. Gardez une sauvegarde sur un autre, et faites examiner celui-ci.
finding-do-disk-short = Faites de la place, ou déplacez les données du nœud vers un disque plus grand.
finding-do-not-erased = Faites de la place sur le disque de ce nœud : il réessaie chaque minute.
finding-do-clock = Mettez-la à l’heure, ou laissez la machine demander l’heure : les adresses des nœuds et les confirmations expirent d’après elle.
finding-do-not-running = Démarrez-le, et veillez à ce qu’il démarre avec la machine.
finding-do-no-recovery-cards = Faites faire des cartes et gardez-les sur papier, loin de cette machine ; de préférence chez plusieurs membres.
finding-do-nearly-full = La personne qui gère le nœud peut lui donner plus de place dans ses réglages, ou choisir de ne garder que ce que vous suivez.
finding-do-alone = Vérifiez que la machine est connectée à internet. Si vous connaissez une autre coopérative qui a un nœud, demandez-lui un lien d’invitation ; la personne qui gère ce nœud s’en sert pour rejoindre le réseau.
finding-do-unreached = Ce nœud est peut-être éteint, ou son adresse a changé : demandez à celles et ceux qui le gèrent. Celui-ci continue d’essayer.
finding-do-copies = Laissez ce nœud allumé jusqu’à ce qu’un autre les ait prises ; d’ici là, gardez une sauvegarde.
finding-do-reports = La personne qui gère le nœud les lit et y répond, sur sa machine.
finding-do-reminders = Regardez ce que vous avez confirmé, et confirmez-le à nouveau si c’est toujours vrai.
finding-do-unlisted = Il n’y a rien à faire : elles apparaissent peu à peu.

# What a bar shows, for those who do not see it.
finding-progress = Changements qui sont ici, sur ceux de l’autre nœud

# Whether other nodes can reach this one.
reach-yes = D’autres nœuds peuvent le joindre : un nœud d’ailleurs est venu ici depuis son démarrage.
reach-unproved = On ne sait pas si d’autres nœuds peuvent le joindre : il a une adresse valable de partout, mais aucun nœud d’ailleurs n’est venu depuis son démarrage. Ce que vous publiez voyage quand même, par les nœuds auxquels celui-ci se connecte.
reach-nearby = Les nœuds du réseau local peuvent le joindre. Ceux d’ailleurs, seulement si votre routeur les laisse passer, ce que ce nœud ne peut pas savoir tout seul. Ce que vous publiez voyage quand même, par les nœuds auxquels celui-ci se connecte.
reach-here = Seuls les nœuds de la même machine peuvent le joindre.
reach-no = Personne ne peut le joindre : il n’écoute à aucune adresse.
finding-disk-unread = L’état du disque de ce nœud n’a pas pu être connu.
