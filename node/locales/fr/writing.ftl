### The forms for publishing and for recording contributions.

publish-title = Publier
publish = Publier
publish-public = Tout le monde peut lire ce que vous publiez, sur chaque nœud qui l’accueille.
publish-name = Titre
publish-language = Langue
publish-language-unsaid = une autre, ou aucune
publish-summary = De quoi s’agit-il ?
publish-licence = Licence
publish-licence-hint = À quelles conditions d’autres peuvent l’utiliser.
publish-other-licence = Une autre licence
publish-other-licence-hint = Sous forme d’expression SPDX, par exemple MIT OR Apache-2.0. Elle compte à la place de celle du dessus.
publish-type = Type de ressource
publish-topics = Thèmes
publish-topics-hint = Un par ligne.
publish-links = Où la trouver
publish-links-hint = Des adresses complètes qui commencent par https://, une par ligne.
publish-made-by = Fait par
publish-made-by-hint = Les noms que ces personnes ont choisis, un par ligne. Laissez vide si c’est l’œuvre de vous toutes et tous.
publish-derived-from = Fait à partir de
publish-derived-from-hint = Les identifiants des œuvres dont elle est issue, séparés par des virgules.
publish-place = Lieu
publish-place-hint = La commune, pour ce qui se trouve en un lieu, comme un local ou un outil.
publish-how-run = Comment on en prend soin

edit-title = Modifier
edit-save = Enregistrer
edit-licence-members = Pour une autre licence, il faut l’accord d’autant de membres que le disent vos règles ; d’ici là, la licence actuelle vaut.
edit-history = Modifier n’enlève pas ce qui était là avant : l’historique le garde. Effacer l’enlève.

licence-ppl = pour les coopératives de travail, les autres demandent d’abord
licence-cc-by-sa-4-0 = pour tout le monde, en citant et en partageant dans les mêmes conditions
licence-cc-by-4-0 = pour tout le monde, en citant
licence-cc-by-nc-sa-4-0 = sans usage commercial, en citant et en partageant dans les mêmes conditions
licence-cc0-1-0 = pour tout le monde, sans conditions
licence-agpl-3-0-or-later = logiciel, partagé dans les mêmes conditions, en ligne aussi
licence-gpl-3-0-or-later = logiciel, partagé dans les mêmes conditions
licence-mit = logiciel, en gardant la mention
licence-cern-ohl-s-2-0 = matériel, partagé dans les mêmes conditions

contribute-title = Enregistrer une contribution
contribute = Enregistrer
contribute-to = À :
contribute-public = Tout le monde peut lire ceci une fois publié. Ne nommez aucune personne dont vous avez pris soin, et ne la décrivez pas au point qu’un voisin ou une voisine la reconnaîtrait.
contribute-role = Ce que vous avez fait
contribute-role-hint = Choisissez dans la liste, ou écrivez vos propres mots.
contribute-track = À quel titre
contribute-track-hint = Seulement si vous voulez le dire.
contribute-payment = Rémunération
contribute-unsaid = non précisé
contribute-hours = Heures
contribute-hours-hint = Seulement si vous voulez le dire.
contribute-period = Quand
contribute-period-hint = Une année, un mois, ou « printemps 2026 ».
contribute-credit-as = À citer sous le nom de
contribute-credit-as-hint = Un nom ou un pseudonyme, si ce n’est pas celui de l’organisation.
contribute-note = Une note
contribute-note-hint = Elle est publique aussi.
contribute-draft = La garder sur ce nœud pour l’instant

role-translation = traduction
role-writing = rédaction
role-proofreading = relecture
role-code = code
role-design = conception
role-teaching = enseignement
role-organising-events = organisation d’événements
role-hosting = accueil
role-childcare = garde d’enfants
role-cooking = cuisine
role-maintenance = entretien
role-advice = conseil

done-published = C’est publié. D’autres peuvent désormais le trouver.
done-changed = C’est modifié.
done-contributed = C’est enregistré. Qui tient l’œuvre peut maintenant reconnaître votre contribution.
done-drafted = Gardée sur ce nœud : personne d’autre ne la voit.
