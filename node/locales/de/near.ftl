### The page that finds who does what near a place.

near-title = Wer macht was in der Nähe
near-place = In der Nähe von
near-within = Umkreis
near-trade = Gewerbe
near-trade-example = Bäckerei
near-skill = Kenntnisse
near-skill-example = Recht
near-offered = Angeboten oder gesucht
near-anybody = Organisationen und Personen
near-offer-space = Räume
near-offer-tool = Werkzeuge
near-offer-service-offered = Dienste
near-offer-need = was gesucht wird

near-around = Im Umkreis von { $km } km um { $place }, das Nächste zuerst
near-nothing = Dort wurde nichts gefunden. Versucht es mit einem weiteren Umkreis oder mit weniger Wörtern.
near-unknown-place =
    Orte mit weniger als 5.000 Einwohnern stehen nicht in der Liste. Nennt einen größeren in der Nähe, oder Breite und Länge, zum Beispiel 50.63,3.06.
near-on-a-map = Dasselbe auf einer Karte
near-others = War ein anderer Ort gemeint?
