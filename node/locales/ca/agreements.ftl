### What organisations allow each other.

agreements-title = Acords
agreements-about = El que unes organitzacions es permeten entre si amb les seves obres, més enllà de les llicències. Un acord obliga quan totes les parts han acceptat les mateixes condicions.
agreements-made = Acords tancats
agreements-none = Encara no ha arribat cap acord a aquest node.
agreements-open = Proposats a tu, o per tu
agreements-granted = Permès amb les obres de les altres parts, més enllà de les seves llicències:
agreements-each = a cadascuna, per a tot
agreements-all-works = És sobre totes les seves obres
agreements-members = Les teves sòcies i socis encara ho han d’acceptar:
agreements-accept = Ho acceptem
agreements-in-force = En vigor
# $day: a day
agreements-in-force-since = En vigor des del { $day }
agreements-in-force-here = En vigor; conegut aquí des del { $day }
agreements-not-yet = Tancat; comença el { $day }
agreements-over = Acabat: el seu últim dia ha passat
# $who: names of organisations
agreements-ended-by = Acabat per { $who }
agreements-waits-for = Proposat; a l’espera de { $who }
agreements-until = Últim dia: { $day }

# The form that offers one.
agreements-offer = Proposa un acord
agreements-offer-about = Tothom pot llegir el que proposes. No obliga ningú fins que totes les parts ho accepten; qualsevol hi pot posar fi.
agreements-name = Com es diu
agreements-with = Amb qui
agreements-with-hint = Els seus identificadors, els noms que els doneu vosaltres, o adreces de les seves pàgines aquí, un per línia.
agreements-allow = Què pot fer cada part amb les obres de les altres
agreements-allow-hint = Més enllà del que ja permeten les seves llicències.
agreements-allow-anything = fer-les servir per a tot
agreements-allow-commercial = fer-les servir on algú paga
agreements-allow-non-commercial = fer-les servir on ningú no paga
agreements-works-hint = Només aquestes: títols, identificadors o adreces, un per línia. Deixa-ho buit per a totes les obres de totes les parts.
agreements-in-return-hint = Què es dona a canvi, en una frase.
agreements-from = Primer dia
agreements-last = Últim dia
agreements-send = Proposa’l

done-offered = Està proposat: les altres parts el troben entre el que tenen pendent.
done-agreed = Ho has acceptat.
