### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Entra
# On a button, and in the menu.
sign-in-button = Entra
sign-out-button = Surt
sign-in-name = El teu nom en aquest node
sign-in-name-hint = Tal com el vas triar quan t’hi vas unir. Deixa-ho buit si vas ser tu qui va posar en marxa aquest node.
sign-in-by-code = Has arribat amb l’enllaç de qui porta aquest node. Et deixa entrar una sola vegada.
sign-in-lost = Ningú no pot restablir una frase de contrasenya, perquè només la coneixes tu. Qui la perd rep una altra invitació d’una persona sòcia i crea claus noves.

passphrase = Frase de contrasenya
passphrase-old = La teva frase de contrasenya actual
passphrase-new = Tria una frase de contrasenya
passphrase-new-hint = Quatre o cinc paraules corrents van bé: és llarga i fàcil de recordar.
passphrase-again = La mateixa frase de contrasenya una altra vegada

set-up-title = Posa en marxa el teu node
set-up-button = Posa’l en marxa
set-up-about = Així es creen les claus que signen en nom teu. Es queden en aquest node, tancades amb la teva frase de contrasenya.
set-up-who = Qui ets?
set-up-organisation = Una organització, per exemple una cooperativa
set-up-person = Una sola persona
set-up-name = Nom de l’organització o de la persona
set-up-name-hint = El veu tothom. Per a una persona n’hi ha prou amb un pseudònim.
set-up-kind = Quin tipus d’organització
set-up-kind-hint = Ho pregunten llicències com la Peer Production License.
set-up-kind-unsaid = preferim no dir-ho encara
set-up-member = El teu propi nom, com a sòcia o soci
set-up-member-hint = Tothom el veu al costat de la teva clau. Deixa-ho buit si prefereixes que no se t’anomeni.
set-up-no-code = Encara ningú no ha posat en marxa aquest node. Per fer-ho cal un enllaç que només pot crear qui porta el node: aquesta ordre el mostra, a la màquina del node.

card-title = Escriu això en un paper
card-about = Aquesta és la teva targeta de recuperació. Amb ella tornes el dia que es perdin les claus o les robin. Qui la tingui pot prendre el control en nom teu: desa-la fora de l’abast d’altres persones, millor en un altre lloc, potser en una cooperativa germana.
card-picture = El mateix, per escanejar
card-once = Només es mostra aquesta vegada, i no es desa enlloc. Imprimeix aquesta pàgina o copia les paraules abans de continuar.
card-next = I ara, què?
card-next-members = Convida les altres sòcies i socis
card-next-publish = Publica alguna cosa

# $name: what the organisation is called
join-title = Entra com a sòcia o soci a { $name }
join = Crea les meves claus
join-about = T’han convidat a signar per aquesta organització. Aquí crees les teves pròpies claus, tancades amb una frase de contrasenya que no coneix ningú més. Quan les sòcies i els socis t’hagin admès, el que publiquis, reconeguis i decideixis portarà la teva pròpia signatura, i la teva veu comptarà com una més.
join-name = El teu nom en aquest node
join-name-hint = Amb ell entres, i les sòcies i els socis saben qui ho demana. N’hi ha prou amb un pseudònim.
join-unnamed = No publiquis el meu nom: mostra només la meva clau
join-no-invitation = Aquesta invitació ja no val: s’ha fet servir, o té més d’una setmana. Demana’n una altra a una persona sòcia.

operator-title = Què podria fer qui porta aquest node
operator-could = Les teves claus són en aquest node, tancades amb la teva frase de contrasenya, i s’obren mentre tens la sessió oberta. Qui porta el node no les pot llegir tal com són allà. Però podria canviar el programa perquè desi la teva frase de contrasenya quan l’escrius, i després signar en nom teu. Si això és massa confiança, porta el teu propi node i fes-te sòcia o soci des d’allà: així les teves claus no en surten mai.

account-title = Tu
account-owner = Has entrat amb les claus del node: com a qui el va posar en marxa.
# $name: with what name somebody signed in
account-member = Has entrat com a { $name }.
account-may-not-sign = Encara no pots signar per l’organització: abans t’han d’admetre les sòcies i els socis. Digues-los que t’hi has unit; et troben a «Sòcies i socis».
account-passphrase = Canvia la teva frase de contrasenya
account-change = Canvia-la

# What was done, shown once above the page that follows.
done-joined = Les teves claus estan creades. Les sòcies i els socis ja et poden admetre.
done-passphrase = La teva frase de contrasenya ha canviat. Als altres navegadors on havies entrat, la sessió s’ha tancat.
