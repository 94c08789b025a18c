### What one's own organisation says of itself.

profile-title = Ce que vous dites de vous
profile-public = Tout le monde peut le lire, sur chaque nœud qui l’accueille.
profile-place-hint = La commune où vous êtes. Qui cherche près de soi vous trouve ainsi.
profile-country-hint = En deux lettres, comme fr ou pt.
profile-exact-hint = En degrés, si l’on doit vous trouver à un endroit précis. Sinon, laissez vide.
profile-contact-hint = Comment vous joindre, par exemple une adresse électronique ou un téléphone.
profile-languages-hint = En abrégé, séparées par des virgules, comme fr, ca, pt-br.
profile-skills-hint = Ce que vous savez faire, un par ligne, comme pain ou conseil juridique.
profile-facts = Ce que demandent les licences
profile-facts-about = Certaines licences permettent davantage à qui est organisé d’une certaine manière. Ce que vous dites ici répond pour vous quand vous demandez si vous pouvez réutiliser quelque chose ; d’autres peuvent le confirmer.
profile-history = Ce qui se trouvait ici auparavant reste dans l’historique.
