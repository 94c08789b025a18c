### Changing what somebody else has changed meanwhile.

edit-meanwhile = Qualcun altro ha cambiato questo mentre scrivevate. Ora c’è:
edit-meanwhile-nothing = niente
edit-meanwhile-then = Non è stato ancora scritto niente. Quello che avete scritto è qui sotto: inviatelo di nuovo per metterlo al suo posto, o riprendete quello che c’è.
