### Changing what somebody else has changed meanwhile.

edit-meanwhile = Algú altre ha canviat això mentre escrivies. Ara hi diu:
edit-meanwhile-nothing = res
edit-meanwhile-then = Encara no s’ha escrit res. El que has escrit és a sota: torna-ho a enviar per posar-ho al seu lloc, o agafa el que hi ha.
