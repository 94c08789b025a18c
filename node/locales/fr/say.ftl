### Ce que les membres disent d’une fiche, et font d’une des leurs.

say-question-title = Questionner ou douter
say-question-about = Qui s’en occupe l’apprend, et peut répondre. Tout le monde peut lire les deux.
say-question-text = Que demandez-vous, ou de quoi doutez-vous ?
say-question-send = Demander

say-confirm-title = Confirmer ou contester
say-confirm-about = Vous dites, pour votre organisation, si c’est bien le cas. Tout le monde peut le lire, et cela aide les autres à s’y fier. Vous pouvez le reprendre.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = il est dit
say-confirm-value = Qu’en est-il, à votre connaissance ?
say-confirm-until = Jusqu’à quel jour vous pouvez le dire, si ce n’est pas sans fin
say-confirm-text = Comment vous le savez
say-confirm-send = Le dire
say-confirm-withdraw = Reprendre ce que nous en avons dit

say-introduce-title = Recommander
say-introduce-about = Recommander, c’est dire : nous les connaissons, accueillez ce qu’ils écrivent. Les nœuds qui vous font confiance le font alors, et tout le monde peut lire que vous l’avez dit. Ne recommandez que si vous connaissez.
say-introduce-send = Recommander
say-introduce-withdraw = Ne plus recommander

say-hide-title = Masquer
say-hide-about = Plus personne ne le verra, sur aucun nœud, jusqu’à ce que vous le montriez à nouveau. Masquer n’est pas effacer : ce qui y est dit reste sur des disques.
say-hide-text = Pourquoi, si vous voulez le dire ; tout le monde peut le lire
say-hide-send = Masquer
say-unhide = Montrer à nouveau

say-erase-title = Effacer
say-erase-about = Chaque nœud qui l’apprend le supprime pour de bon : rien ne le fait revenir.
say-erase-history = Modifier n’enlève pas ce qui y était avant ; effacer, si.
say-erase-copies = Une copie sur le disque de quelqu’un d’autre peut subsister.
say-erase-members = Il faut autant de membres que le disent vos règles.
say-erase-sure = Oui, effacer pour de bon
say-erase-send = Effacer

done-confirmed = Vous l’avez dit : tout le monde peut le lire.
done-confirmation-withdrawn = Vous l’avez repris.
done-introduced = Vous les recommandez maintenant.
done-introduction-withdrawn = Vous ne les recommandez plus.
done-hidden = Masqué : plus personne ne le voit.
done-shown-again = C’est de nouveau visible.
done-erased = Effacé pour de bon. Chaque nœud qui l’apprend le supprime.
