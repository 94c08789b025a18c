### Who signs for the co-op, and what members decide.

members-title = Membres
# $needed of $of (Numbers): how many members must agree
members-must-agree =
    { $needed ->
        [one] Il faut l’accord de { $needed } membre sur { $of } pour changer une licence, qui peut signer ou qui tient une œuvre, et pour effacer.
       *[other] Il faut l’accord de { $needed } membres sur { $of } pour changer une licence, qui peut signer ou qui tient une œuvre, et pour effacer.
    }
# $acts: what is decided so, with commas between
members-by-consent = Par consentement, si bien qu’une objection non levée bloque : { $acts }.
members-contested = Désaccord entre membres : gelé. Deux décisions ont chacune les signatures nécessaires ; une carte de secours tranche laquelle vaut.
members-asking = Qui demande à devenir membre
members-asking-about = Ces personnes ont créé des clés sur ce nœud grâce à une invitation. Assurez-vous de savoir de qui vient chaque demande avant de les admettre.
members-with-another = Dès qu’une personne de plus est admise, il faut l’accord de { $needed } sur { $of } pour tout cela.
members-proposed = proposition faite, en attente de l’accord des membres
members-take-in = Admettre
members-dismiss = Non, retirer
members-waiting = Ce qui attend l’accord des membres
members-invite = Inviter un membre
members-invite-about = La personne qui reçoit le lien crée ses propres clés sur ce nœud, depuis un téléphone ou un ordinateur, et demande à devenir membre. Vous l’admettez ensuite ici.
members-make-link = Créer un lien
members-invited = Invitations ouvertes
members-invited-about = Personne n’est encore venu avec ces liens. Reprenez un lien s’il est arrivé chez quelqu’un d’autre.
# $day: a day
members-invited-until = Un lien valable jusqu’au { $day }
members-take-back = Le reprendre

invitation-title = Une invitation
invitation-about = Envoyez ce lien à une seule personne, ou faites-lui scanner le code. Il vaut pour une semaine, et pour une personne.
invitation-picture = Le même lien, à scanner
invitation-only-here = Ce lien ne fonctionne que sur cette machine, car vous avez ouvert cette page par son adresse locale. Pour les téléphones, la personne qui gère le nœud le fait répondre à une adresse qu’ils peuvent joindre : le guide sur la gestion d’un nœud explique comment.
invitation-then = Une fois que la personne a créé ses clés, vous la trouvez sous « Membres », et vous l’admettez.

# A member who is not named. $key: the end of the key
member-unnamed = un membre (clé …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed = { $count } d’accord sur { $needed }
matter-not-heard-from = Pas encore de réponse de :
matter-objection = Objection de
matter-by-consent = Décidé par consentement : une objection non levée bloque.
matter-because = Pourquoi :
matter-agree = Je suis d’accord
matter-object = J’ai une objection
matter-why = Pourquoi ?
matter-withdraw = Retirer mon objection
matter-despite-objections = J’ai lu les objections, et je suis d’accord malgré tout
matter-nothing = rien
matter-sheet = Ses règles changent : lisez les deux versions sur sa page.
matter-members = Changer qui peut signer
matter-erase = Effacer définitivement
matter-settle = Trancher quelle décision vaut
# $who: a member
matter-adds = admet { $who }
matter-removes = retire { $who } : ce que cette personne signe à partir de là ne compte pas
matter-takes-up = { $who } passe à une nouvelle clé
matter-next-changed = { $who } fixe une autre clé comme sa prochaine
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] à partir de là, { $count } membre doit être d’accord
       *[other] à partir de là, { $count } membres doivent être d’accord
    }
# $acts: what is decided so, with commas between
matter-to-consent = à partir de là par consentement : { $acts }
matter-to-majority = à partir de là à la majorité : { $acts }
matter-cards = nouvelles cartes de secours : les anciennes ne valent plus rien à partir de là
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } modification visible aujourd’hui ne compterait plus
       *[other] { $count } modifications visibles aujourd’hui ne compteraient plus
    }
# $title: what is erased
matter-erases = efface { $title } : chaque nœud l’abandonne, et rien ne le fait revenir
# $branch: an id
matter-branch = c’est la décision { $branch } qui vaut
matter-blocked-objection = Bloqué : la décision se prend par consentement, et quelqu’un a une objection.
matter-blocked-decided-since = Bloqué : depuis, il a été décidé quelque chose que ceci annulerait. Proposez-le à nouveau.

# What members decide together.
decision-licence = changer une licence
decision-hand-over = confier une œuvre à d’autres qui la tiendront
decision-rules = changer qui peut signer et les règles
decision-erase = effacer

done-taken-in = Cette personne est maintenant membre.
done-proposed = La proposition est faite : d’autres membres doivent donner leur accord.
done-dismissed = Cette personne n’a plus de clés sur ce nœud.
done-approved = Vous avez donné votre accord.
done-objected = Votre objection est notée.
done-taken-back = C’est repris : le lien ne laisse plus entrer personne.
matter-agreement = Nous acceptons ces conditions.
