### Changing what somebody else has changed meanwhile.

edit-meanwhile = Quelqu’un d’autre a changé ceci pendant que vous écriviez. Il y a maintenant :
edit-meanwhile-nothing = rien
edit-meanwhile-then = Rien n’a encore été écrit. Votre saisie est ci-dessous : envoyez-la de nouveau pour la mettre à la place, ou reprenez ce qui est là.
