### What could not be shown. What exactly is wrong follows in English.

refusal-title = Cela n’a pas fonctionné

refusal-usage = Cette question ne peut pas être posée ainsi
refusal-invalid = Ce qui a été saisi ne convient pas
refusal-not-found = Introuvable ici
refusal-locked = Les clés de signature sont verrouillées
refusal-in-use = Déjà utilisé
refusal-config = Un réglage ou un fichier du nœud est incorrect
refusal-network = Les autres nœuds sont injoignables
refusal-internal = Une panne du nœud

refusal-next-usage = Revenez en arrière et posez la question autrement, ou repartez de la première page.
refusal-next-invalid = Revenez en arrière, corrigez, puis réessayez.
refusal-next-not-found = Vérifiez que l’adresse est complète, ou cherchez ce qu’il vous faut. Cela a peut-être été effacé, ou n’est pas encore arrivé sur ce nœud.
refusal-next-locked = La personne qui gère ce nœud doit le déverrouiller.
refusal-next-in-use = Attendez un instant, puis réessayez.
refusal-next-config = Prévenez la personne qui gère ce nœud.
refusal-next-network = Réessayez plus tard. Si le problème persiste, prévenez la personne qui gère ce nœud.
refusal-next-internal = Réessayez. Si le problème persiste, transmettez à la personne qui gère ce nœud ce qui est écrit ici.
# Above a form that was refused.
refusal-next-form = Ce que vous avez saisi est toujours là : corrigez-le et envoyez-le à nouveau.
