### What organisations allow each other.

agreements-title = Accords
agreements-about = Ce que des organisations s’autorisent entre elles avec leurs œuvres, au-delà des licences. Un accord engage dès que toutes les parties ont accepté les mêmes termes.
agreements-made = Accords conclus
agreements-none = Aucun accord n’est encore arrivé sur ce nœud.
agreements-open = Proposés à vous, ou par vous
agreements-granted = Autorisé avec les œuvres des autres, au-delà de leurs licences :
agreements-each = à chaque partie, pour tout usage
agreements-all-works = Il porte sur toutes leurs œuvres
agreements-members = Vos membres doivent encore l’accepter :
agreements-accept = Nous acceptons
agreements-in-force = En vigueur
# $day: a day
agreements-in-force-since = En vigueur depuis le { $day }
agreements-in-force-here = En vigueur ; connu ici depuis le { $day }
agreements-not-yet = Conclu ; il commence le { $day }
agreements-over = Terminé : son dernier jour est passé
# $who: names of organisations
agreements-ended-by = Terminé : { $who } y a mis fin
agreements-waits-for = Proposé ; en attente de { $who }
agreements-until = Dernier jour : { $day }

# The form that offers one.
agreements-offer = Proposer un accord
agreements-offer-about = Tout le monde peut lire ce que vous proposez. Cela n’engage personne avant que toutes les parties aient accepté ; chacune peut y mettre fin.
agreements-name = Comment il s’appelle
agreements-with = Avec qui
agreements-with-hint = Leurs identifiants, les noms que vous leur donnez, ou les adresses de leurs pages ici, un par ligne.
agreements-allow = Ce que chaque partie peut faire avec les œuvres des autres
agreements-allow-hint = Au-delà de ce que leurs licences autorisent déjà.
agreements-allow-anything = les utiliser pour tout
agreements-allow-commercial = les utiliser là où quelqu’un paie
agreements-allow-non-commercial = les utiliser là où personne ne paie
agreements-works-hint = Seulement celles-ci : titres, identifiants ou adresses, un par ligne. Laissez vide pour toutes les œuvres de toutes les parties.
agreements-in-return-hint = Ce qui revient en échange, en une phrase.
agreements-from = Premier jour
agreements-last = Dernier jour
agreements-send = Proposer

done-offered = C’est proposé : les autres le trouvent parmi ce qui les attend.
done-agreed = Vous avez accepté.
