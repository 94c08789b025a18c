### Changing what somebody else has changed meanwhile.

edit-meanwhile = Alguien más ha cambiado esto mientras escribías. Ahora pone:
edit-meanwhile-nothing = nada
edit-meanwhile-then = Todavía no se ha escrito nada. Lo que has escrito está abajo: envíalo de nuevo para ponerlo en su lugar, o toma lo que hay.
