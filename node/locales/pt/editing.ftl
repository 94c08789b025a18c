### Changing what somebody else has changed meanwhile.

edit-meanwhile = Outra pessoa mudou isto enquanto você escrevia. Agora está lá:
edit-meanwhile-nothing = nada
edit-meanwhile-then = Ainda não foi escrito nada. O que você escreveu está abaixo: envie de novo para o pôr no lugar do outro, ou fique com o que lá está.
