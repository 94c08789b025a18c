### Changing what somebody else has changed meanwhile.

edit-meanwhile = Während ihr geschrieben habt, hat das jemand anders geändert. Jetzt steht dort:
edit-meanwhile-nothing = nichts
edit-meanwhile-then = Geschrieben wurde noch nichts. Was ihr eingegeben habt, steht unten: schickt es noch einmal, um es an die Stelle des anderen zu setzen, oder übernehmt jenes.
