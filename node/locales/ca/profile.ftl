### What one's own organisation says of itself.

profile-title = Què dieu de vosaltres
profile-public = Tothom ho pot llegir, a cada node que ho aculli.
profile-place-hint = La població on sou. Qui busca algú a prop us troba per aquí.
profile-country-hint = Amb dues lletres, com fr o pt.
profile-exact-hint = En graus, si voleu que us trobin en un punt exacte. Si no, deixeu-ho buit.
profile-contact-hint = Com us poden trobar, per exemple una adreça electrònica o un telèfon.
profile-languages-hint = En abreviatures separades per comes, com fr, ca, pt-br.
profile-skills-hint = Què sabeu fer, una cosa per línia, com ara pa o assessoria legal.
profile-facts = Què pregunten les llicències
profile-facts-about = Algunes llicències permeten més coses a qui està organitzat d’una certa manera. El que digueu aquí respon per vosaltres quan pregunteu si podeu reutilitzar una cosa; altres ho poden confirmar.
profile-history = El que hi havia abans queda a l’historial.
