### What waits for an answer or a decision of ours.

waiting-title = En attente de votre part
waiting-nothing = Rien n’est en attente de votre part.
waiting-decide = À décider par les membres
waiting-answer = En attente de réponse
waiting-strangers = De la part de celles et ceux que personne à qui l’on fait confiance ici n’a recommandés
waiting-more = Il y a autre chose : cela s’affichera quand vous aurez répondu à ce qui est ici.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Contribution
waiting-what-question = Mise en question
waiting-what-removal = Demande de retrait
waiting-what-claim = Dit que votre fiche d’annuaire la concerne
waiting-what-reply = Réponse à votre intention
waiting-what-agreement = Accord proposé
waiting-what-part = Votre partie, dans une œuvre sous une licence que vous n’avez pas acceptée

waiting-acknowledge = Reconnaître
waiting-question = Mettre en question
waiting-question-why = De quoi doutez-vous ?
waiting-reply = Répondre
waiting-reply-text = Votre réponse, que tout le monde peut lire
waiting-look = Aller voir

unit-hour = heures
unit-day = jours

done-acknowledged = C’est reconnu : tout le monde peut le voir maintenant.
done-questioned = Votre mise en question figure maintenant à côté.
done-replied = Votre réponse figure maintenant à côté.
