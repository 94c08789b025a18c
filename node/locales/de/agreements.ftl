### What organisations allow each other.

agreements-title = Vereinbarungen
agreements-about = Was Organisationen einander mit ihren Werken erlauben, über die Lizenzen hinaus. Eine Vereinbarung bindet, sobald alle Beteiligten denselben Bedingungen zugestimmt haben.
agreements-made = Geschlossene Vereinbarungen
agreements-none = Auf diesen Knoten sind noch keine Vereinbarungen gekommen.
agreements-open = Euch angeboten oder von euch
agreements-granted = Erlaubt ist mit den Werken der anderen, über deren Lizenzen hinaus:
agreements-each = allen Beteiligten, wofür sie wollen
agreements-all-works = Sie gilt für alle ihre Werke
agreements-members = Eure Mitglieder müssen noch zustimmen:
agreements-accept = Wir stimmen zu
agreements-in-force = In Kraft
# $day: a day
agreements-in-force-since = In Kraft seit { $day }
agreements-in-force-here = In Kraft; hier bekannt seit { $day }
agreements-not-yet = Geschlossen; sie beginnt am { $day }
agreements-over = Vorbei: ihr letzter Tag ist vergangen
# $who: names of organisations
agreements-ended-by = Vorbei: beendet von { $who }
agreements-waits-for = Angeboten; wartet auf { $who }
agreements-until = Letzter Tag: { $day }

# The form that offers one.
agreements-offer = Eine Vereinbarung anbieten
agreements-offer-about = Was ihr anbietet, können alle lesen. Es bindet niemanden, bevor alle Beteiligten zugestimmt haben; beenden können es alle.
agreements-name = Wie sie heißt
agreements-with = Mit wem
agreements-with-hint = Ihre Kennungen, eure eigenen Namen für sie oder Adressen ihrer Seiten hier, eine pro Zeile.
agreements-allow = Was alle mit den Werken der anderen tun dürfen
agreements-allow-hint = Über das hinaus, was deren Lizenzen ohnehin erlauben.
agreements-allow-anything = sie für alles verwenden
agreements-allow-commercial = sie verwenden, wo jemand bezahlt
agreements-allow-non-commercial = sie verwenden, wo niemand bezahlt
agreements-works-hint = Nur diese: Titel, Kennungen oder Adressen, eine pro Zeile. Leer lassen für alle Werke aller Beteiligten.
agreements-in-return-hint = Was zurückfließt, in einem Satz.
agreements-from = Erster Tag
agreements-last = Letzter Tag
agreements-send = Anbieten

done-offered = Angeboten: die anderen finden es unter dem, was auf sie wartet.
done-agreed = Ihr habt zugestimmt.
