### The forms for publishing and for recording contributions.

publish-title = Publica
publish = Publica
publish-public = Tothom pot llegir el que publiques, a cada node que ho aculli.
publish-name = Títol
publish-language = Llengua
publish-language-unsaid = una altra, o cap
publish-summary = Què és?
publish-licence = Llicència
publish-licence-hint = Amb quines condicions ho poden fer servir altres persones i organitzacions.
publish-other-licence = Una altra llicència
publish-other-licence-hint = Com a expressió SPDX, per exemple MIT OR Apache-2.0. Compta en lloc de la de dalt.
publish-type = Quin tipus de cosa
publish-topics = Temes
publish-topics-hint = Un per línia.
publish-links = On es troba
publish-links-hint = Adreces senceres que comencin per https://, una per línia.
publish-made-by = Fet per
publish-made-by-hint = Els noms que han triat, un per línia. Deixa-ho buit si és de totes i tots.
publish-derived-from = Fet a partir de
publish-derived-from-hint = Identificadors de les obres a partir de les quals s’ha fet, separats per comes.
publish-place = Lloc
publish-place-hint = La població, si és una cosa que és en una, com un espai o una eina.
publish-how-run = Com se’n té cura

edit-title = Canvia
edit-save = Desa
edit-licence-members = Per a una altra llicència cal l’acord de tantes sòcies i socis com diguin les regles de la teva organització; fins llavors val l’actual.
edit-history = Canviar no treu el que hi havia abans: l’historial ho conserva. Esborrar, sí.

licence-ppl = per a cooperatives de treball; la resta pregunta abans
licence-cc-by-sa-4-0 = per a tothom, anomenant qui ho ha fet i compartint amb la mateixa llicència
licence-cc-by-4-0 = per a tothom, anomenant qui ho ha fet
licence-cc-by-nc-sa-4-0 = sense finalitats comercials, anomenant qui ho ha fet i compartint amb la mateixa llicència
licence-cc0-1-0 = per a tothom, sense condicions
licence-agpl-3-0-or-later = programari, compartint amb la mateixa llicència, també a la xarxa
licence-gpl-3-0-or-later = programari, compartint amb la mateixa llicència
licence-mit = programari, conservant l’avís
licence-cern-ohl-s-2-0 = maquinari, compartint amb la mateixa llicència

contribute-title = Registra una contribució
contribute = Registra-la
contribute-to = Per a:
contribute-public = Tothom pot llegir això un cop publicat. No anomenis ningú que hagis cuidat, ni donis detalls pels quals algú del veïnat pugui saber qui és.
contribute-role = Què has fet
contribute-role-hint = Tria una opció, o escriu-ho amb les teves pròpies paraules.
contribute-track = Com ho valores
contribute-track-hint = Només si ho vols dir.
contribute-payment = Pagat o no
contribute-unsaid = sense dir
contribute-hours = Hores
contribute-hours-hint = Només si ho vols dir.
contribute-period = Quan
contribute-period-hint = Un any, un mes o «primavera de 2026».
contribute-credit-as = Nom per als crèdits
contribute-credit-as-hint = Un nom o un pseudònim, si no és el de l’organització.
contribute-note = Una nota
contribute-note-hint = També és pública.
contribute-draft = Desa-la de moment en aquest node

role-translation = traducció
role-writing = redacció
role-proofreading = correcció de textos
role-code = programació
role-design = disseny
role-teaching = ensenyament
role-organising-events = organització d’esdeveniments
role-hosting = acollida
role-childcare = cura d’infants
role-cooking = cuina
role-maintenance = manteniment
role-advice = assessorament

done-published = Publicat. Des d’ara ho poden trobar altres persones.
done-changed = Canviat.
done-contributed = Registrada. Qui porta l’obra ja la pot reconèixer.
done-drafted = Desada en aquest node: no la veu ningú més.
