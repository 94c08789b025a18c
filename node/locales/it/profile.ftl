### What one's own organisation says of itself.

profile-title = Che cosa dite di voi
profile-public = Tutti possono leggerlo, su ogni nodo che lo accoglie.
profile-place-hint = Il comune in cui siete. Chi cerca qualcuno vicino vi trova così.
profile-country-hint = Con due lettere, come fr o pt.
profile-exact-hint = In gradi, se volete farvi trovare in un punto preciso. Altrimenti lasciate vuoto.
profile-contact-hint = Come raggiungervi, per esempio un indirizzo di posta elettronica o un telefono.
profile-languages-hint = In breve, separate da virgole, come fr, ca, pt-br.
profile-skills-hint = Che cosa sapete fare, una cosa per riga, come pane o consulenza legale.
profile-facts = Che cosa chiedono le licenze
profile-facts-about = Alcune licenze permettono di più a chi è organizzato in un certo modo. Quello che dite qui risponde per voi quando chiedete se potete riutilizzare qualcosa; altri possono confermarlo.
profile-history = Quello che c’era prima resta nella cronologia.
