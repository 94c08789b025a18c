### May we reuse this? The question, and the answer.

reuse-question = Pouvons-nous réutiliser cette œuvre ?
reuse-as-the-node = non précisé : qui gère ce nœud
reuse-acts = Que voulez-vous en faire ?
reuse-not-said = non précisé
reuse-ask = Demander

verdict-allowed = Oui.
verdict-allowed-with-duties = Oui, à condition de donner quelque chose en retour.
verdict-missing-facts = Cela dépend : dites-nous-en plus.
verdict-unclear = Le texte n’est pas clair : demandez.
verdict-not-granted = Pas sous cette licence : demandez l’autorisation.
verdict-forbidden = Non : cette licence l’exclut. Qui l’a accordée peut tout de même l’autoriser.
verdict-unknown = Nous ne connaissons pas cette licence.

reuse-alternative = Cela vaut si vous choisissez { $licence }.
reuse-settles = Répondez aux questions encore ouvertes ci-dessus, puis demandez à nouveau.
reuse-duties = Ce que vous faites en retour
reuse-why = Pourquoi : ce que dit la licence
reuse-facts = Qui l’affirme
reuse-facts-of = Qui l’affirme, à propos de { $asker }
reuse-confirmed = confirmé par { $by } : { $value }
reuse-denied = démenti par { $by }, qui dit : { $value }
reuse-no-longer = n’est plus confirmé par { $by } : { $value }
reuse-notice =
    Ceci est une lecture de la licence et non un conseil juridique : seul le texte de la licence fait foi. La loi elle-même peut permettre davantage, par exemple pour citer ou enseigner.
reuse-letter = Une lettre pour demander l’autorisation, prête à envoyer
reuse-credit = Pour citer celles et ceux qui l’ont faite
reuse-own = Cette œuvre est la vôtre : vous n’avez besoin de l’autorisation de personne, sauf de celles et ceux qui en ont fait des parties. Aux autres, il est dit :
reuse-no-licence = Non : il n’y a pas de licence. Demandez l’autorisation.
