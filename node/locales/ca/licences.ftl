### What licences say, in plain words.

licences-title = Les llicències en paraules senzilles
licences-about = Què deixa fer cada llicència, qui exclou i què demana a canvi, clàusula per clàusula. Què val per a tu i el teu ús depèn de qui ets: pregunta-ho a la pàgina d’un recurs.
licences-text = El text mateix
licences-all = Totes les llicències
licences-unread = Ningú no n’ha llegit encara el text per a això: les respostes sobre ella mai no són millors que «no és clar».
licences-what = Què deixa fer
licences-bars = Qui i què exclou
licences-duties = Què demana a canvi
licences-result = Amb quina llicència continuen les versions canviades
licences-published = Publicat aquí amb aquesta llicència
licences-otherwise = en els altres casos
licences-only-where = només on es compleix: { $conditions }
clause-deed = resum
clause-permission = permís { $number }
clause-agreement = acord { $id }
licences-clause = Clàusula { $clause }
