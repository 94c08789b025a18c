### El que sòcies i socis diuen d’una fitxa, i fan amb una de pròpia.

say-question-title = Preguntar o dubtar
say-question-about = Qui la porta se n’assabenta, i pot respondre. Tothom pot llegir totes dues coses.
say-question-text = Què preguntes, o què dubtes?
say-question-send = Pregunta

say-confirm-title = Confirmar o negar
say-confirm-about = Dius, en nom de la teva organització, si això és així. Tothom ho pot llegir, i ajuda els altres a refiar-se’n. Ho pots retirar.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = es diu
say-confirm-value = Què és així, que tu sàpigues?
say-confirm-until = Fins a quin dia ho pots dir, si no és sense fi
say-confirm-text = Com ho saps
say-confirm-send = Digues-ho
say-confirm-withdraw = Retira el que n’hem dit

say-introduce-title = Recomanar
say-introduce-about = Recomanar algú és dir: els coneixem, acolliu el que escriuen. Els nodes que confien en vosaltres llavors ho fan, i tothom pot llegir que ho heu dit. Recomana només qui coneixes.
say-introduce-send = Recomana
say-introduce-withdraw = Deixa de recomanar

say-hide-title = Amagar
say-hide-about = Ja no es mostra a ningú, en cap node, fins que algú de vosaltres ho torni a mostrar. Amagar no és esborrar: el que diu queda als discos.
say-hide-text = Per què, si ho vols dir; tothom ho pot llegir
say-hide-send = Amaga-ho
say-unhide = Torna-ho a mostrar

say-erase-title = Esborrar
say-erase-about = Cada node que se n’assabenta ho elimina per sempre: res no ho fa tornar.
say-erase-history = Canviar-ho no treu el que hi havia abans; esborrar-ho, sí.
say-erase-copies = Pot quedar una còpia al disc d’una altra persona.
say-erase-members = Calen tantes sòcies i socis com diguin les vostres regles.
say-erase-sure = Sí, esborra-ho per sempre
say-erase-send = Esborra-ho

done-confirmed = Ho has dit: tothom ho pot llegir.
done-confirmation-withdrawn = Ho has retirat.
done-introduced = Ara els recomaneu.
done-introduction-withdrawn = Ja no els recomaneu.
done-hidden = Amagat: no es mostra a ningú.
done-shown-again = Es torna a mostrar.
done-erased = Esborrat per sempre. Cada node que se n’assabenta ho elimina.
