### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = Historique
history-about = Toutes les modifications de cette fiche, la dernière en premier. Modifier n’enlève pas ce qui était là avant. Une date n’y est que là où la personne qui a écrit l’a dite : un nœud sait dans quel ordre les modifications s’appuient les unes sur les autres, pas quand elles ont été faites.
history-conflict = Valeurs inscrites en même temps, sans que ce soit tranché :
# $day: the day on which a change says it was written
history-claimed = le { $day }, selon ses dires
history-adopted = Réintégrée par un membre.
history-does-not-count = Ne compte pas :
history-proposed = proposé, sans l’accord d’assez de membres
# $count (Number): how many more things a change did
history-and-more = et { $count } de plus

# What a change did to a field.
history-did-set = inscrit
history-did-cleared = vide le champ
history-did-worded = reformule
history-did-added = ajoute
history-did-removed = enlève
history-did-approved = donne son accord
history-did-objected = fait une objection
history-did-withdrew-objection = retire une objection
history-did-adopted = réintègre une modification

# Why a change does not count.
history-why-not-set-aside = une carte de secours a écarté la décision sur laquelle repose cette modification
history-why-not-contested = les membres sont en désaccord sur qui peut signer, et cette modification repose sur l’une des deux décisions
history-why-not-list-missing = la clé qui l’a signée a été retirée, et la liste de ce qui compte toujours n’est pas encore ici
history-why-not-key-removed = la clé qui l’a signée a été retirée, et les membres qui l’ont fait n’ont pas mis cette modification dans la liste
history-why-not-not-known = on ne sait pas ici qui pouvait la signer

series-to = Contributions reçues
series-of = Contributions apportées
series-when = Quand
series-no-time = date non précisée
series-not-said = non précisé
series-more = Il y en a plus que celles comptées ici.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = Reconnues : { $count } sur { $all }

# What can be done on the page of a record.
record-acts = Ce que vous pouvez faire
record-edit = Modifier
record-contribute = J’y ai contribué

report-title = Signaler
report-about = Y a-t-il ici quelque chose qui ne devrait pas y être : les données de quelqu’un, une insulte, l’œuvre de quelqu’un d’autre ? La personne qui gère ce nœud lit votre signalement, et peut ne plus montrer la fiche ici ou s’adresser à qui la tient. Vous n’avez pas besoin de compte.
report-what = Qu’est-ce que cela concerne ?
report-what-hint = L’adresse de sa page, ou son identifiant.
report-why = Pourquoi faudrait-il le retirer ?
report-contact = Comment vous joindre
report-contact-hint = Seulement si vous le voulez. Seule la personne qui gère ce nœud le voit.
report-send = Envoyer
report-kept = Votre signalement est conservé
report-kept-about = La personne qui gère ce nœud répondra. Avec ce code, et seulement avec lui, vous pouvez lire la réponse :
report-kept-once = Il n’est montré que cette fois : notez-le.
report-back = Revenir à la fiche
report-answer-title = Ce qu’est devenu un signalement
report-code = Le code de votre signalement
report-look = Aller voir
# $day: when the report was made
report-of-day = Signalé le { $day } :
report-passed-on = La demande a aussi été adressée à qui tient la fiche.

# What became of a report.
report-state-open = en attente de réponse
report-state-refused = la fiche reste
report-state-settled = c’est réglé
report-state-withheld = la fiche n’est plus montrée sur ce nœud
report-state-shown-again = la fiche n’était plus montrée, et l’est de nouveau
report-state-hidden = la fiche a été masquée par qui la tient
report-state-gone = la fiche a été effacée définitivement
