### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Se connecter
# On a button, and in the menu.
sign-in-button = Se connecter
sign-out-button = Se déconnecter
sign-in-name = Votre nom sur ce nœud
sign-in-name-hint = Celui que vous avez choisi en créant vos clés. Laissez vide si c’est vous qui avez mis ce nœud en place.
sign-in-by-code = Vous arrivez avec le lien de la personne qui gère ce nœud. Il vous fait entrer une seule fois.
sign-in-lost = Personne ne peut réinitialiser une phrase secrète, car personne d’autre que vous ne la connaît. Qui l’a perdue reçoit une nouvelle invitation d’un membre et crée de nouvelles clés.

passphrase = Phrase secrète
passphrase-old = Votre phrase secrète actuelle
passphrase-new = Choisissez une phrase secrète
passphrase-new-hint = Quatre ou cinq mots simples conviennent bien : c’est long, et facile à retenir.
passphrase-again = La même phrase secrète encore une fois

set-up-title = Mettre en place votre nœud
set-up-button = Mettre en place
set-up-about = Ceci crée les clés qui signent en votre nom. Elles restent sur ce nœud, scellées par votre phrase secrète.
set-up-who = Qui êtes-vous ?
set-up-organisation = Une organisation, par exemple une coopérative
set-up-person = Une personne seule
set-up-name = Votre nom
set-up-name-hint = Tout le monde le voit. Pour une personne, un pseudonyme suffit.
set-up-kind = Type d’organisation
set-up-kind-hint = Des licences comme la Peer Production License le demandent.
set-up-kind-unsaid = nous préférons ne pas encore le dire
set-up-member = Votre propre nom, comme membre
set-up-member-hint = Tout le monde le voit à côté de votre clé. Laissez vide si vous préférez que votre nom n’apparaisse pas.
set-up-no-code = Personne n’a encore mis ce nœud en place. Il faut pour cela un lien que seule la personne qui gère le nœud peut créer : cette commande l’affiche, sur la machine du nœud.

card-title = Notez ceci sur papier
card-about = Voici votre carte de secours. Elle vous permet de revenir le jour où des clés sont perdues ou volées. Qui la détient peut prendre la main en votre nom : gardez-la hors de portée des autres, de préférence ailleurs, peut-être chez une coopérative sœur.
card-picture = La même chose, à scanner
card-once = Elle n’est montrée que cette fois, et n’est conservée nulle part. Imprimez cette page ou recopiez les mots avant de continuer.
card-next = Et maintenant ?
card-next-members = Inviter les autres membres
card-next-publish = Publier quelque chose

# $name: what the organisation is called
join-title = Devenir membre de { $name }
join = Créer mes clés
join-about = Vous avez reçu une invitation à signer pour cette organisation. Ici, vous créez vos propres clés, scellées par une phrase secrète que personne d’autre ne connaît. Dès que les membres vous admettent, ce que vous publiez, reconnaissez et décidez porte votre propre signature, et votre voix compte pour une.
join-name = Votre nom sur ce nœud
join-name-hint = Il vous sert à vous connecter, et il montre aux membres qui fait la demande. Un pseudonyme suffit.
join-unnamed = Ne pas publier mon nom : montrer seulement ma clé
join-no-invitation = Cette invitation n’est plus valable : elle a déjà servi, ou date de plus d’une semaine. Demandez-en une autre à un membre.

operator-title = Ce que pourrait faire la personne qui gère ce nœud
operator-could = Vos clés se trouvent sur ce nœud, scellées par votre phrase secrète, et elles sont ouvertes tant que dure votre connexion. La personne qui gère le nœud ne peut pas les lire telles qu’elles y sont gardées. Mais elle pourrait modifier le programme pour qu’il retienne votre phrase secrète quand vous la tapez, et signer ensuite en votre nom. Si c’est trop de confiance à donner, faites tourner votre propre nœud et devenez membre depuis celui-ci : vos clés ne le quittent alors jamais.

account-title = Vous
account-owner = Votre connexion se fait avec les clés du nœud : vous êtes là comme la personne qui l’a mis en place.
# $name: with what name somebody signed in
account-member = Votre connexion est au nom de { $name }.
account-may-not-sign = Vous ne pouvez pas encore signer pour l’organisation : les membres doivent d’abord vous admettre. Dites-leur que vous avez créé vos clés ; ils vous trouvent sous « Membres ».
account-passphrase = Changer votre phrase secrète
account-change = Changer

# What was done, shown once above the page that follows.
done-joined = Vos clés sont créées. Les membres peuvent maintenant vous admettre.
done-passphrase = Votre phrase secrète est changée. Les autres navigateurs où votre connexion était ouverte sont déconnectés.
