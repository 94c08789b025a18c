### Who signs for the co-op, and what members decide.

members-title = Sòcies i socis
# $needed of $of (Numbers): how many members must agree
members-must-agree = Cal l’acord de { $needed } de { $of } per canviar qui pot signar, una llicència o qui porta un recurs, o per esborrar.
# $acts: what is decided so, with commas between
members-by-consent = Per consentiment, de manera que una objecció oberta bloqueja: { $acts }.
members-contested = Hi ha desacord entre sòcies i socis: congelat. Dues decisions tenen, cadascuna, les signatures que necessiten; una targeta de recuperació resol quina val.
members-asking = Qui demana fer-se sòcia o soci
members-asking-about = Han creat claus en aquest node amb una invitació. Assegura’t de saber de qui ve cada petició abans d’admetre ningú.
members-with-another = Des que algú hi entra, cal l’acord de { $needed } de { $of } per a tot això.
members-proposed = ja s’ha proposat; falta l’acord de sòcies i socis
members-take-in = Admet
members-dismiss = No, treu
members-waiting = El que espera l’acord de sòcies i socis
members-invite = Convida algú com a sòcia o soci
members-invite-about = Qui rep l’enllaç crea les seves pròpies claus en aquest node, des d’un telèfon o un ordinador, i demana fer-se sòcia o soci. Després admets aquí aquesta persona.
members-make-link = Crea un enllaç
members-invited = Invitacions obertes
members-invited-about = Encara no ha vingut ningú amb aquests enllaços. Retira’n un si ha arribat a qui no tocava.
# $day: a day
members-invited-until = Un enllaç que val fins al { $day }
members-take-back = Retira’l

invitation-title = Una invitació
invitation-about = Envia aquest enllaç a una sola persona, o deixa que escanegi el codi. Val durant una setmana, i per a una persona.
invitation-picture = El mateix enllaç, per escanejar
invitation-only-here = Aquest enllaç només funciona en aquesta màquina, perquè has obert aquesta pàgina per la seva adreça local. Per als telèfons, qui porta el node ha de deixar que respongui en una adreça on puguin arribar: la guia sobre com portar un node ho explica.
invitation-then = Quan aquesta persona hagi creat les seves claus, la trobes a «Sòcies i socis», i l’admets.

# A member who is not named. $key: the end of the key
member-unnamed = una persona sòcia (clau …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed =
    { $count ->
        [one] { $count } de { $needed } hi ha donat l’acord
       *[other] { $count } de { $needed } hi han donat l’acord
    }
matter-not-heard-from = Falta escoltar:
matter-objection = Hi objecta
matter-by-consent = Es decideix per consentiment: una objecció oberta bloqueja.
matter-because = Per què:
matter-agree = Hi estic d’acord
matter-object = Hi tinc una objecció
matter-why = Per què?
matter-withdraw = Retiro la meva objecció
matter-despite-objections = He llegit les objeccions i, tot i així, hi estic d’acord
matter-nothing = res
matter-sheet = En canvien les regles: llegeix les dues versions a la seva pàgina.
matter-members = Canviar qui pot signar
matter-erase = Esborrar per sempre
matter-settle = Resoldre quina de les decisions val
# $who: a member
matter-adds = admet { $who }
matter-removes = dona de baixa { $who }: el que signi a partir de llavors no compta
matter-takes-up = { $who } passa a fer servir una clau nova
matter-next-changed = { $who } fixa una altra clau com a següent
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] a partir de llavors, hi ha d’estar d’acord { $count }
       *[other] a partir de llavors, hi han d’estar d’acord { $count }
    }
# $acts: what is decided so, with commas between
matter-to-consent = a partir de llavors, per consentiment: { $acts }
matter-to-majority = a partir de llavors, per majoria: { $acts }
matter-cards = targetes de recuperació noves: les antigues no valen res a partir de llavors
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } canvi que ara es mostra deixaria de comptar
       *[other] { $count } canvis que ara es mostren deixarien de comptar
    }
# $title: what is erased
matter-erases = esborra { $title }: tots els nodes ho eliminen, i res no ho recupera
# $branch: an id
matter-branch = la decisió que val és { $branch }
matter-blocked-objection = Bloquejat: es decideix per consentiment, i algú hi té una objecció.
matter-blocked-decided-since = Bloquejat: des de llavors s’ha decidit una cosa que això desfaria. Proposa-ho de nou.

# What members decide together.
decision-licence = canviar una llicència
decision-hand-over = traspassar a altres mans
decision-rules = canviar qui pot signar, i les regles
decision-erase = esborrar

done-taken-in = Ja és sòcia o soci.
done-proposed = Està proposat: falta l’acord d’altres sòcies i socis.
done-dismissed = Ja no té claus en aquest node.
done-approved = Hi has donat l’acord.
done-objected = La teva objecció queda anotada.
done-taken-back = Està retirat: l’enllaç ja no deixa entrar ningú.
matter-agreement = Acceptem aquestes condicions.
