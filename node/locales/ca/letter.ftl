### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Hola,
letter-reuse =
    { $who ->
        [person] M’agradaria reutilitzar la vostra obra «{ $title }».
       *[we] Ens agradaria reutilitzar la vostra obra «{ $title }».
    }
letter-terms = S’ofereix amb aquestes condicions: { $licence }.
letter-no-terms = { $who ->
        [person] No hi trobo
       *[we] No hi trobem
    } cap llicència.
letter-kind =
    { $who ->
        [person] Ho pregunto a títol personal.
       *[we] Qui som: { $kind }.
    }
letter-plan = Què es pensa fer: { $acts }.
letter-in-the-way = Què ho impedeix, fins on { $who ->
        [person] puc veure
       *[we] podem veure
    }:
letter-unclear =
    { $who ->
        [person] Em podríeu dir com enteneu aquí les vostres condicions, o donar-me el vostre permís per escrit?
       *[we] Ens podríeu dir com enteneu aquí les vostres condicions, o donar-nos el vostre permís per escrit?
    }
letter-unknown = { $who ->
        [person] No conec
       *[we] No coneixem
    } aquestes condicions. Esteu d’acord amb aquest ús, i què demaneu a canvi?
letter-forbidden = La llicència exclou aquest ús, però ho podeu autoritzar igualment. Ho faríeu, i amb quines condicions?
letter-ask =
    { $who ->
        [person] Em donaríeu permís per a aquest ús, i amb quines condicions?
       *[we] Ens donaríeu permís per a aquest ús, i amb quines condicions?
    }
letter-thanks = Gràcies per compartir la vostra obra.
letter-about = L’obra de què es tracta: { $credit }
letter-sign = [El vostre nom, i com contactar-vos]
letter-english = La mateixa carta en anglès
