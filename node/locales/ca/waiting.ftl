### What waits for an answer or a decision of ours.

waiting-title = Pendent de tu
waiting-nothing = No hi ha res pendent de tu.
waiting-decide = Per decidir entre sòcies i socis
waiting-answer = Per respondre
waiting-strangers = De persones i organitzacions que no ha presentat ningú en qui es confiï aquí
waiting-more = N’hi ha més: es veurà quan això tingui resposta.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Contribució
waiting-what-question = Dubte
waiting-what-removal = Demana que es retiri
waiting-what-claim = Diu que és qui surt a la teva fitxa de directori
waiting-what-reply = Resposta per a tu
waiting-what-agreement = Acord proposat
waiting-what-part = La teva part, en una obra amb una llicència que no has acceptat

waiting-acknowledge = Reconeix
waiting-question = Qüestiona
waiting-question-why = De què dubtes?
waiting-reply = Respon
waiting-reply-text = La teva resposta, que tothom pot llegir
waiting-look = Mira-ho

unit-hour = hores
unit-day = dies

done-acknowledged = Reconeguda: ara la pot veure tothom.
done-questioned = El teu dubte surt ara al costat.
done-replied = La teva resposta surt ara al costat.
