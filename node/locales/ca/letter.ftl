### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Hola,
letter-reuse =
    { $who ->
        [person] M’agradaria reutilitzar la vostra obra.
       *[we] Ens agradaria reutilitzar la vostra obra.
    }
letter-terms = S’ofereix amb aquestes condicions: { $licence }.
letter-no-terms = No hi trobo cap llicència.
letter-kind =
    { $who ->
        [person] Ho pregunto a títol personal.
       *[we] Qui som: { $kind }.
    }
letter-plan = Què es pensa fer: { $acts }.
letter-in-the-way = Què ho impedeix, fins on { $who ->
        [person] puc veure
       *[we] podem veure
    }: { $reason }
letter-open = Que les vostres condicions ho permetin depèn del que queda per aclarir:
letter-already = Si ja podeu dir si hi esteu d’acord, digueu-ho, si us plau.
letter-unclear =
    { $who ->
        [person] Em podríeu dir com enteneu aquí les vostres condicions, o donar-me el vostre permís per escrit?
       *[we] Ens podríeu dir com enteneu aquí les vostres condicions, o donar-nos el vostre permís per escrit?
    }
letter-unknown = No conec aquestes condicions. Esteu d’acord amb aquest ús, i què demaneu a canvi?
letter-forbidden = La llicència exclou aquest ús, i tot i així podeu acordar una altra cosa. Ho faríeu, i amb quines condicions?
letter-ask =
    { $who ->
        [person] Em donaríeu permís per a aquest ús, i amb quines condicions?
       *[we] Ens donaríeu permís per a aquest ús, i amb quines condicions?
    }
letter-thanks = Gràcies per compartir la vostra obra.
letter-about = L’obra de què es tracta: { $credit }
letter-english = La mateixa carta en anglès
